import { ProjectIamAuditConfig } from "@cdktf/provider-google/lib/project-iam-audit-config";
import { Construct } from "constructs";
import { accountOf } from "../place.ts";
import type { AccountProps } from "./contract.ts";
import { GcpLogBucket } from "./gcp-log-bucket.ts";
import type { GcpServices } from "./gcp-services.ts";

export interface GcpAuditProps extends AccountProps {
  readonly services: GcpServices;
}

/**
 * The audit trail: who changed and who read what, in every service. In protected environments its retention can be neither
 * shortened nor ended, by anyone. Data access is the bulk of it: expect $50 to $200 a month for a busy project.
 */
export class GcpAudit extends Construct {
  readonly logBucketId: string;

  constructor(scope: Construct, id: string, { place, services, auditRetentionDays, deletionProtection }: GcpAuditProps) {
    super(scope, id);
    // Writes by administrators are always logged; these are what Google leaves off.
    new ProjectIamAuditConfig(this, "Access", {
      project: accountOf(place, "gcp").projectId,
      service: "allServices",
      auditLogConfig: ["ADMIN_READ", "DATA_READ", "DATA_WRITE"].map((logType) => ({ logType })),
    });
    this.logBucketId = new GcpLogBucket(this, "Logs", {
      place,
      purpose: "audit",
      filter: `logName:"cloudaudit.googleapis.com"`,
      retentionDays: auditRetentionDays,
      locked: deletionProtection,
      deletionProtection,
      dependsOn: services.of("logging", "cloudkms"),
    }).bucketId;
  }
}
