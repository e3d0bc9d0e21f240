import { placeCidr, reservedRanges, standbyCidr } from "../../constructs/network/cidr-plan.ts";
import { aligned, freeBlock, isCidr, isWithin, overlap, prefixOf } from "../cidr.ts";
import type { Estate } from "../estate.ts";
import { type ConfiguredPlace, placesOf } from "../places.ts";
import type { Finding, Path, Rule } from "../problems.ts";

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const estatePath: Path = ["network", "estateCidr"];

const cidrPath = ({ path }: ConfiguredPlace): Path => [...path, "network", "cidr"];
const isBlock = (cidr: string) => isCidr(cidr) && prefixOf(cidr) === 16 && aligned(cidr) === cidr;
const isEstateBlock = (cidr: string) => isCidr(cidr) && prefixOf(cidr) <= 16 && aligned(cidr) === cidr;
const computedFor = ({ place }: ConfiguredPlace) => placeCidr(place.environment, place.cloud, place.region);

/** The estate's block is private, starts at its network address and has room for a place. */
export const estateBlock: Rule = ({ network: { estateCidr } }) => {
  const finding = (rule: string, remedy: string): Finding[] => [{ path: estatePath, got: estateCidr, rule, remedy }];
  if (!isCidr(estateCidr)) return finding("is not an ipv4 block", "write it like 10.0.0.0/8");
  if (prefixOf(estateCidr) > 16) return finding("is smaller than one place, which takes a /16", "use a /16 or larger, like 10.0.0.0/8");
  if (aligned(estateCidr) !== estateCidr) return finding("does not start at its network address", `use ${aligned(estateCidr)}`);
  if (!privateRanges.some((range) => isWithin(range, estateCidr))) {
    return finding(`is not in a private range (${privateRanges.join(", ")})`, "use 10.0.0.0/8 or a part of it");
  }
  return [];
};

/** A place's block is a /16 that starts at its network address. */
export const placeBlocks: Rule = (estate) =>
  placesOf(estate).flatMap((one) => {
    const { cidr } = one.settings.network;
    const finding = (rule: string, remedy: string): Finding[] => [{ path: cidrPath(one), got: cidr, rule, remedy }];
    if (!isCidr(cidr)) return finding("is not an ipv4 block", `write it like ${computedFor(one)}, the computed one`);
    if (prefixOf(cidr) !== 16) return finding(`is a /${prefixOf(cidr)}; a place takes a /16`, `use the computed ${computedFor(one)}`);
    if (aligned(cidr) !== cidr) return finding("does not start at its network address", `use ${aligned(cidr)}`);
    return [];
  });

/** Places are inside the estate's block, which VPN gateways and firewalls know as inside. */
export const placesInsideEstate: Rule = (estate) => {
  const { estateCidr } = estate.network;
  if (!isEstateBlock(estateCidr)) return [];
  const suggest = suggestions(estate);
  return placesOf(estate)
    .filter(({ settings }) => isBlock(settings.network.cidr) && !isWithin(estateCidr, settings.network.cidr))
    .map((one) => ({
      path: cidrPath(one),
      got: one.settings.network.cidr,
      rule: `is outside of network.estateCidr (${estateCidr})`,
      remedy: suggest(one),
      involves: [estatePath],
    }));
};

/** No two places overlap: they are routed to each other. */
export const placesApart: Rule = (estate) => {
  // The computed blocks come first, so that the finding is about the block somebody chose.
  const places = placesOf(estate).filter(({ settings }) => isBlock(settings.network.cidr));
  const isComputed = (one: ConfiguredPlace) => computedFor(one) === one.settings.network.cidr;
  const owners = new Map<string, ConfiguredPlace>();
  const suggest = suggestions(estate);
  return [...places.filter(isComputed), ...places.filter((one) => !isComputed(one))].flatMap((one) => {
    const { cidr } = one.settings.network;
    const owner = owners.get(cidr);
    if (owner === undefined) owners.set(cidr, one);
    if (owner === undefined) return [];
    const rule = `overlaps ${owner.place.id} (${cidr})`;
    return [{ path: cidrPath(one), got: cidr, rule, remedy: suggest(one), involves: [cidrPath(owner)] }];
  });
};

/** Places keep clear of the ranges that mean something else inside clusters and hosts. */
export const placesOffReserved: Rule = (estate) => {
  const suggest = suggestions(estate);
  return placesOf(estate).flatMap((one) => {
    const { cidr } = one.settings.network;
    if (!isBlock(cidr)) return [];
    const [taken] = Object.entries(reservedRanges).filter(([, range]) => overlap(range, cidr));
    return taken ? [{ path: cidrPath(one), got: cidr, rule: `overlaps ${taken[0]} (${taken[1]})`, remedy: suggest(one) }] : [];
  });
};

/** Standby databases have blocks beside the places', which keep clear of them. */
export const standbysApart: Rule = (estate) => {
  const { estateCidr } = estate.network;
  const suggest = suggestions(estate);
  const all = placesOf(estate);
  const outside = standbys(all).filter(({ block }) => isEstateBlock(estateCidr) && !isWithin(estateCidr, block));
  const over = all.flatMap((one): Finding[] => {
    const { cidr } = one.settings.network;
    const [taken] = isBlock(cidr) ? standbys(all).filter(({ block }) => overlap(cidr, block)) : [];
    if (taken === undefined) return [];
    const rule = `overlaps the standby of ${taken.one.place.id} (${taken.block})`;
    return [{ path: cidrPath(one), got: cidr, rule, remedy: suggest(one), involves: [[...taken.one.path, "dr"]] }];
  });
  return [
    ...outside.map(({ one, block }) => ({
      path: [...one.path, "dr"],
      got: one.settings.dr ?? "",
      rule: `puts a standby at ${block}, outside of network.estateCidr (${estateCidr})`,
      remedy: "enlarge that, or leave dr out",
      involves: [estatePath],
    })),
    ...over,
  ];
};

const standbys = (places: readonly ConfiguredPlace[]): { readonly one: ConfiguredPlace; readonly block: string }[] =>
  places
    .filter(({ settings: { dr, database } }) => dr !== undefined && database.enabled)
    .map((one) => ({ one, block: standbyCidr(one.place.environment, one.place.cloud, one.place.region) }));

/** Says for one place after another which block to use: the computed one where it is free, else the first free one. */
function suggestions(estate: Estate): (one: ConfiguredPlace) => string {
  const { estateCidr } = estate.network;
  const usable = isEstateBlock(estateCidr);
  const used = placesOf(estate).flatMap(({ settings: { network } }) => (isBlock(network.cidr) ? [network.cidr] : []));
  const taken = [...used, ...standbys(placesOf(estate)).map(({ block }) => block), ...Object.values(reservedRanges)];
  return (one) => {
    const computed = computedFor(one);
    if (!usable || (isWithin(estateCidr, computed) && !taken.includes(computed))) return `use the computed ${computed}`;
    const free = freeBlock(estateCidr, taken);
    if (free === undefined) return "enlarge network.estateCidr: it has no free /16";
    taken.push(free);
    return `use the free ${free}`;
  };
}
