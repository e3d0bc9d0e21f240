import { DataGoogleStorageProjectServiceAccount } from "@cdktf/provider-google/lib/data-google-storage-project-service-account";
import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { GcpKey } from "../encryption/gcp.ts";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { BucketProps } from "./contract.ts";

type GcpAccessLogsProps = Pick<BucketProps, "place" | "deletionProtection">;

/**
 * Where the stack's buckets log who used them; one for all of them, kept for 90 days. The account's audit trail has the same
 * accesses with the caller's identity; these logs have every request, also the refused ones. It does not log itself: every
 * hour's log would be the reason for the next one.
 */
export class GcpAccessLogs extends Construct {
  /** Name of the bucket. */
  readonly bucket: string;

  /** The stack's access logs, made by whoever asks first. */
  static of(scope: Construct, { place, deletionProtection }: GcpAccessLogsProps): GcpAccessLogs {
    const stack = TerraformStack.of(scope);
    const existing = stack.node.tryFindChild("AccessLogs") as GcpAccessLogs | undefined;
    return existing ?? new GcpAccessLogs(stack, "AccessLogs", { place, deletionProtection });
  }

  constructor(scope: Construct, id: string, { place, deletionProtection }: GcpAccessLogsProps) {
    super(scope, id);
    const project = accountOf(place, "gcp").projectId;
    const name = nameOf("gcp:StorageBucket", place.name, "access", place.suffix);
    const storage = new DataGoogleStorageProjectServiceAccount(this, "Agent", { project });
    const key = new GcpKey(this, "Key", { place, purpose: "bucket-access", users: { Storage: storage.member } });
    const logs = new StorageBucket(this, "Resource", {
      project,
      name,
      location: place.region.toUpperCase(),
      storageClass: "STANDARD",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      forceDestroy: !deletionProtection,
      encryption: { defaultKmsKeyName: key.keyId },
      versioning: { enabled: true },
      softDeletePolicy: { retentionDurationSeconds: 7 * 24 * 3600 },
      lifecycleRule: [
        { action: { type: "Delete" }, condition: { age: 90, withState: "LIVE" } },
        { action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: 30, withState: "ARCHIVED" } },
      ],
      // The key must be usable when the bucket is created.
      dependsOn: key.grants,
      lifecycle: { preventDestroy: deletionProtection },
    });
    // Google's log delivery. https://cloud.google.com/storage/docs/access-logs
    const delivery = new StorageBucketIamMember(this, "Delivery", {
      bucket: logs.name,
      role: "roles/storage.objectCreator",
      member: "group:cloud-storage-analytics@google.com",
    });
    this.bucket = delivery.bucket;
  }
}
