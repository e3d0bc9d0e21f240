import { isObject, type ObjectValue, UNKNOWN } from "../values.ts";
import { isList, own } from "./shape.ts";

/**
 * Blocks that a provider fills in when a configuration has none, by type. A schema cannot say it: for terraform only attributes
 * are computed. Providers on the older SDK do it all the same, and terraform lets them (their answers say `legacy_type_system`).
 */
const PROVIDED: Readonly<Record<string, readonly string[]>> = {
  // Two interfaces with an address each: https://cloud.google.com/network-connectivity/docs/vpn/concepts/topologies
  google_compute_ha_vpn_gateway: ["vpn_interfaces"],
};

/** A plan in which blocks that the provider provides are what they were, or unknown before the object is made. */
export function withProvidedBlocks(type: string, config: ObjectValue, plan: ObjectValue, prior?: ObjectValue): ObjectValue {
  const blocks = providedBlocks(type, config).filter((name) => Object.hasOwn(plan, name));
  return { ...plan, ...Object.fromEntries(blocks.map((name) => [name, prior === undefined ? UNKNOWN : own(prior, name)])) };
}

/** The blocks of a type that its provider provides, as the configuration has none. */
export function providedBlocks(type: string, config: ObjectValue): readonly string[] {
  return (Object.hasOwn(PROVIDED, type) ? (PROVIDED[type] ?? []) : []).filter((name) => {
    const configured = own(config, name);
    return configured === null || (isList(configured) && configured.length === 0) || (isObject(configured) && isEmpty(configured));
  });
}

const isEmpty = (value: ObjectValue): boolean => Object.keys(value).length === 0;
