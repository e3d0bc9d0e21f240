import type { NetworkPolicyV1Spec } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import type { Manifest } from "../addons/addon.ts";
import type { CloudName } from "../place.ts";
import type { AppContext, AppSettings } from "./app.ts";

type Egress = NonNullable<Exclude<NetworkPolicyV1Spec["egress"], { resolve: unknown }>>;
type Ports = readonly (readonly [protocol: "TCP" | "UDP", port: number])[];

const to = (ports: Ports) => ({ ports: ports.map(([protocol, port]) => ({ protocol, port: String(port) })) });
const tcp = (...ports: number[]): Ports => ports.map((port) => ["TCP", port] as const);
const inNamespaces = (names: readonly string[]) =>
  names.map((name) => ({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } }));
const block = (cidr: string, except?: string[]) => ({ ipBlock: { cidr, ...(except && { except }) } });

/** Addresses on the node: identities, and on some clouds more than pods should know. */
const LINK_LOCAL = "169.254.0.0/16";

/**
 * Where a pod asks for its identity; Azure's comes with the pod. GKE's metadata server answers at two addresses:
 * https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy#network-policy-and-workload-identity
 */
const identity: Record<CloudName, Egress> = {
  aws: [{ ...to(tcp(80)), to: [block("169.254.170.23/32")] }],
  gcp: [
    { ...to(tcp(988)), to: [block("169.254.169.252/32")] },
    { ...to(tcp(80)), to: [block("169.254.169.254/32")] },
  ],
  azure: [],
};

/** PostgreSQL, SQL Server, Redis in all its forms. */
const storePorts = tcp(5432, 1433, 6379, 6380, 10000);
/** Istio's and Linkerd's ways to workloads of other places. */
const meshPorts = tcp(15443, 14143);

/**
 * Nothing in and nothing out but what the application was given: what an intruder finds in a pod leads nowhere else. Who may call the
 * application itself, its chart adds.
 *
 * Only Kubernetes' own kind: GKE and AKS run Cilium, but do not promise that it reads policies of its own kind. Since all that is not
 * named is denied, addresses that hand out the node's identity need no rule against them.
 */
export function networkRules(app: AppSettings, context: AppContext, hasIdentity: boolean): NetworkPolicyV1Spec {
  const { place, cidr, standbyCidr, estateCidr } = context;
  return {
    podSelector: {},
    policyTypes: ["Ingress", "Egress"],
    ingress: [{ from: [{ podSelector: {} }] }],
    egress: [
      { to: [{ podSelector: {} }, ...inNamespaces(app.callees)] },
      {
        ...to([
          ["UDP", 53],
          ["TCP", 53],
        ]),
        to: inNamespaces(["kube-system"]),
      },
      { to: inNamespaces(["istio-system", "linkerd"]) },
      // Traces, metrics and logs.
      { ...to(tcp(4317, 4318)), to: inNamespaces(["observability"]) },
      // The place's own stores, and what stands by for them in another region; those of other places are for replication.
      { ...to(storePorts), to: [cidr, standbyCidr ?? []].flat().map((own) => block(own)) },
      { ...to(meshPorts), to: [block(estateCidr)] },
      // The cloud's own services and others of the internet.
      { ...to(tcp(443)), to: [block("0.0.0.0/0", [LINK_LOCAL])] },
      ...(hasIdentity ? identity[place.cloud] : []),
    ],
  };
}

/**
 * The way to EKS's identity agent where Cilium enforces: the address is the node's, which to Cilium is in no block of addresses.
 * https://github.com/cilium/cilium/issues/34387
 */
export const identityAgentRule = (namespace: string): Manifest => ({
  apiVersion: "cilium.io/v2",
  kind: "CiliumNetworkPolicy",
  metadata: { name: "pod-identity", namespace },
  spec: {
    endpointSelector: {},
    egress: [{ toEntities: ["host"], toPorts: [{ ports: [{ port: "80", protocol: "TCP" }] }] }],
  },
});
