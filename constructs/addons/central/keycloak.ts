import { keycloakHost } from "../../sso/sign-in.ts";
import { type Addon, type AddonContext, type Manifest, replicas, type Values } from "../addon.ts";
import { kubectlJob } from "../recovery/kubectl-job.ts";
import { confined, keycloakConsoleHost, keycloakName, keycloakNamespace, runsKeycloak } from "./keycloak-address.ts";
import { databaseAuthority, databaseLogin, databaseSecret } from "./keycloak-database.ts";
import { administrator } from "./keycloak-realm.ts";
import { keycloakWays } from "./keycloak-ways.ts";

/** Folder with the authority of the database's server. */
const FOLDER = "/etc/keycloak/database";

/** The chart takes some lists as text: one line of JSON for each element, which is YAML. */
const lines = (elements: readonly object[]): string => elements.map((element) => `- ${JSON.stringify(element)}\n`).join("");

const secret = (variable: string, name: string, key: string) => ({ name: variable, valueFrom: { secretKeyRef: { name, key } } });

/** What the chart has no values for: https://www.keycloak.org/server/all-config */
function environment(context: AddonContext): string {
  const settings = {
    KC_HOSTNAME: `https://${keycloakHost(context.domain)}`,
    KC_HOSTNAME_ADMIN: `https://${keycloakConsoleHost(context)}`,
    // Pods find each other in the database that they share.
    KC_CACHE: "ispn",
    KC_CACHE_STACK: "jdbc-ping",
    KC_DB_URL_PROPERTIES: `?sslmode=verify-full&sslrootcert=${FOLDER}/${databaseAuthority.key}`,
    // Connections are made at the start and stay: they outlive a change of the password, new ones would be refused until the restart.
    KC_DB_POOL_INITIAL_SIZE: "10",
    KC_DB_POOL_MIN_SIZE: "10",
    KC_DB_POOL_MAX_SIZE: "10",
    KC_LOG_CONSOLE_OUTPUT: "json",
  };
  return lines([
    ...Object.entries(settings).map(([name, value]) => ({ name, value })),
    secret("KC_BOOTSTRAP_ADMIN_CLIENT_ID", administrator.name, "client-id"),
    secret("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", administrator.name, "client-secret"),
  ]);
}

const values = (context: AddonContext): Values => ({
  fullnameOverride: keycloakName,
  replicas: replicas(context),
  command: ["/opt/keycloak/bin/kc.sh"],
  args: ["start"],
  http: { relativePath: "/" },
  // The gateway says who asked, and that it was with TLS.
  proxy: { enabled: true, mode: "xforwarded", http: { enabled: true } },
  cache: { stack: "custom" },
  database: {
    vendor: "postgres",
    hostname: context.database?.host,
    port: context.database?.port,
    database: databaseLogin,
    username: databaseLogin,
    existingSecret: databaseSecret,
    existingSecretKey: "password",
  },
  extraEnv: environment(context),
  extraVolumes: lines([{ name: "database", configMap: { name: databaseAuthority.configMap } }]),
  extraVolumeMounts: lines([{ name: "database", mountPath: FOLDER, readOnly: true }]),
  serviceAccount: { automountServiceAccountToken: false },
  podSecurityContext: { fsGroup: 1000, seccompProfile: { type: "RuntimeDefault" } },
  securityContext: { runAsUser: 1000, runAsNonRoot: true, ...confined },
  resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { memory: "2Gi" } },
  podDisruptionBudget: { maxUnavailable: 1 },
  health: { enabled: true },
  metrics: { enabled: true },
  serviceMonitor: { enabled: true },
});

/** Pods read the password when they start: one after the other they start anew once Vault has changed it. Sessions are in the database. */
const restart = `rotated=$(kubectl --namespace ${keycloakNamespace} get secret ${databaseSecret} --output jsonpath='{.data.rotated}')
seen=$(kubectl --namespace ${keycloakNamespace} get statefulset ${keycloakName} --output jsonpath='{.spec.template.metadata.annotations.password-rotated}')
if [ -z "$rotated" ] || [ "$rotated" = "$seen" ]; then exit 0; fi
kubectl --namespace ${keycloakNamespace} patch statefulset ${keycloakName} --type merge --patch \\
  '{"spec":{"template":{"metadata":{"annotations":{"password-rotated":"'"$rotated"'"}}}}}'
`;

const restarts = (): Manifest[] =>
  kubectlJob({
    name: "keycloak-restart",
    namespace: keycloakNamespace,
    schedule: "*/5 * * * *",
    script: restart,
    timeoutSeconds: 120,
    rules: [
      { apiGroups: [""], resources: ["secrets"], resourceNames: [databaseSecret], verbs: ["get"] },
      { apiGroups: ["apps"], resources: ["statefulsets"], resourceNames: [keycloakName], verbs: ["get", "patch"] },
    ],
  });

/** Signs the platform's people in: people, groups, keys and sessions, all of them in the central place's database. */
export const keycloak: Addon = {
  name: keycloakName,
  purpose: "Signs people in to everything the platform runs",
  namespace: keycloakNamespace,
  home: "services",
  chart: {
    repository: "https://codecentric.github.io/helm-charts",
    name: "keycloakx",
    version: "7.1.11",
    source: "https://artifacthub.io/packages/helm/codecentric/keycloakx/7.1.11",
  },
  after: ["keycloak-database", "external-secrets"],
  appliesTo: runsKeycloak,
  secrets: () => [administrator],
  values,
  resources: (context) => [...keycloakWays(context), ...restarts()],
};
