import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";

function values(context: AddonContext): Values {
  return {
    replicaCount: replicas(context),
    ui: { message: context.place.id },
    service: { type: "ClusterIP" },
    // Storage of its own would be one more thing that can be broken when the question is whether the place works.
    redis: { enabled: false },
    serviceMonitor: { enabled: true },
    podDisruptionBudget: { maxUnavailable: 1 },
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
    resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "64Mi" } },
  };
}

/** An application that says where it runs: the first thing to reach through the edge of a new place. */
export const podinfo: Addon = {
  name: "podinfo",
  purpose: "Answers requests, to see whether a new place is reached",
  namespace: "podinfo",
  chart: {
    repository: "oci://ghcr.io/stefanprodan/charts",
    name: "podinfo",
    version: "6.15.0",
    source: "https://github.com/stefanprodan/podinfo/blob/6.15.0/charts/podinfo/values.yaml",
  },
  home: "workloads",
  after: ["kube-prometheus-stack"],
  optional: true,
  values,
};
