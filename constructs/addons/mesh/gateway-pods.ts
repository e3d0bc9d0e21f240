import { type AddonContext, replicas, type Values } from "../addon.ts";
import { usesLinkerd } from "./mesh-facts.ts";

/** What the pod security standard `restricted` asks for; ports below 1024 are everybody's by a setting of the pod's own network. */
const security = {
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 1337,
    runAsGroup: 1337,
    seccompProfile: { type: "RuntimeDefault" },
    sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
  },
  containerSecurityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 1337,
    runAsGroup: 1337,
  },
};

/**
 * Linkerd's proxy beside the gateway's, so that the way from the gateway to workloads is encrypted as well. What comes in and what
 * the gateway asks of its control plane is encrypted already: https://linkerd.io/2-edge/tasks/using-ingress/
 */
const inLinkerd = {
  "linkerd.io/inject": "enabled",
  "config.linkerd.io/skip-inbound-ports": "443,3100,3200,5443,10901,14143,14191,15021,15090",
  "config.linkerd.io/skip-outbound-ports": "15012,4143,4191",
};

/** Pods of a gateway: several, in zones of their own where there are several to serve. */
export const gatewayPods = (context: AddonContext, matchLabels: Values, resources: Values, annotations: Values = {}): Values => ({
  autoscaling: { enabled: context.highAvailability, minReplicas: replicas(context, 3), maxReplicas: 20 },
  replicaCount: replicas(context, 3),
  // With one copy a budget would keep its node from ever being emptied.
  ...(context.highAvailability && { podDisruptionBudget: { minAvailable: 2 } }),
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels },
    },
  ],
  resources,
  ...security,
  ...annotated({ ...(usesLinkerd(context) && inLinkerd), ...annotations }),
});

const annotated = (podAnnotations: Values): Values => (Object.keys(podAnnotations).length > 0 ? { podAnnotations } : {});
