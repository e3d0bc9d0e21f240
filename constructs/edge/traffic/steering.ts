import type { TrafficPlace } from "./contract.ts";

/** Cloudflare's regions: https://developers.cloudflare.com/load-balancing/reference/region-mapping-api/ */
export const edgeRegions = ["WNAM", "ENAM", "WEU", "EEU", "NSAM", "SSAM", "OC", "ME", "NAF", "SAF", "SAS", "SEAS", "NEAS"] as const;
export type EdgeRegion = (typeof edgeRegions)[number];

/** About the middle of each, in degrees: what is near it. */
const middles: Record<EdgeRegion, readonly [latitude: number, longitude: number]> = {
  WNAM: [40, -115],
  ENAM: [40, -80],
  WEU: [48, 3],
  EEU: [52, 22],
  NSAM: [5, -70],
  SSAM: [-25, -55],
  OC: [-28, 145],
  ME: [27, 46],
  NAF: [20, 10],
  SAF: [-20, 24],
  SAS: [22, 78],
  SEAS: [8, 108],
  NEAS: [37, 128],
};

type Steered = Pick<TrafficPlace, "id" | "place" | "drained" | "isPrimary">;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Angle between two points of the globe, which orders them by distance: https://en.wikipedia.org/wiki/Haversine_formula */
function angle([a, b]: readonly [number, number], [c, d]: readonly [number, number]): number {
  const half = Math.sin(radians(c - a) / 2) ** 2 + Math.cos(radians(a)) * Math.cos(radians(c)) * Math.sin(radians(d - b) / 2) ** 2;
  return 2 * Math.asin(Math.sqrt(half));
}

/** By what is true first; of equals the order stays. */
const ranked = <T>(items: readonly T[], ...ranks: ((item: T) => number)[]): T[] =>
  [...items].sort((one, other) => ranks.map((rank) => rank(one) - rank(other)).find((difference) => difference !== 0) ?? 0);

const last = ({ drained }: Steered): number => (drained ? 1 : 0);

/** Places in order of preference: the primary first, the drained ones at the end, though not gone. */
export const preferred = <T extends Steered>(places: readonly T[]): T[] => ranked(places, last, ({ isPrimary }) => (isPrimary ? 0 : 1));

/**
 * Places in the order in which a region's people are sent to them: its own first, then every other, the nearest first. All of them, so that no
 * region goes dark as long as one place serves.
 */
export const inRegion = <T extends Steered>(region: EdgeRegion, places: readonly T[]): T[] =>
  ranked(
    places,
    last,
    ({ place }) => (place.regionFacts.edgeRegions.includes(region) ? 0 : 1),
    ({ place: { regionFacts } }) => angle(middles[region], [regionFacts.latitude, regionFacts.longitude]),
  );
