import type { Identity } from "../../identity/contract.ts";
import { vaultAddress, vaultNamespace } from "../../vault/facts.ts";
import { type Addon, type AddonContext, isCentral, type Values } from "../addon.ts";
import { vaultHost, vaultImage } from "./vault-address.ts";
import { metricsPort, sealOf, serverName, tlsFolder, vaultConfig } from "./vault-config.ts";
import { auditVolumeGib, confined, keeper } from "./vault-keeper.ts";
import { certificateName, vaultWays } from "./vault-ways.ts";

/** Gibibytes of a server's own volume: all that Vault keeps, and the snapshot it takes of it. */
const DATA_GIB = 20;

/**
 * Five over three zones go on when a zone is lost and one more server with it. One by itself would make every restart an outage for
 * all clusters, so there are never fewer than three.
 */
const servers = ({ highAvailability }: AddonContext): number => (highAvailability ? 5 : 3);

const labels = { "app.kubernetes.io/name": serverName, "app.kubernetes.io/instance": serverName, component: "server" };

/** No zone holds most of the servers; two on a node are fewer than a majority of five as well. */
const placement = ({ highAvailability }: AddonContext): Values => ({
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "topology.kubernetes.io/zone",
      labelSelector: { matchLabels: labels },
      ...(highAvailability ? { whenUnsatisfiable: "DoNotSchedule", minDomains: 3 } : { whenUnsatisfiable: "ScheduleAnyway" }),
    },
  ],
  affinity: {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: labels } } },
      ],
    },
  },
});

const volume = (gib: number): Values => ({ enabled: true, size: `${gib}Gi`, storageClass: "block-standard" });

/** Its user in the image; the pod security standard `restricted` asks for the rest. */
const security: Values = {
  pod: {
    runAsNonRoot: true,
    runAsUser: 100,
    runAsGroup: 1000,
    fsGroup: 1000,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  },
  container: confined,
};

/** What is in a server's pod besides the server itself. */
const pod: Values = {
  extraPorts: [{ name: "metrics", containerPort: metricsPort }],
  extraContainers: [keeper],
  shareProcessNamespace: true,
  volumes: [
    { name: "tls", secret: { secretName: certificateName, defaultMode: 0o440 } },
    { name: "tmp", emptyDir: {} },
  ],
  volumeMounts: [
    { name: "tls", mountPath: tlsFolder, readOnly: true },
    { name: "tmp", mountPath: "/tmp" },
  ],
};

const server = (context: AddonContext, identity: Identity): Values => ({
  image: vaultImage,
  resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { memory: "2Gi" } },
  priorityClassName: "system-cluster-critical",
  logLevel: "info",
  logFormat: "json",
  // Servers that follow are replaced before the one that leads, which only somebody who looks can do:
  // https://developer.hashicorp.com/vault/docs/upgrading#ha-installations
  updateStrategyType: "OnDelete",
  includeConfigAnnotation: true,
  // Clusters sign in by tokens that anybody can check, so none need be asked.
  authDelegator: { enabled: false },
  // The namespace has one already, which is narrower than the chart's: that lets in every pod of the cluster.
  networkPolicy: { enabled: false },
  serviceAccount: { name: serverName, annotations: identity.serviceAccountAnnotations },
  extraLabels: identity.podLabels,
  // For whoever works in the pod: `vault operator init` asks 127.0.0.1.
  extraEnvironmentVars: { VAULT_TLS_SERVER_NAME: vaultHost(context.domain) },
  ...pod,
  dataStorage: volume(DATA_GIB),
  auditStorage: volume(auditVolumeGib),
  // A release that is taken away by mistake leaves what Vault keeps.
  persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
  statefulSet: { securityContext: security },
  ...placement(context),
  ha: {
    enabled: true,
    replicas: servers(context),
    apiAddr: vaultAddress(context.domain),
    raft: { enabled: true, setNodeId: true, config: vaultConfig(context, servers(context)) },
  },
});

/** Vault, once for the estate. It unseals itself by a key of the cloud's; until somebody has run `vault operator init`, no pod is ready. */
export const vault: Addon = {
  name: serverName,
  purpose: "Keeps what is secret and shared by several places, and signs for their meshes",
  namespace: vaultNamespace,
  home: "central",
  chart: {
    repository: "https://helm.releases.hashicorp.com",
    name: "vault",
    version: "0.34.1",
    source: "https://github.com/hashicorp/vault-helm/blob/v0.34.1/values.yaml",
  },
  after: ["cert-manager", "istio-ingress", "istio-eastwestgateway"],
  // Argo CD's own secrets may be here, and the stacks after this one need it.
  delivery: "terraform",
  appliesTo: isCentral,
  identity: (context) => ({ name: "vault", serviceAccount: serverName, grants: [{ may: "kms:use", keyId: sealOf(context).keyId }] }),
  values: (context, identity) => ({
    global: { tlsDisable: false },
    injector: { enabled: false },
    server: server(context, identity),
  }),
  resources: vaultWays,
  wait: false,
};
