import { isDeepStrictEqual } from "node:util";
import { ADDRESS, CloudError, type CloudObject, type Session } from "../cloud/session.ts";
import type { TypeSchema } from "../schema/schema.ts";
import { isObject, type ObjectValue, type Value } from "../values.ts";
import { conformed } from "./conform.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { dropped } from "./dropped.ts";
import { completed, filled } from "./fill.ts";
import { mirrored } from "./mirrors.ts";
import { planned } from "./plan.ts";
import { withProvidedBlocks } from "./provided-blocks.ts";
import { own, type Path, type Shape, shapeOf } from "./shape.ts";

/** What will be, and which changed attributes mean another object. */
export interface Plan {
  readonly values: ObjectValue;
  readonly replacedFor: readonly Path[];
}

/** What an apply led to. */
export interface Applied {
  readonly key: string;
  readonly values: ObjectValue;
  /** It was made or changed, and the cloud reported a failure all the same. */
  readonly failure?: CloudError;
}

/** The resources of one type, on their way between terraform and the cloud. */
export class Resources {
  private readonly shape: Shape;

  constructor(
    private readonly type: string,
    schema: TypeSchema,
    private readonly session: Session,
  ) {
    this.shape = shapeOf(schema.block);
  }

  /** A state, written by whatever version of the schema, as the one served now has it. */
  upgraded(state: Value): ObjectValue | null {
    return isObject(state) ? conformed(this.shape, state) : null;
  }

  /** What the cloud has now; null when it is gone. */
  read(key: string): ObjectValue | null {
    const stored = this.session.read(key);
    return stored === undefined ? null : this.completed(this.object(key), stored);
  }

  /**
   * What will be of a configuration. A change of what the object's identity is made of plans another object in its place; terraform
   * then asks again, without the prior state, for the plan of that one.
   */
  plan(config: ObjectValue, prior: ObjectValue | undefined): Plan {
    const asked = mirrored(this.type, config, planned(this.shape, config, prior));
    const values = withProvidedBlocks(this.type, config, asked, prior);
    const identity = prior === undefined ? [] : this.session.identity(this.type);
    const changed = identity.filter((name) => prior !== undefined && isOther(own(prior, name), own(values, name)));
    return { values, replacedFor: changed.map((name) => [name]) };
  }

  /** What is written of a configuration and never arrives here. */
  dropped(config: ObjectValue): readonly Diagnostic[] {
    const address = own(config, ADDRESS);
    return typeof address === "string" ? dropped(this.shape, this.session.written(address, this.type)) : [];
  }

  create(plan: ObjectValue): Applied {
    const address = own(plan, ADDRESS);
    if (typeof address !== "string") {
      throw new Error(
        `${ADDRESS} is ${JSON.stringify(address)}; it must be the resource's "<stack>/<address>": set it in the copied stack`,
      );
    }
    const object = this.session.begin(address, this.type);
    const values = filled(this.session, object, this.shape, plan);
    return this.applied(object, values, () => this.session.create(object, values));
  }

  update(key: string, plan: ObjectValue): Applied {
    const object = this.object(key);
    const values = filled(this.session, object, this.shape, plan);
    return this.applied(object, values, () => this.session.update(object, values));
  }

  delete(key: string): void {
    this.session.delete(this.object(key));
  }

  import(id: string): Applied {
    const { object, values } = this.session.import(this.type, id);
    return { key: object.key, values: this.completed(object, values) };
  }

  /** What an object is made of is not for the cloud to choose where a configuration may say it: it would be another object. */
  private completed(object: CloudObject, values: ObjectValue): ObjectValue {
    const nulls = this.session.identity(this.type).filter((name) => this.shape.get(name)?.attribute?.optional);
    return completed(this.session, object, this.shape, { ...Object.fromEntries(nulls.map((name) => [name, null])), ...values });
  }

  private object(key: string): CloudObject {
    return { key, type: this.type };
  }

  private applied({ key }: CloudObject, values: ObjectValue, change: () => void): Applied {
    try {
      change();
      return { key, values };
    } catch (failure) {
      if (failure instanceof CloudError && failure.options.made) return { key, values, failure };
      throw failure;
    }
  }
}

/** An imported object may lack what it is made of: that it is learned now makes no other object of it. */
function isOther(prior: Value, value: Value): boolean {
  return prior !== null && !isDeepStrictEqual(prior, value);
}
