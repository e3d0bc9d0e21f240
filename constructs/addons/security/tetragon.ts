import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";

const memory = (request: string, limit: string) => ({ requests: { cpu: "50m", memory: request }, limits: { memory: limit } });
const scraped = { enabled: true, serviceMonitor: { enabled: true } };

const values = (context: AddonContext): Values => ({
  tetragon: {
    clusterName: context.place.name,
    // Who ran it, and whether it gained rights by it.
    enableProcessCred: true,
    // Arguments go to the logs, and passwords do not belong there.
    redactionFilters: String.raw`{"redact": ["(?i)--?(?:password|passwd|token|secret|api-?key)(?:\\s+|=)(\\S+)"]}`,
    resources: memory("256Mi", "1Gi"),
    prometheus: scraped,
  },
  tetragonOperator: {
    replicas: replicas(context),
    failoverLease: { enabled: context.highAvailability },
    resources: memory("64Mi", "256Mi"),
    prometheus: scraped,
  },
  // Events go where all logs go: the log agent reads them from the pod.
  export: { mode: "stdout", resources: memory("32Mi", "128Mi") },
});

/** What processes do on the nodes, as the kernel sees it. The cost: an agent of up to a gibibyte on every node, and its logs. */
export const tetragon: Addon = {
  name: "tetragon",
  purpose: "Records what processes on the nodes run, and who ran them",
  namespace: "tetragon",
  chart: {
    repository: "https://helm.cilium.io",
    name: "tetragon",
    version: "1.7.0",
    source: "https://github.com/cilium/tetragon/blob/v1.7.0/install/kubernetes/tetragon/values.yaml",
  },
  after: ["kube-prometheus-stack"],
  optional: true,
  values,
};
