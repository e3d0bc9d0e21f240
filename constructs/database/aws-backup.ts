import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration";
import { Construct } from "constructs";
import { AwsKey } from "../encryption/aws.ts";
import { AwsRole, plainServiceTrust } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import { type Place, placeIn } from "../place.ts";

export interface AwsBackupProps {
  readonly place: Place;
  /** What is backed up. */
  readonly resourceArn: string;
  readonly backupDays: number;
  readonly drRegion?: string;
  readonly deletionProtection: boolean;
}

/** Shorter-lived backups are refused by the lock. */
const minDays = 7;

/**
 * A daily backup in a vault of its own, and with `drRegion` a copy there. In protected environments the vault is locked:
 * for three days the lock can be undone, after that nobody, root included, shortens or deletes a backup.
 *
 * Backups are no continuous ones: those would take the point-in-time settings out of RDS's and so out of Terraform's hands.
 */
export class AwsBackup extends Construct {
  constructor(scope: Construct, id: string, props: AwsBackupProps) {
    super(scope, id);
    const { place, drRegion } = props;
    const vault = this.vault(props, "Vault");
    const copy = drRegion === undefined ? undefined : this.vault(props, "CopyVault", drRegion);
    const deleteAfter = Math.max(props.backupDays, minDays);
    const plan = new BackupPlan(this, "Plan", {
      name: nameOf("aws:BackupVault", place.shortName, "database"),
      rule: [
        {
          ruleName: "daily",
          targetVaultName: vault.name,
          // An hour and more after RDS's own backup window.
          schedule: "cron(0 6 * * ? *)",
          startWindow: 60,
          completionWindow: 360,
          lifecycle: { deleteAfter },
          copyAction: copy && [{ destinationVaultArn: copy.arn, lifecycle: { deleteAfter } }],
        },
      ],
    });
    const role = new AwsRole(this, "Role", {
      place,
      name: "backup",
      description: "AWS Backup reads and restores the database",
      trust: [plainServiceTrust("backup.amazonaws.com")],
      managed: ["service-role/AWSBackupServiceRolePolicyForBackup", "service-role/AWSBackupServiceRolePolicyForRestores"],
    });
    new BackupSelection(this, "Selection", { name: "database", planId: plan.id, iamRoleArn: role.arn, resources: [props.resourceArn] });
  }

  private vault({ place, deletionProtection }: AwsBackupProps, id: string, region?: string): BackupVault {
    const home = region === undefined ? place : placeIn(place, region);
    const purpose = region === undefined ? "backup" : "backup-copy";
    const key = new AwsKey(this, `${id}Key`, { place, purpose, region, deletionProtection });
    const vault = new BackupVault(this, id, {
      name: nameOf("aws:BackupVault", home.shortName, region === undefined ? "database" : "database-copy"),
      kmsKeyArn: key.arn,
      forceDestroy: !deletionProtection,
      region,
      lifecycle: { preventDestroy: deletionProtection },
    });
    if (deletionProtection) {
      new BackupVaultLockConfiguration(this, `${id}Lock`, {
        backupVaultName: vault.name,
        minRetentionDays: minDays,
        maxRetentionDays: 365,
        changeableForDays: 3,
        region,
      });
    }
    return vault;
  }
}
