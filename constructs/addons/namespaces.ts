/** How much pods of a namespace may ask of their node: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurity = "restricted" | "baseline" | "privileged";

/** Namespaces of the cluster's own; nobody makes them. */
export const givenNamespaces: readonly string[] = ["kube-system"];

/** Namespaces whose pods need more than `baseline`, or get along with less. */
const podSecurity: Readonly<Record<string, PodSecurity>> = {
  atlantis: "restricted",
  "cert-manager": "restricted",
  cloudflared: "restricted",
  "chaos-mesh": "privileged", // the daemon enters other pods' namespaces
  databases: "restricted",
  "external-dns": "restricted",
  "external-secrets": "restricted",
  kyverno: "restricted",
  "istio-ingress": "restricted",
  "istio-system": "privileged", // the node agent writes CNI configuration
  keda: "restricted",
  keycloak: "restricted",
  "linkerd-cni": "privileged",
  observability: "privileged", // agents read the nodes' logs and metrics
  datadog: "privileged",
  newrelic: "privileged",
  tetragon: "privileged",
  vault: "restricted",
  velero: "privileged", // the node agent reads the nodes' volumes
};

/** What pods of the namespace may ask of their node. @default baseline */
export const podSecurityOf = (namespace: string): PodSecurity => podSecurity[namespace] ?? "baseline";

/** Namespaces that applications talk to: mesh control planes and gateways, and where traces and metrics go. */
const openToWorkloads: readonly string[] = ["istio-ingress", "istio-system", "linkerd", "linkerd-multicluster", "observability"];

/** Whether pods of applications may connect to the namespace's. */
export const isOpenToWorkloads = (namespace: string): boolean => openToWorkloads.includes(namespace);
