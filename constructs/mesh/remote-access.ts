import type { Manifest } from "../addons/addon.ts";
import { linkerdPorts } from "../addons/mesh/linkerd-ports.ts";
import { kubeconfig, type MeshMember, vaultStore } from "./member.ts";

/** A mesh whose control planes look into each other's clusters. */
export type MeshKind = "istio" | "linkerd";

/** What a mesh calls its parts. */
interface Parts {
  readonly namespace: string;
  /** Secret with the token of the account that others read as. */
  readonly tokenSecret: string;
  /** The account itself, where the mesh's own charts do not bring it. */
  readonly reader: () => Manifest[];
  /** Where and how a control plane looks for the way to another cluster. */
  readonly remoteSecret: (other: MeshMember) => {
    readonly name: string;
    readonly type: string;
    readonly key: string;
    readonly metadata: object;
  };
  /** What links to another cluster besides. */
  readonly links: (other: MeshMember) => Manifest[];
}

const READ = ["get", "list", "watch"];
const reader = "mesh-reader";
const istioNamespace = "istio-system";

/**
 * The account by which other clusters' control planes find workloads here. Less than Istio's own (`istio-reader-clusterrole`): it reads
 * no Secrets, since no gateway here takes its certificate from another cluster, and checks nobody's tokens, since each cluster has a
 * control plane. https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/
 */
function istioReader(): Manifest[] {
  const metadata = { name: reader, namespace: istioNamespace };
  const rules = [
    { apiGroups: [""], resources: ["endpoints", "pods", "services", "nodes", "namespaces", "configmaps"], verbs: READ },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: READ },
    { apiGroups: ["apps"], resources: ["replicasets"], verbs: READ },
    { apiGroups: ["networking.istio.io"], resources: ["workloadentries"], verbs: READ },
    { apiGroups: ["multicluster.x-k8s.io"], resources: ["serviceexports", "serviceimports"], verbs: READ },
    { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: READ },
  ];
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata, automountServiceAccountToken: false },
    { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: reader }, rules },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: reader },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: reader },
      subjects: [{ kind: "ServiceAccount", ...metadata }],
    },
    {
      // The cluster fills it. It is no resource of Terraform's, whose state would have the token.
      apiVersion: "v1",
      kind: "Secret",
      type: "kubernetes.io/service-account-token",
      metadata: { ...metadata, annotations: { "kubernetes.io/service-account.name": reader } },
    },
  ];
}

const linkerdNamespace = "linkerd-multicluster";

const parts: Record<MeshKind, Parts> = {
  istio: {
    namespace: istioNamespace,
    tokenSecret: reader,
    reader: istioReader,
    remoteSecret: ({ name }) => ({
      name: `istio-remote-secret-${name}`,
      type: "Opaque",
      key: name,
      metadata: { labels: { "istio/multiCluster": "true" }, annotations: { "networking.istio.io/cluster": name } },
    }),
    links: () => [],
  },
  linkerd: {
    namespace: linkerdNamespace,
    tokenSecret: "linkerd-service-mirror-remote-access-default-token",
    // Linkerd's chart has it.
    reader: () => [],
    remoteSecret: ({ name }) => ({
      name: `cluster-credentials-${name}`,
      type: "mirror.linkerd.io/remote-kubeconfig",
      key: "kubeconfig",
      metadata: { labels: { "multicluster.linkerd.io/cluster-name": name } },
    }),
    links: (other) => [link(other)],
  },
};

/** Where Linkerd sends what is for the other cluster: https://linkerd.io/2-edge/reference/multicluster/ */
const link = ({ name, internalAddress }: MeshMember): Manifest => ({
  apiVersion: "multicluster.linkerd.io/v1alpha3",
  kind: "Link",
  metadata: { name, namespace: linkerdNamespace },
  spec: {
    targetClusterName: name,
    targetClusterDomain: "cluster.local",
    targetClusterLinkerdNamespace: "linkerd",
    clusterCredentialsSecret: `cluster-credentials-${name}`,
    gatewayAddress: internalAddress,
    gatewayPort: String(linkerdPorts["tls-linkerd"]),
    gatewayIdentity: `linkerd-gateway.${linkerdNamespace}.serviceaccount.identity.linkerd.cluster.local`,
    probeSpec: { path: "/ready", port: String(linkerdPorts["tls-probe"]), period: "3s", failureThreshold: "3", timeout: "30s" },
    selector: { matchLabels: { "mirror.linkerd.io/exported": "true" } },
    remoteDiscoverySelector: { matchLabels: { "mirror.linkerd.io/exported": "remote-discovery" } },
  },
});

/** Key in Vault with the token for a cluster. */
export const accessKey = (name: string): string => `mesh/${name}`;

/** Namespace of the mesh's control plane. */
export const meshNamespace = (mesh: MeshKind): string => parts[mesh].namespace;

/** The account others read this cluster as, and what puts its token into Vault: from one cluster to the next, and nowhere between. */
export function offeredAccess(mesh: MeshKind, name: string): Manifest[] {
  const { namespace, tokenSecret, reader: account } = parts[mesh];
  return [
    ...account(),
    {
      apiVersion: "external-secrets.io/v1alpha1",
      kind: "PushSecret",
      metadata: { name: "mesh-access", namespace },
      spec: {
        refreshInterval: "1h",
        updatePolicy: "Replace",
        secretStoreRefs: [vaultStore],
        selector: { secret: { name: tokenSecret } },
        data: [{ match: { secretKey: "token", remoteRef: { remoteKey: accessKey(name), property: "token" } } }],
      },
    },
  ];
}

/** What lets this cluster's control plane look into another one. */
export function takenAccess(mesh: MeshKind, other: MeshMember): Manifest[] {
  const { namespace, remoteSecret, links } = parts[mesh];
  const { name, type, key, metadata } = remoteSecret(other);
  const server = { server: other.endpoint, "certificate-authority-data": other.caCertificate };
  return [
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name, namespace },
      spec: {
        refreshInterval: "1h",
        secretStoreRef: vaultStore,
        target: { name, template: { engineVersion: "v2", type, metadata, data: { [key]: kubeconfig(other.name, server) } } },
        data: [{ secretKey: "token", remoteRef: { key: accessKey(other.name), property: "token" } }],
      },
    },
    ...links(other),
  ];
}
