import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";

const resources = (memory: string, limit: string) => ({ requests: { cpu: "20m", memory }, limits: { memory: limit } });

const values = (context: AddonContext): Values => ({
  controller: {
    replicas: replicas(context),
    manager: {
      // Vault's tokens are not to be kept in the cluster; after a restart it logs in anew.
      clientCache: { persistenceModel: "none" },
      // Otherwise everything that Vault answered is in the Secret once more, under the key `_raw`.
      globalTransformationOptions: { excludeRaw: true },
      resources: resources("128Mi", "512Mi"),
    },
    kubeRbacProxy: { resources: resources("32Mi", "128Mi") },
  },
  defaultVaultConnection: { enabled: true, address: context.vaultAddress },
  // Vault trusts tokens that the cluster signs, and needs no way back to it:
  // https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/sources/vault/auth/jwt
  defaultAuthMethod: {
    enabled: true,
    method: "jwt",
    mount: `jwt/${context.place.name}`,
    jwt: { role: "vault-secrets-operator", serviceAccount: "default", tokenAudiences: ["vault"] },
  },
});

/** HashiCorp's own way from Vault to Secrets, beside External Secrets: it renews leases of credentials that Vault makes. */
export const vaultSecretsOperator: Addon = {
  name: "vault-secrets-operator",
  purpose: "Fills Secrets from Vault and renews what Vault lends",
  namespace: "vault-secrets-operator",
  chart: {
    repository: "https://helm.releases.hashicorp.com",
    name: "vault-secrets-operator",
    version: "1.4.1",
    source: "https://artifacthub.io/packages/helm/hashicorp/vault-secrets-operator/1.4.1",
  },
  optional: true,
  appliesTo: ({ vaultAddress }) => vaultAddress !== undefined,
  values,
};
