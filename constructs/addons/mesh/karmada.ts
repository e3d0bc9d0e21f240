import { type Addon, type AddonContext, type Manifest, replicas, type Values } from "../addon.ts";
import {
  federatedPlaces,
  federationHost,
  federationPort,
  hostsFederation,
  karmadaVersion,
  memberKey,
  federationNamespace as namespace,
} from "./karmada-facts.ts";
import { agentName, agentsNamespace, federationObjects } from "./karmada-objects.ts";

/** With a shell, bash and kubectl, which the chart's jobs are written for; the chart's own is Bitnami's, and without a version. */
const kubectl = { registry: "docker.io", repository: "alpine/k8s", tag: "1.34.1" };

const sized = (cpu: string, request: string, limit: string) => ({
  resources: { requests: { cpu, memory: request }, limits: { memory: limit } },
});

function values(context: AddonContext): Values {
  const replicaCount = replicas(context);
  return {
    installMode: "host",
    components: ["descheduler", "search"],
    kubectl: { image: kubectl },
    cfssl: { image: { registry: "docker.io", repository: "cfssl/cfssl", tag: "v1.6.5" } },
    certs: {
      mode: "auto",
      auto: {
        hosts: [
          "kubernetes.default.svc",
          `*.etcd.${namespace}.svc.cluster.local`,
          `*.${namespace}.svc.cluster.local`,
          `*.${namespace}.svc`,
          "localhost",
          "127.0.0.1",
        ],
      },
    },
    apiServer: { replicaCount, hostNetwork: false, ...sized("200m", "512Mi", "2Gi") },
    aggregatedApiServer: { replicaCount, ...sized("100m", "128Mi", "512Mi") },
    kubeControllerManager: { replicaCount, ...sized("50m", "128Mi", "512Mi") },
    controllerManager: { replicaCount, ...sized("100m", "128Mi", "1Gi") },
    scheduler: { replicaCount, ...sized("50m", "64Mi", "512Mi") },
    webhook: { replicaCount, ...sized("50m", "64Mi", "256Mi") },
    descheduler: { replicaCount, ...sized("50m", "64Mi", "256Mi") },
    search: { replicaCount, ...sized("50m", "128Mi", "512Mi") },
    etcd: {
      mode: "internal",
      internal: {
        replicaCount: replicas(context, 3),
        storageType: "pvc",
        pvc: { storageClass: "block-standard", size: "10Gi" },
        ...sized("100m", "256Mi", "1Gi"),
      },
    },
  };
}

const object = (apiVersion: string, kind: string, name: string, rest: Values): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
  ...rest,
});

/**
 * Puts Karmada's objects into its API every ten minutes, with the key that never leaves the cluster: so they come as soon as the API
 * is up, changes by hand do not last, and Terraform needs no way to it.
 */
const applies = (image: string): Manifest =>
  object("batch/v1", "CronJob", "federation-objects", {
    spec: {
      schedule: "*/10 * * * *",
      concurrencyPolicy: "Forbid",
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 2,
      jobTemplate: {
        spec: {
          backoffLimit: 1,
          activeDeadlineSeconds: 300,
          template: {
            spec: {
              restartPolicy: "Never",
              automountServiceAccountToken: false,
              securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
              containers: [applier(image)],
              volumes: [
                { name: "objects", configMap: { name: "federation-objects" } },
                { name: "kubeconfig", secret: { secretName: "karmada-kubeconfig" } },
              ],
            },
          },
        },
      },
    },
  });

const applier = (image: string) => ({
  name: "kubectl",
  image,
  command: ["kubectl"],
  args: [
    "apply",
    "--server-side",
    "--force-conflicts",
    "--filename=/objects",
    "--kubeconfig=/kubeconfig/kubeconfig",
    "--cache-dir=/dev/null",
  ],
  resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "256Mi" } },
  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
  volumeMounts: [
    { name: "objects", mountPath: "/objects", readOnly: true },
    { name: "kubeconfig", mountPath: "/kubeconfig", readOnly: true },
  ],
});

