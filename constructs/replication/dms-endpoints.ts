import { DmsCertificate } from "@cdktf/provider-aws/lib/dms-certificate";
import { DmsEndpoint, type DmsEndpointConfig } from "@cdktf/provider-aws/lib/dms-endpoint";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { type ITerraformDependable, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import type { Database } from "../database/contract.ts";
import { nameOf } from "../naming.ts";
import { aliasOf, type CloudName, type Place } from "../place.ts";
import { dmsSecretName } from "./dms-secret.ts";
import { dmsSchema } from "./dms-settings.ts";
import type { SyncPlace } from "./flows.ts";

/** Variable with the password of DMS at Azure SQL Database. */
export const seedVariable = (placeId: string): string => `dms_password_${aliasOf(placeId).replaceAll("-", "_")}`;

/** A tag by which External Secrets knows what it may write to: https://external-secrets.io/latest/guides/pushsecrets/ */
const writtenByExternalSecrets = { "managed-by": "external-secrets" };

export interface DmsEndpointsProps {
  /** The place that DMS runs in. */
  readonly hub: Place;
  readonly sync: SyncPlace;
  readonly database: Database;
  readonly keyArn: string;
  /** As which role DMS reads the login, and what must exist before the role may. */
  readonly secretRole: { readonly arn: string; readonly permissions: readonly ITerraformDependable[] };
  readonly deletionProtection: boolean;
}

/** Whose servers show a certificate of their cloud's own authority, which DMS has to be told of. */
const ownAuthority: Record<CloudName, boolean> = { aws: true, gcp: true, azure: false };

/**
 * How DMS knows one place's database: as a source, as a target, or as both. The login is kept in AWS Secrets Manager, into which the hub's
 * cluster puts what Vault makes of it; until then there is a placeholder, without which DMS makes no endpoint.
 *
 * For Azure SQL Database DMS takes no secret store (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.AzureSQL.html): its password is
 * a sensitive variable and in the state. It is for first copies only.
 */
export class DmsEndpoints extends Construct {
  private source?: DmsEndpoint;
  private target?: DmsEndpoint;
  private login?: { readonly arn: string; readonly version: SecretsmanagerSecretVersion };
  private certificateArn?: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DmsEndpointsProps,
  ) {
    super(scope, id);
  }

  get sourceArn(): string {
    this.source ??= this.props.sync.engine === "sqlserver" ? this.azureSql() : this.postgresql("source");
    return this.source.endpointArn;
  }

  get targetArn(): string {
    this.target ??= this.postgresql("target");
    return this.target.endpointArn;
  }

  private name(role: "source" | "target"): string {
    return nameOf("aws:DmsEndpoint", this.props.hub.name, aliasOf(this.props.sync.id), role);
  }

  private postgresql(endpointType: "source" | "target"): DmsEndpoint {
    const { sync, database, keyArn, secretRole } = this.props;
    const { arn, version } = this.secret();
    return new DmsEndpoint(this, endpointType === "source" ? "Source" : "Target", {
      endpointId: this.name(endpointType),
      endpointType,
      engineName: "postgres",
      databaseName: database.database,
      secretsManagerArn: arn,
      secretsManagerAccessRoleArn: secretRole.arn,
      kmsKeyArn: keyArn,
      ...(ownAuthority[sync.cloud] ? { sslMode: "verify-full", certificateArn: this.authority() } : { sslMode: "require" }),
      ...(endpointType === "source" && { postgresSettings: sourceSettings }),
      // DMS reads the login when it makes an endpoint.
      dependsOn: [version, ...secretRole.permissions],
    });
  }

  private azureSql(): DmsEndpoint {
    const { sync, database, keyArn } = this.props;
    const variable = new TerraformVariable(this, "Password", {
      type: "string",
      sensitive: true,
      description: `Password of the login dms at the database of ${sync.id}, for first copies`,
    });
    variable.overrideLogicalId(seedVariable(sync.id));
    const config: DmsEndpointConfig = {
      endpointId: this.name("source"),
      endpointType: "source",
      engineName: "azuredb",
      serverName: database.host,
      port: 1433,
      databaseName: database.database,
      username: "dms",
      password: variable.stringValue,
      sslMode: "require",
      kmsKeyArn: keyArn,
    };
    return new DmsEndpoint(this, "Source", config);
  }

  private secret(): NonNullable<DmsEndpoints["login"]> {
    if (this.login) return this.login;
    const { hub, sync, database, keyArn, deletionProtection } = this.props;
    const secret = new SecretsmanagerSecret(this, "Login", {
      name: dmsSecretName(hub, sync.id),
      description: `Login of AWS DMS at the database of ${sync.id}; External Secrets writes it`,
      kmsKeyId: keyArn,
      recoveryWindowInDays: deletionProtection ? 30 : 0,
      tags: writtenByExternalSecrets,
    });
    const placeholder = { username: "dms", password: "not yet", host: database.host, port: 5432 };
    const version = new SecretsmanagerSecretVersion(this, "LoginPlaceholder", {
      secretId: secret.id,
      secretStringWo: JSON.stringify(placeholder),
      secretStringWoVersion: 1,
      // From then on others write it.
      lifecycle: { ignoreChanges: ["version_stages"] },
    });
    this.login = { arn: secret.arn, version };
    return this.login;
  }

  private authority(): string {
    const { hub, sync, database } = this.props;
    this.certificateArn ??= new DmsCertificate(this, "Authority", {
      certificateId: nameOf("aws:DmsEndpoint", hub.name, aliasOf(sync.id)),
      certificatePem: database.caCertificate,
    }).certificateArn;
    return this.certificateArn;
  }
}

/**
 * test_decoding asks for no more than the login may: pglogical wants an extension that only an administrator makes, and rights in it. A
 * heartbeat lets slots move on in quiet databases. https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html
 */
const sourceSettings: DmsEndpointConfig["postgresSettings"] = {
  pluginName: "test-decoding",
  heartbeatEnable: true,
  heartbeatFrequency: 5,
  heartbeatSchema: dmsSchema,
  // The login makes no triggers in other people's schemas; columns follow migrations.
  captureDdls: false,
};
