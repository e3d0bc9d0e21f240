import { isDeepStrictEqual } from "node:util";
import { isObject, type Value } from "../values.ts";
import { isList, type Member, own, type Shape } from "./shape.ts";

/**
 * Which element of a set in the state stands for which one in the configuration. Elements of a set have no name: two belong
 * together when they agree in all that is configured. As many as possible get a partner, so that an unchanged configuration finds
 * all of its elements again, even where one of them would fit several.
 * @returns for each configured element its partner, or undefined
 */
export function pairs(shape: Shape, config: readonly Value[], prior: readonly Value[]): readonly (Value | undefined)[] {
  const candidates = config.map((element) => prior.flatMap((other, index) => (agree(shape, element, other) ? [index] : [])));
  const owners = new Map<number, number>();
  candidates.forEach((_, element) => {
    claim(element, candidates, owners, new Set());
  });
  const partners: (Value | undefined)[] = config.map(() => undefined);
  for (const [index, element] of owners) partners[element] = prior[index];
  return partners;
}

/** Takes a candidate for an element, if need be by sending its owner to another (augmenting paths). */
function claim(element: number, candidates: readonly (readonly number[])[], owners: Map<number, number>, tried: Set<number>): boolean {
  for (const index of candidates[element] ?? []) {
    if (tried.has(index)) continue;
    tried.add(index);
    const owner = owners.get(index);
    if (owner === undefined || claim(owner, candidates, owners, tried)) {
      owners.set(index, element);
      return true;
    }
  }
  return false;
}

function agree(shape: Shape, config: Value, prior: Value): boolean {
  if (!isObject(config) || !isObject(prior)) return isDeepStrictEqual(config, prior);
  return [...shape].every(([name, member]) => memberAgrees(member, own(config, name), own(prior, name)));
}

function memberAgrees(member: Member, config: Value, prior: Value): boolean {
  if (member.attribute?.write_only || (config === null && member.attribute?.computed)) return true;
  if (member.kind === "plain") return isDeepStrictEqual(config, prior);
  const { mode, shape } = member;
  if (isList(config) && isList(prior)) {
    if (config.length !== prior.length) return false;
    if (mode === "set") return pairs(shape, config, prior).every((partner) => partner !== undefined);
    return config.every((element, index) => agree(shape, element, prior[index] ?? null));
  }
  if (mode === "map" && isObject(config) && isObject(prior)) {
    const keys = Object.keys(config);
    return keys.length === Object.keys(prior).length && keys.every((key) => agree(shape, own(config, key), own(prior, key)));
  }
  return agree(shape, config, prior);
}
