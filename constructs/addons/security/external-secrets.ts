import type { CloudName } from "../../place.ts";
import { dmsSecretPrefix } from "../../replication/dms-secret.ts";
import { type Addon, type AddonContext, type AddonFacts, type Manifest, replicas, type Values } from "../addon.ts";
import { cloudStore } from "../external-secret.ts";
import { systemTolerations } from "../mesh/mesh-facts.ts";

const namespace = "external-secrets";

/** The service account that reads secrets; clouds and Vault know it by this name. */
const serviceAccount = "external-secrets";

/** The store of what several places share, where there is a Vault. */
export const vaultStore = "vault";

const part = (context: AddonContext, memory: string, limit: string): Values => ({
  replicaCount: replicas(context),
  // With one copy a budget would stop every drain.
  podDisruptionBudget: { enabled: context.highAvailability, minAvailable: 1 },
  resources: { requests: { cpu: "20m", memory }, limits: { memory: limit } },
  priorityClassName: "system-cluster-critical",
});

/** Who may read, the pods themselves say: by EKS Pod Identity, GKE's metadata server, or the token that Azure's webhook adds. */
const providers: Record<CloudName, (context: AddonContext) => object> = {
  // https://external-secrets.io/latest/provider/aws-secrets-manager/
  aws: ({ secretStore }) => ({ aws: { service: "SecretsManager", region: secretStore.address } }),
  // https://external-secrets.io/latest/provider/google-secrets-manager/
  gcp: ({ secretStore }) => ({ gcpsm: { projectID: secretStore.address } }),
  // https://external-secrets.io/latest/provider/azure-key-vault/
  azure: ({ secretStore }) => ({ azurekv: { authType: "WorkloadIdentity", vaultUrl: secretStore.address } }),
};

const store = (name: string, provider: object): Manifest => ({
  apiVersion: "external-secrets.io/v1",
  kind: "ClusterSecretStore",
  metadata: { name },
  spec: { provider },
});

/** Vault trusts tokens that the cluster signs for this service account: https://external-secrets.io/latest/provider/hashicorp-vault/ */
const vault = ({ place, vaultAddress }: AddonFacts): object => ({
  vault: {
    server: vaultAddress,
    path: "kv",
    version: "v2",
    auth: {
      jwt: {
        path: `jwt/${place.name}`,
        role: serviceAccount,
        kubernetesServiceAccountToken: {
          serviceAccountRef: { name: serviceAccount, namespace },
          audiences: ["vault"],
          expirationSeconds: 600,
        },
      },
    },
  },
});

/** Fills Secrets from where they are kept; the cloud's own store works without Vault, so a place starts and goes on without it. */
export const externalSecrets: Addon = {
  name: "external-secrets",
  purpose: "Fills Secrets from the cloud's own secret store and from Vault",
  namespace,
  chart: {
    repository: "https://charts.external-secrets.io",
    name: "external-secrets",
    version: "2.9.0",
    source: "https://artifacthub.io/packages/helm/external-secrets-operator/external-secrets/2.9.0",
  },
  delivery: "terraform",
  identity: ({ secretStore, place, keepsDmsLogins }) => ({
    name: "eso",
    serviceAccount,
    grants: [
      { may: "secrets:read", prefix: secretStore.scope },
      ...(keepsDmsLogins ? [{ may: "secrets:write" as const, prefix: dmsSecretPrefix(place) }] : []),
    ],
  }),
  values: (context, identity) => ({
    installCRDs: true,
    // What comes up before other nodes exist reads its secrets here.
    global: { tolerations: systemTolerations },
    ...part(context, "96Mi", "512Mi"),
    // Several at a time: after a restart all of a cluster's secrets are read anew.
    concurrent: 4,
    leaderElect: context.highAvailability,
    serviceAccount: { name: serviceAccount, annotations: identity.serviceAccountAnnotations },
    podLabels: identity.podLabels,
    webhook: part(context, "64Mi", "256Mi"),
    certController: part(context, "96Mi", "256Mi"),
  }),
  resources: (context) => [
    store(cloudStore, providers[context.place.cloud](context)),
    ...(context.vaultAddress === undefined ? [] : [store(vaultStore, vault(context))]),
  ],
};
