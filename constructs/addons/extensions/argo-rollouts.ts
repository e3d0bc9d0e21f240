import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";

function values(context: AddonContext): Values {
  return {
    controller: {
      replicas: replicas(context),
      metrics: { enabled: true, serviceMonitor: { enabled: true } },
      pdb: { enabled: context.highAvailability, maxUnavailable: 1 },
      resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "512Mi" } },
    },
    // It has no sign-in of its own; Argo CD shows rollouts as well.
    dashboard: { enabled: false },
    // Traffic is shifted by the mesh or by Gateway API; rights on the rest would only be there to be abused.
    providerRBAC: {
      providers: { smi: false, ambassador: false, awsAppMesh: false, traefik: false, apisix: false, contour: false, glooPlatform: false },
    },
  };
}

/** Canary and blue/green releases of applications, by weight in the mesh and judged by metrics. */
export const argoRollouts: Addon = {
  name: "argo-rollouts",
  purpose: "Releases applications step by step and takes bad ones back",
  namespace: "argo-rollouts",
  chart: {
    repository: "https://argoproj.github.io/argo-helm",
    name: "argo-rollouts",
    version: "2.41.0",
    source: "https://artifacthub.io/packages/helm/argo/argo-rollouts/2.41.0",
  },
  home: "workloads",
  after: ["kube-prometheus-stack"],
  optional: true,
  values,
};
