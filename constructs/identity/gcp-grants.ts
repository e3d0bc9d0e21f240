import { DnsManagedZoneIamMember } from "@cdktf/provider-google/lib/dns-managed-zone-iam-member";
import { KmsCryptoKeyIamMember } from "@cdktf/provider-google/lib/kms-crypto-key-iam-member";
import { ProjectIamMember, type ProjectIamMemberCondition } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { SqlUser } from "@cdktf/provider-google/lib/sql-user";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { accountOf } from "../place.ts";
import type { Grant, IdentityProps, ManageGrant } from "./contract.ts";
import { idFrom } from "./gcp-ids.ts";
import { manageRoles } from "./gcp-manage-grants.ts";
import type { GcpWorkloadAccount } from "./gcp-workload-account.ts";

export interface GcpGrantsProps extends IdentityProps {
  /** Whom the roles are given to. */
  readonly account: GcpWorkloadAccount;
}

/** Roles on all of a project, where there is nothing smaller to give them on. */
const projectRoles = {
  "registry:pull": ["roles/artifactregistry.reader"],
  // Costs are read from the billing export in BigQuery, and prices of machines from Compute Engine.
  "billing:read": ["roles/bigquery.jobUser", "roles/bigquery.dataViewer", "roles/compute.viewer"],
  "inventory:read": ["roles/cloudasset.viewer", "roles/compute.viewer", "roles/cloudsql.viewer", "roles/monitoring.viewer"],
} as const;

/** Translates grants into predefined roles, each on the one resource it is about or under a condition that names it. */
export class GcpGrants extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: GcpGrantsProps,
  ) {
    super(scope, id);
    // Two grants of a kind need two addresses; the order of a workload's grants is part of its definition.
    const counts = new Map<string, number>();
    for (const grant of props.grants) {
      const count = (counts.get(grant.may) ?? 0) + 1;
      counts.set(grant.may, count);
      this.allow(grant, `${idFrom(grant.may)}${count > 1 ? count : ""}`);
    }
  }

  private allow(grant: Grant, id: string): void {
    switch (grant.may) {
      case "objectstore:read-write":
        this.onBucket(id, grant.bucket.bucket, "roles/storage.objectUser");
        break;
      case "objectstore:read":
        this.onBucket(id, grant.bucket.bucket, "roles/storage.objectViewer");
        break;
      case "objectstore:sign":
        this.onItself(id);
        break;
      case "objectstore:manage":
      case "database:manage":
      case "cache:manage":
        this.onManaged(id, grant);
        break;
      case "kms:use":
        this.onKey(id, grant.keyId);
        break;
      case "dns:edit":
        this.onZone(id, grant.zoneId);
        break;
      case "db:connect":
        this.onDatabase(id, grant.databaseId);
        break;
      case "cache:connect":
        this.onCache(id, grant.cacheId);
        break;
      case "secrets:read":
        this.onSecrets(id, grant.prefix, "roles/secretmanager.secretAccessor");
        break;
      case "secrets:write":
        this.onSecrets(id, grant.prefix, "roles/secretmanager.secretVersionAdder");
        break;
      case "ingress:bind":
        // GKE does so itself.
        break;
      default:
        for (const role of projectRoles[grant.may]) this.onAllOfProject(role);
    }
  }

  private onBucket(id: string, bucket: string, role: string): void {
    new StorageBucketIamMember(this, id, { bucket, role, member: this.props.account.member });
  }

  /** Google signs with a key of the account's that nobody holds: the account must be allowed to ask for it. */
  private onItself(id: string): void {
    const { account } = this.props;
    new ServiceAccountIamMember(this, id, {
      serviceAccountId: account.name,
      role: "roles/iam.serviceAccountTokenCreator",
      member: account.member,
    });
  }

  private onManaged(id: string, grant: ManageGrant): void {
    for (const { role, expression } of manageRoles(grant, accountOf(this.props.place, "gcp").projectId)) {
      if (expression === undefined) this.onAllOfProject(role);
      else this.onProject(`${id}${idFrom(role.replace("roles/", ""))}`, role, { title: "by-prefix", expression });
    }
  }

  /** Using a key includes looking at it: Vault's auto-unseal checks that the key exists before it encrypts. */
  private onKey(id: string, cryptoKeyId: string): void {
    const { member } = this.props.account;
    new KmsCryptoKeyIamMember(this, id, { cryptoKeyId, role: "roles/cloudkms.cryptoKeyEncrypterDecrypter", member });
    new KmsCryptoKeyIamMember(this, `${id}Viewer`, { cryptoKeyId, role: "roles/cloudkms.viewer", member });
  }

  /** Records of one zone; finding that zone among the project's needs a role on the project. */
  private onZone(id: string, managedZone: string): void {
    const { place, account } = this.props;
    const project = accountOf(place, "gcp").projectId;
    new DnsManagedZoneIamMember(this, id, { project, managedZone, role: "roles/dns.admin", member: account.member });
    this.onAllOfProject("roles/dns.reader");
  }

  /**
   * Cloud SQL has no policies of its own: the roles are on the project, for one instance by condition. The user is the service
   * account's, whatever name is asked for.
   */
  private onDatabase(id: string, connectionName: string): void {
    const { place, account } = this.props;
    const { projectId } = accountOf(place, "gcp");
    const instance = Fn.element(Fn.split(":", connectionName), 2);
    const condition = {
      title: "one-instance",
      expression: `resource.type == "sqladmin.googleapis.com/Instance" && resource.name == "projects/${projectId}/instances/${instance}"`,
    };
    this.onProject(id, "roles/cloudsql.instanceUser", condition);
    this.onProject(`${id}Client`, "roles/cloudsql.client", condition);
    new SqlUser(this, `${id}User`, {
      project: projectId,
      instance,
      name: account.databaseUser,
      type: "CLOUD_IAM_SERVICE_ACCOUNT",
      // PostgreSQL refuses to drop a role that owns something.
      deletionPolicy: "ABANDON",
    });
  }

  /**
   * Nor has Memorystore. https://cloud.google.com/memorystore/docs/valkey/about-iam-auth
   * Its predecessor has no IAM login: there the condition names nothing, and so opens nothing.
   */
  private onCache(id: string, instance: string): void {
    // Without the project, which some services name by its id and some by its number.
    const name = Fn.join("/", Fn.slice(Fn.split("/", instance), 2, 6));
    this.onProject(id, "roles/memorystore.dbConnectionUser", { title: "one-instance", expression: `resource.name.endsWith("/${name}")` });
  }

  private onSecrets(id: string, prefix: string, role: string): void {
    const secrets = `projects/${accountOf(this.props.place, "gcp").projectNumber}/secrets/`;
    this.onProject(id, role, {
      title: "secrets-by-prefix",
      expression: `resource.name.startsWith("${secrets}${prefix}")`,
    });
  }

  /** Once, however many grants it is part of: what two resources give, the removal of either takes away. */
  private onAllOfProject(role: string): void {
    const id = idFrom(role.replace("roles/", ""));
    if (this.node.tryFindChild(id) === undefined) this.onProject(id, role);
  }

  private onProject(id: string, role: string, condition?: ProjectIamMemberCondition): void {
    const { place, account } = this.props;
    new ProjectIamMember(this, id, { project: accountOf(place, "gcp").projectId, role, member: account.member, condition });
  }
}
