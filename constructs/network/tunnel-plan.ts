import { cloudNames, environmentNames, type PlaceInput, regionFacts } from "../place.ts";

/** One end of a link, as far as its addresses depend on it. */
export type TunnelEnd = Pick<PlaceInput, "environment" | "cloud" | "region">;

/** The addresses inside one tunnel: the ends' own in a /30. */
export interface Inside {
  readonly cidr: string;
  /** Of the end whose cloud comes first in the order aws, gcp, azure; of two in one cloud, of the first given. */
  readonly first: string;
  readonly second: string;
}

/** Where the links of two clouds have their addresses, and how many tunnels each has. */
interface Range {
  /** Third and fourth number of the first address below 169.254. */
  readonly start: readonly [number, number];
  readonly tunnels: 2 | 4;
}

/**
 * Inside an environment: 16 slots each, the slot being the sum of the regions' indexes modulo 16. It differs for every peer of either end,
 * which is all that gateways ask for. Azure takes addresses from 169.254.21.0 to 169.254.22.255 only; AWS keeps 169.254.0.0 to
 * 169.254.5.3 and 169.254.169.252 to 255 for itself.
 * https://learn.microsoft.com/azure/vpn-gateway/bgp-howto and https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 */
const ranges: Readonly<Record<string, Range>> = {
  "aws-gcp": { start: [10, 0], tunnels: 4 },
  "aws-azure": { start: [21, 0], tunnels: 4 },
  "gcp-azure": { start: [22, 0], tunnels: 2 },
  "gcp-gcp": { start: [16, 0], tunnels: 2 },
};
const SLOTS = 16;

/** Links of the central place with another environment's: its gateway has peers in each of them. */
const centralRanges = {
  gcp: ({ environment, region }: TunnelEnd): Range => ({
    start: [24 + environmentNames.indexOf(environment), 16 * regionFacts("gcp", region).index],
    tunnels: 4,
  }),
  azure: (end: TunnelEnd): Range => ({ start: [22, 128 + 16 * centralSlot(end)], tunnels: 4 }),
};

/** Azure's range has room for eight links of a central place. */
const CENTRAL_SLOTS = 8;
const centralSlot = ({ environment, region }: TunnelEnd): number =>
  (3 * regionFacts("azure", region).index + environmentNames.indexOf(environment) - 1 + CENTRAL_SLOTS) % CENTRAL_SLOTS;

/** The two ends in the order their addresses are given out. */
export const inOrderOfClouds = <T extends { readonly cloud: TunnelEnd["cloud"] }>(a: T, b: T): [T, T] =>
  cloudNames.indexOf(a.cloud) <= cloudNames.indexOf(b.cloud) ? [a, b] : [b, a];

/**
 * The tunnels of a link: known from its ends alone, so that a new place changes nobody's. Those of a gateway with two addresses come in
 * order: its first address's, then its second's. None between two places of AWS, or of Azure: their clouds link gateways themselves.
 */
export function tunnelsBetween(a: TunnelEnd, b: TunnelEnd): Inside[] {
  const [first, second] = inOrderOfClouds(a, b);
  const { start, tunnels } = rangeOf(first, second);
  return Array.from({ length: tunnels }, (_, tunnel) => inside(start, tunnel));
}

function rangeOf(first: TunnelEnd, second: TunnelEnd): Range {
  if (first.environment !== second.environment && first.cloud === "aws" && second.cloud !== "aws")
    return centralRanges[second.cloud](second);
  const range = ranges[`${first.cloud}-${second.cloud}`];
  if (range === undefined || first.environment !== second.environment) return { start: [0, 0], tunnels: 0 as 2 };
  const slot = (regionFacts(first.cloud, first.region).index + regionFacts(second.cloud, second.region).index) % SLOTS;
  return { ...range, start: [range.start[0], range.start[1] + 4 * range.tunnels * slot] };
}

function inside([third, fourth]: Range["start"], tunnel: number): Inside {
  const address = (offset: number) => `169.254.${third}.${fourth + 4 * tunnel + offset}`;
  return { cidr: `${address(0)}/30`, first: address(1), second: address(2) };
}

/** A gateway of Azure has two instances; each answers at one address per tunnel that ends at it. */
export interface GatewayAddresses {
  readonly first: string[];
  readonly second: string[];
}

/** Every address inside a tunnel that a place's gateway on Azure has, by instance: of its links with `peers`. */
export function azureAddresses(place: TunnelEnd, peers: readonly TunnelEnd[]): GatewayAddresses {
  const addresses = peers
    .filter(({ cloud }) => cloud !== "azure")
    .map((peer) => {
      const own = tunnelsBetween(place, peer).map(({ second }) => second);
      return { first: own.slice(0, own.length / 2), second: own.slice(own.length / 2) };
    });
  return { first: addresses.flatMap(({ first }) => first), second: addresses.flatMap(({ second }) => second) };
}

/** Places of Azure, by twos, whose links with one central place would have the same addresses. */
export function collisions<T extends TunnelEnd>(places: readonly T[]): [T, T][] {
  const azure = places.filter(({ cloud }) => cloud === "azure");
  return azure.flatMap((place, index) => {
    const earlier = azure.slice(0, index).find((other) => centralSlot(other) === centralSlot(place));
    return earlier === undefined ? [] : [[earlier, place] as [T, T]];
  });
}
