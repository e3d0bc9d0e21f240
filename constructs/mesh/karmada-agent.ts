import type { Manifest } from "../addons/addon.ts";
import {
  federationHost,
  federationPort,
  karmadaVersion,
  memberKey,
  federationNamespace as namespace,
} from "../addons/mesh/karmada-facts.ts";
import { kubeconfig, type MeshPlace, vaultStore } from "./member.ts";

const name = "karmada-agent";
const labels = { app: name };
const READ = ["get", "list", "watch"];
const ALL = [...READ, "create", "update", "patch", "delete"];

/**
 * What the agent may do in its own cluster. Karmada's chart lets it do anything; here it is what policies place
 * (`constructs/addons/mesh/karmada-objects.ts`), the namespaces it is placed in, and what it tells of the cluster. No Secrets, no rights.
 */
const rules = [
  { apiGroups: ["apps"], resources: ["deployments", "deployments/status", "replicasets"], verbs: ALL },
  { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: ALL },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: ALL },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: ALL },
  { apiGroups: ["networking.istio.io"], resources: ["virtualservices"], verbs: ALL },
  { apiGroups: [""], resources: ["services", "configmaps", "serviceaccounts"], verbs: ALL },
  { apiGroups: [""], resources: ["namespaces"], verbs: [...READ, "create"] },
  { apiGroups: [""], resources: ["nodes", "pods"], verbs: READ },
  { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: READ },
  { nonResourceURLs: ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/readyz", "/version"], verbs: ["get"] },
];

function account(): Manifest[] {
  const subjects = [{ kind: "ServiceAccount", name, namespace }];
  const rbac = "rbac.authorization.k8s.io";
  const leases = [{ apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update", "patch"] }];
  const role = (kind: "ClusterRole" | "Role", given: object[], metadata: Manifest["metadata"]): Manifest[] => [
    { apiVersion: `${rbac}/v1`, kind, metadata, rules: given },
    { apiVersion: `${rbac}/v1`, kind: `${kind}Binding`, metadata, roleRef: { apiGroup: rbac, kind, name }, subjects },
  ];
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
    ...role("ClusterRole", rules, { name }),
    ...role("Role", leases, { name, namespace }),
  ];
}

/** @param host address of the management place's internal gateway */
const access = (member: string, host: string): Manifest => ({
  apiVersion: "external-secrets.io/v1",
  kind: "ExternalSecret",
  metadata: { name, namespace },
  spec: {
    refreshInterval: "1h",
    secretStoreRef: vaultStore,
    target: {
      name,
      template: {
        engineVersion: "v2",
        data: {
          kubeconfig: kubeconfig("karmada", {
            server: `https://${host}:${federationPort}`,
            // The address is a gateway's, which passes on by this name; the certificate is for it, too.
            "tls-server-name": federationHost,
            "certificate-authority-data": "{{ .ca | b64enc }}",
          }),
        },
      },
    },
    data: [
      { secretKey: "token", remoteRef: { key: memberKey(member), property: "token" } },
      { secretKey: "ca", remoteRef: { key: memberKey(member), property: "ca" } },
    ],
  },
});

const container = ({ name: member, cloud, region }: MeshPlace, endpoint: string) => ({
  name,
  image: `docker.io/karmada/karmada-agent:${karmadaVersion}`,
  command: ["/bin/karmada-agent"],
  args: [
    "--karmada-kubeconfig=/etc/kubeconfig/kubeconfig",
    `--cluster-name=${member}`,
    `--cluster-api-endpoint=${endpoint}`,
    `--cluster-provider=${cloud}`,
    `--cluster-region=${region}`,
    "--cluster-status-update-frequency=10s",
    // Karmada gets no key to this cluster: the agent fetches its work.
    "--report-secrets=None",
    `--leader-elect-resource-namespace=${namespace}`,
    "--health-probe-bind-address=0.0.0.0:10357",
    "--metrics-bind-address=:8080",
  ],
  ports: [{ containerPort: 8080, name: "metrics" }],
  livenessProbe: { httpGet: { path: "/healthz", port: 10357 }, initialDelaySeconds: 15, periodSeconds: 15, timeoutSeconds: 5 },
  resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "512Mi" } },
  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
  volumeMounts: [{ name: "kubeconfig", mountPath: "/etc/kubeconfig", readOnly: true }],
});

/** A member's side of the federation: https://karmada.io/docs/userguide/clustermanager/cluster-registration#register-cluster-with-pull-mode */
export const karmadaAgent = (place: MeshPlace, endpoint: string, host: string): Manifest[] => [
  ...account(),
  access(place.name, host),
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      // Two, of which one leads: the other takes over when its node goes.
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
          containers: [container(place, endpoint)],
          volumes: [{ name: "kubeconfig", secret: { secretName: name } }],
        },
      },
    },
  },
];
