import { Fn, Token } from "cdktf";
import type { Database } from "../../database/contract.ts";
import type { Identity } from "../../identity/contract.ts";
import { databaseLoginKey } from "../../vault/facts.ts";
import type { Addon, AddonContext, AddonFacts, Manifest, PlaceFacts, Values } from "../addon.ts";
import { isCentral } from "../addon.ts";
import { vaultStore } from "../security/external-secrets.ts";
import { administratorFolder, administratorLogin } from "./administrator.ts";
import { postgresqlLogins, postgresqlScript, type WantedLogins } from "./postgresql-logins.ts";
import { sqlserverLogins, sqlserverScript } from "./sqlserver-logins.ts";

const name = "database-logins";
const namespace = "databases";
const metadata = { name, namespace };
const vaultFolder = "/vault-login";

/** Client, user of its image, and what it does, by kind of database. */
const clients = {
  postgresql: { image: "docker.io/library/postgres:17.6-alpine", user: 70, shell: "sh", sql: postgresqlLogins, script: postgresqlScript },
  // Of the server's own image, which has the client too: there is no image of it alone that has versions.
  sqlserver: {
    image: "mcr.microsoft.com/mssql/server:2022-CU14-ubuntu-22.04",
    ...{ user: 10_001, shell: "bash", sql: sqlserverLogins, script: sqlserverScript },
  },
} as const;

const confined: Values = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } };

/** The place itself, among those that configuration lists. */
const ownFacts = ({ place, places, central }: AddonFacts): PlaceFacts | undefined =>
  [...places, ...(central ? [central] : [])].find(({ id }) => id === place.id);

/** Whether Vault reaches the place's database, and so wants a login there. */
const isReached = (facts: AddonFacts): boolean =>
  facts.vaultAddress !== undefined && ownFacts(facts)?.engine !== undefined && (isCentral(facts) || facts.interconnect);

/** @throws when the stack that asks has no database */
function databaseOf({ database, place }: AddonContext): Database {
  if (database !== undefined) return database;
  throw new Error(`${place.id}: addons.${name}: needs the place's database; this stack reads none; enable database, or turn ${name} off`);
}

/** Vault's own login: of use until Vault changes its password for the first time. */
const vaultSecret = ({ place }: AddonContext): Manifest => ({
  apiVersion: "external-secrets.io/v1",
  kind: "ExternalSecret",
  metadata,
  spec: {
    refreshInterval: "1h",
    secretStoreRef: { kind: "ClusterSecretStore", name: vaultStore },
    target: { name },
    data: [{ secretKey: "password", remoteRef: { key: databaseLoginKey(place.environment, place.id), property: "password" } }],
  },
});

const wantedOf = ({
  place,
  postgresVersion,
  databaseLogins: logins,
  databaseUsers: users,
  capturedTables,
}: AddonContext): WantedLogins => ({
  ...{ cloud: place.cloud, postgresVersion, logins, users, captured: capturedTables },
});

const files = (context: AddonContext, database: Database, engine: keyof typeof clients): Manifest => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata,
  data: {
    "logins.sql": clients[engine].sql(wantedOf(context)),
  },
  // In base64: its lines would not survive YAML.
  binaryData: { "ca.crt": Fn.base64encode(database.caCertificate) },
});

function pod(context: AddonContext, database: Database, engine: keyof typeof clients, identity: Identity): Values {
  const { image, user, shell, script } = clients[engine];
  const env = {
    ...{ HOME: "/tmp", DB_HOST: database.host, DB_PORT: Token.asString(database.port), DB_NAME: database.database },
    // Whoever a public authority vouches for is checked against the image's own list.
    ...{ PGHOST: database.host, PGPORT: Token.asString(database.port), PGDATABASE: database.database, PGSSLMODE: "verify-full" },
    PGSSLROOTCERT: context.place.cloud === "azure" ? "system" : "/sql/ca.crt",
  };
  return {
    metadata: { labels: { app: name, ...identity.podLabels } },
    spec: {
      serviceAccountName: name,
      restartPolicy: "Never",
      securityContext: { runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user, seccompProfile: { type: "RuntimeDefault" } },
      initContainers: [administratorLogin(context, database, confined)],
      containers: [
        {
          name: "logins",
          image,
          command: [shell, "-eu", "-c", script(administratorFolder, vaultFolder)],
          env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
          securityContext: confined,
          resources: { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "256Mi" } },
          volumeMounts: [
            { name: "administrator", mountPath: administratorFolder, readOnly: true },
            { name: "vault", mountPath: vaultFolder, readOnly: true },
            { name: "sql", mountPath: "/sql", readOnly: true },
            { name: "tmp", mountPath: "/tmp" },
          ],
        },
      ],
      volumes: [
        { name: "administrator", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
        { name: "vault", secret: { secretName: name, defaultMode: 0o440 } },
        { name: "sql", configMap: { name } },
        { name: "tmp", emptyDir: {} },
      ],
    },
  };
}

/** Every ten minutes: what is there is left as it is, and what somebody took away comes back. */
const job = (template: Values): Manifest => ({
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata,
  spec: {
    schedule: "*/10 * * * *",
    concurrencyPolicy: "Forbid",
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 1,
    jobTemplate: { spec: { backoffLimit: 0, activeDeadlineSeconds: 300, template } },
  },
});

function resources(context: AddonContext, identity: Identity): Manifest[] {
  const database = databaseOf(context);
  const engine = ownFacts(context)?.engine ?? "postgresql";
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { ...metadata, annotations: identity.serviceAccountAnnotations } },
    vaultSecret(context),
    files(context, database, engine),
    job(pod(context, database, engine, identity)),
  ];
}

/** The logins that only an administrator of the database can make, by somebody who is inside: Vault's, which makes all others, and applications'. */
export const databaseLogins: Addon = {
  name,
  purpose: "Makes the logins of the place's database that others begin with: Vault's, and applications'",
  namespace,
  after: ["external-secrets"],
  delivery: "terraform",
  appliesTo: isReached,
  identity: (context) => ({
    name: "dblogins",
    serviceAccount: name,
    grants: [{ may: "secrets:read", prefix: databaseOf(context).adminSecretScope }],
  }),
  resources,
};
