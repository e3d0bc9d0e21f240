import type { Choice, CloudError, CloudObject, Session } from "../../../rehearsal/cloud/session.ts";
import type { Type } from "../../../rehearsal/schema/schema.ts";
import { Dynamic, type ObjectValue, type Value } from "../../../rehearsal/values.ts";

/** What a test's cloud does beside storing. */
export interface MemoryOptions {
  /** Attributes whose change means another object, by type. */
  readonly identity?: Readonly<Record<string, readonly string[]>>;
  /** What data sources and ephemeral resources answer, by type. */
  readonly answers?: Readonly<Record<string, ObjectValue>>;
  /** What existed before, by import id. */
  readonly existing?: Readonly<Record<string, ObjectValue>>;
  /** What stacks write, by address. */
  readonly written?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A cloud for tests: keeps objects in memory, refuses what it is told to, and chooses values that say where they are. */
export class MemorySession implements Session {
  readonly objects = new Map<string, ObjectValue>();
  readonly choices: Choice[] = [];
  /** Refusals by `<operation> <key>`, e.g. `create main/test_one.a`. */
  readonly refusals = new Map<string, Error>();

  constructor(private readonly options: MemoryOptions = {}) {}

  begin(address: string, type: string): CloudObject {
    const live = [...this.objects.keys()].filter((key) => key === address || key.startsWith(`${address}#`)).length;
    return { key: live === 0 ? address : `${address}#${live + 1}`, type };
  }

  choose(choice: Choice): Value {
    this.choices.push({ ...choice, values: structuredClone(choice.values) });
    return made(choice.type, `${choice.object.key}:${choice.path.join(".")}`);
  }

  create(object: CloudObject, values: ObjectValue): void {
    this.change("create", object, values);
  }

  read(key: string): ObjectValue | undefined {
    return this.objects.get(key);
  }

  update(object: CloudObject, values: ObjectValue): void {
    this.change("update", object, values);
  }

  delete(object: CloudObject): void {
    this.change("delete", object);
  }

  import(type: string, id: string): { object: CloudObject; values: ObjectValue } {
    const values = this.options.existing?.[id] ?? { id };
    const object = { key: `existing/${type}/${id}`, type };
    this.objects.set(object.key, values);
    return { object, values };
  }

  answer(type: string): ObjectValue {
    return this.options.answers?.[type] ?? {};
  }

  open(type: string): ObjectValue {
    return this.options.answers?.[type] ?? {};
  }

  written(address: string): Readonly<Record<string, unknown>> {
    return this.options.written?.[address] ?? {};
  }

  identity(type: string): readonly string[] {
    return this.options.identity?.[type] ?? [];
  }

  private change(operation: string, { key }: CloudObject, values?: ObjectValue): void {
    const refusal = this.refusals.get(`${operation} ${key}`);
    if (refusal !== undefined && !(refusal as CloudError).options?.made) throw refusal;
    if (values === undefined) this.objects.delete(key);
    else this.objects.set(key, values);
    if (refusal !== undefined) throw refusal;
  }
}

function made(type: Type, name: string): Value {
  if (type === "string") return name;
  if (type === "number") return name.length + 0.1;
  if (type === "bool") return true;
  if (type === "dynamic") return new Dynamic("string", name);
  switch (type[0]) {
    case "list":
    case "set":
      return [made(type[1], `${name}.0`)];
    case "map":
      return { made: made(type[1], `${name}.made`) };
    case "tuple":
      return type[1].map((element, index) => made(element, `${name}.${index}`));
    case "object":
      return Object.fromEntries(Object.entries(type[1]).map(([member, within]) => [member, made(within, `${name}.${member}`)]));
  }
}
