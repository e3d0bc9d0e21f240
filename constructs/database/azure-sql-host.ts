import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { MssqlServer, type MssqlServerConfig } from "@cdktf/provider-azurerm/lib/mssql-server";
import { MssqlServerExtendedAuditingPolicy } from "@cdktf/provider-azurerm/lib/mssql-server-extended-auditing-policy";
import { MssqlServerTransparentDataEncryption } from "@cdktf/provider-azurerm/lib/mssql-server-transparent-data-encryption";
import type { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AzureLock } from "../account/azure-lock.ts";
import type { AzureKey } from "../encryption/azure.ts";
import { AzureAdminSecret } from "../encryption/azure-admin-secret.ts";
import { AzureKeyUser } from "../encryption/azure-key-user.ts";
import { nameOf } from "../naming.ts";
import { AzurePrivateEndpoint } from "../network/azure-private-endpoint.ts";
import { accountOf, type Place } from "../place.ts";
import { administratorsOf, hasPasswords } from "./azure-administrators.ts";
import type { DatabaseProps } from "./contract.ts";

/** The database that is asked for, and what its servers share. */
export interface AzureSqlHostProps extends DatabaseProps {
  /** Where the server is: the place itself, or its counterpart in the region of the copy. */
  readonly region: Place;
  readonly group: ResourceGroup;
  readonly key: AzureKey;
  readonly endpoint: { readonly place: Place; readonly subnetId: string; readonly cidr: string };
  /** The password login, shut unless something needs it. */
  readonly secret: AzureAdminSecret;
}

/** One logical server of Azure SQL Database: logins, encryption, network and audit of the databases in it. */
export class AzureSqlHost extends Construct {
  readonly id: string;
  readonly host: string;
  readonly privateIp: string;
  /** Tell it what else is made in the server. */
  readonly lock: AzureLock;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AzureSqlHostProps,
  ) {
    super(scope, id);
    const { region, group, key } = props;
    const user = new AzureKeyUser(this, "KeyUser", { place: region, resourceGroupName: group.name, purpose: "sql", key });
    const server = this.server(user);
    this.id = server.id;
    this.host = `${server.name}.database.windows.net`;
    this.privateIp = new AzurePrivateEndpoint(this, "Endpoint", {
      ...props.endpoint,
      resourceGroupName: group.name,
      purpose: `sql-${region.regionFacts.short}`,
      targetId: server.id,
      subresource: "sqlServer",
      zone: "sql",
    }).privateIp;
    this.lock = new AzureLock(this, server.id, props.deletionProtection);
    this.lock.covers(...this.audit(server), this.rotateKey(server));
  }

  private server(user: AzureKeyUser): MssqlServer {
    const { region, group, key, deletionProtection } = this.props;
    return new MssqlServer(this, "Resource", {
      name: nameOf("azure:MssqlServer", region.shortName, "app", region.suffix),
      location: region.region,
      resourceGroupName: group.name,
      version: "12.0",
      minimumTlsVersion: "1.2",
      publicNetworkAccessEnabled: false,
      outboundNetworkRestrictionEnabled: true,
      connectionPolicy: "Default",
      // Part of Defender, which the account pays for where deletions are protected.
      expressVulnerabilityAssessmentEnabled: deletionProtection,
      identity: { type: "UserAssigned", identityIds: [user.identityId] },
      primaryUserAssignedIdentityId: user.identityId,
      transparentDataEncryptionKeyVaultKeyId: key.id,
      ...this.logins(),
      dependsOn: user.ready,
      // The key with which it is created; from then on the server follows the rotations.
      lifecycle: { ignoreChanges: ["transparent_data_encryption_key_vault_key_id"], preventDestroy: deletionProtection },
    });
  }

  /**
   * A server created without a password login gets a generated one for good, and another name replaces the server
   * (https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/mssql_server#administrator_login-1).
   * So there is one from the start, and switching on change data capture later opens it in place.
   */
  private logins(): Partial<MssqlServerConfig> {
    const { place, secret } = this.props;
    const group = administratorsOf(this.props);
    return {
      azureadAdministrator: {
        loginUsername: group.name,
        objectId: group.objectId,
        tenantId: accountOf(place, "azure").tenantId,
        azureadAuthenticationOnly: !hasPasswords(this.props),
      },
      administratorLogin: AzureAdminSecret.login,
      administratorLoginPasswordWo: secret.value,
      administratorLoginPasswordWoVersion: AzureAdminSecret.version,
    };
  }

  /** Takes a new version of the key into use within a day of its making. */
  private rotateKey(server: MssqlServer): ITerraformDependable {
    const keyVaultKeyId = this.props.key.id;
    return new MssqlServerTransparentDataEncryption(this, "KeyRotation", { serverId: server.id, keyVaultKeyId, autoRotationEnabled: true });
  }

  /** Azure sends the audit of all databases as a log of `master`. */
  private audit(server: MssqlServer): ITerraformDependable[] {
    const policy = new MssqlServerExtendedAuditingPolicy(this, "Audit", { serverId: server.id, enabled: true, logMonitoringEnabled: true });
    const log = new MonitorDiagnosticSetting(this, "AuditLog", {
      name: "audit",
      targetResourceId: `${server.id}/databases/master`,
      logAnalyticsWorkspaceId: this.props.account.logStore,
      enabledLog: [{ category: "SQLSecurityAuditEvents" }],
      // The category is empty until the policy is on.
      dependsOn: [policy],
    });
    return [policy, log];
  }
}
