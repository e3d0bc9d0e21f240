import { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret";
import { SecretManagerSecretVersion } from "@cdktf/provider-google/lib/secret-manager-secret-version";
import { SqlUser } from "@cdktf/provider-google/lib/sql-user";
import { Construct } from "constructs";
import type { GcpKey } from "../encryption/gcp.ts";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import { AdminPassword } from "./admin-password.ts";
import type { DatabaseProps } from "./contract.ts";

export interface GcpAdministratorProps extends DatabaseProps {
  /** Name of the instance. */
  readonly instance: string;
  readonly key: GcpKey;
  /** Key in the disaster recovery region, for the secret's copy there. */
  readonly replicaKey?: GcpKey;
}

/** The database's administrator. The password is made while Terraform runs, kept in Secret Manager, and in no state or plan. */
export class GcpAdministrator extends Construct {
  readonly secretId: string;

  constructor(scope: Construct, id: string, props: GcpAdministratorProps) {
    super(scope, id);
    this.secretId = nameOf("gcp:Resource", props.place.name, "database-administrator");
    const password = new AdminPassword(this, "Password").value;
    const secret = this.secret(props);
    new SecretManagerSecretVersion(this, "SecretVersion", {
      secret: secret.id,
      secretDataWo: password,
      secretDataWoVersion: AdminPassword.version,
    });
    new SqlUser(this, "User", {
      project: accountOf(props.place, "gcp").projectId,
      instance: props.instance,
      name: "platform_admin",
      type: "BUILT_IN",
      passwordWo: password,
      passwordWoVersion: AdminPassword.version,
      // PostgreSQL refuses to drop a role that owns something; it goes with its instance.
      deletionPolicy: "ABANDON",
    });
  }

  private secret({ place, key, drRegion, replicaKey, deletionProtection }: GcpAdministratorProps): SecretManagerSecret {
    const copy = (location: string, at: GcpKey) => ({ location, customerManagedEncryption: { kmsKeyName: at.keyId } });
    return new SecretManagerSecret(this, "Secret", {
      project: accountOf(place, "gcp").projectId,
      secretId: this.secretId,
      replication: {
        userManaged: { replicas: [copy(place.region, key), ...(drRegion && replicaKey ? [copy(drRegion, replicaKey)] : [])] },
      },
      deletionProtection,
      // Secret Manager tries the keys when the secret is created.
      dependsOn: [...key.grants, ...(replicaKey?.grants ?? [])],
      lifecycle: { preventDestroy: deletionProtection },
    });
  }
}
