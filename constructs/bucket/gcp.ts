import { DataGoogleStorageProjectServiceAccount } from "@cdktf/provider-google/lib/data-google-storage-project-service-account";
import { StorageBucket, type StorageBucketConfig, type StorageBucketLifecycleRule } from "@cdktf/provider-google/lib/storage-bucket";
import { Construct } from "constructs";
import { GcpKey } from "../encryption/gcp.ts";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { Bucket, BucketProps } from "./contract.ts";
import { GcpAccessLogs } from "./gcp-access-logs.ts";
import { placement } from "./gcp-placement.ts";

const secondsPerDay = 24 * 3600;

/**
 * A private, encrypted bucket; with a disaster recovery region one bucket in both regions, copied within 15 minutes.
 * About $0.02 per GiB and month in one region, $0.06 in two.
 */
export class GcpBucket extends Construct implements Bucket {
  readonly purpose: string;
  readonly provider = "gcs";
  readonly bucket: string;
  readonly account: string;
  readonly region: string;
  readonly kmsKeyId: string;
  /** The bucket itself: a dual-region bucket has one name, whichever region is left. */
  readonly replicaBucket: string;
  readonly replicaRegion: string;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const { place, purpose, drRegion } = props;
    const key = this.key(props);
    const logs = GcpAccessLogs.of(this, props);
    const bucket = this.create(props, key, logs);
    this.purpose = purpose;
    this.bucket = bucket.name;
    this.account = accountOf(place, "gcp").projectId;
    this.region = place.region;
    this.kmsKeyId = key.keyId;
    this.replicaBucket = drRegion ? bucket.name : "";
    this.replicaRegion = drRegion ?? "";
  }

  private key({ place, purpose, drRegion }: BucketProps): GcpKey {
    const storage = new DataGoogleStorageProjectServiceAccount(this, "Agent", { project: accountOf(place, "gcp").projectId });
    return new GcpKey(this, "Key", {
      place,
      purpose: `bucket-${purpose}`,
      location: placement(place, drRegion).keyLocation,
      users: { Storage: storage.member },
    });
  }

  private create(props: BucketProps, key: GcpKey, logs: GcpAccessLogs): StorageBucket {
    const { place, purpose, drRegion, deletionProtection } = props;
    return new StorageBucket(this, "Resource", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:StorageBucket", place.name, purpose, place.suffix),
      ...placement(place, drRegion).bucket,
      storageClass: "STANDARD",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      forceDestroy: !deletionProtection,
      encryption: { defaultKmsKeyName: key.keyId },
      ...history(props),
      lifecycleRule: expiry(props),
      logging: { logBucket: logs.bucket, logObjectPrefix: purpose },
      // The key must be usable when the bucket is created.
      dependsOn: key.grants,
      lifecycle: { preventDestroy: deletionProtection },
    });
  }
}

/**
 * What remains of deleted and overwritten objects. A lock keeps every object as it is, so there are no versions to keep, and
 * Cloud Storage refuses both on one bucket. https://cloud.google.com/storage/docs/object-versioning
 */
function history({ lockDays, deletionProtection }: BucketProps): Partial<StorageBucketConfig> {
  return {
    softDeletePolicy: { retentionDurationSeconds: 7 * secondsPerDay },
    versioning: { enabled: lockDays === 0 },
    // Locked for good in protected environments only: a locked bucket outlives every attempt to remove it.
    ...(lockDays > 0 && { retentionPolicy: { retentionPeriod: lockDays * secondsPerDay, isLocked: deletionProtection } }),
  };
}

function expiry({ retentionDays }: BucketProps): StorageBucketLifecycleRule[] {
  const rules: StorageBucketLifecycleRule[] = [
    { action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: 30, withState: "ARCHIVED" } },
    { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
  ];
  if (retentionDays > 0) rules.push({ action: { type: "Delete" }, condition: { age: retentionDays, withState: "LIVE" } });
  return rules;
}
