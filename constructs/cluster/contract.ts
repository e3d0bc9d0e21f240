import type { Account } from "../account/contract.ts";
import { defineContract, list, text, type ValuesOf } from "../contract.ts";
import type { Network } from "../network/contract.ts";
import type { CloudName, EnvironmentName, Place } from "../place.ts";

/** A Kubernetes cluster and how to reach, trust and authenticate to it. */
export const clusterContract = defineContract("cluster", {
  name: text(),
  cloud: text<CloudName>(),
  region: text(),
  environment: text<EnvironmentName>(),
  /** https URL of the API server. */
  endpoint: text(),
  /** Base64 PEM; empty where the endpoint has a public certificate. */
  caCertificate: text(),
  /** https URL with a publicly readable discovery document on all three clouds. */
  oidcIssuer: text(),
  version: text(),
  /** Node role name, node service account e-mail, or the kubelet identity's object id: who pulls images. */
  nodeIdentity: text(),
  /** Key that encrypts volumes: KMS key ARN, crypto key id, or disk encryption set id. */
  volumeKeyId: text(),
  /** Who vouches for pods: OIDC provider ARN, `<project>.svc.id.goog`, or tenant id. */
  workloadPool: text(),
  /** Program and arguments that print a short-lived token for the API server. */
  execCommand: text(),
  execArgs: list(),
});
export type Cluster = ValuesOf<typeof clusterContract>;

export type Size = "s" | "m" | "l";

/** A group of like nodes; how it is provisioned (Karpenter, node pool, scale set) is the cloud's business. */
export interface NodePool {
  readonly size: Size;
  readonly arch: "amd64" | "arm64";
  readonly min: number;
  readonly max: number;
  /** Interruptible capacity, tainted so that only workloads that tolerate it land there. */
  readonly spot: boolean;
}

export interface ClusterProps {
  readonly place: Place;
  readonly network: Network;
  readonly account: Account;
  readonly domain: string;
  /** `1.34`: minor version; the cloud picks the patch. */
  readonly version: string;
  readonly estateCidr: string;
  /** Public CIDRs that may reach the API server; empty keeps it private. */
  readonly apiAllowlist: readonly string[];
  /** `pools`: node pools and Karpenter; `managed`: EKS Auto Mode runs nodes, load balancers and volumes (aws only). */
  readonly compute: "pools" | "managed";
  readonly pools: { readonly system: NodePool; readonly general: NodePool; readonly spot: NodePool };
  /** Who administers the cluster: IAM role ARNs (aws), Entra group object ids (azure); Google groups get it from the account. */
  readonly administrators: readonly string[];
  readonly viewers: readonly string[];
  readonly logRetentionDays: number;
  /** Free tiers and single-zone system nodes are allowed only without it. */
  readonly highAvailability: boolean;
  readonly deletionProtection: boolean;
}
