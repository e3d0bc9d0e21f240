import { Aspects, TerraformElement, TerraformOutput, type TerraformRemoteState, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import { type Contract, type Fields, outputName, type ValuesOf } from "../constructs/contract.ts";
import { setStackTags } from "../constructs/stack-tags.ts";
import { addressOf, twinsIn } from "./addresses.ts";
import { readState, StateBackend } from "./backend.ts";
import { readContract } from "./read-contract.ts";
import { retired } from "./retired-config.ts";
import type { StackSpec } from "./stack-spec.ts";
import { TagEverything } from "./tagging.ts";

/** Version of the outputs' wire format (`<contract>__<field>`), so that a reader can tell an older state. */
const CONTRACT_VERSION = "1";

/**
 * The base of every stack: backend, exact versions, tags, readable addresses, and contracts to other stacks. A stack reads
 * others only through `consume` and is read only through `publish`.
 */
export abstract class PlatformStack<Input extends object = object> extends TerraformStack {
  protected readonly input: Input;
  private readonly published = new Set<string>();
  private readonly states = new Map<string, TerraformRemoteState>();

  constructor(
    scope: Construct,
    readonly spec: StackSpec<Input>,
  ) {
    super(scope, spec.id);
    setStackTags(this, spec.tags);
    this.input = spec.input;
    new StateBackend(this, spec);
    Aspects.of(this).add(new TagEverything(spec.tags));
    this.node.addValidation({ validate: () => [...this.unpublished(), ...twinsIn(this)] });
    // Only then, because a stack with a document of its own is not written the fast way.
    const { retirement } = spec;
    if (retirement) this.toTerraform = () => retired[retirement](super.toTerraform() as Record<string, unknown>);
  }

  /** Makes `values` readable by other stacks, one Terraform output per field of the contract. */
  protected publish<F extends Fields>(contract: Contract<F>, values: ValuesOf<Contract<F>>): void {
    if (!this.spec.publishes.includes(contract.name)) {
      throw new Error(`${this.spec.id}: publishes ${contract.name}, but its spec lists ${quoted(this.spec.publishes)}; add it there`);
    }
    if (this.published.size === 0) new TerraformOutput(this, "contract_version", { value: CONTRACT_VERSION });
    this.published.add(contract.name);
    for (const field of Object.keys(contract.fields)) {
      new TerraformOutput(this, outputName(contract, field), { value: values[field as keyof typeof values] });
    }
  }

  /** The contract's values as the producer last applied them, read from its state. Name the producer where several publish it. */
  protected consume<F extends Fields>(contract: Contract<F>, producerId?: string): ValuesOf<Contract<F>> {
    const { id, consumes } = this.spec;
    const producers = consumes.filter(
      (ref) => (producerId === undefined || ref.id === producerId) && ref.publishes.includes(contract.name),
    );
    const [producer] = producers;
    if (producer === undefined || producers.length > 1) {
      const offered = consumes.map((ref) => `${ref.id} publishes ${quoted(ref.publishes)}`);
      throw new Error(
        `${id}: consumes ${contract.name}${producerId ? ` of ${producerId}` : ""}, published by ${quoted(producers.map((ref) => ref.id))} of the stacks its spec lists (${quoted(offered)}); ` +
          (producer
            ? "name the one that is meant"
            : "list a stack that publishes it, so that its state may be read and the order is known"),
      );
    }
    const state = this.states.get(producer.id) ?? readState(this, producer.id, this.spec, producer.id);
    this.states.set(producer.id, state);
    return readContract(contract, state);
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return addressOf(TerraformElement.isTerraformElement(element) ? element.node : (element as Node), this);
  }

  private unpublished(): string[] {
    const missing = this.spec.publishes.filter((name) => !this.published.has(name));
    return missing.map(
      (name) => `${this.spec.id}: its spec says it publishes ${name}, and it does not; publish it or take it off the spec`,
    );
  }
}

const quoted = (names: readonly string[]): string => (names.length > 0 ? names.join(", ") : "none");
