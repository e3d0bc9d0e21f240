import type { Manifest, SecretNeed } from "./addon.ts";

/** The cluster's store of secrets: the cloud's own, so that a place needs no other place to start. */
export const cloudStore = "cloud";

/** How often secrets are read anew. */
const REFRESH = "1h";

/**
 * A Secret that External Secrets fills from the place's store: https://external-secrets.io/latest/api/externalsecret/
 *
 * @param prefix what names in the store begin with
 */
export const externalSecret = (namespace: string, prefix: string, { name, keys, labels, fixed }: SecretNeed): Manifest => ({
  apiVersion: "external-secrets.io/v1",
  kind: "ExternalSecret",
  // Before what reads it.
  metadata: { name, namespace, annotations: { "argocd.argoproj.io/sync-wave": "-1" } },
  spec: {
    refreshInterval: REFRESH,
    secretStoreRef: { kind: "ClusterSecretStore", name: cloudStore },
    target: {
      name,
      template: {
        metadata: { labels: { ...labels } },
        ...(fixed && { mergePolicy: "Merge", data: { ...fixed } }),
      },
    },
    data: Object.entries(keys).map(([secretKey, key]) => ({ secretKey, remoteRef: { key: `${prefix}${key}` } })),
  },
});
