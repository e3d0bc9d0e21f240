import type { ResourceChange } from "./compare.ts";
import { type AttributeChange, valuesText } from "./display.ts";
import type { OutputChange } from "./outputs.ts";
import type { ChangesReport, StackChange } from "./report.ts";
import type { Revision } from "./revisions.ts";
import type { Command } from "./staging.ts";
import { counted, several } from "./warnings.ts";

/** Facts of one kind that have a row each; more are put together. */
const few = 3;

/** Resources of one kind that are named one by one; of more, all but the stateful ones are counted by type. */
const named = 25;

const signs: Record<ResourceChange["action"], string> = {
  added: "+",
  changed: "~",
  removed: "-",
  moved: ">",
  forgotten: "-",
  affected: "~",
};

/** One stack, a row a fact; rows of what is inside a fact are indented. */
export function stackRows({ resources, outputs, settings, files }: StackChange): string[] {
  const actions: ResourceChange["action"][] = ["removed", "forgotten", "added", "moved", "changed", "affected"];
  return [
    ...actions.flatMap((action) => resourceRows(resources.filter((resource) => resource.action === action))),
    ...outputRows(outputs),
    ...settings.map((setting) => `~ ${attributeText(setting)}`),
    ...files.map(({ path, change }) => `${signs[change]} file ${path}`),
  ].map(clean);
}

function resourceRows(all: readonly ResourceChange[]): string[] {
  const alike = alikeOf(all);
  const resources = all.filter((resource) => !alike.some((group) => group.includes(resource)));
  return [...singleRows(resources), ...alike.flatMap(alikeRows)];
}

/** Resources that change in the same way and stay, where they are many: a tag, a setting of all workspaces. */
function alikeOf(resources: readonly ResourceChange[]): ResourceChange[][] {
  const groups = new Map<string, ResourceChange[]>();
  for (const resource of resources) {
    if (resource.action !== "changed" || resource.replacement !== undefined) continue;
    const change = resource.attributes.map(attributeText).join("\n");
    groups.set(change, [...(groups.get(change) ?? []), resource]);
  }
  return [...groups.values()].filter((group) => group.length > few);
}

/** All of them in one row: by name where they are of one type, else how many of which type. */
function alikeRows(group: readonly ResourceChange[]): string[] {
  const stateful = group.filter((resource) => resource.stateful).length;
  const types = countsBy(group.map(typeText));
  const [only] = types.length === 1 ? types : [];
  const which = only
    ? `${only[0]}: ${several(group.map(({ address }) => address.slice(address.lastIndexOf(".") + 1)))}`
    : several(types.map(([type, count]) => (count === 1 ? type : `${count} x ${type}`)));
  const attributes = group[0]?.attributes ?? [];
  return [
    `~ ${group.length} alike${stateful > 0 ? ` (${stateful} stateful)` : ""}, ${which}`,
    ...attributes.map((attribute) => `    ${attributeText(attribute)}`),
  ];
}

const typeText = ({ mode, type }: ResourceChange): string => (mode === "data" ? `data.${type}` : type);

function countsBy(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort();
}

function singleRows(resources: readonly ResourceChange[]): string[] {
  const plain = resources.filter(({ attributes, stateful }) => attributes.length === 0 && !stateful);
  if (plain.length <= named) return resources.flatMap(resourceRow);
  const [first] = plain;
  const types = countsBy(plain.map(typeText)).map(([type, count]) => `${first ? signs[first.action] : ""} ${count} x ${type}`);
  return [...resources.filter((resource) => !plain.includes(resource)).flatMap(resourceRow), ...types];
}

function resourceRow(resource: ResourceChange): string[] {
  const { address, action, attributes } = resource;
  const marks = marksOf(resource).map((mark) => ` [${mark}]`);
  return [`${signs[action]} ${address}${marks.join("")}`, ...attributes.map((attribute) => `    ${attributeText(attribute)}`)];
}

