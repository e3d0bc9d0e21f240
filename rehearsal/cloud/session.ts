import type { Type } from "../schema/schema.ts";
import type { ObjectValue, Value } from "../values.ts";

/**
 * The attribute every resource has in a rehearsal on top of its own: which resource of which stack it is, as
 * `<stack>/<address>` (`prod-aws-use1-network/aws_vpc.Vpc`). The protocol does not tell a provider; the copied stack does.
 */
export const ADDRESS = "rehearsal_address";

/** One object of the simulated cloud, while it is made, changed or read. */
export interface CloudObject {
  /** Names the object in the store, for as long as it lives: `<stack>/<address>`, with `#2`, `#3` for later objects at the same address. */
  readonly key: string;
  /** The resource type, e.g. `aws_vpc`. */
  readonly type: string;
}

/** What a cloud is asked to choose: the value of a computed attribute nobody configured. */
export interface Choice {
  readonly object: CloudObject;
  /** Where the attribute is: names of attributes and blocks, and indexes, from the resource on. */
  readonly path: readonly (string | number)[];
  readonly type: Type;
  /** What is known of the object so far: its configuration, its `id` (chosen first), and what was chosen before. */
  readonly values: ObjectValue;
}

/** The cloud says no. Thrown by every method of a session; shown by terraform as an error of the resource. */
export class CloudError extends Error {
  /**
   * @param summary one line, as terraform shows it after "Error:"
   * @param detail what was wrong and, where that helps, what to do
   * @param options.path the attribute it is about
   * @param options.made the object was made (or changed) all the same: terraform taints it
   */
  constructor(
    readonly summary: string,
    readonly detail: string,
    readonly options: { readonly path?: readonly (string | number)[]; readonly made?: boolean } = {},
  ) {
    super(`${summary}: ${detail}`);
  }
}

/** The simulated cloud as the runs of one stack see it. */
export interface Session {
  /**
   * The object a create is about to make at an address: the one a cut-off run made there before, if terraform never learned of
   * it (as with a client token), or a new one.
   */
  begin(address: string, type: string): CloudObject;
  /** The value of a computed attribute: the same for the same question, shaped like the real one's. Never unknown. */
  choose(choice: Choice): Value;
  create(object: CloudObject, values: ObjectValue): void;
  /** What is stored, or undefined when it is gone. Terraform now knows of the object. */
  read(key: string): ObjectValue | undefined;
  update(object: CloudObject, values: ObjectValue): void;
  delete(object: CloudObject): void;
  /** The object an import names; it need not have been made by a rehearsal. `values` may lack attributes: they are chosen. */
  import(type: string, id: string): { readonly object: CloudObject; readonly values: ObjectValue };
  /** What a data source finds: attributes of the answer; those it leaves out are chosen. */
  answer(type: string, config: ObjectValue): ObjectValue;
  /** What opening an ephemeral resource gives: as with `answer`. */
  open(type: string, config: ObjectValue): ObjectValue;
  /** The arguments of the resource at an address as its stack writes them, expressions and all; none if they are not known. */
  written(address: string, type: string): Readonly<Record<string, unknown>>;
  /** Attributes whose change means another object: those its id is made of, and those that its cloud cannot change. */
  identity(type: string): readonly string[];
}
