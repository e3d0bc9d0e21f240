import { differences } from "./attributes.ts";
import type { ResourceChange } from "./compare.ts";
import { attributeChange } from "./display.ts";
import { isAboutDestruction } from "./protection.ts";
import { outputsIn, type Read } from "./reads.ts";
import { type JsonObject, referencesIn, type StackJson, stringsIn } from "./stack-json.ts";

/** An output of a stack that differs, or whose value does. */
export interface OutputChange {
  readonly name: string;
  /** `value`: the expression is the same, what it refers to is not. */
  readonly change: "added" | "removed" | "changed" | "value";
  /** As JSON, shortened, `(sensitive)` for those that are; absent if there was none. */
  readonly before?: string;
  readonly after?: string;
  readonly sensitive: boolean;
  /** Address of the resource, or `stack.output`, that its value changes with. */
  readonly because?: string;
  /** Stacks that read it at the head. */
  readonly readers: readonly Reader[];
  /** Whether somebody reads it that is gone: planning them fails. */
  readonly breaks: boolean;
}

/** A stack that reads an output. */
export interface Reader {
  readonly stack: string;
  /** Addresses of the resources that use it. */
  readonly by: readonly string[];
}

/** What is compared of one stack. */
export interface StackPair {
  readonly base: StackJson;
  readonly head: StackJson;
  readonly resources: readonly ResourceChange[];
}

/** The outputs of one stack that differ. Readers come from the reads of all stacks at the head. */
export function outputChanges(id: string, { base, head, resources }: StackPair, reads: readonly Read[]): OutputChange[] {
  const changes = new Map(resources.map((change) => [change.address, change]));
  const names = [...new Set([...base.outputs.keys(), ...head.outputs.keys()])].sort();
  return names.flatMap((name) => {
    const [before, after] = [base.outputs.get(name), head.outputs.get(name)];
    const change = kindOf(before, after);
    const because = after && change === undefined ? reasonOf(after, changes, head) : undefined;
    if (change === undefined && because === undefined) return [];
    const readers = readersOf(id, name, reads);
    return [
      {
        name,
        change: change ?? "value",
        ...shown(name, before, after),
        ...(because !== undefined && { because }),
        readers,
        breaks: change === "removed" && readers.length > 0,
      },
    ];
  });
}

function kindOf(before: JsonObject | undefined, after: JsonObject | undefined): OutputChange["change"] | undefined {
  if (before === undefined) return "added";
  if (after === undefined) return "removed";
  return differences(before.value, after.value).length > 0 ? "changed" : undefined;
}

function shown(name: string, before: JsonObject | undefined, after: JsonObject | undefined) {
  const parents = [before ?? {}, after ?? {}];
  const {
    sensitive,
    before: old,
    after: now,
  } = attributeChange({ path: [name, "value"], before: before?.value, after: after?.value, parents });
  return { ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }), sensitive };
}

/** Attributes that only a replacement changes. */
const lasting = new Set(["id", "arn", "self_link", "key_id", "unique_id", "uid", "numeric_id", "resource_id"]);

/** Attributes of which nothing else is computed. */
const inert = new Set(["tags", "labels", "user_labels", "resource_labels", "lifecycle", "depends_on", "timeouts", "description"]);

/** What the value of an unchanged expression changes with. */
function reasonOf(output: JsonObject, changes: ReadonlyMap<string, ResourceChange>, head: StackJson): string | undefined {
  for (const text of stringsIn(output.value)) {
    const hit = referencesIn(text).find(({ address, attribute }) => {
      const change = changes.get(address);
      return change !== undefined && mayChange(change, attribute, head);
    });
    if (hit) return hit.address;
  }
  return undefined;
}

function mayChange(change: ResourceChange, attribute: string | undefined, head: StackJson): boolean {
  if (change.action === "added" || change.replacement !== undefined)
    return !isWritten(change, attribute, head) || change.action === "added";
  if (change.action !== "changed" && change.action !== "moved") return false;
  const paths = change.attributes.map(({ path }) => path).filter((path) => !isAboutDestruction(path));
  const keys = new Set(paths.map((path) => /^[\w-]+/.exec(path)?.[0] ?? ""));
  if (attribute === undefined) return keys.size > 0;
  if (keys.has(attribute)) return true;
  if (lasting.has(attribute) || isWritten(change, attribute, head)) return false;
  return [...keys].some((key) => !inert.has(key));
}

/** Whether an attribute is in the configuration, and the same on both sides. */
function isWritten({ address, attributes }: ResourceChange, attribute: string | undefined, head: StackJson): boolean {
  if (attribute === undefined || head.blocks.get(address)?.body[attribute] === undefined) return false;
  return !attributes.some(({ path }) => /^[\w-]+/.exec(path)?.[0] === attribute);
}

/** Who reads an output at the head. */
export function readersOf(producer: string, output: string, reads: readonly Read[]): Reader[] {
  const byStack = new Map<string, string[]>();
  for (const read of reads) {
    if (read.producer !== producer || read.output !== output) continue;
    byStack.set(read.reader, [...(byStack.get(read.reader) ?? []), read.by]);
  }
  return [...byStack].map(([stack, by]) => ({ stack, by: by.sort() })).sort((a, b) => (a.stack < b.stack ? -1 : 1));
}

/** A stack at the head, and what of its outputs is known to differ. */
export interface Publisher {
  readonly id: string;
  readonly head: StackJson;
  readonly outputs: readonly OutputChange[];
}

/** Outputs that only hand on what another stack publishes, and so differ when that does; to any depth. */
export function handedOn(publishers: readonly Publisher[], reads: readonly Read[]): Map<string, OutputChange[]> {
  const differing = new Set(publishers.flatMap(({ id, outputs }) => outputs.map(({ name }) => `${id}.${name}`)));
  const found = new Map<string, OutputChange[]>();
  for (let grew = differing.size > 0; grew; ) {
    grew = false;
    for (const { id, head } of publishers) {
      for (const [name, body] of head.outputs) {
        if (differing.has(`${id}.${name}`)) continue;
        const sources = [...stringsIn(body.value)].flatMap((text) => outputsIn(text));
        const source = sources.find(({ producer, output }) => differing.has(`${producer}.${output}`));
        if (source === undefined) continue;
        const because = `${source.producer}.${source.output}`;
        const change = { name, change: "value" as const, ...shown(name, body, body), because, breaks: false };
        found.set(id, [...(found.get(id) ?? []), { ...change, readers: readersOf(id, name, reads) }]);
        differing.add(`${id}.${name}`);
        grew = true;
      }
    }
  }
  return found;
}
