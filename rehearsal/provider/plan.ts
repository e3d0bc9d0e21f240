import { isObject, type ObjectValue, UNKNOWN, Unknown, type Value } from "../values.ts";
import { pairs } from "./pair.ts";
import { eachElement, eachMember, isList, type Member, type NestedMember, own, type Shape } from "./shape.ts";

/**
 * What a resource will be: what is configured, else what was there before, else unknown where the provider decides.
 * @param prior what is there; without it all that is computed is unknown, as for an object that is yet to be made
 */
export function planned(shape: Shape, config: ObjectValue, prior?: ObjectValue): ObjectValue {
  return eachMember(shape, (name, member) => plannedMember(member, own(config, name), prior === undefined ? undefined : own(prior, name)));
}

function plannedMember(member: Member, config: Value, prior: Value | undefined): Value {
  if (member.attribute?.write_only) return null;
  if (config === null) return member.attribute?.computed ? (prior === undefined ? UNKNOWN : prior) : null;
  if (member.kind === "plain" || config instanceof Unknown) return config;
  const before = priorElements(member, config, prior);
  return eachElement(member.mode, config, (element, [step]) => planned(member.shape, element, before(step)));
}

/** Finds what was there before at an index or a key; in a set, where there is neither, it is the element that agrees. */
function priorElements(
  { mode, shape }: NestedMember,
  config: Value,
  prior: Value | undefined,
): (step?: string | number) => ObjectValue | undefined {
  if (mode === "set") {
    const partners = isList(config) && isList(prior) ? pairs(shape, config, prior) : [];
    return (step) => asObject(partners[Number(step)]);
  }
  if (isList(prior)) return (step) => asObject(prior[Number(step)]);
  if (!isObject(prior)) return () => undefined;
  return (step) => (step === undefined ? prior : asObject(own(prior, String(step))));
}

function asObject(value: Value | undefined): ObjectValue | undefined {
  return isObject(value) ? value : undefined;
}
