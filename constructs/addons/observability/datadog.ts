import type { CloudName } from "../../place.ts";
import { type Addon, type AddonContext, replicas, type SecretNeed, type Values } from "../addon.ts";
import { everyNode, resources } from "./sizing.ts";

const keys: SecretNeed = { name: "datadog-keys", keys: { "api-key": "datadog-api-key", "app-key": "datadog-app-key" } };

/** AKS kubelets have certificates that only a node's own name is on: https://docs.datadoghq.com/containers/kubernetes/distributions/#AKS */
const providers: Record<CloudName, Values> = { aws: {}, gcp: {}, azure: { aks: { enabled: true } } };

const values = (context: AddonContext): Values => ({
  datadog: {
    site: context.observerSites.datadog,
    apiKeyExistingSecret: keys.name,
    appKeyExistingSecret: keys.name,
    clusterName: context.place.name,
    tags: [
      `env:${context.place.environment}`,
      `cloud:${context.place.cloud}`,
      `region:${context.place.region}`,
      `cluster:${context.place.name}`,
    ],
    // The cluster agent reads the state of objects itself.
    kubeStateMetricsEnabled: false,
    kubeStateMetricsCore: { enabled: true },
    // Logs, traces and applications' metrics come through the gateway, once.
    logs: { enabled: false },
    apm: { portEnabled: false, socketEnabled: false },
    networkMonitoring: { enabled: false },
  },
  providers: providers[context.place.cloud],
  agents: { tolerations: everyNode, containers: { agent: { resources: resources("100m", "256Mi", "768Mi") } } },
  clusterAgent: {
    enabled: true,
    replicas: replicas(context),
    createPodDisruptionBudget: context.highAvailability,
    resources: resources("100m", "256Mi", "512Mi"),
  },
});

/** What Datadog shows of nodes and containers; all else it gets from the gateway. Costs per node and month. */
export const datadog: Addon = {
  name: "datadog",
  purpose: "Tells Datadog about nodes, containers and objects of the cluster",
  namespace: "datadog",
  chart: {
    repository: "https://helm.datadoghq.com",
    name: "datadog",
    version: "3.240.0",
    source: "https://github.com/DataDog/helm-charts/tree/datadog-3.240.0/charts/datadog",
  },
  appliesTo: ({ observers }) => observers.includes("datadog"),
  after: ["external-secrets"],
  secrets: () => [keys],
  values,
};