function marksOf({ action, stateful, replacement, because, renamedFrom, renamedTo, protected: kept }: ResourceChange): string[] {
  const cause = because === undefined ? "" : `, because of ${because}`;
  return [
    ...(stateful ? ["stateful"] : []),
    ...(replacement === "likely" ? [`REPLACED${cause}`] : replacement === "possible" ? [`possibly replaced${cause}`] : []),
    ...(replacement && kept ? ["prevent_destroy: terraform will refuse"] : []),
    ...(action === "moved" ? [`moved from ${renamedFrom}, keeps its state`] : []),
    ...(action === "added" && renamedFrom ? [`was ${renamedFrom}: DESTROYED AND CREATED`] : []),
    ...(renamedTo ? [`is now ${renamedTo}: DESTROYED AND CREATED`] : []),
    ...(action === "forgotten" ? ["leaves the state, stays in the cloud"] : []),
  ];
}

const attributeText = (attribute: AttributeChange): string => {
  const { path, replaces } = attribute;
  const mark = replaces === "likely" ? "  forces replacement" : replaces === "possible" ? "  may force replacement" : "";
  return `${path}: ${valuesText(attribute)}${mark}`;
};

/** Those that nobody reads matter to nobody yet, and are many in a stack that is new or goes. */
function outputRows(outputs: readonly OutputChange[]): string[] {
  const unread = (change: OutputChange["change"]) => outputs.filter((output) => output.change === change && output.readers.length === 0);
  const kinds: [OutputChange["change"], string][] = [
    ["added", "+ %n outputs that nobody reads"],
    ["removed", "- %n outputs that nobody reads"],
    ["value", "~ %n outputs that nobody reads may have another value"],
  ];
  const many = kinds.map(([change, text]) => [unread(change), text] as const).filter(([found]) => found.length > few);
  const together = many.flatMap(([found]) => found);
  return [
    ...outputs.filter((output) => !together.includes(output)).map(outputRow),
    ...many.map(([found, text]) => `${text.replace("%n", String(found.length))}: ${several(found.map(({ name }) => name))}`),
  ];
}

function outputRow(output: OutputChange): string {
  const { name, change, because, readers, breaks, before, after, sensitive } = output;
  const sign = change === "added" ? "+" : change === "removed" ? "-" : "~";
  const what = change === "value" ? `its value may differ, because of ${because}` : valuesText({ path: name, before, after, sensitive });
  const who = readers.map(({ stack, by }) => `${stack} (${by.slice(0, 3).join(", ")}${by.length > 3 ? `, ${by.length - 3} more` : ""})`);
  const read = readers.length === 0 ? "read by nobody" : `${breaks ? "STILL READ BY" : "read by"} ${who.join("; ")}`;
  return `${sign} output ${name}: ${what}; ${read}`;
}

/** `2 stacks differ: ...`, in one line. */
export function summaryText({ summary: { stacks, resources } }: ChangesReport): string {
  const parts = (counts: Record<string, number>): string =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${count} ${name === "possiblyReplaced" ? "possibly replaced" : name}`)
      .join(", ");
  const all = Object.values(stacks).reduce((sum, count) => sum + count, 0);
  if (all === 0) return "no stack differs";
  const what = parts({ ...resources });
  return `${counted(all, "stack")}: ${parts({ ...stacks })}; resources: ${what === "" ? "none" : what}`;
}

/** A revision with the start of its commit. */
export const revisionText = ({ name, commit }: Revision): string => clean(commit ? `${name} (${commit.slice(0, 9)})` : name);

/** A text without control characters: names come from files that anybody may have written. */
export const clean = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "?");

/** Commands of one step, together with those of the same reason. */
export function byReason(commands: readonly Command[]): [string, Command[]][] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) groups.set(command.reason, [...(groups.get(command.reason) ?? []), command]);
  return [...groups];
}
