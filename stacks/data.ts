import type { Construct } from "constructs";
import { accountContract } from "../constructs/account/contract.ts";
import { type BucketProps, bucketContract } from "../constructs/bucket/contract.ts";
import { type CacheProps, cacheContract } from "../constructs/cache/contract.ts";
import { clouds } from "../constructs/clouds/index.ts";
import { type DatabaseProps, databaseContract } from "../constructs/database/contract.ts";
import { filesContract } from "../constructs/files/contract.ts";
import { networkContract } from "../constructs/network/contract.ts";
import { gatewayContract } from "../constructs/network/gateway-contract.ts";
import { secretStoreContract } from "../constructs/secrets/contract.ts";
import { sealContract } from "../constructs/vault/contract.ts";
import { SealKey } from "../constructs/vault/seal-key.ts";
import { isCentralPlace } from "./central.ts";
import { type PlaceContext, peerCidrs } from "./context.ts";
import { PlaceStack } from "./place-stack.ts";
import type { PlacedSpec } from "./stack-spec.ts";

type Shared = "place" | "network" | "account";

/** What a place keeps; a part left out is not built and not published. */
export interface DataInput {
  /** Whether links to other places begin here, by which its standby is reached. */
  readonly linked: boolean;
  readonly database?: Omit<DatabaseProps, Shared | "gateway">;
  readonly cache?: Omit<CacheProps, Shared>;
  readonly buckets: readonly Omit<BucketProps, Shared>[];
  /** Whether Vault is here, whose own key is sealed with one of the place's. */
  readonly seal: boolean;
  /** Who may put secrets into the place's store. */
  readonly administrators: readonly string[];
  readonly deletionProtection: boolean;
}

/** Everything in a place that must survive the cluster: database, cache, buckets. */
export class DataStack extends PlaceStack<DataInput> {
  constructor(scope: Construct, spec: PlacedSpec<DataInput>) {
    super(scope, spec);
    const cloud = clouds[this.place.cloud];
    const shared = { place: this.place, network: this.consume(networkContract), account: this.consume(accountContract) };
    const { database, cache, buckets, seal, administrators, deletionProtection, linked } = this.input;
    const gateway = linked ? this.consume(gatewayContract) : undefined;
    this.publish(filesContract, cloud.files(this, "Files", { ...shared, deletionProtection }));
    this.publish(secretStoreContract, cloud.secretStore(this, "Secrets", { ...shared, administrators, deletionProtection }));
    if (database) this.publish(databaseContract, cloud.database(this, "Database", { ...shared, ...database, gateway }));
    if (cache) this.publish(cacheContract, cloud.cache(this, "Cache", { ...shared, ...cache }));
    if (seal) this.publish(sealContract, new SealKey(this, "Seal", { place: this.place, deletionProtection }));
    for (const bucket of buckets) {
      const id = `${bucket.purpose[0]?.toUpperCase()}${bucket.purpose.slice(1)}Bucket`;
      this.publish(bucketContract.named(bucket.purpose), cloud.bucket(this, id, { ...shared, ...bucket }));
    }
  }
}

/** Database, cache and buckets as the configuration describes them. */
export function dataInput(context: PlaceContext): DataInput {
  const { estate, environment, placement, settings } = context;
  const { logRetentionDays } = settings;
  const { deletionProtection } = environment;
  const shared = { logRetentionDays, peerCidrs: peerCidrs(context), deletionProtection };
  const { enabled: hasDatabase, ...database } = settings.database;
  const { enabled: hasCache, ...cache } = settings.cache;
  return {
    linked: environment.interconnect,
    database: hasDatabase
      ? {
          ...database,
          ...shared,
          postgresVersion: estate.versions.postgres,
          drRegion: settings.dr,
          cdc: environment.dataSync,
          // Vault logs in with one that it changes itself.
          passwordLogins: estate.central !== undefined,
          administratorGroup: placement.databaseAdministrators,
        }
      : undefined,
    cache: hasCache ? { ...cache, ...shared, valkeyVersion: estate.versions.valkey } : undefined,
    buckets: Object.entries(settings.buckets).map(([purpose, bucket]) => ({
      purpose,
      ...bucket,
      drRegion: settings.dr,
      deletionProtection,
    })),
    seal: isCentralPlace(estate, context.place),
    administrators: placement.administrators,
    deletionProtection,
  };
}

/** Names of the contracts a data stack with this input publishes. */
export function dataContracts({ database, cache, buckets, seal }: DataInput): string[] {
  return [
    filesContract.name,
    secretStoreContract.name,
    ...(database ? [databaseContract.name] : []),
    ...(cache ? [cacheContract.name] : []),
    ...(seal ? [sealContract.name] : []),
    ...buckets.map(({ purpose }) => bucketContract.named(purpose).name),
  ];
}
