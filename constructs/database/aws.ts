import { Fn } from "cdktf";
import { Construct } from "constructs";
import { AwsAurora } from "./aws-aurora.ts";
import { rdsAuthority } from "./aws-authority.ts";
import { AwsBackup } from "./aws-backup.ts";
import { AwsPostgres } from "./aws-postgres.ts";
import type { Database, DatabaseKind, DatabaseProps } from "./contract.ts";

/** What is written to: the database, or the replica that has taken over from it. */
export interface Serving {
  readonly region: string;
  readonly host: string;
  /** `db-...` or `cluster-...`: what IAM calls the database. */
  readonly resourceId: string;
}

/** What an engine of this cloud gives back. */
export interface AwsEngine {
  readonly arn: string;
  readonly version: string;
  readonly serving: Serving;
  readonly readHost: string;
  readonly adminSecretArn: string;
}

const engines: Partial<Record<DatabaseKind, new (scope: Construct, id: string, props: DatabaseProps) => AwsEngine>> = {
  postgresql: AwsPostgres,
  "aurora-postgresql": AwsAurora,
};

/**
 * PostgreSQL on RDS or Aurora, reachable from the cluster's nodes and interconnected places only. The administrator's password is made, kept and
 * rotated by Secrets Manager, where nothing follows the database. With `drRegion` a replica follows it from a network of its own there, and
 * has taken over with `failedOver`: the name and what IAM calls the database are then the replica's, and so is the region.
 *
 * About $270 per month for db.m7g.large with a standby and 100 GiB; db.r7g.large twice on Aurora about $400; a replica half of that, and $75 for its link.
 */
export class AwsDatabase extends Construct implements Database {
  readonly engine = "postgresql";
  readonly engineVersion: string;
  readonly host: string;
  readonly readHost: string;
  readonly port = 5432;
  readonly database = "app";
  readonly adminSecretStore = "aws-secrets-manager";
  readonly adminSecretPath: string;
  readonly adminSecretScope: string;
  readonly auth = ["aws-iam", "password"];
  readonly tls = "verify-full";
  readonly accessId: string;
  readonly caBundleId = "rds-global";
  readonly caCertificate: string;
  /** The address moves with a failover; only the name is stable. */
  readonly privateIps: string[] = [];
  readonly cdcEnabled: boolean;
  readonly cdcKind = "pg-logical";

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const Engine = engines[props.kind];
    if (Engine === undefined) {
      throw new Error(`database.kind on aws: got ${props.kind}; allowed ${Object.keys(engines).join(", ")}; use sqlserver on azure only`);
    }
    const engine = new Engine(this, "Engine", props);
    new AwsBackup(this, "Backup", { ...props, resourceArn: engine.arn });

    this.engineVersion = engine.version;
    this.caCertificate = rdsAuthority(engine.serving.region);
    this.host = engine.serving.host;
    this.readHost = engine.readHost;
    this.adminSecretPath = engine.adminSecretArn;
    // Its name: what follows in the ARN.
    this.adminSecretScope = Fn.element(Fn.split(":secret:", engine.adminSecretArn), 1);
    this.accessId = engine.serving.resourceId;
    this.cdcEnabled = props.cdc;
  }
}
