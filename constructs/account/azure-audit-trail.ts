import { LogAnalyticsWorkspace } from "@cdktf/provider-azurerm/lib/log-analytics-workspace";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import type { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import { StorageContainerImmutabilityPolicy } from "@cdktf/provider-azurerm/lib/storage-container-immutability-policy";
import { StorageManagementPolicy } from "@cdktf/provider-azurerm/lib/storage-management-policy";
import { Construct } from "constructs";
import { AzureStorage } from "../bucket/azure-storage.ts";
import { AzureVault } from "../encryption/azure.ts";
import { subscriptionScope } from "../identity/azure-roles.ts";
import { nameOf } from "../naming.ts";
import { AzureLock } from "./azure-lock.ts";
import type { AccountProps } from "./contract.ts";

/** Days logs can be queried. The audit trail lives longer in storage, at a twentieth of the price. */
const QUERY_DAYS = 90;

/** Every category of a subscription's activity log. */
const categories = ["Administrative", "Security", "ServiceHealth", "Alert", "Recommendation", "Policy", "Autoscale", "ResourceHealth"];

/** The account, and the resource group its trail is kept in. */
export interface AzureAuditTrailProps extends AccountProps {
  readonly group: ResourceGroup;
}

/** Who did what in the subscription: in a workspace to query, and in storage where nobody can alter it before its time. */
export class AzureAuditTrail extends Construct {
  readonly workspaceId: string;

  constructor(scope: Construct, id: string, props: AzureAuditTrailProps) {
    super(scope, id);
    const workspace = this.workspace(props);
    const storage = this.archive(props, workspace.id);
    new MonitorDiagnosticSetting(this, "ActivityLog", {
      name: "audit",
      targetResourceId: subscriptionScope(props.place),
      logAnalyticsWorkspaceId: workspace.id,
      storageAccountId: storage.account.id,
      enabledLog: categories.map((category) => ({ category })),
    });
    this.workspaceId = workspace.id;
  }

  private workspace({ place, group, deletionProtection }: AzureAuditTrailProps): LogAnalyticsWorkspace {
    const workspace = new LogAnalyticsWorkspace(this, "Workspace", {
      name: nameOf("azure:Resource", place.name, "logs"),
      location: place.region,
      resourceGroupName: group.name,
      sku: "PerGB2018",
      retentionInDays: QUERY_DAYS,
      lifecycle: { preventDestroy: deletionProtection },
    });
    new AzureLock(this, workspace.id, deletionProtection);
    return workspace;
  }

  private archive(props: AzureAuditTrailProps, logStore: string): AzureStorage {
    const { place, group, auditRetentionDays, deletionProtection } = props;
    const vault = AzureVault.of(this, { place, layer: "account", logStore, deletionProtection });
    const storage = new AzureStorage(this, "Storage", {
      place,
      resourceGroupName: group.name,
      purpose: "activity",
      key: vault.key("AuditKey", "audit"),
      content: "logs",
      geoReplicated: true,
      lockDays: 0,
      deletionProtection,
    });
    const container = new StorageContainer(this, "Container", {
      // The name under which Azure writes a subscription's activity log.
      name: "insights-activity-logs",
      storageAccountId: storage.account.id,
      containerAccessType: "private",
      lifecycle: { preventDestroy: deletionProtection },
    });
    const immutability = new StorageContainerImmutabilityPolicy(this, "Immutability", {
      storageContainerResourceManagerId: container.id,
      immutabilityPeriodInDays: auditRetentionDays,
      // Azure appends to an hour's log until the hour is over.
      protectedAppendWritesEnabled: true,
      // Locking it is for ever: a step people take.
      locked: false,
    });
    storage.lock.covers(container, immutability, this.expiry(storage, auditRetentionDays));
    return storage;
  }

  private expiry(storage: AzureStorage, days: number): StorageManagementPolicy {
    const actions = { baseBlob: { deleteAfterDaysSinceModificationGreaterThan: days } };
    return new StorageManagementPolicy(this, "Expiry", {
      storageAccountId: storage.account.id,
      rule: [{ name: "retention", enabled: true, filters: { blobTypes: ["blockBlob", "appendBlob"] }, actions }],
    });
  }
}
