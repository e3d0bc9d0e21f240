import type { Addon, AddonContext, SecretNeed, Values } from "../addon.ts";

const license: SecretNeed = { name: "newrelic-license", keys: { licenseKey: "newrelic-license-key" } };

const values = ({ place }: AddonContext): Values => ({
  global: {
    cluster: place.name,
    customSecretName: license.name,
    customSecretLicenseKey: "licenseKey",
    customAttributes: { environment: place.environment, cloud: place.cloud, region: place.region },
    // What dashboards need, at a third of the volume that is billed.
    lowDataMode: true,
  },
  // Finds the kube-state-metrics that Prometheus has by its label, in whichever namespace it is.
  "newrelic-infrastructure": { enabled: true, privileged: false },
  "nri-metadata-injection": { enabled: true },
  "nri-kube-events": { enabled: true },
  // Logs, traces and applications' metrics come through the gateway, once.
  "newrelic-logging": { enabled: false },
  "kube-state-metrics": { enabled: false },
});

/** What New Relic shows of nodes and containers; all else it gets from the gateway. Costs by volume. */
export const newrelic: Addon = {
  name: "newrelic",
  purpose: "Tells New Relic about nodes, containers and events of the cluster",
  namespace: "newrelic",
  chart: {
    repository: "https://helm-charts.newrelic.com",
    name: "nri-bundle",
    version: "8.0.18",
    source: "https://github.com/newrelic/helm-charts/tree/nri-bundle-8.0.18/charts/nri-bundle",
  },
  appliesTo: ({ observers }) => observers.includes("newrelic"),
  after: ["kube-prometheus-stack"],
  secrets: () => [license],
  values,
};
