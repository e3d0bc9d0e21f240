import type { Stack } from "../stacks.ts";
import type { ObjectValue, Value } from "../values.ts";
import { EXISTING } from "./agreement.ts";
import { type Context, chosen, immutableOf } from "./choose/choose.ts";
import { dataAnswer } from "./data/data-sources.ts";
import { ephemeralAnswer } from "./data/ephemerals.ts";
import { importedValues } from "./data/imports.ts";
import { Lookup } from "./data/lookup.ts";
import type { Fault, Operation } from "./faults.ts";
import { creationRefusal, deletionRefusal, livingAs, updateRefusal } from "./law/judgement.ts";
import { unorderedIn } from "./law/order.ts";
import { injected, isMissing, namesUnordered } from "./law/refusals.ts";
import type { Ledger } from "./ledger.ts";
import { ADDRESS, type Choice, type CloudError, type CloudObject, type Session } from "./session.ts";
import { accountOf, type Settings, StackSettings } from "./settings.ts";
import { keyAt } from "./store/inventory.ts";
import type { MadeObject } from "./store/journal.ts";
import { textOf } from "./store/strings.ts";

/** The simulated cloud as the runs of one stack see it. */
export class StackSession implements Session {
  private readonly settings: StackSettings;
  private readonly lookup: Lookup;

  constructor(
    private readonly cloud: Ledger,
    private readonly stack: Stack,
    private readonly stacks: readonly Stack[],
  ) {
    this.settings = new StackSettings(stack);
    this.lookup = new Lookup(cloud.inventory, stacks);
  }

  /**
   * A live object that terraform never came back with was made by a run that was cut off before its state was written: a cloud
   * finds it again by the client token of the create, so that nothing is lost and nothing made twice. One that terraform has
   * seen is about to be replaced by another that is made first; after a delete, what is made is another one, too.
   */
  begin(address: string, type: string): CloudObject {
    const { inventory } = this.cloud;
    const generation = inventory.generationAt(address);
    const last = inventory.get(keyAt(address, generation));
    return { key: last !== undefined && !last.seen ? last.key : keyAt(address, generation + 1), type };
  }

  choose(choice: Choice): Value {
    return chosen(choice, this.contextOf(choice.object, choice.values));
  }

  create({ key, type }: CloudObject, values: ObjectValue): void {
    const name = this.nameOf(key, values);
    const account = accountOf(type, values, this.settings.blockOf(type, name), this.stack.id);
    const object: MadeObject = { key, type, ...partsOf(key), account, values };
    const fault = this.fault("create", object);
    if (fault === "refused") this.cloud.refuse(injected("creating", object, false));
    const unordered = unorderedIn(object, name ?? "", this.stack, this.stacks);
    this.unless(unordered && namesUnordered(object, unordered));
    this.unless(creationRefusal(object, this.cloud.inventory));
    this.cloud.record({ event: "made", object });
    if (fault === "made") this.cloud.refuse(injected("creating", object, true));
  }

  read(key: string): ObjectValue | undefined {
    const object = this.cloud.inventory.get(key);
    if (object !== undefined && !object.seen) this.cloud.record({ event: "seen", key });
    return object?.values;
  }

  update(object: CloudObject, values: ObjectValue): void {
    const { inventory } = this.cloud;
    const before = inventory.get(object.key) ?? this.cloud.refuse(isMissing(object));
    if (this.fault("update", { ...before, values }) !== undefined) this.cloud.refuse(injected("updating", before, false));
    this.unless(updateRefusal(before, values, inventory));
    this.cloud.record({ event: "changed", key: object.key, values });
  }

  /** What is gone already needs no deleting. */
  delete({ key }: CloudObject): void {
    const object = this.cloud.inventory.get(key);
    if (object === undefined) return;
    if (this.fault("delete", object) !== undefined) this.cloud.refuse(injected("deleting", object, false));
    this.unless(deletionRefusal(object, this.cloud.inventory));
    this.cloud.record({ event: "deleted", key });
  }

  import(type: string, id: string): { readonly object: CloudObject; readonly values: ObjectValue } {
    const { inventory } = this.cloud;
    const values = importedValues(type, id, this.contextOf({ type, key: "" }));
    const account = accountOf(type, values, this.settings.blockOf(type), this.stack.id);
    const known = livingAs(type, id, account, inventory);
    if (known !== undefined) return { object: { key: known.key, type }, values: known.values };
    const address = `${EXISTING}${type}/${id}`;
    const generation = inventory.generationAt(address) + 1;
    const object = { key: keyAt(address, generation), type, address, generation, account, values };
    this.cloud.record({ event: "made", object });
    return { object: { key: object.key, type }, values };
  }

  answer(type: string, config: ObjectValue): ObjectValue {
    const account = accountOf(type, config, this.settings.blockOf(type), this.stack.id);
    return this.lookup.find(type, config, account) ?? dataAnswer(type, config, this.contextOf({ type, key: "" }), this.stack);
  }

  open(type: string, config: ObjectValue): ObjectValue {
    const made = ephemeralAnswer(type, config);
    // What was given to write-only arguments is stored nowhere: the reader says which keys there must have been.
    return made ?? { ...this.answer(type, config), ...dataAnswer(type, config, this.contextOf({ type, key: "" }), this.stack) };
  }

  written(address: string, type: string): Settings {
    return this.settings.argumentsOf(type, this.nameOf(address, {}));
  }

  identity(type: string): readonly string[] {
    return immutableOf(type);
  }

  private contextOf({ key, type }: CloudObject, values: ObjectValue = {}): Context {
    return { stack: this.stack.id, settings: this.settings.literalsOf(type, this.nameOf(key, values)) };
  }

  private fault(operation: Operation, { key, type, address, values }: MadeObject): Fault | undefined {
    const { lifecycle } = this.settings.argumentsOf(type, this.nameOf(key, values));
    const irreplaceable = (lifecycle as { prevent_destroy?: unknown } | undefined)?.prevent_destroy === true;
    return this.cloud.fault({ operation, key, address: textOf(values, ADDRESS) ?? address, irreplaceable });
  }

  /** The name of the resource in its stack: where it is now, if it was moved. */
  private nameOf(key: string, values: ObjectValue): string | undefined {
    return (textOf(values, ADDRESS) ?? key).match(/^[^/]*\/[^./]+\.([^[#]+)/)?.[1];
  }

  private unless(refusal: CloudError | undefined): void {
    if (refusal !== undefined) this.cloud.refuse(refusal);
  }
}

/** An address ends with a name or a bracket, so what follows a last `#` is the generation. */
function partsOf(key: string): { readonly address: string; readonly generation: number } {
  const [, address = key, generation = "1"] = key.match(/^(.*)#(\d+)$/s) ?? [];
  return { address, generation: Number(generation) };
}
