import { addonsKnown, chartsPinned, clustersReachable, meshAuthority, officeHours } from "../../config/rules/addons.ts";
import { appNames, appNeighbours, appPlaces, appPorts, appSources, appStores } from "../../config/rules/apps.ts";
import { addonNames } from "../../constructs/addons/catalog.ts";
import type { Refusal } from "./refusal.ts";

const chart = { repository: "https://charts.example.com", name: "mine" };
const shop = { repository: "shop", environments: ["staging"] };

/** Rules about what runs in the clusters. */
export const clusterRefusals: readonly Refusal[] = [
  {
    rule: addonsKnown,
    refuse: { "prod:settings": { addons: { kubcost: { enabled: false } } } },
    says: `environments.prod.settings.addons.kubcost: "kubcost" is not an add-on; did you mean kubecost? (use one of ${addonNames.join(", ")}), or say where its chart is (chart: { repository, name })`,
    accept: { "prod:settings": { addons: { kubecost: { enabled: false } } } },
  },
  {
    rule: addonsKnown,
    refuse: { "prod:settings": { addons: { mine: { chart } } } },
    says: "environments.prod.settings.addons.mine: no version would take whatever is newest; add version with an exact one",
    accept: { "prod:settings": { addons: { mine: { chart, version: "1.2.3" } } } },
  },
  {
    rule: addonsKnown,
    refuse: { "prod:settings": { addons: { "My-Tool": { chart, version: "1.2.3" }, velero: { namespace: "backups" } } } },
    says: [
      'environments.prod.settings.addons.My-Tool: "My-Tool" is not up to 43 lower-case letters, digits and single hyphens; use a name like my-tool',
      'environments.prod.settings.addons.velero.namespace: "backups" is for add-ons of your own; velero has one; take it away',
    ],
    accept: { "prod:settings": { addons: { "my-tool": { chart, version: "1.2.3", namespace: "tools" } } } },
  },
  {
    rule: chartsPinned,
    refuse: {
      "prod:settings": {
        addons: { velero: { version: "^12.0.0" }, mine: { chart: { ...chart, repository: "http://x" }, version: "1.0.0" } },
      },
    },
    says: [
      'environments.prod.settings.addons.velero.version: "^12.0.0" is not an exact version; write it like 1.2.3',
      'environments.prod.settings.addons.mine.chart.repository: "http://x" is not an https:// or oci:// address; write it like https://charts.example.com',
    ],
    accept: {
      "prod:settings": {
        addons: { velero: { version: "12.2.0" }, mine: { chart: { ...chart, repository: "oci://x/y" }, version: "v1.0.0-rc.1" } },
      },
    },
  },
  {
    rule: officeHours,
    refuse: { "staging:autoStop": "office hours" },
    says: 'environments.staging.autoStop: "office hours" is not days, hours and a time zone; write it like mon-fri 07:00-20:00 Europe/Amsterdam',
    accept: { "staging:autoStop": "sun-thu 08:30-19:00 Asia/Jerusalem" },
  },
  {
    rule: clustersReachable,
    refuse: { "dev:interconnect": false },
    says: "environments.dev.interconnect: false leaves the private API server of dev-aws-use1 out of reach of mgmt, whose agents install what runs in it; use true, or list the agents' addresses in cluster.apiAllowlist",
    accept: { "dev:interconnect": false, "dev:settings": { cluster: { apiAllowlist: ["198.51.100.0/24"] } } },
  },
  {
    rule: meshAuthority,
    refuse: { "estate:management": undefined, "dev:interconnect": false, "staging:dataSync": false, "prod:dataSync": false },
    says: [
      "environments.staging.mesh: istio spans places that need one certificate authority, Vault in the management place, and there is none; add the management section, or use mesh: none",
      "environments.prod.mesh: istio spans places that need one certificate authority, Vault in the management place, and there is none; add the management section, or use mesh: none",
    ],
    accept: {
      "estate:management": undefined,
      "dev:interconnect": false,
      "staging:mesh": "none",
      "prod:mesh": "none",
      "staging:dataSync": false,
      "prod:dataSync": false,
    },
  },
  {
    rule: appNames,
    refuse: { "estate:apps": { "web-shop": shop, argocd: shop, loki: shop } },
    says: [
      'apps.web-shop: "web-shop" is not 2 to 10 lower-case letters and digits that start with a letter, and not with kube; use a short name like shop',
      'apps.argocd: "argocd" is a name of the platform\'s own; use another name',
      'apps.loki: "loki" is a name of the platform\'s own; use another name',
    ],
    accept: { "estate:apps": { webshop: shop } },
  },
  {
    rule: appSources,
    refuse: { "estate:apps": { shop: { ...shop, repository: "acme/shop", path: "../x", secrets: ["Payment_Key"] } } },
    says: [
      'apps.shop.repository: "acme/shop" is not letters, digits, hyphens, periods and underscores; write it like shop, without the owner',
      'apps.shop.path: "../x" is not a folder of the repository; write it like deploy',
      'apps.shop.secrets.0: "Payment_Key" is not lower-case letters, digits and single hyphens; write it like payment-key',
    ],
    accept: { "estate:apps": { shop: { ...shop, path: "deploy/charts", secrets: ["payment-key"] } } },
  },
  {
    rule: appPorts,
    refuse: { "estate:apps": { shop: { ...shop, port: 80 }, stock: { ...shop, port: 9090 } } },
    says: [
      "apps.shop.port: 80 is a port that only root may listen on; use another, like 8080",
      "apps.stock.port: 9090 is the port of metrics; use another, like 8080",
    ],
    accept: { "estate:apps": { shop: { ...shop, port: 1024 } } },
  },
  {
    rule: appPlaces,
    refuse: { "estate:apps": { shop: { ...shop, environments: ["dev"], clouds: ["gcp"] } } },
    says: "apps.shop.environments: a list has no place on the clouds it is for; name an environment with one of these clouds",
    accept: { "estate:apps": { shop: { ...shop, environments: ["dev"] } } },
  },
  {
    rule: appPlaces,
    refuse: {
      "estate:apps": { shop },
      "staging:settings": { addons: { "argo-cd": { enabled: false } }, addonDelivery: "terraform" },
    },
    says: 'apps.shop: "shop" runs in staging-aws-use1, and argo-cd, which deploys it, is off there; turn addons.argo-cd on',
    accept: { "estate:apps": { shop }, "staging:settings": { addonDelivery: "terraform" } },
  },
  {
    rule: appStores,
    refuse: { "estate:apps": { shop: { ...shop, cache: true, buckets: ["aps"] } }, "staging:settings": { cache: { enabled: false } } },
    says: [
      "apps.shop.cache: true is not to be had in staging-aws-use1; enable the cache there, or use false",
      'apps.shop.buckets.0: "aps" is no bucket of staging-aws-use1; did you mean app? (use one of app, logs, metrics, traces, velero)',
    ],
    accept: { "estate:apps": { shop: { ...shop, cache: true, buckets: ["app"] } } },
  },
  {
    rule: appNeighbours,
    refuse: {
      "estate:apps": {
        shop: { ...shop, hosts: ["shop.example.com", "shop.example.org"], callers: ["stok"] },
        stock: { ...shop, hosts: ["shop.example.com"] },
      },
    },
    says: [
      'apps.shop.hosts.1: "shop.example.org" is not a host of example.com; write it like shop.example.com',
      'apps.shop.callers.0: "stok" is not an application; did you mean stock? (use one of shop, stock)',
      'apps.stock.hosts.0: "shop.example.com" is served by shop; use another host name',
    ],
    accept: { "estate:apps": { shop: { ...shop, hosts: ["shop.example.com"], callers: ["stock"] }, stock: shop } },
  },
];
