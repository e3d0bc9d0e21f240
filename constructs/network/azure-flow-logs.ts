import { DataAzurermLogAnalyticsWorkspace } from "@cdktf/provider-azurerm/lib/data-azurerm-log-analytics-workspace";
import { NetworkWatcherFlowLog } from "@cdktf/provider-azurerm/lib/network-watcher-flow-log";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { AzureStorage } from "../bucket/azure-storage.ts";
import { AzureVault } from "../encryption/azure.ts";
import { nameOf } from "../naming.ts";
import type { NetworkParts } from "./azure.ts";
import type { NetworkProps } from "./contract.ts";

/** Shorter than this, an intrusion is found after its traces are gone. */
const MIN_RETENTION_DAYS = 90;

/** Every flow of the network: raw records in a storage account, and their analysis every 10 minutes in the account's workspace. */
export class AzureFlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: NetworkProps & NetworkParts) {
    super(scope, id);
    const { place, vnet, flowLogSampling } = props;
    const days = Math.max(MIN_RETENTION_DAYS, props.logRetentionDays);
    const storage = this.storage(props);
    new NetworkWatcherFlowLog(this, "Resource", {
      name: nameOf("azure:Resource", place.name, "flows"),
      location: place.region,
      // Azure makes one watcher per region under these names as soon as the region's first network exists.
      networkWatcherName: `NetworkWatcher_${place.region}`,
      resourceGroupName: "NetworkWatcherRG",
      targetResourceId: vnet.id,
      storageAccountId: storage.account.id,
      enabled: flowLogSampling > 0,
      version: 2,
      // Azure keeps it by a lifecycle rule that it writes on the storage account itself, over any other rule there.
      retentionPolicy: { enabled: true, days },
      trafficAnalytics: { enabled: flowLogSampling > 0, intervalInMinutes: 10, ...this.workspace(props.account.logStore) },
    });
  }

  private storage({ place, group, account, deletionProtection }: NetworkProps & NetworkParts): AzureStorage {
    const vault = AzureVault.of(this, { place, layer: "network", logStore: account.logStore, deletionProtection });
    return new AzureStorage(this, "Storage", {
      place,
      resourceGroupName: group.name,
      purpose: "flowlogs",
      key: vault.key("FlowLogsKey", "flow-logs"),
      content: "logs",
      geoReplicated: false,
      lockDays: 0,
      deletionProtection,
    });
  }

  /** Analytics asks for three names of the workspace; the account publishes one, and the others are read with it. */
  private workspace(resourceId: string): { workspaceId: string; workspaceRegion: string; workspaceResourceId: string } {
    // /subscriptions/<id>/resourceGroups/<4>/providers/Microsoft.OperationalInsights/workspaces/<8>
    const part = (position: number): string => Fn.element(Fn.split("/", resourceId), position);
    const workspace = new DataAzurermLogAnalyticsWorkspace(this, "Workspace", { resourceGroupName: part(4), name: part(8) });
    return { workspaceId: workspace.workspaceId, workspaceRegion: workspace.location, workspaceResourceId: resourceId };
  }
}