/** Reads Secrets of Karmada's API: https://external-secrets.io/latest/provider/kubernetes/ */
const store = object("external-secrets.io/v1", "SecretStore", "karmada", {
  spec: {
    provider: {
      kubernetes: {
        remoteNamespace: agentsNamespace,
        server: {
          url: `https://${federationHost}:${federationPort}`,
          caProvider: { type: "Secret", name: "karmada-cert", key: "server-ca.crt" },
        },
        auth: {
          cert: { clientCert: { name: "karmada-cert", key: "karmada.crt" }, clientKey: { name: "karmada-cert", key: "karmada.key" } },
        },
      },
    },
  },
});

/** By key of the Secret here and in Vault: the key of the one in Karmada's API. */
const keys = { token: "token", ca: "ca.crt" };

/** Takes a member's token out of Karmada's API and into Vault, where its cluster finds it: it is in nobody's state. */
function handOver(member: string): Manifest[] {
  const name = agentName(member);
  return [
    object("external-secrets.io/v1", "ExternalSecret", name, {
      spec: {
        refreshInterval: "1h",
        secretStoreRef: { kind: "SecretStore", name: "karmada" },
        target: { name },
        data: Object.entries(keys).map(([secretKey, property]) => ({ secretKey, remoteRef: { key: name, property } })),
      },
    }),
    object("external-secrets.io/v1alpha1", "PushSecret", name, {
      spec: {
        refreshInterval: "1h",
        updatePolicy: "Replace",
        secretStoreRefs: [{ kind: "ClusterSecretStore", name: "vault" }],
        selector: { secret: { name } },
        data: Object.keys(keys).map((key) => ({ match: { secretKey: key, remoteRef: { remoteKey: memberKey(member), property: key } } })),
      },
    }),
  ];
}

/** The way in for agents: Karmada's own TLS, unread by the gateway. */
const entrance: Manifest[] = [
  object("networking.istio.io/v1", "Gateway", "karmada", {
    spec: {
      selector: { istio: "eastwestgateway" },
      servers: [
        { port: { number: federationPort, name: "tls-karmada", protocol: "TLS" }, tls: { mode: "PASSTHROUGH" }, hosts: [federationHost] },
      ],
    },
  }),
  object("networking.istio.io/v1", "VirtualService", "karmada", {
    spec: {
      hosts: [federationHost],
      gateways: ["karmada"],
      tls: [
        {
          match: [{ port: federationPort, sniHosts: [federationHost] }],
          route: [{ destination: { host: `${federationHost}.cluster.local`, port: { number: federationPort } } }],
        },
      ],
    },
  }),
];

function resources({ estate }: AddonContext): Manifest[] {
  const members = [...federatedPlaces(estate).values()].flat();
  const objects = { apiVersion: "v1", kind: "List", items: federationObjects(estate) };
  return [
    object("v1", "ConfigMap", "federation-objects", { data: { "objects.json": JSON.stringify(objects) } }),
    applies(`${kubectl.registry}/${kubectl.repository}:${kubectl.tag}`),
    store,
    ...members.flatMap(({ name }) => handOver(name)),
    ...entrance,
  ];
}

/** Karmada's control plane, once for the estate. Argo CD brings each cluster what is that cluster's; Karmada places what spans clouds. */
export const karmada: Addon = {
  name: "karmada",
  purpose: "Places applications that span clouds over the clusters of their environment",
  namespace,
  chart: {
    repository: "https://raw.githubusercontent.com/karmada-io/karmada/master/charts",
    name: "karmada",
    version: karmadaVersion,
    source: `https://github.com/karmada-io/karmada/blob/${karmadaVersion}/charts/karmada/values.yaml`,
  },
  home: "services",
  after: ["external-secrets", "istio-eastwestgateway"],
  // Its chart makes certificates in jobs that run before the rest, which Argo CD would run anew with each change.
  delivery: "terraform",
  appliesTo: hostsFederation,
  values,
  resources,
};
