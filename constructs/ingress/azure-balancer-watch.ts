import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { MonitorMetricAlert } from "@cdktf/provider-azurerm/lib/monitor-metric-alert";
import type { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { IngressProps } from "./contract.ts";

interface Watched {
  readonly balancerId: string;
  readonly resourceGroupName: string;
}

/** Who asked for what, and what its firewall decided: https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-servicenetworking-trafficcontrollers-logs */
const categories = ["TrafficControllerAccessLog", "TrafficControllerFirewallLog"];

/** Keeps a web balancer's records in the account's workspace, and tells when it has nobody to pass requests on to. $0.10 per month and the logs. */
export function watchBalancer(scope: Construct, { place, account }: IngressProps, { balancerId, resourceGroupName }: Watched): void {
  new MonitorDiagnosticSetting(scope, "Logs", {
    name: "web",
    targetResourceId: balancerId,
    logAnalyticsWorkspaceId: account.logStore,
    logAnalyticsDestinationType: "Dedicated",
    enabledLog: categories.map((category) => ({ category })),
  });
  new MonitorMetricAlert(scope, "NoTargets", {
    name: nameOf("azure:Resource", place.name, "edge-no-targets"),
    resourceGroupName,
    scopes: [balancerId],
    description: "The load balancer has no healthy gateway pod: the place serves nothing.",
    severity: 1,
    frequency: "PT1M",
    windowSize: "PT5M",
    criteria: [
      {
        metricNamespace: "Microsoft.ServiceNetworking/trafficControllers",
        // https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-servicenetworking-trafficcontrollers-metrics
        metricName: "BackendHealthyTargets",
        aggregation: "Average",
        operator: "LessThan",
        threshold: 1,
      },
    ],
    action: [{ actionGroupId: account.alertTarget }],
  });
}
