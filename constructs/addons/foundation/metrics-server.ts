import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";
import { systemTolerations } from "./aws-nodes.ts";

const values = (context: AddonContext): Values => ({
  replicas: replicas(context),
  // With one copy a budget would stop every drain.
  podDisruptionBudget: context.highAvailability ? { enabled: true, minAvailable: 1 } : { enabled: false },
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: { "app.kubernetes.io/name": "metrics-server" } },
    },
  ],
  tolerations: systemTolerations,
  // 1 millicore and 2 MiB per node: https://kubernetes-sigs.github.io/metrics-server/#scaling
  resources: { requests: { cpu: "100m", memory: "200Mi" }, limits: { memory: "512Mi" } },
});

/** What pods use now, for autoscalers and `kubectl top`; GKE and AKS bring their own, EKS does not, with Auto Mode or without. */
export const metricsServer: Addon = {
  name: "metrics-server",
  purpose: "Tells autoscalers what pods and nodes use at the moment",
  namespace: "kube-system",
  chart: {
    repository: "https://kubernetes-sigs.github.io/metrics-server/",
    name: "metrics-server",
    version: "3.13.1",
    source: "https://artifacthub.io/packages/helm/metrics-server/metrics-server/3.13.1",
  },
  appliesTo: ({ place }) => place.cloud === "aws",
  after: ["cilium"],
  delivery: "terraform",
  values,
};
