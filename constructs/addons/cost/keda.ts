import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";

const memory = (request: string, limit: string) => ({ requests: { cpu: "50m", memory: request }, limits: { memory: limit } });
const scraped = { enabled: true, serviceMonitor: { enabled: true } };

function values(context: AddonContext): Values {
  const count = replicas(context);
  // With one copy a budget would stop every drain.
  const budget = context.highAvailability ? { maxUnavailable: 1 } : {};
  return {
    operator: { replicaCount: count },
    metricsServer: { replicaCount: count },
    webhooks: { replicaCount: count },
    podDisruptionBudget: { operator: budget, metricServer: budget, webhooks: budget },
    resources: { operator: memory("128Mi", "1Gi"), metricServer: memory("128Mi", "512Mi"), webhooks: memory("32Mi", "128Mi") },
    prometheus: { operator: scraped, metricServer: scraped, webhooks: scraped },
  };
}

/**
 * Scales by more than processor and memory: by queue, by metric, and by the clock, which is how applications leave outside office
 * hours. Nodes follow by themselves: Karpenter and the clouds' autoscalers take empty ones away.
 */
export const keda: Addon = {
  name: "keda",
  purpose: "Scales applications by events, metrics and the clock, to zero as well",
  namespace: "keda",
  chart: {
    repository: "https://kedacore.github.io/charts",
    name: "keda",
    version: "2.20.2",
    source: "https://artifacthub.io/packages/helm/kedacore/keda/2.20.2",
  },
  home: "workloads",
  after: ["kube-prometheus-stack"],
  values,
};
