import type { Estate } from "../config/estate.ts";
import type { DatabaseUser } from "../constructs/addons/addon.ts";
import { parseOfficeHours } from "../constructs/addons/office-hours.ts";
import type { AppSettings } from "../constructs/apps/app.ts";
import { databaseUserOf } from "../constructs/apps/endpoints.ts";
import { type CloudName, type EnvironmentName, makePlace } from "../constructs/place.ts";
import { deployedRevision } from "./addons-input.ts";
import type { AppsInput } from "./apps.ts";
import { type PlaceContext, standbyOf } from "./context.ts";

/** The applications of a place, as the configuration describes them. @returns undefined where there are none */
export function appsInput(context: PlaceContext): AppsInput | undefined {
  const { estate, environment, cloud, settings } = context;
  const here = Object.entries(estate.apps).filter(([, app]) => isHere(app, environment.name, cloud));
  if (here.length === 0) return undefined;
  const names = here.map(([name]) => name);
  const standby = standbyOf(context);
  const hours = environment.autoStop === undefined ? undefined : parseOfficeHours(environment.autoStop);
  return {
    facts: {
      mesh: environment.mesh,
      highAvailability: settings.cluster.highAvailability,
      cidr: settings.network.cidr,
      cilium: settings.cluster.cilium,
      estateCidr: estate.network.estateCidr,
      platformRepository: repositoryUrl(estate, estate.github.repository),
      revision: deployedRevision,
      developers: estate.identity.groups.developers,
      ...(standby !== undefined && { standbyCidr: standby }),
      ...(hours && { officeHours: hours }),
    },
    apps: here.map(([name, app]) => appSettings(estate, environment.name, name, app, names)),
    dynamicCredentials: estate.terraform.backend === "cloud",
  };
}

function appSettings(
  estate: Estate,
  environment: EnvironmentName,
  name: string,
  app: Estate["apps"][string],
  here: readonly string[],
): AppSettings {
  const { criticality, path, port, hosts, database, cache, buckets, secrets, callers, cpu, memoryGib } = app;
  const callees = here.filter((other) => estate.apps[other]?.callers.includes(name));
  return {
    name,
    criticality,
    repository: repositoryUrl(estate, app.repository),
    path,
    port,
    hosts: hosts.map((host) => hostIn(environment, host, estate.organization.domain)),
    database,
    cache,
    buckets,
    secrets,
    // Those of other clouds as well: the mesh fails over between places.
    callers: callers.filter((caller) => estate.apps[caller]?.environments.includes(environment as never)),
    callees,
    quota: { cpu, memoryGib },
  };
}

/** Logins of applications in a place's database, as the database knows them. On Azure only Entra's administrators make them. */
export function databaseUsers({ estate, environment, cloud, place }: PlaceContext): DatabaseUser[] {
  if (cloud === "azure") return [];
  const here = Object.entries(estate.apps).filter(([, app]) => app.database && isHere(app, environment.name, cloud));
  return here.map(([app]) => ({ app, user: databaseUserOf(makePlace(place), app) }));
}

const isHere = (app: Estate["apps"][string], environment: EnvironmentName, cloud: CloudName): boolean =>
  app.environments.includes(environment as never) && app.clouds.includes(cloud);

/** `shop.example.com` in production, `shop.staging.example.com` in staging: hosts that the environment's gateways answer to. */
export const hostIn = (environment: EnvironmentName, host: string, domain: string): string =>
  environment === "prod" ? host : `${host.slice(0, -domain.length)}${environment}.${domain}`;

/** Https address of a repository of the organization. */
export const repositoryUrl = ({ github }: Estate, name: string): string => `${github.url ?? "https://github.com"}/${github.owner}/${name}`;
