import { GkeBackupBackupPlan } from "@cdktf/provider-google/lib/gke-backup-backup-plan";
import { Construct } from "constructs";
import type { GcpKey } from "../encryption/gcp.ts";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { ClusterProps } from "./contract.ts";

export interface GcpBackupPlanProps extends ClusterProps {
  readonly clusterId: string;
  readonly key: GcpKey;
}

/**
 * A daily backup of the cluster's objects and volumes by GKE itself, beside Velero's, which another cloud can restore.
 * About $1 per namespace and month.
 */
export class GcpBackupPlan extends Construct {
  constructor(scope: Construct, id: string, { place, clusterId, key }: GcpBackupPlanProps) {
    super(scope, id);
    new GkeBackupBackupPlan(this, "Resource", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.name, "daily"),
      location: place.region,
      cluster: clusterId,
      description: `daily backup of ${place.id}`,
      backupSchedule: { cronSchedule: "0 3 * * *" },
      backupConfig: {
        allNamespaces: true,
        includeSecrets: true,
        includeVolumeData: true,
        encryptionKey: { gcpKmsEncryptionKey: key.keyId },
      },
      retentionPolicy: { backupDeleteLockDays: 7, backupRetainDays: 30 },
      // The first backup fails where the key cannot be used.
      dependsOn: key.grants,
    });
  }
}
