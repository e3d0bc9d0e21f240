import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";

/** One of its three parts. */
const part = (context: AddonContext) => ({
  replicas: replicas(context),
  // With one copy a budget would stop every drain.
  podDisruptionBudget: context.highAvailability ? { enabled: true, maxUnavailable: 1 } : { enabled: false },
  resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "1Gi" } },
});

const values = (context: AddonContext): Values => ({
  serviceMonitor: { enabled: true },
  recommender: part(context),
  updater: part(context),
  // Certificates made by Helm would be new with every plan.
  admissionController: { ...part(context), certManager: { enabled: true } },
});

/** The same API as on GKE and AKS, which run it themselves. */
export const verticalPodAutoscaler: Addon = {
  name: "vertical-pod-autoscaler",
  purpose: "Says how much processor and memory pods need, and gives it to those that ask for it",
  namespace: "kube-system",
  chart: {
    repository: "oci://ghcr.io/stevehipwell/helm-charts",
    name: "vertical-pod-autoscaler",
    version: "1.12.1",
    source: "https://artifacthub.io/packages/helm/stevehipwell/vertical-pod-autoscaler/1.12.1",
  },
  appliesTo: ({ place }) => place.cloud === "aws",
  optional: true,
  after: ["cert-manager", "kube-prometheus-stack"],
  values,
};
