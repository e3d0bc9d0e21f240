import type { Bucket } from "../../bucket/contract.ts";
import type { CloudName, Place } from "../../place.ts";
import { type AddonContext, bucketFor, type Manifest, type Values } from "../addon.ts";
import { namespace } from "./sizing.ts";

/** How a program reaches the place's object store; no form has a key in it, since pods have identities. */
type StoreOf = (bucket: Bucket, place: Place) => Values;

/** Secret in which Thanos, and the sidecars of Prometheus, look for their store. It holds no secret: they ask for that kind. */
export const thanosSecret = { name: "thanos-objstore", key: "objstore.yml" } as const;

/** https://thanos.io/tip/thanos/storage.md/ */
const thanos: Record<CloudName, StoreOf> = {
  aws: ({ bucket, kmsKeyId }, { region }) => ({
    type: "S3",
    config: {
      bucket,
      endpoint: `s3.${region}.amazonaws.com`,
      // The SDK's own chain of credentials is the one that knows EKS Pod Identity.
      aws_sdk_auth: true,
      sse_config: { type: "SSE-KMS", kms_key_id: kmsKeyId },
    },
  }),
  gcp: ({ bucket }) => ({ type: "GCS", config: { bucket } }),
  // A user-assigned id would select the node's identity instead of the pod's.
  azure: ({ bucket, account }) => ({
    type: "AZURE",
    config: { storage_account: account, container: bucket, endpoint: "blob.core.windows.net" },
  }),
};

/** The Secret that says where metrics are kept. JSON is YAML. */
export function thanosStore(context: AddonContext): Manifest {
  const store = thanos[context.place.cloud](bucketFor(context, "metrics", "thanos"), context.place);
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: thanosSecret.name, namespace },
    type: "Opaque",
    stringData: { [thanosSecret.key]: JSON.stringify(store) },
  };
}

/** Loki's name of each cloud's kind of store. */
export const lokiStoreType: Record<CloudName, "s3" | "gcs" | "azure"> = { aws: "s3", gcp: "gcs", azure: "azure" };

const loki: Record<CloudName, StoreOf> = {
  aws: (_, { region }) => ({ s3: { region } }),
  gcp: () => ({}),
  azure: ({ account }) => ({ azure: { accountName: account, useFederatedToken: true } }),
};

/** `loki.storage` of Loki's chart. */
export function lokiStore(context: AddonContext): Values {
  const { place } = context;
  const bucket = bucketFor(context, "logs", "loki");
  return { type: lokiStoreType[place.cloud], bucketNames: { chunks: bucket.bucket }, ...loki[place.cloud](bucket, place) };
}

/** https://grafana.com/docs/tempo/latest/configuration/#storage */
const tempo: Record<CloudName, StoreOf> = {
  aws: ({ bucket }, { region }) => ({
    backend: "s3",
    s3: { bucket, region, endpoint: `s3.${region}.amazonaws.com`, native_aws_auth_enabled: true },
  }),
  gcp: ({ bucket }) => ({ backend: "gcs", gcs: { bucket_name: bucket } }),
  azure: ({ bucket, account }) => ({
    backend: "azure",
    azure: { container_name: bucket, storage_account_name: account, use_federated_token: true },
  }),
};

/** `storage.trace` of Tempo's chart. */
export const tempoStore = (context: AddonContext): Values =>
  tempo[context.place.cloud](bucketFor(context, "traces", "tempo"), context.place);
