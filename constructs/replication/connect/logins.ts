import { Fn, Token } from "cdktf";
import type { Manifest } from "../../addons/addon.ts";
import { cloudStore } from "../../addons/external-secret.ts";
import { vaultStore } from "../../addons/security/external-secrets.ts";
import type { Database } from "../../database/contract.ts";
import { aliasOf, type Place } from "../../place.ts";
import { clusterAuthPath, mounts, podAudience, type StaticLogin, staticRole } from "../../vault/facts.ts";
import { dmsSecretName } from "../dms-secret.ts";
import { busLoginPath } from "../kept-bus-login.ts";
import { authority, busSecret, databaseSecret, kafkaNamespace } from "./names.ts";

/** What asks Vault for logins: an account of the namespace, a role of the same name there. */
export const connectRole = "kafka-connect";
/** What hands the logins of DMS from Vault to its secrets. */
export const pushRole = "dms-logins";

export interface LoginsProps {
  readonly place: Place;
  /** Where the place reaches Vault. */
  readonly vaultAddress: string;
}

const meta = (name: string) => ({ name, namespace: kafkaNamespace });
const generators = "generators.external-secrets.io/v1alpha1";

/** No pod runs as it: External Secrets gets tokens for it. */
const account = (name: string): Manifest => ({
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: meta(name),
  automountServiceAccountToken: false,
});

/** A login that stays, as Vault has it now: https://external-secrets.io/latest/api/generator/vault/ */
const generator = (name: string, role: string, databaseOf: string, login: StaticLogin, { place, vaultAddress }: LoginsProps): Manifest => ({
  apiVersion: generators,
  kind: "VaultDynamicSecret",
  metadata: meta(name),
  spec: {
    path: `${mounts.databases}/static-creds/${staticRole(databaseOf, login)}`,
    method: "GET",
    resultType: "Data",
    provider: {
      server: vaultAddress,
      auth: {
        jwt: {
          path: clusterAuthPath(place.name),
          role,
          kubernetesServiceAccountToken: { serviceAccountRef: { name: role }, audiences: [podAudience], expirationSeconds: 600 },
        },
      },
    },
  },
});

/** The logins of Kafka Connect: of the place's database, which Vault changes every day, and of Kafka. */
export function connectLogins(props: LoginsProps, database: Database, hasAuthority: boolean): Manifest[] {
  const { place } = props;
  return [
    account(connectRole),
    generator(databaseSecret, connectRole, place.id, "debezium", props),
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: meta(databaseSecret),
      spec: {
        // From when Vault changes the password until this sees it, new connections are refused.
        refreshInterval: "1m",
        target: { name: databaseSecret, template: { data: { username: "{{ .username }}", password: "{{ .password }}" } } },
        dataFrom: [{ sourceRef: { generatorRef: { apiVersion: generators, kind: "VaultDynamicSecret", name: databaseSecret } } }],
      },
    },
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: meta(busSecret),
      spec: {
        refreshInterval: "1h",
        secretStoreRef: { kind: "ClusterSecretStore", name: vaultStore },
        target: { name: busSecret },
        data: (["username", "password"] as const).map((property) => ({
          secretKey: property,
          remoteRef: { key: busLoginPath(place.environment), property },
        })),
      },
    },
    // In base64: its lines would not survive YAML.
    ...(hasAuthority
      ? [
          {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: meta(authority.configMap),
            binaryData: { [authority.key]: Fn.base64encode(database.caCertificate) },
          },
        ]
      : []),
  ];
}

/**
 * Puts the logins of AWS DMS where it reads them: what Vault has now, with where the database is.
 *
 * @param databases of every place that DMS is at, by id; `props.place` is the hub
 */
export function dmsLogins(props: LoginsProps, databases: Readonly<Record<string, Database>>): Manifest[] {
  const { place: hub } = props;
  const pushed = Object.entries(databases).flatMap(([id, { host, port }]): Manifest[] => {
    const name = `dms-${aliasOf(id)}`;
    return [
      generator(name, pushRole, id, "dms", props),
      {
        apiVersion: "external-secrets.io/v1alpha1",
        kind: "PushSecret",
        metadata: meta(name),
        spec: {
          refreshInterval: "5m",
          deletionPolicy: "None",
          secretStoreRefs: [{ kind: "ClusterSecretStore", name: cloudStore }],
          selector: { generatorRef: { apiVersion: generators, kind: "VaultDynamicSecret", name } },
          template: {
            data: { login: `{"username":"{{ .username }}","password":"{{ .password }}","host":"${host}","port":${Token.asString(port)}}` },
          },
          data: [{ match: { secretKey: "login", remoteRef: { remoteKey: dmsSecretName(hub, id) } } }],
        },
      },
    ];
  });
  return pushed.length === 0 ? [] : [account(pushRole), ...pushed];
}
