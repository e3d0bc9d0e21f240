import type { CloudName } from "../../constructs/place.ts";
import type { Environment, Estate } from "../estate.ts";
import { environmentsOf, placesOf } from "../places.ts";
import { type Finding, type Path, type Rule, shown } from "../problems.ts";

const pathOf = ({ name }: Environment, key: keyof Environment): Path => ["environments", name, key];
const hasDatabase = ({ clouds }: Environment, cloud: CloudName) =>
  Object.values(clouds[cloud]?.regions ?? {}).some(({ database }) => database.enabled);
const syncing = (estate: Estate) => environmentsOf(estate).filter(({ dataSync }) => dataSync);

/** A VPN has two ends. */
export const interconnectEnds: Rule = (estate) => {
  const center = estate.central?.environment;
  const ends = (name: string) => placesOf(estate).filter(({ place }) => place.environment === name || place.environment === center);
  return environmentsOf(estate)
    .filter(({ name, interconnect }) => interconnect && name !== center && ends(name).length < 2)
    .map((environment) => ({
      path: pathOf(environment, "interconnect"),
      got: "true",
      rule: "has nothing to connect: the environment and mgmt have fewer than two places together",
      remedy: "add a place or the management section, or use false",
      involves: [pathOf(environment, "clouds"), ["management"]],
    }));
};

/** What replication between clouds needs: a way between them, two of them, and a database at the hub. */
export const dataSyncNeeds: Rule = (estate) => {
  const { hub, tables } = estate.dataSync;
  return syncing(estate).flatMap((environment) => {
    const finding = (rule: string, remedy: string, ...involves: Path[]): Finding => ({
      path: pathOf(environment, "dataSync"),
      got: "true",
      rule,
      remedy,
      involves,
    });
    const clouds = pathOf(environment, "clouds");
    const missing: Finding[] = [];
    if (!environment.interconnect) {
      missing.push(finding("needs interconnect: the databases are private", "add interconnect: true", pathOf(environment, "interconnect")));
    }
    if (Object.keys(environment.clouds).length < 2)
      missing.push(finding("needs two clouds to sync between", "add one, or use false", clouds));
    if (!hasDatabase(environment, hub)) {
      missing.push(finding(`needs a database in the hub (dataSync.hub: ${hub})`, `enable one on ${hub}`, clouds, ["dataSync", "hub"]));
    }
    if (tables.length === 0) missing.push(finding("has no table to replicate", "list them under dataSync.tables", ["dataSync", "tables"]));
    return missing;
  });
};

/** Each table has one writing cloud, is listed once, and has a database there wherever it is replicated (`dataSyncNeeds` sees to the hub). */
export const tableOwners: Rule = (estate) => {
  const seen = new Map<string, { owner: string; path: Path }>();
  return estate.dataSync.tables.flatMap(({ name, owner }, index): Finding[] => {
    const path = ["dataSync", "tables", String(index)];
    const other = seen.get(name);
    if (other === undefined) seen.set(name, { owner, path });
    if (other && other.owner !== owner) {
      const rule = `is written by ${other.owner} and ${owner}; two writers would overwrite each other`;
      return [{ path, got: name, rule, remedy: "keep one owner", involves: [other.path] }];
    }
    if (other) return [{ path, got: name, rule: "is listed twice", remedy: "take one away", involves: [other.path] }];
    if (owner === estate.dataSync.hub) return [];
    const without = syncing(estate).filter((environment) => !hasDatabase(environment, owner));
    return without.map((environment) => ({
      path: [...path, "owner"],
      got: owner,
      rule: `has no database in ${environment.name}, which replicates the table`,
      remedy: "give it one, or take the table away",
      involves: [pathOf(environment, "clouds"), pathOf(environment, "dataSync")],
    }));
  });
};

/** Tables are named with their schema, as replication tools match them. */
export const tableNames: Rule = ({ dataSync: { tables } }) =>
  tables.flatMap(({ name }, index) =>
    /^[A-Za-z_]\w*\.[A-Za-z_]\w*$/.test(name)
      ? []
      : [
          {
            path: ["dataSync", "tables", String(index), "name"],
            got: shown(name),
            rule: "is not schema.table",
            remedy: "write it like public.orders",
          },
        ],
  );
