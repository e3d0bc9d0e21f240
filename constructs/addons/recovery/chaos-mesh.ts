import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";
import { chaosGuard } from "./chaos-guard.ts";

const memory = (request: string, limit: string, cpu = "25m") => ({
  requests: { cpu, memory: request },
  limits: { memory: limit },
});

function values(context: AddonContext): Values {
  return {
    // The clock of schedules.
    timezone: context.officeHours?.timeZone ?? "UTC",
    controllerManager: {
      replicaCount: replicas(context, 3),
      // Only namespaces that agree by `chaos-mesh.org/inject: enabled`: https://chaos-mesh.org/docs/configure-enabled-namespace/
      enableFilterNamespace: true,
      resources: memory("256Mi", "1Gi"),
    },
    chaosDaemon: {
      runtime: "containerd",
      socketPath: "/run/containerd/containerd.sock",
      resources: memory("128Mi", "512Mi"),
      tolerations: [{ operator: "Exists" }],
    },
    // Without a token it shows and does nothing; experiments are code.
    dashboard: { create: true, securityMode: true, service: { type: "ClusterIP" }, resources: memory("128Mi", "512Mi") },
    // Answers for names that an experiment wants to fail.
    dnsServer: { create: true, resources: memory("70Mi", "256Mi", "50m") },
    prometheus: { create: false },
  };
}

/** Breaks what says it can take it, every week, so that it is known before it breaks by itself. */
export const chaosMesh: Addon = {
  name: "chaos-mesh",
  purpose: "Breaks pods, networks, names and disks on purpose, in namespaces that agree to it",
  namespace: "chaos-mesh",
  chart: {
    repository: "https://charts.chaos-mesh.org",
    name: "chaos-mesh",
    version: "2.8.3",
    source: "https://github.com/chaos-mesh/chaos-mesh/blob/v2.8.3/helm/chaos-mesh/values.yaml",
  },
  home: "workloads",
  appliesTo: ({ chaos }) => chaos,
  after: ["kube-prometheus-stack"],
  values,
  resources: chaosGuard,
};
