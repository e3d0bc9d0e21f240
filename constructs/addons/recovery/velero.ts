import type { Identity } from "../../identity/contract.ts";
import type { Addon, AddonContext, AddonFacts, CloudIdentity, Values } from "../addon.ts";
import { veleroNamespace } from "./velero-foreign.ts";
import { backupBucket, backupLocations, backupPurpose, pluginImages } from "./velero-locations.ts";
import { veleroExtras, veleroObjects, veleroVolumes } from "./velero-objects.ts";

const serviceAccount = "velero-server";

/** When backups are made, UTC, and for how many days they are kept; the weekly ones reach back half a year. */
const schedules = {
  daily: { schedule: "0 2 * * *", days: 30 },
  weekly: { schedule: "0 4 * * 0", days: 180 },
} as const;

/** Never longer than the bucket keeps objects: what it has deleted, nobody can restore. */
const keptDays = (days: number, { retentionDays }: Pick<AddonFacts, "retentionDays">): number =>
  Math.min(days, retentionDays[backupPurpose] || days);

function schedule(context: AddonContext, name: keyof typeof schedules): Values {
  const { schedule: cron, days } = schedules[name];
  return {
    schedule: cron,
    template: {
      ttl: `${keptDays(days, context) * 24}h`,
      storageLocation: "default",
      includedNamespaces: ["*"],
      // The cluster's own, and what a drill has restored from elsewhere.
      excludedNamespaces: ["kube-node-lease", "kube-public", "kube-system", "restore-drill"],
      snapshotMoveData: true,
      csiSnapshotTimeout: "30m",
      resourcePolicy: { kind: "configmap", name: veleroObjects.volumes },
    },
  };
}

/** Data is in the bucket rather than in the cloud's snapshots, and so can be restored in another cloud. */
const configuration = (context: AddonContext, identity: Identity): Values => ({
  backupStorageLocation: backupLocations(context, identity),
  volumeSnapshotLocation: [],
  features: "EnableCSI",
  defaultSnapshotMoveData: true,
  uploaderType: "kopia",
});

const nodeAgent = (context: AddonContext): Values => ({
  extraArgs: [`--node-agent-configmap=${veleroObjects.nodeAgent}`],
  // On every node that may have a volume, whatever the node is kept for.
  tolerations: [{ operator: "Exists" }],
  resources: { requests: { cpu: "50m", memory: "256Mi" }, limits: { memory: "2Gi" } },
  ...veleroVolumes(context),
});

function values(context: AddonContext, identity: Identity): Values {
  return {
    initContainers: pluginImages(context).map((image) => ({
      name: /plugin-for-[a-z-]+/.exec(image)?.[0],
      image: `docker.io/${image}`,
      resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "64Mi" } },
      volumeMounts: [{ mountPath: "/target", name: "plugins" }],
    })),
    // Its job runs an image that is no longer published freely. Helm makes the kinds at first, Argo CD at every sync; docs/backup.md has the rest.
    upgradeCRDs: false,
    credentials: { useSecret: false, extraSecretRef: veleroObjects.variables },
    serviceAccount: { server: { name: serviceAccount, annotations: identity.serviceAccountAnnotations } },
    podLabels: identity.podLabels,
    resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "1Gi" } },
    ...veleroVolumes(context),
    extraObjects: veleroExtras(context),
    configuration: configuration(context, identity),
    // These are of the clouds' own snapshots; volumes are frozen through CSI.
    snapshotsEnabled: false,
    deployNodeAgent: true,
    nodeAgent: nodeAgent(context),
    schedules: { daily: schedule(context, "daily"), weekly: schedule(context, "weekly") },
    metrics: { serviceMonitor: { enabled: true }, nodeAgentPodMonitor: { enabled: true } },
  };
}

const identity = (context: AddonContext): CloudIdentity => {
  const bucket = backupBucket(context);
  return {
    name: "velero",
    serviceAccount,
    grants: [
      { may: "objectstore:read-write", bucket },
      { may: "objectstore:sign", bucket },
    ],
  };
};

/** Backups of every object and volume, copied out of the cluster into the place's bucket; and of another cloud's to read. */
export const velero: Addon = {
  name: "velero",
  purpose: "Backs the cluster's objects and volumes up, and restores them, in another cloud too",
  namespace: veleroNamespace,
  chart: {
    repository: "https://vmware-tanzu.github.io/helm-charts",
    name: "velero",
    version: "12.1.0",
    source: "https://artifacthub.io/packages/helm/vmware-tanzu/velero/12.1.0",
  },
  after: ["kube-prometheus-stack", "storage"],
  identity,
  values,
};
