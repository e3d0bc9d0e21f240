import { type Region, regions } from "../../constructs/clouds/regions.ts";
import { cloudsOf, environmentsOf, placesOf } from "../places.ts";
import type { Rule } from "../problems.ts";

const ZONES = 3;

/** Every environment has a cloud and every cloud a region: an empty one is a mistake, or should be deleted. */
export const nothingEmpty: Rule = (estate) => {
  const environments = environmentsOf(estate)
    .filter(({ clouds }) => Object.keys(clouds).length === 0)
    .map(({ name }) => {
      const path = ["environments", name, "clouds"];
      return {
        path,
        got: "no cloud",
        rule: "is given, and an environment runs on at least one",
        remedy: "add aws, gcp or azure",
        involves: [path],
      };
    });
  const clouds = cloudsOf(estate)
    // The management environment has accounts only to keep images in.
    .filter(({ environment, placement }) => environment.name !== "mgmt" && Object.keys(placement.regions).length === 0)
    .map(({ cloud, path }) => {
      const [first] = Object.keys(regions[cloud]);
      const remedy = `add one (\`${first}: {}\`), or take ${cloud} away`;
      return { path: [...path, "regions"], got: "no region", rule: "is given", remedy, involves: [[...path, "regions"]] };
    });
  return [...environments, ...clouds];
};

/** What an account has once is in a region that is used. */
export const homeRegionInUse: Rule = (estate) =>
  cloudsOf(estate).flatMap(({ placement: { homeRegion, regions: used }, path }) => {
    const names = Object.keys(used);
    if (names.length === 0 || names.includes(homeRegion)) return [];
    const remedy = `use one of ${names.join(", ")}, or add ${homeRegion}`;
    return [{ path: [...path, "homeRegion"], got: homeRegion, rule: "is not a region in use", remedy, involves: [[...path, "regions"]] }];
  });

/** Surviving a zone takes three of them. */
export const enoughZones: Rule = (estate) =>
  placesOf(estate).flatMap(({ place, environment, path }) => {
    const { zones, geography } = place.regionFacts;
    if (environment.ha === "single" || zones.length >= ZONES) return [];
    const others = nearby(place.regionFacts, regions[place.cloud]).filter(
      ([, facts]) => facts.geography === geography && facts.zones.length >= ZONES,
    );
    const count = zones.length === 0 ? "no availability zones" : `${zones.length} availability zones`;
    return [
      {
        path,
        got: place.region,
        rule: `has ${count}, and ha: ${environment.ha} needs ${ZONES}`,
        remedy: `use ${others.map(([name]) => name).join(", ")}, or ha: single`,
        involves: [["environments", environment.name, "ha"]],
      },
    ];
  });

/** Copies for disaster recovery are elsewhere, but on the same continent. */
export const drRegions: Rule = (estate) =>
  placesOf(estate).flatMap(({ place, settings: { dr }, path }) => {
    const facts = dr === undefined ? undefined : regions[place.cloud][dr];
    if (dr === undefined || facts === undefined) return [];
    const { geography } = place.regionFacts;
    const others = nearby(place.regionFacts, regions[place.cloud]).filter(
      ([name, other]) => name !== place.region && other.geography === geography,
    );
    const names = others.map(([name]) => name).join(", ");
    const remedy = names === "" ? "leave dr out" : `use one of ${names}`;
    if (dr === place.region)
      return [{ path: [...path, "dr"], got: dr, rule: "is the place's own region, which would be lost with it", remedy }];
    if (facts.geography === geography) return [];
    const rule = `is in ${facts.geography}, ${place.region} in ${geography}; dual-region buckets and backups stay on one continent`;
    return [{ path: [...path, "dr"], got: dr, rule, remedy }];
  });

/** On GCP the copy of a bucket is its other half. */
export const gcpDrPairs: Rule = (estate) =>
  placesOf(estate).flatMap(({ place, settings: { dr, buckets }, path }) => {
    const unpaired = place.cloud === "gcp" && dr !== undefined && Object.keys(buckets).length > 0 && dr !== place.region;
    if (!unpaired || regions.gcp[dr]?.geography !== place.regionFacts.geography) return [];
    const partners = place.regionFacts.bucketPartners;
    if (partners.includes(dr)) return [];
    const remedy = partners.length > 0 ? `use one of ${partners.join(", ")}` : "leave dr out";
    return [
      {
        path: [...path, "dr"],
        got: dr,
        rule: `cannot share dual-region buckets with ${place.region}`,
        remedy: `${remedy}, or take the buckets away`,
      },
    ];
  });

/** A cloud's regions, the nearest to `from` first. */
function nearby(from: Region, table: Record<string, Region>): [string, Region][] {
  const distance = ({ latitude, longitude }: Region) => Math.hypot(latitude - from.latitude, longitude - from.longitude);
  return Object.entries(table).sort(([, a], [, b]) => distance(a) - distance(b));
}
