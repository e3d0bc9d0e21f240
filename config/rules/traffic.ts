import { shortestInterval } from "../../constructs/edge/contract.ts";
import { collisions } from "../../constructs/network/tunnel-plan.ts";
import type { Environment, Estate } from "../estate.ts";
import { environmentsOf, placesOf } from "../places.ts";
import { type Finding, type Path, type Rule, shown } from "../problems.ts";

const at = ({ name }: Environment, ...keys: string[]): Path => ["environments", name, ...keys];
const identifier = /^[0-9a-f]{32}$/;

/** Cloudflare's account and zone are named as it names them. */
export const edgeIds: Rule = ({ edge }) =>
  (["accountId", "zoneId"] as const).flatMap((key) => {
    const value = edge?.[key];
    if (value === undefined || identifier.test(value)) return [];
    const remedy = "copy it from the zone's overview page";
    return [{ path: ["edge", key], got: shown(value), rule: "is not 32 hexadecimal digits", remedy }];
  });

/** What is reached through the edge needs one. */
export const edgeThere: Rule = (estate) => {
  if (estate.edge !== undefined) return [];
  const remedy = "add the edge section";
  const involves: Path[] = [["edge"]];
  const origins = environmentsOf(estate)
    .filter(({ traffic }) => traffic.origin !== "l4")
    .map((environment) => {
      const { origin } = environment.traffic;
      return { path: at(environment, "traffic", "origin"), got: origin, rule: "needs the edge", remedy, involves };
    });
  return origins;
};

/** Health is not asked for more often than the plan allows. */
export const healthInterval: Rule = (estate) => {
  const { edge } = estate;
  if (edge === undefined) return [];
  const shortest = shortestInterval[edge.plan];
  return environmentsOf(estate)
    .filter(({ traffic }) => traffic.intervalSeconds < shortest)
    .map((environment) => ({
      path: at(environment, "traffic", "intervalSeconds"),
      got: `${environment.traffic.intervalSeconds} seconds`,
      rule: `is more often than the ${edge.plan} plan checks (${shortest})`,
      remedy: `use ${shortest} or more, or another plan`,
      involves: [["edge", "plan"]],
    }));
};

/** Weights are of the environment's places, and somebody gets something. */
export const trafficWeights: Rule = (estate) =>
  environmentsOf(estate).flatMap((environment): Finding[] => {
    const { mode, weights } = environment.traffic;
    const ids = placesOf(estate).flatMap(({ place }) => (place.environment === environment.name ? [place.id] : []));
    const path = at(environment, "traffic", "weights");
    const names = Object.keys(weights);
    if (names.length > 0 && mode !== "weighted") {
      const remedy = "use mode: weighted, or take them away";
      return [{ path, got: "weights", rule: `mean nothing in mode ${mode}`, remedy, involves: [at(environment, "traffic", "mode")] }];
    }
    const unknown = names.filter((name) => !ids.includes(name));
    if (unknown.length > 0)
      return unknown.map((name) => ({
        path: [...path, name],
        got: shown(name),
        rule: `is no place of ${environment.name}`,
        remedy: `use one of ${ids.join(", ")}`,
        involves: [at(environment, "clouds")],
      }));
    if (ids.length === 0 || ids.some((id) => (weights[id] ?? 1) > 0)) return [];
    return [{ path, got: "0 for every place", rule: "would send nobody anywhere", remedy: "give one of them more" }];
  });

/** The primary is one of the environment's clouds. */
export const primaryCloud: Rule = (estate) =>
  environmentsOf(estate)
    .filter(({ clouds, primary }) => Object.keys(clouds).length > 0 && clouds[primary] === undefined)
    .map((environment) => ({
      path: at(environment, "primary"),
      got: environment.primary,
      rule: `is no cloud of ${environment.name}`,
      remedy: `use one of ${Object.keys(environment.clouds).join(", ")}`,
      involves: [at(environment, "clouds")],
    }));

/** Somebody serves every host: draining its last place would take it off the internet. */
export const lastPlaceServes: Rule = (estate: Estate) =>
  Object.entries(estate.apps).flatMap(([name, app]) =>
    environmentsOf(estate).flatMap((environment): Finding[] => {
      const here = placesOf(estate).filter(({ place }) => place.environment === environment.name && app.clouds.includes(place.cloud));
      const serves = app.hosts.length > 0 && app.environments.includes(environment.name as never);
      if (!serves || here.length === 0 || here.some(({ settings }) => !settings.drained)) return [];
      const [first] = here;
      const rule = `is the last place of ${environment.name} that serves ${app.hosts.join(", ")} of ${name}`;
      return [
        { path: [...(first?.path ?? []), "drained"], got: "true", rule, remedy: "leave one place undrained", involves: [["apps", name]] },
      ];
    }),
  );

/** Paths that write are paths, of an application with hosts and a database. */
export const writePaths: Rule = ({ apps }) =>
  Object.entries(apps).flatMap(([name, { writePaths, hosts, database }]) =>
    writePaths.flatMap((path, index): Finding[] => {
      const where = ["apps", name, "writePaths", String(index)];
      if (!/^\/[\w./-]*\*?$/.test(path))
        return [{ path: where, got: shown(path), rule: "is not a path, with * at most at its end", remedy: "write it like /api/orders/*" }];
      if (hosts.length > 0 && database) return [];
      const missing = hosts.length === 0 ? "hosts" : "database";
      const rule = `leads nowhere: ${name} has no ${missing}`;
      return [
        { path: where, got: shown(path), rule, remedy: `give it ${missing}, or take the path away`, involves: [["apps", name, missing]] },
      ];
    }),
  );

/** Names of the central services lead to their place's load balancer, so that it has one. */
export const centralReached: Rule = ({ central, environments }) => {
  const environment = central && environments[central.environment];
  if (environment === undefined || environment.traffic.origin !== "tunnel") return [];
  const rule = "leaves no address for the central services, which share its place";
  return [
    {
      path: at(environment, "traffic", "origin"),
      got: "tunnel",
      rule,
      remedy: "use l4, or hosting: dedicated",
      involves: [["management"]],
    },
  ];
};

/** Every link of the central place with one in Azure has addresses of its own. */
export const centralTunnels: Rule = (estate) => {
  const { central } = estate;
  if (central === undefined) return [];
  const others = placesOf(estate).filter(({ place, environment }) => environment.interconnect && place.environment !== central.environment);
  return collisions(others.map(({ place, path }) => ({ ...place, path }))).map(([earlier, later]) => ({
    path: later.path,
    got: later.id,
    rule: `would have the addresses of ${earlier.id} inside its tunnels to the central place: Azure has room for eight, by region and environment`,
    remedy: "use another region, or interconnect: false",
    involves: [earlier.path, ["management"], ["environments", later.environment, "interconnect"]],
  }));
};
