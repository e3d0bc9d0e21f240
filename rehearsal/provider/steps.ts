import type { Member, Path, Shape } from "./shape.ts";

/** A step of a path as terraform tells them apart: into an attribute or block, a map, or a list. */
export type Step = { readonly attribute: string } | { readonly key: string } | { readonly index: number };

/**
 * The steps of a path by which terraform finds a line of the configuration: through blocks to an attribute, and to an element of
 * its list or map. It finds none for a deeper path, so the steps end there; and at a set, whose elements have neither index nor key.
 */
export function stepsOf(shape: Shape, path: Path): readonly Step[] {
  const [name, next] = path;
  const member = typeof name === "string" ? shape.get(name) : undefined;
  if (member === undefined || typeof name !== "string") return [];
  const mode = modeOf(member);
  const within = member.kind === "nested" && member.attribute === undefined ? member.shape : undefined;
  const element = mode === undefined ? [] : elementStep(mode, next);
  if (element === undefined || within === undefined) return [{ attribute: name }, ...(element ?? [])];
  return [{ attribute: name }, ...element, ...stepsOf(within, path.slice(1 + element.length))];
}

/** How elements are reached; undefined where there are none. */
function modeOf(member: Member): "list" | "map" | "set" | undefined {
  if (member.kind === "nested") return member.mode === "single" || member.mode === "group" ? undefined : member.mode;
  const kind = typeof member.type === "string" ? member.type : member.type[0];
  return kind === "list" || kind === "map" || kind === "set" ? kind : kind === "tuple" ? "list" : undefined;
}

function elementStep(mode: "list" | "map" | "set", step: string | number | undefined): readonly Step[] | undefined {
  if (mode === "map" && typeof step === "string") return [{ key: step }];
  return mode === "list" && typeof step === "number" ? [{ index: step }] : undefined;
}
