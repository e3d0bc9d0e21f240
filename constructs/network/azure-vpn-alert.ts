import { MonitorMetricAlert } from "@cdktf/provider-azurerm/lib/monitor-metric-alert";
import type { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { NetworkParts } from "./azure.ts";
import type { NetworkProps } from "./contract.ts";

/**
 * An alarm when no instance of a VPN gateway has a BGP session with one of its peers. Peers are found by themselves, so a new link is
 * watched from its first session on. About $0.10 a month per peer's address.
 */
export function alertSessions(scope: Construct, props: Pick<NetworkProps, "place" | "account"> & NetworkParts, gatewayId: string): void {
  new MonitorMetricAlert(scope, "BgpSessions", {
    name: nameOf("azure:Resource", props.place.name, "bgp-sessions"),
    resourceGroupName: props.group.name,
    scopes: [gatewayId],
    description:
      "VPN: no session with a peer, whose address is said. With another of the same place up traffic takes that, with none it is cut off: look at the gateway's BGP peers, then at its connections.",
    severity: 2,
    frequency: "PT5M",
    windowSize: "PT15M",
    criteria: [
      {
        metricNamespace: "Microsoft.Network/virtualNetworkGateways",
        // Per peer and instance, 1 or 0: https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-howto-setup-alerts-virtual-network-gateway-metric
        metricName: "BgpPeerStatus",
        aggregation: "Average",
        operator: "LessThan",
        // Peers in other clouds know one of the two instances, so a half is all there is when all is well.
        threshold: 0.25,
        dimension: [{ name: "BgpPeerAddress", operator: "Include", values: ["*"] }],
      },
    ],
    action: [{ actionGroupId: props.account.alertTarget }],
  });
}
