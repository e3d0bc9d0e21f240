import type { Bucket } from "../bucket/contract.ts";
import type { Cluster } from "../cluster/contract.ts";
import type { Place } from "../place.ts";

/** Makes and removes services of a kind, of those whose names begin with `prefix`. */
export type ManageGrant =
  | { readonly may: "objectstore:manage"; readonly prefix: string }
  | { readonly may: "database:manage"; readonly prefix: string }
  | { readonly may: "cache:manage"; readonly prefix: string };

/** What a workload may do, said without a cloud's vocabulary; each cloud translates it into the least it needs. */
export type Grant =
  | { readonly may: "objectstore:read-write"; readonly bucket: Bucket }
  | { readonly may: "objectstore:read"; readonly bucket: Bucket }
  /** Addresses of objects that work for a while without a login. */
  | { readonly may: "objectstore:sign"; readonly bucket: Bucket }
  | ManageGrant
  /** Key ARN, crypto key id, or Key Vault resource id. */
  | { readonly may: "kms:use"; readonly keyId: string }
  /** Hosted zone id, managed zone name, or DNS zone resource id. */
  | { readonly may: "dns:edit"; readonly zoneId: string }
  /** The database contract's `accessId`, and the user to log in as. */
  | { readonly may: "db:connect"; readonly databaseId: string; readonly user: string }
  /** The cache contract's `accessId` and `user`. */
  | { readonly may: "cache:connect"; readonly cacheId: string; readonly user: string }
  /** Secrets whose name starts so; on Azure the Key Vault's resource id. */
  | { readonly may: "secrets:read"; readonly prefix: string }
  /** Puts new values into them, and makes none. */
  | { readonly may: "secrets:write"; readonly prefix: string }
  /** Tells the place's web load balancer what to pass on where: the ingress contract's bindings, and the network it asks pods from. */
  | { readonly may: "ingress:bind"; readonly balancerId: string; readonly firewallId: string; readonly networkId: string }
  | { readonly may: "registry:pull" }
  | { readonly may: "billing:read" }
  | { readonly may: "inventory:read" };

export interface IdentityProps {
  readonly place: Place;
  readonly cluster: Cluster;
  /** Name of the identity, at most 10 characters: `velero`. */
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly grants: readonly Grant[];
}

/** What to put on the service account and the pods; it stays inside the stack that asks, so it is no published contract. */
export interface Identity {
  readonly serviceAccountAnnotations: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
}
