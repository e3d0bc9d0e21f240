import { DataGoogleLoggingProjectCmekSettings } from "@cdktf/provider-google/lib/data-google-logging-project-cmek-settings";
import { LoggingProjectBucketConfig } from "@cdktf/provider-google/lib/logging-project-bucket-config";
import { LoggingProjectExclusion } from "@cdktf/provider-google/lib/logging-project-exclusion";
import { LoggingProjectSink } from "@cdktf/provider-google/lib/logging-project-sink";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { GcpKey } from "../encryption/gcp.ts";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";

export interface GcpLogBucketProps {
  readonly place: Place;
  /** Whose logs they are: `audit`, `network`. */
  readonly purpose: string;
  /** Which log entries, in the logging query language. */
  readonly filter: string;
  readonly retentionDays: number;
  /** Whether retention can no longer be shortened, by anyone, ever. @default false */
  readonly locked?: boolean;
  readonly deletionProtection: boolean;
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * A regional, encrypted log bucket with the entries that match a filter. They are kept out of the project's `_Default`
 * bucket, which would bill and keep them a second time. About $0.50 per GiB ingested, $0.01 per GiB and month beyond 30 days.
 */
export class GcpLogBucket extends Construct {
  /** `projects/<project>/locations/<region>/buckets/<name>` */
  readonly bucketId: string;

  constructor(scope: Construct, id: string, props: GcpLogBucketProps) {
    super(scope, id);
    const { place, purpose, filter } = props;
    const project = accountOf(place, "gcp").projectId;
    const name = nameOf("gcp:Resource", place.name, purpose);
    const logging = new DataGoogleLoggingProjectCmekSettings(this, "Agent", { project, dependsOn: props.dependsOn });
    const key = new GcpKey(this, "Key", {
      place,
      purpose: `${purpose}-logs`,
      users: { Logging: `serviceAccount:${logging.serviceAccountId}` },
      dependsOn: props.dependsOn,
    });
    const bucket = new LoggingProjectBucketConfig(this, "Resource", {
      project,
      location: place.region,
      bucketId: name,
      description: `${purpose} logs of ${place.id}`,
      retentionDays: props.retentionDays,
      locked: props.locked ?? false,
      cmekSettings: { kmsKeyName: key.keyId },
      // Without the grant, creating the bucket is refused.
      dependsOn: key.grants,
      lifecycle: { preventDestroy: props.deletionProtection },
    });
    this.bucketId = bucket.id;
    // A bucket of the same project needs no grant for the sink's writer.
    new LoggingProjectSink(this, "Sink", {
      project,
      name,
      destination: `logging.googleapis.com/${bucket.id}`,
      filter,
      uniqueWriterIdentity: true,
    });
    new LoggingProjectExclusion(this, "DefaultExclusion", {
      project,
      name,
      description: `kept in log bucket ${name}`,
      filter,
      dependsOn: props.dependsOn,
    });
  }
}
