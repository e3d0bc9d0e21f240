import { Fn } from "cdktf";
import { clusterAuthPath, mounts, podAudience, staticRole } from "../../vault/facts.ts";
import type { Addon, AddonContext, Manifest } from "../addon.ts";
import { keycloakNamespace, runsKeycloak } from "./keycloak-address.ts";

const name = "keycloak-database";
const metadata = { name, namespace: keycloakNamespace };

/** The login, as which Keycloak owns the database of the same name. */
export const databaseLogin = "keycloak";

/** Secret with the login's password, and in `rotated` when Vault last changed it. */
export const databaseSecret = name;

/** ConfigMap with the authority that the server's certificate is checked against. */
export const databaseAuthority = { configMap: name, key: "ca.crt" };

/** Role in Vault of the service account that reads the password, and no other. */
const ROLE = "keycloak";

/** The account that asks Vault; no pod runs as it, External Secrets gets tokens for it. */
const account: Manifest = { apiVersion: "v1", kind: "ServiceAccount", metadata, automountServiceAccountToken: false };

/** Reads a login that stays: https://external-secrets.io/latest/api/generator/vault/. A generator finds service accounts in its own namespace only. */
const login = ({ place, vaultAddress }: AddonContext): Manifest => ({
  apiVersion: "generators.external-secrets.io/v1alpha1",
  kind: "VaultDynamicSecret",
  metadata,
  spec: {
    path: `${mounts.databases}/static-creds/${staticRole(place.id, "keycloak")}`,
    method: "GET",
    resultType: "Data",
    provider: {
      server: vaultAddress,
      auth: {
        jwt: {
          path: clusterAuthPath(place.name),
          role: ROLE,
          kubernetesServiceAccountToken: { serviceAccountRef: { name }, audiences: [podAudience], expirationSeconds: 600 },
        },
      },
    },
  },
});

/** Only these two of the answer, since others change whenever it is asked, and with them the Secret. */
const password: Manifest = {
  apiVersion: "external-secrets.io/v1",
  kind: "ExternalSecret",
  metadata,
  spec: {
    // From when Vault changes the password until this sees it, new connections are refused.
    refreshInterval: "1m",
    target: {
      name: databaseSecret,
      template: { data: { password: "{{ .password }}", rotated: "{{ .last_vault_rotation }}" } },
    },
    dataFrom: [
      { sourceRef: { generatorRef: { apiVersion: "generators.external-secrets.io/v1alpha1", kind: "VaultDynamicSecret", name } } },
    ],
  },
};

/** In base64: its lines would not survive YAML. */
const authority = ({ database }: AddonContext): Manifest => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata,
  binaryData: { [databaseAuthority.key]: Fn.base64encode(database?.caCertificate ?? "") },
});

/** Apart from Keycloak, whose pods wait for it. */
export const keycloakDatabase: Addon = {
  name,
  purpose: "Gives Keycloak its login of the database, which Vault changes",
  namespace: keycloakNamespace,
  home: "services",
  after: ["external-secrets"],
  appliesTo: runsKeycloak,
  resources: (context) => [account, login(context), password, authority(context)],
};
