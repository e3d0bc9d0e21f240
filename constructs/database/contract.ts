import type { Account } from "../account/contract.ts";
import { defineContract, flag, list, number, text, type ValuesOf } from "../contract.ts";
import type { Network } from "../network/contract.ts";
import type { Gateway } from "../network/gateway-contract.ts";
import type { Place } from "../place.ts";

/** A relational database: where it answers, how to log in, where its administrator's password is kept. */
export const databaseContract = defineContract("database", {
  engine: text<"postgresql" | "sqlserver">(),
  engineVersion: text(),
  host: text(),
  /** Where reads may go; the host itself when there is no readable replica. */
  readHost: text(),
  port: number(),
  database: text(),
  adminSecretStore: text<"aws-secrets-manager" | "gcp-secret-manager" | "azure-key-vault" | "none">(),
  /** ARN, secret id, or `<vault>/<name>`; empty when only the cloud's own logins exist. */
  adminSecretPath: text(),
  /** What a `secrets:read` grant of it calls it: the start of its name, or its resource id; empty where there is none. */
  adminSecretScope: text(),
  /** Ways to log in, of `password`, `aws-iam`, `gcp-iam`, `entra`. */
  auth: list(),
  tls: text<"verify-full">(),
  /** What a `db:connect` grant calls it: RDS resource id, instance connection name, or server resource id. */
  accessId: text(),
  /** A well-known CA bundle: `rds-global`, `cloudsql-cas`, `digicert-g2`. */
  caBundleId: text(),
  /** PEM of who vouches for the server; empty where a public authority does. No secret. */
  caCertificate: text(),
  /** Private addresses for split-horizon DNS; empty where only the name is stable. */
  privateIps: list(),
  /** Whether change data capture is switched on at the database, and by which mechanism. */
  cdcEnabled: flag(),
  cdcKind: text<"pg-logical" | "mssql-cdc">(),
});
export type Database = ValuesOf<typeof databaseContract>;

export type DatabaseKind = "postgresql" | "aurora-postgresql" | "sqlserver";
export type DatabaseSize = "s" | "m" | "l";

export interface DatabaseProps {
  readonly place: Place;
  readonly network: Network;
  readonly account: Account;
  /** Blocks of the places it is interconnected with: who else may connect, besides the place's own workloads. */
  readonly peerCidrs: readonly string[];
  readonly kind: DatabaseKind;
  /** Major PostgreSQL version, `17`; SQL Server on Azure has no version to choose. */
  readonly postgresVersion: string;
  readonly size: DatabaseSize;
  /** The cloud's own instance class, tier or SKU, instead of the one `size` stands for. */
  readonly tier?: string;
  /** Cloud SQL edition; must be explicit, since PostgreSQL 16 and later default to one that rejects custom tiers. */
  readonly edition?: "ENTERPRISE" | "ENTERPRISE_PLUS";
  readonly storageGib: number;
  readonly maxStorageGib: number;
  /** A standby in another zone. */
  readonly highAvailability: boolean;
  /** Days of point-in-time recovery, within what the cloud offers. */
  readonly backupDays: number;
  /** Region of the replica; none without it. */
  readonly drRegion?: string;
  /** Whether the replica has taken over: it stands alone, and it is what `host` names. Needs `drRegion`. */
  readonly failedOver: boolean;
  /** Where links to other places begin, by which a replica in a network of its own is reached; none where the place has no links. */
  readonly gateway?: Gateway;
  /** Switches on logical replication or SQL Server CDC prerequisites, and password logins for the tools that need them. */
  readonly cdc: boolean;
  /** Lets logins in that have a password, for Vault to make them, where a database would know the cloud's own only. */
  readonly passwordLogins: boolean;
  /** Entra group that administers Azure SQL; unused elsewhere. */
  readonly administratorGroup?: { readonly name: string; readonly objectId: string };
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
}
