import type { CloudName } from "../place.ts";

/** A cluster of the mesh, as configuration knows it. */
export interface MeshPlace {
  /** `prod-aws-use1`. */
  readonly id: string;
  /** `acme-prod-aws-use1`: the cluster's name, in the mesh too. */
  readonly name: string;
  readonly cloud: CloudName;
  readonly region: string;
  /** Where its internal gateway listens for other places. */
  readonly internalAddress: string;
}

/** How the mesh reaches a member: by what its stacks publish. */
export interface MeshMember extends MeshPlace {
  /** https URL of its API server. */
  readonly endpoint: string;
  /** Base64 PEM; empty where the endpoint's certificate is public. */
  readonly caCertificate: string;
}

/** The cluster's store of what its own cloud's secret manager does not have: Vault. */
export const vaultStore = { name: "vault", kind: "ClusterSecretStore" } as const;

/** A client's configuration for an API server, as a template of External Secrets: what is in braces it fills in. */
export function kubeconfig(name: string, cluster: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [{ name, cluster }],
    users: [{ name, user: { token: "{{ .token }}" } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  });
}
