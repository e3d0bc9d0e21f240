import { signInApplications } from "../../sso/applications.ts";
import { platformRealm } from "../../sso/realm.ts";
import { secretVariable } from "../../sso/realm-clients.ts";
import { realm } from "../../sso/sign-in.ts";
import type { Addon, AddonContext, AddonFacts, Manifest, SecretNeed, Values } from "../addon.ts";
import { confined, keycloakNamespace, keycloakService, realmFacts, runsKeycloak } from "./keycloak-address.ts";

const name = "keycloak-realm";
const metadata = { name, namespace: keycloakNamespace };

/** Built for a version of Keycloak of the same minor: https://github.com/adorsys/keycloak-config-cli#docker */
const IMAGE = "docker.io/adorsys/keycloak-config-cli:6.5.1-26.5.5";

/** The client by which Keycloak is administered: made when its database is new. */
export const administrator: SecretNeed = {
  name: "keycloak-administrator",
  keys: { "client-secret": "keycloak-administrator-client-secret" },
  fixed: { "client-id": "platform-administrator" },
};

/** Client secrets of the applications, by the variable that the realm names. */
function clientSecrets(facts: AddonFacts): SecretNeed {
  const secrets = signInApplications(realmFacts(facts)).flatMap(({ secret }) => (secret === undefined ? [] : [secret]));
  return { name: "keycloak-clients", keys: Object.fromEntries(secrets.map((secret) => [secretVariable(secret), secret])) };
}

const FILE = `${realm}.json`;

const settings = {
  KEYCLOAK_URL: `http://${keycloakService.host}:${keycloakService.port}`,
  KEYCLOAK_LOGINREALM: "master",
  KEYCLOAK_GRANTTYPE: "client_credentials",
  KEYCLOAK_AVAILABILITYCHECK_ENABLED: "true",
  KEYCLOAK_AVAILABILITYCHECK_TIMEOUT: "120s",
  IMPORT_FILES_LOCATIONS: `/config/${FILE}`,
  IMPORT_VARSUBSTITUTION_ENABLED: "true",
  // Of clients, roles and flows it takes away those it once made. Of these it would take away what is Keycloak's own, or people's.
  IMPORT_MANAGED_CLIENTSCOPE: "no-delete",
  IMPORT_MANAGED_GROUP: "no-delete",
  IMPORT_MANAGED_REQUIREDACTION: "no-delete",
  JAVA_OPTS: "-XX:MaxRAMPercentage=70",
};

const ofAdministrator = (variable: string, key: string) => ({
  name: variable,
  valueFrom: { secretKeyRef: { name: administrator.name, key } },
});

const container = (facts: AddonFacts): Values => ({
  name: "realm",
  image: IMAGE,
  env: [
    ...Object.entries(settings).map(([variable, value]) => ({ name: variable, value })),
    ofAdministrator("KEYCLOAK_CLIENTID", "client-id"),
    ofAdministrator("KEYCLOAK_CLIENTSECRET", "client-secret"),
  ],
  envFrom: [{ secretRef: { name: clientSecrets(facts).name } }],
  securityContext: { ...confined, readOnlyRootFilesystem: true },
  resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "768Mi" } },
  volumeMounts: [
    { name: "realm", mountPath: `/config/${FILE}`, subPath: FILE, readOnly: true },
    { name: "tmp", mountPath: "/tmp" },
  ],
});

/**
 * Every quarter of an hour, since a job runs but once and Terraform has no way to the API. What it did last it remembers by a checksum of
 * the realm with its secrets filled in: a run without a change does nothing, and a client secret that changed is one.
 */
const job = (context: AddonContext): Values => ({
  schedule: "*/15 * * * *",
  timeZone: "Etc/UTC",
  concurrencyPolicy: "Forbid",
  startingDeadlineSeconds: 600,
  successfulJobsHistoryLimit: 1,
  failedJobsHistoryLimit: 1,
  jobTemplate: {
    spec: {
      backoffLimit: 1,
      activeDeadlineSeconds: 600,
      template: {
        metadata: { labels: { app: name } },
        spec: {
          restartPolicy: "Never",
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: "RuntimeDefault" } },
          containers: [container(context)],
          volumes: [
            { name: "realm", configMap: { name } },
            { name: "tmp", emptyDir: {} },
          ],
        },
      },
    },
  },
});

const resources = (context: AddonContext): Manifest[] => [
  { apiVersion: "v1", kind: "ConfigMap", metadata, data: { [FILE]: JSON.stringify(platformRealm(realmFacts(context)), null, 1) } },
  { apiVersion: "batch/v1", kind: "CronJob", metadata, spec: job(context) },
];

/** The realm as configuration wants it. People are in Keycloak's database alone: who they are and what groups they are in, it never touches. */
export const keycloakRealm: Addon = {
  name,
  purpose: "Keeps Keycloak's realm, its clients and groups as configuration says",
  namespace: keycloakNamespace,
  home: "services",
  after: ["keycloak", "external-secrets"],
  appliesTo: runsKeycloak,
  secrets: (facts) => [clientSecrets(facts)],
  resources,
};
