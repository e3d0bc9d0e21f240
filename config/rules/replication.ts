import {
  obstacle,
  type Route,
  readersOf,
  routes,
  type SyncPlace,
  type SyncTable,
  seedObstacle,
  writerOf,
} from "../../constructs/replication/flows.ts";
import type { Environment, Estate } from "../estate.ts";
import { environmentsOf, placesOf, syncPlaces } from "../places.ts";
import type { Finding, Path, Rule } from "../problems.ts";
import { connectClouds } from "../replication.ts";

/** A table in an environment that replicates it, with who writes and who reads it there. */
interface Replicated {
  readonly table: SyncTable;
  readonly path: Path;
  readonly environment: Environment;
  readonly from: SyncPlace;
  readonly readers: readonly SyncPlace[];
}

/** Tables whose owner has no database somewhere are another rule's (`tableOwners`). */
const replicated = (estate: Estate): Replicated[] =>
  estate.dataSync.tables.flatMap((table, index) =>
    environmentsOf(estate)
      .filter(({ dataSync }) => dataSync)
      .flatMap((environment) => {
        const places = syncPlaces(estate, environment);
        const from = writerOf(table.owner, places);
        const path = ["dataSync", "tables", String(index)];
        return from === undefined ? [] : [{ table, path, environment, from, readers: readersOf(table, places) }];
      }),
  );

const whereDatabases = ({ name }: Environment): Path => ["environments", name, "clouds"];

/** Where the engines of an environment's databases are said. */
const kinds = (estate: Estate, { name }: Environment): Path[] =>
  placesOf(estate).flatMap(({ place, path }) => (place.environment === name ? [[...path, "database", "kind"]] : []));

/** One finding for a table, though several environments replicate it. */
function once(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ path, rule }) => {
    const key = [...path, rule.replace(/\b(dev|staging|prod|mgmt)\b/g, "")].join(" ");
    return !seen.has(key) && seen.add(key);
  });
}

/** Every table that is listed is read somewhere. */
export const tableReaders: Rule = (estate) =>
  once(
    replicated(estate)
      .filter(({ readers }) => readers.length === 0)
      .map(({ table, path, environment }) => {
        const asked = table.to !== undefined;
        return {
          path: asked ? [...path, "to"] : [...path, "name"],
          got: asked ? (table.to ?? []).join(", ") || "no cloud" : table.name,
          rule: `has no database in ${environment.name} that could have a copy`,
          remedy: "name clouds with one, or take the table away",
          involves: [whereDatabases(environment), [...path, "owner"]],
        };
      }),
  );

const remedies: Record<Route, string> = {
  dms: "use debezium, which reads the database's log and goes through Kafka, or leave via out",
  debezium: "leave via out",
};

/** What is asked for can be done; what cannot is refused with what can. */
export const tableRoutes: Rule = (estate) =>
  once(
    replicated(estate).flatMap(({ table: { via }, path, environment, from, readers }) => {
      if (via === undefined) return [];
      const [first] = readers.flatMap((to) => {
        const why = obstacle(via, from, to);
        return why === undefined ? [] : [{ to, why }];
      });
      if (first === undefined) return [];
      return [
        {
          path: [...path, "via"],
          got: via,
          rule: `cannot carry changes from ${from.id} to ${first.to.id}: ${first.why}`,
          remedy: remedies[via],
          involves: [whereDatabases(environment), ...kinds(estate, environment), [...path, "owner"], [...path, "to"]],
        },
      ];
    }),
  );

const isSeeded = ({ table }: Replicated): boolean => table.seed === "dms";

/** Why a seed is impossible for one table, as far as it alone decides that. */
function impossibleSeed({ table, from, readers }: Replicated): string | undefined {
  if (table.via === "dms") return "is for what Debezium follows, and via is dms";
  return readers.map((to) => seedObstacle(from, to)).find((why) => why !== undefined);
}

/** A first copy by DMS is possible, and all of what one Debezium connector follows is copied the same way. */
export const tableSeeds: Rule = (estate) => {
  const all = replicated(estate);
  const followed = all.filter(({ table, from, readers }) =>
    readers.some((to) => (table.via ?? routes.find((route) => obstacle(route, from, to) === undefined)) === "debezium"),
  );
  return once(
    all.filter(isSeeded).flatMap((one): Finding[] => {
      const { table, path, environment, from } = one;
      const why = impossibleSeed(one);
      const involves = [whereDatabases(environment), ...kinds(estate, environment), [...path, "owner"], [...path, "to"], [...path, "via"]];
      if (why !== undefined) {
        const rule = `cannot make the first copy of ${table.name}: ${why}`;
        return [{ path: [...path, "seed"], got: "dms", rule, remedy: "leave seed out, or narrow to", involves }];
      }
      const other = followed.find((peer) => peer.from.id === from.id && !isSeeded(peer));
      if (other === undefined) return [];
      const rule = `is not what ${other.table.name} says, and Debezium's connector of ${from.id} copies all of its tables first, or none`;
      return [
        { path: [...path, "seed"], got: "dms", rule, remedy: "use the same for both", involves: [...involves, [...other.path, "seed"]] },
      ];
    }),
  );
};

/** Logins come from the central place's Vault, and the image of Kafka Connect from a registry beside it, one for each cloud. */
export const syncCentral: Rule = (estate) => {
  const syncing = environmentsOf(estate).filter(({ dataSync }) => dataSync);
  const { central } = estate;
  if (central === undefined)
    return syncing.map(({ name }) => ({
      path: ["environments", name, "dataSync"],
      got: "true",
      rule: "needs the central place, whose Vault makes the logins of databases",
      remedy: "add the management section, or use false",
      involves: [["management"]],
    }));
  const accounts = estate.environments[central.environment]?.clouds ?? {};
  return connectClouds(estate)
    .filter((cloud) => accounts[cloud] === undefined)
    .map((cloud) => ({
      path: central.environment === "mgmt" ? ["management", cloud] : ["environments", central.environment, "clouds"],
      got: "nothing",
      rule: `is there for the images of clusters on ${cloud}, and dataSync runs Kafka Connect in them`,
      remedy: `add an account of ${cloud}, or keep its databases out of dataSync.tables`,
      involves: [["dataSync"], ["management"]],
    }));
};
