import type { ObjectValue } from "../../values.ts";
import { type Context, chosen, identityOf } from "../choose/choose.ts";

/**
 * What an id tells of an object that existed before: its id and, where the cloud makes ids of what an object is called, that.
 * Which part of an id is what is guessed, and kept only if the cloud would make the very same id of it.
 */
export function importedValues(type: string, id: string, context: Context): ObjectValue {
  const names = identityOf(type);
  const last = id.slice(Math.max(id.lastIndexOf("/"), id.lastIndexOf(":")) + 1);
  const guesses = [
    labelled(names, id),
    ...["/", ":", "|", ","].map((separator) => listed(names, id.split(separator))),
    ...names.map((name) => ({ [name]: last })),
  ];
  const isRight = (values: ObjectValue): boolean =>
    chosen({ object: { key: `import/${type}`, type }, path: ["id"], type: "string", values }, context) === id;
  return { ...guesses.find((guess) => guess !== undefined && isRight(guess)), id };
}

/** The parts in the order of the names. */
function listed(names: readonly string[], parts: readonly string[]): ObjectValue | undefined {
  if (names.length === 0 || names.length !== parts.length) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, parts[index] ?? ""]));
}

/** A path of labels and names: a resource group's follows `resourceGroups`, the object's own is the last, a parent's id ends before it. */
function labelled(names: readonly string[], id: string): ObjectValue | undefined {
  const parts = id.split("/");
  if (names.length === 0 || parts.length < 3) return undefined;
  const partFor = (name: string): string => {
    const label = parts.indexOf(`${camel(name.replace(/_name$/, ""))}s`);
    if (label >= 0) return parts[label + 1] ?? "";
    return name.endsWith("_id") ? parts.slice(0, -2).join("/") : (parts.at(-1) ?? "");
  };
  return Object.fromEntries(names.map((name) => [name, partFor(name)]));
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
