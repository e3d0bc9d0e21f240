import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import { AdminPassword } from "./admin-password.ts";

/** The administrator's name in every database of AWS. */
export const administratorName = "platform_admin";

export interface AwsAdministratorProps {
  readonly place: Place;
  readonly keyArn: string;
  /** Where the replica is, and the key that the secret's copy there has. */
  readonly standby: { readonly region: string; readonly key: { readonly arn: string } };
  readonly deletionProtection: boolean;
}

/**
 * The administrator's password of a database with a replica. RDS keeps and rotates passwords only of databases that nothing follows:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-limitations
 * It is made while terraform runs, kept in Secrets Manager in both regions, and in no state or plan; raise `AdminPassword.version` to change it.
 */
export class AwsAdministrator extends Construct {
  readonly secretArn: string;
  /** For a write-only argument of the database that is written to; a replica has its source's. */
  readonly password: string;
  readonly version = AdminPassword.version;

  constructor(scope: Construct, id: string, props: AwsAdministratorProps) {
    super(scope, id);
    this.password = new AdminPassword(this, "Password").value;
    const secret = this.secret(props);
    new SecretsmanagerSecretVersion(this, "Version", {
      secretId: secret.id,
      // The keys that RDS uses in its own secrets; the password has no character that JSON would escape.
      secretStringWo: JSON.stringify({ username: administratorName, password: this.password }),
      secretStringWoVersion: this.version,
    });
    this.secretArn = secret.arn;
  }

  private secret({ place, keyArn, standby, deletionProtection }: AwsAdministratorProps): SecretsmanagerSecret {
    return new SecretsmanagerSecret(this, "Resource", {
      name: nameOf("aws:SecretsmanagerSecret", `${place.name}/database/administrator`),
      description: `Administrator of the database of ${place.name}`,
      kmsKeyId: keyArn,
      replica: [{ region: standby.region, kmsKeyId: standby.key.arn }],
      recoveryWindowInDays: deletionProtection ? 30 : 0,
      lifecycle: { preventDestroy: deletionProtection },
    });
  }
}
