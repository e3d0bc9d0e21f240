import type { NodePool } from "../constructs/cluster/contract.ts";
import type { CloudName } from "../constructs/place.ts";
import type { Ha } from "./environment-schema.ts";
import type { PlaceSettings } from "./estate.ts";

/** What every place starts from: all settings but the address block, which the address plan gives. */
export type Preset = Omit<PlaceSettings, "network"> & { readonly network: Omit<PlaceSettings["network"], "cidr"> };

interface ByCloud extends Pick<NodePool, "arch">, Pick<PlaceSettings["cluster"], "cilium"> {
  readonly engine: Pick<PlaceSettings["database"], "kind" | "edition">;
}

/** What differs by cloud and not by availability: the engine a cloud does best, the processors it has in every size. */
const byCloud: Record<CloudName, ByCloud> = {
  aws: { arch: "arm64", engine: { kind: "postgresql" }, cilium: "chaining" },
  // Without an edition Cloud SQL takes ENTERPRISE_PLUS for PostgreSQL 16 and later, which has no custom tiers.
  gcp: { arch: "amd64", engine: { kind: "postgresql", edition: "ENTERPRISE" }, cilium: "off" },
  azure: { arch: "amd64", engine: { kind: "sqlserver" }, cilium: "off" },
};

/** Object stores of every place: velero's backups, what Loki, Thanos and Tempo keep, and one for applications. */
export const defaultBuckets: PlaceSettings["buckets"] = {
  app: { retentionDays: 0, lockDays: 0 },
  logs: { retentionDays: 31, lockDays: 0 },
  metrics: { retentionDays: 400, lockDays: 0 },
  traces: { retentionDays: 14, lockDays: 0 },
  // Velero deletes by itself: its backups share data, and what is old in one may be needed by another.
  velero: { retentionDays: 0, lockDays: 0 },
};

type Make = (cloud: ByCloud) => Preset;
type PoolSizes = Record<"system" | "general" | "spot", Pick<NodePool, "size" | "min" | "max">>;

const poolsOf = ({ arch }: ByCloud, { system, general, spot }: PoolSizes): PlaceSettings["cluster"]["pools"] => ({
  system: { ...system, arch, spot: false },
  general: { ...general, arch, spot: false },
  spot: { ...spot, arch, spot: true },
});

/** The cheapest that works: one NAT gateway, no standby, workloads on spot nodes. */
const single: Make = (cloud) => ({
  network: { natGateways: "one", flowLogSampling: 0.1 },
  logRetentionDays: 30,
  cluster: {
    apiAllowlist: [],
    compute: "pools",
    cilium: cloud.cilium,
    highAvailability: false,
    pools: poolsOf(cloud, {
      system: { size: "s", min: 1, max: 3 },
      general: { size: "s", min: 0, max: 3 },
      spot: { size: "s", min: 1, max: 6 },
    }),
  },
  database: {
    enabled: true,
    ...cloud.engine,
    size: "s",
    storageGib: 64,
    maxStorageGib: 128,
    highAvailability: false,
    backupDays: 7,
    failedOver: false,
  },
  cache: { enabled: true, product: "default", size: "s", replicas: 0, snapshotDays: 1 },
  buckets: defaultBuckets,
  // One set of tools less to learn and to run; a change shows in the plan.
  addonDelivery: "terraform",
  addons: {},
});

/** Survives the loss of a zone; still one NAT gateway, since rehearsals can wait for it. */
const zonal: Make = (cloud) => ({
  network: { natGateways: "one", flowLogSampling: 0.25 },
  logRetentionDays: 90,
  cluster: {
    apiAllowlist: [],
    compute: "pools",
    cilium: cloud.cilium,
    highAvailability: true,
    pools: poolsOf(cloud, {
      system: { size: "s", min: 3, max: 6 },
      general: { size: "m", min: 2, max: 6 },
      spot: { size: "m", min: 0, max: 10 },
    }),
  },
  database: {
    enabled: true,
    ...cloud.engine,
    size: "s",
    storageGib: 128,
    maxStorageGib: 256,
    highAvailability: true,
    backupDays: 14,
    failedOver: false,
  },
  cache: { enabled: true, product: "default", size: "s", replicas: 1, snapshotDays: 7 },
  buckets: defaultBuckets,
  addonDelivery: "argocd",
  addons: {},
});

/** Sized for production: survives a zone in every part, and keeps backups long enough to notice slow damage. */
const regional: Make = (cloud) => ({
  network: { natGateways: "per-zone", flowLogSampling: 0.5 },
  logRetentionDays: 365,
  cluster: {
    apiAllowlist: [],
    compute: "pools",
    cilium: cloud.cilium,
    highAvailability: true,
    pools: poolsOf(cloud, {
      system: { size: "m", min: 3, max: 6 },
      general: { size: "m", min: 3, max: 12 },
      spot: { size: "m", min: 0, max: 60 },
    }),
  },
  database: {
    enabled: true,
    ...cloud.engine,
    size: "m",
    storageGib: 256,
    maxStorageGib: 1024,
    highAvailability: true,
    backupDays: 35,
    failedOver: false,
  },
  cache: { enabled: true, product: "default", size: "m", replicas: 2, snapshotDays: 7 },
  // Nobody, intruders included, deletes the last week's backups.
  buckets: { ...defaultBuckets, velero: { retentionDays: 0, lockDays: 7 } },
  addonDelivery: "argocd",
  addons: {},
});

const presets: Record<Ha, Make> = { single, zonal, regional };

/** What `ha` stands for on `cloud`: every setting may be overridden in the configuration. */
export const presetFor = (ha: Ha, cloud: CloudName): Preset => presets[ha](byCloud[cloud]);
