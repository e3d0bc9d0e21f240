import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";
import { systemTolerations } from "./aws-nodes.ts";

const memory = (request: string, limit: string, cpu = "50m") => ({ requests: { cpu, memory: request }, limits: { memory: limit } });

/** The VPC CNI keeps addresses and routes, Cilium adds policies and sight: https://docs.cilium.io/en/stable/installation/cni-chaining-aws-cni/ */
const chained: Values = {
  cni: { chainingMode: "aws-cni", exclusive: false },
  enableIPv4Masquerade: false,
  routingMode: "native",
  kubeProxyReplacement: "false",
  // A mesh's sidecar must see the service that a pod asked for: https://docs.cilium.io/en/stable/network/servicemesh/istio/
  socketLB: { hostNamespaceOnly: true },
  policyEnforcementMode: "default",
};

/**
 * Flows as metrics, and by `hubble observe` on a node. No relay: a job after the release makes its certificates, and the release
 * waits for the relay first (https://github.com/cilium/cilium/issues/40381); certificates made by Helm would be new with every plan.
 */
const hubble: Values = {
  enabled: true,
  relay: { enabled: false },
  tls: { auto: { enabled: true, method: "cronJob" } },
  metrics: { enabled: ["dns", "drop", "tcp", "flow", "httpV2"] },
};

const values = (context: AddonContext): Values => ({
  ...chained,
  hubble,
  certgen: { tolerations: systemTolerations },
  prometheus: { enabled: true },
  resources: memory("256Mi", "1Gi", "100m"),
  envoy: { resources: memory("64Mi", "512Mi") },
  operator: {
    replicas: replicas(context),
    prometheus: { enabled: true },
    resources: memory("128Mi", "512Mi"),
    // It takes the taint away that keeps pods off new nodes.
    tolerations: [...systemTolerations, { key: "node.cilium.io/agent-not-ready", operator: "Exists" }],
  },
});

/** Network policies by name and label on EKS; GKE's Dataplane V2 and AKS are Cilium already, and EKS Auto Mode admits no other. */
export const cilium: Addon = {
  name: "cilium",
  purpose: "Enforces network policies and shows who talks to whom",
  namespace: "kube-system",
  chart: {
    repository: "https://helm.cilium.io",
    name: "cilium",
    version: "1.20.0",
    source: "https://github.com/cilium/cilium/blob/v1.20.0/install/kubernetes/cilium/values.yaml",
  },
  appliesTo: ({ place, cilium: mode, compute }) => place.cloud === "aws" && mode === "chaining" && compute === "pools",
  delivery: "terraform",
  values,
};
