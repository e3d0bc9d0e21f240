import { catalog } from "../../constructs/addons/catalog.ts";
import { chooseAmong } from "../did-you-mean.ts";
import type { Estate } from "../estate.ts";
import { domainPattern, githubPattern } from "../formats.ts";
import { type ConfiguredPlace, environmentsOf, placesOf } from "../places.ts";
import { type Finding, type Rule, shown } from "../problems.ts";

/** Of charts/service. */
const METRICS_PORT = 9090;

type App = Estate["apps"][string];

const appsOf = (estate: Estate): [string, App][] => Object.entries(estate.apps);
const placesOfApp = (estate: Estate, { environments, clouds }: App): ConfiguredPlace[] =>
  placesOf(estate).filter(({ place }) => environments.includes(place.environment as never) && clouds.includes(place.cloud));

/** Names that are not for applications: namespaces of the cluster and the platform, and what the platform's secrets begin with. */
const taken = new Set([
  "default",
  "platform",
  "istio-system",
  "services",
  "gitops",
  ...catalog.flatMap(({ name, namespace }) => [name, namespace]),
]);

/** An application's name is its namespace, and part of the names of its identities, which have little room. */
export const appNames: Rule = (estate) =>
  appsOf(estate).flatMap(([name]): Finding[] => {
    const path = ["apps", name];
    if (!/^[a-z][a-z0-9]{1,9}$/.test(name) || name.startsWith("kube"))
      return [
        {
          path,
          got: shown(name),
          rule: "is not 2 to 10 lower-case letters and digits that start with a letter, and not with kube",
          remedy: "use a short name like shop",
        },
      ];
    const isOurs = placesOf(estate).some(
      ({ settings: { addons } }) => name in addons || Object.values(addons).some(({ namespace }) => namespace === name),
    );
    return taken.has(name) || isOurs
      ? [{ path, got: shown(name), rule: "is a name of the platform's own", remedy: "use another name" }]
      : [];
  });

/** What applications are made from can be found, and what they are given has names that every cloud takes. */
export const appSources: Rule = (estate) =>
  appsOf(estate).flatMap(([name, { repository, secrets, path: folder }]): Finding[] => [
    ...(githubPattern.test(repository)
      ? []
      : [
          {
            path: ["apps", name, "repository"],
            got: shown(repository),
            rule: "is not letters, digits, hyphens, periods and underscores",
            remedy: "write it like shop, without the owner",
          },
        ]),
    ...(/^[\w-]+(\/[\w-]+)*$/.test(folder)
      ? []
      : [{ path: ["apps", name, "path"], got: shown(folder), rule: "is not a folder of the repository", remedy: "write it like deploy" }]),
    ...secrets.flatMap((secret, index) =>
      /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(secret)
        ? []
        : [
            {
              path: ["apps", name, "secrets", String(index)],
              got: shown(secret),
              rule: "is not lower-case letters, digits and single hyphens",
              remedy: "write it like payment-key",
            },
          ],
    ),
  ]);

/** Ports below 1024 are for administrators, which pods are not, and one is for metrics, which the gateway must not lead to. */
export const appPorts: Rule = (estate) =>
  appsOf(estate)
    .filter(([, { port }]) => port < 1024 || port === METRICS_PORT)
    .map(([name, { port }]) => ({
      path: ["apps", name, "port"],
      got: String(port),
      rule: port === METRICS_PORT ? "is the port of metrics" : "is a port that only root may listen on",
      remedy: "use another, like 8080",
    }));

/** An application runs somewhere, and Argo CD, which deploys it, is there. */
export const appPlaces: Rule = (estate) =>
  appsOf(estate).flatMap(([name, app]): Finding[] => {
    const places = placesOfApp(estate, app);
    const at = ["apps", name];
    if (places.length === 0 && environmentsOf(estate).some((environment) => environment.name !== "mgmt")) {
      const rule = "has no place on the clouds it is for";
      const remedy = "name an environment with one of these clouds";
      return [{ path: [...at, "environments"], got: shown(app.environments), rule, remedy, involves: [[...at, "clouds"]] }];
    }
    const without = places.find(({ settings }) => settings.addons["argo-cd"]?.enabled === false);
    if (without === undefined) return [];
    const rule = `runs in ${without.place.id}, and argo-cd, which deploys it, is off there`;
    return [{ path: at, got: shown(name), rule, remedy: "turn addons.argo-cd on", involves: [[...without.path, "addons", "argo-cd"]] }];
  });

/** An application finds what it is to be given wherever it runs. */
export const appStores: Rule = (estate) =>
  appsOf(estate).flatMap(([name, app]): Finding[] => {
    const places = placesOfApp(estate, app);
    const at = ["apps", name];
    const stores = (["database", "cache"] as const).flatMap((key) => {
      const without = places.find(({ settings }) => app[key] && !settings[key].enabled);
      if (without === undefined) return [];
      const rule = `is not to be had in ${without.place.id}`;
      return [
        { path: [...at, key], got: "true", rule, remedy: `enable the ${key} there, or use false`, involves: [[...without.path, key]] },
      ];
    });
    const buckets = app.buckets.flatMap((purpose, index) => {
      const without = places.find(({ settings }) => settings.buckets[purpose] === undefined);
      if (without === undefined) return [];
      const path = [...at, "buckets", String(index)];
      const remedy = chooseAmong(purpose, Object.keys(without.settings.buckets));
      return [{ path, got: shown(purpose), rule: `is no bucket of ${without.place.id}`, remedy, involves: [[...without.path, "buckets"]] }];
    });
    return [...stores, ...buckets];
  });

/** Host names are of the platform's domain, and of one application; callers are applications. */
export const appNeighbours: Rule = (estate) => {
  const owners = new Map<string, string>();
  return appsOf(estate).flatMap(([name, { hosts, callers }]): Finding[] => [
    ...hosts.flatMap((host, index): Finding[] => {
      const path = ["apps", name, "hosts", String(index)];
      const owner = owners.get(host);
      owners.set(host, owner ?? name);
      if (owner !== undefined) return [{ path, got: shown(host), rule: `is served by ${owner}`, remedy: "use another host name" }];
      if (!domainPattern.test(estate.organization.domain)) return [];
      const isOurs = new RegExp(`^[a-z0-9-]+(\\.[a-z0-9-]+)*\\.${estate.organization.domain.replaceAll(".", "\\.")}$`).test(host);
      return isOurs
        ? []
        : [
            {
              path,
              got: shown(host),
              rule: `is not a host of ${estate.organization.domain}`,
              remedy: `write it like ${name}.${estate.organization.domain}`,
              involves: [["organization", "domain"]],
            },
          ];
    }),
    ...callers.flatMap((caller, index) =>
      caller in estate.apps
        ? []
        : [
            {
              path: ["apps", name, "callers", String(index)],
              got: shown(caller),
              rule: "is not an application",
              remedy: chooseAmong(caller, Object.keys(estate.apps)),
            },
          ],
    ),
  ]);
};
