import type { AddonPreferences } from "../constructs/addons/choose.ts";
import type { BucketProps } from "../constructs/bucket/contract.ts";
import type { CacheProps } from "../constructs/cache/contract.ts";
import type { ClusterProps } from "../constructs/cluster/contract.ts";
import type { DatabaseProps } from "../constructs/database/contract.ts";
import type { NetworkProps } from "../constructs/network/contract.ts";
import type { CloudAccount, CloudName, EnvironmentName } from "../constructs/place.ts";
import type { Ha } from "./environment-schema.ts";
import type { EnvironmentFile, EstateFile } from "./schema.ts";

/** Everything there is to know of one place, resolved: what its stacks are built from, in the words of their contracts. */
export interface PlaceSettings {
  readonly network: Pick<NetworkProps, "cidr" | "natGateways" | "flowLogSampling">;
  readonly logRetentionDays: number;
  readonly cluster: Pick<ClusterProps, "apiAllowlist" | "compute" | "highAvailability" | "pools"> & { readonly cilium: "chaining" | "off" };
  readonly database: { readonly enabled: boolean } & Pick<
    DatabaseProps,
    "kind" | "size" | "tier" | "edition" | "storageGib" | "maxStorageGib" | "highAvailability" | "backupDays" | "failedOver"
  >;
  readonly cache: { readonly enabled: boolean } & Pick<CacheProps, "product" | "size" | "replicas" | "snapshotDays">;
  /** By purpose, in alphabetical order. */
  readonly buckets: Readonly<Record<string, Pick<BucketProps, "retentionDays" | "lockDays">>>;
  readonly addonDelivery: AddonPreferences["delivery"];
  /** By name, in alphabetical order. */
  readonly addons: AddonPreferences["options"];
}

/** A place's settings, and the region its copies for disaster recovery are in. */
export interface RegionSettings extends PlaceSettings {
  readonly dr?: string;
  /** Whether the edge sends it nothing. */
  readonly drained: boolean;
}

/** One cloud of an environment. */
export interface CloudPlacement {
  readonly account: CloudAccount;
  readonly administrators: readonly string[];
  readonly viewers: readonly string[];
  /** Azure only. */
  readonly databaseAdministrators?: { readonly name: string; readonly objectId: string };
  /** Monthly, US dollars: given, or an even share of what the other clouds leave of the environment's. */
  readonly budgetUsd: number;
  /** Region of what the account has once, such as its audit trail. */
  readonly homeRegion: string;
  /** In the order of the region table; none where the account only keeps what other clouds' places need. */
  readonly regions: Readonly<Record<string, RegionSettings>>;
}

/** One environment, resolved. */
export interface Environment {
  readonly name: EnvironmentName;
  readonly ha: Ha;
  /** Monthly, US dollars. */
  readonly budgetUsd: number;
  readonly deletionProtection: boolean;
  readonly auditRetentionDays: number;
  readonly criticality: EnvironmentFile["criticality"];
  readonly autoStop?: string;
  /** Whether HCP Terraform applies triggered runs by itself. */
  readonly autoApply: boolean;
  readonly interconnect: boolean;
  /** Version of the keys of its tunnels. */
  readonly keyVersion: number;
  /** Cloud whose database is written to. */
  readonly primary: CloudName;
  readonly traffic: EnvironmentFile["traffic"];
  readonly recovery: EnvironmentFile["recovery"];
  readonly dataSync: boolean;
  readonly mesh: EnvironmentFile["mesh"];
  readonly observers: EnvironmentFile["observers"];
  readonly policies: EnvironmentFile["policies"];
  readonly chaos: boolean;
  readonly owner: string;
  readonly costCenter: string;
  readonly clouds: Readonly<Partial<Record<CloudName, CloudPlacement>>>;
}

/** The whole configuration, resolved: plain JSON in a fixed order, whatever the order in the files. */
export interface Estate {
  readonly organization: EstateFile["organization"];
  readonly terraform: Required<EstateFile["terraform"]>;
  /** `repositories` by name, in alphabetical order. */
  readonly github: EstateFile["github"];
  readonly identity: EstateFile["identity"] & { readonly accessTeam: string };
  readonly observability: EstateFile["observability"];
  readonly tags: EstateFile["tags"];
  readonly network: EstateFile["network"];
  readonly versions: EstateFile["versions"];
  /** The place of the central services, on AWS. @default there is none */
  readonly central?: { readonly environment: EnvironmentName; readonly region: string };
  /** @default nothing public is served */
  readonly edge?: NonNullable<EstateFile["edge"]>;
  readonly dataSync: EstateFile["dataSync"];
  readonly cost: EstateFile["cost"];
  /** By name, in alphabetical order. */
  readonly apps: EstateFile["apps"];
  /** Stacks on their way out and how far they are, by id, in alphabetical order. */
  readonly retired: EstateFile["retired"];
  /** In the order mgmt, dev, staging, prod. */
  readonly environments: Readonly<Partial<Record<EnvironmentName, Environment>>>;
}
