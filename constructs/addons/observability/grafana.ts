import type { Addon, AddonContext, AddonFacts, Manifest, SecretNeed, Values } from "../addon.ts";
import { placeHost } from "../mesh/internal-services.ts";
import { publicGateway } from "../mesh/istio-gateway.ts";
import { centralNamespace } from "./central.ts";
import { dashboardLabel, dashboardObjects, folderAnnotation } from "./dashboards.ts";
import { datasources, otherPlaces } from "./grafana-datasources.ts";
import { resources, storageClass } from "./sizing.ts";

/** Environment variables of Grafana's: https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/ */
const signInSecret: SecretNeed = { name: "grafana-oidc", keys: { GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: "grafana-oidc-client-secret" } };

/** One of the names the place's gateway has a certificate for. */
const hostOf = ({ place, domain }: AddonFacts): string => `grafana.${placeHost(place, domain)}`;

/** A JMESPath over the claims; who is in none of the groups does not get in. */
const roles = ({ groups }: AddonFacts): string =>
  [
    `contains(groups[*], '${groups.administrators}') && 'GrafanaAdmin'`,
    `contains(groups[*], '${groups.operators}') && 'Editor'`,
    `contains(groups[*], '${groups.developers}') && 'Viewer'`,
    `contains(groups[*], '${groups.auditors}') && 'Viewer'`,
  ].join(" || ");

const signIn = (facts: AddonFacts): Values => ({
  enabled: true,
  name: "Single sign-on",
  client_id: "grafana",
  scopes: facts.signIn.scopes,
  auth_url: facts.signIn.authorization,
  token_url: facts.signIn.token,
  api_url: facts.signIn.userInfo,
  use_pkce: true,
  use_refresh_token: true,
  allow_sign_up: true,
  allow_assign_grafana_admin: true,
  role_attribute_path: roles(facts),
  role_attribute_strict: true,
});

const settings = (facts: AddonFacts): Values => ({
  server: { root_url: `https://${hostOf(facts)}` },
  analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
  auth: { disable_login_form: true },
  "auth.basic": { enabled: false },
  "auth.generic_oauth": signIn(facts),
  security: { cookie_secure: true, disable_gravatar: true, strict_transport_security: true },
  // Alerts are rules in git, which the clusters evaluate themselves: they work when this place does not.
  unified_alerting: { enabled: false },
  users: { viewers_can_edit: false },
});

const dashboardReader: Manifest = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: "grafana-dashboards" },
  rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }],
};

const values = (context: AddonContext): Values => ({
  // One, since its database is a file: what counts (data sources, dashboards, rights) comes from git and claims, so a second copy
  // would only keep people signed in, at the price of a database server whose password Grafana would have to be given.
  replicas: 1,
  deploymentStrategy: { type: "Recreate" },
  persistence: { enabled: true, type: "pvc", storageClassName: storageClass, size: "5Gi" },
  resources: resources("100m", "256Mi", "1Gi"),
  // There is no administrator with a password.
  env: { GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: "true" },
  envFromSecret: signInSecret.name,
  hostAliases: otherPlaces(context),
  "grafana.ini": settings(context),
  datasources: { "datasources.yaml": datasources(context) },
  // The chart's own role would let it read every Secret of the cluster.
  rbac: { create: true, useExistingClusterRole: dashboardReader.metadata.name },
  // ConfigMaps of any namespace, as charts bring them. Grafana looks for changes itself: to be told needs the password there is not.
  sidecar: {
    dashboards: {
      enabled: true,
      label: dashboardLabel,
      resource: "configmap",
      searchNamespace: "ALL",
      folderAnnotation,
      skipReload: true,
      provider: { foldersFromFilesStructure: true },
    },
    resources: resources("20m", "64Mi", "192Mi"),
  },
  initChownData: { enabled: false },
  testFramework: { enabled: false },
  serviceMonitor: { enabled: true },
});

/** The way in; who may use it has passed Cloudflare Access before. */
const route = (facts: AddonFacts): Manifest => ({
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name: "grafana", namespace: centralNamespace },
  spec: {
    hosts: [hostOf(facts)],
    gateways: [publicGateway],
    http: [{ route: [{ destination: { host: `grafana.${centralNamespace}.svc.cluster.local`, port: { number: 80 } } }] }],
  },
});

/** One window on all clusters. */
export const grafana: Addon = {
  name: "grafana",
  purpose: "Shows metrics, logs and traces of every cluster of the estate",
  namespace: centralNamespace,
  home: "services",
  chart: {
    repository: "https://grafana-community.github.io/helm-charts",
    name: "grafana",
    version: "12.11.1",
    source: "https://github.com/grafana-community/helm-charts/tree/grafana-12.11.1/charts/grafana",
  },
  // The data source that every dashboard starts with.
  after: ["external-secrets", "thanos-global"],
  secrets: () => [signInSecret],
  values,
  resources: (context) => [dashboardReader, route(context), ...dashboardObjects(context)],
};
