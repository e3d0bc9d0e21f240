import type { Block } from "../schema/schema.ts";
import { isObject, type ObjectValue, type Value } from "../values.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { eachElement, isList, type Member, own, type Path, type Shape, shapeOf } from "./shape.ts";

/**
 * What real providers check of a configuration and terraform itself does not: arguments that must be set and are null, in nested
 * attributes too; arguments that only the provider sets; deprecated ones. Names that a nested attribute does not have cannot be
 * found here: terraform drops them while it converts the configuration to the schema's type.
 */
export function validated(block: Block, config: ObjectValue): readonly Diagnostic[] {
  const found = inObject(shapeOf(block), config, []);
  if (!block.deprecated) return found;
  return [
    { severity: "warning", summary: "Deprecated", detail: "The provider will drop this type; use what replaces it.", path: [] },
    ...found,
  ];
}

function inObject(shape: Shape, object: ObjectValue, path: Path): readonly Diagnostic[] {
  return [...shape].flatMap(([name, member]) => inMember(member, own(object, name), [...path, name]));
}

function inMember(member: Member, value: Value, path: Path): readonly Diagnostic[] {
  const found = [...ofItself(member, value, path)];
  if (member.kind === "plain") return found;
  eachElement(member.mode, value, (element, step) => {
    found.push(...inObject(member.shape, element, [...path, ...step]));
    return element;
  });
  return found;
}

function ofItself(member: Member, value: Value, path: Path): readonly Diagnostic[] {
  const name = path.join(".");
  const { required, optional, computed } = member.attribute ?? {};
  if (isAbsent(member, value)) {
    if (!required) return [];
    return [
      { severity: "error", summary: "Missing required argument", detail: `"${name}" is required, and is null; give it a value.`, path },
    ];
  }
  if (computed && !optional && !required) {
    return [
      {
        severity: "error",
        summary: "Value for unconfigurable attribute",
        detail: `"${name}" is decided by the provider; remove it.`,
        path,
      },
    ];
  }
  const deprecated = member.kind === "plain" ? member.attribute.deprecated : member.deprecated;
  return deprecated ? [{ severity: "warning", summary: "Deprecated argument", detail: `The provider will drop "${name}".`, path }] : [];
}

/** Blocks are never null but as single ones: no blocks are an empty list or map. A group is there whether written or not. */
function isAbsent(member: Member, value: Value): boolean {
  if (value === null || member.attribute !== undefined || member.kind === "plain") return value === null;
  if (member.mode === "group") return true;
  return isList(value) ? value.length === 0 : member.mode === "map" && isObject(value) && Object.keys(value).length === 0;
}
