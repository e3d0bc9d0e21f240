import { ComputeNetworkFirewallPolicy } from "@cdktf/provider-google/lib/compute-network-firewall-policy";
import { ComputeNetworkFirewallPolicyAssociation } from "@cdktf/provider-google/lib/compute-network-firewall-policy-association";
import {
  ComputeNetworkFirewallPolicyRule,
  type ComputeNetworkFirewallPolicyRuleMatch,
} from "@cdktf/provider-google/lib/compute-network-firewall-policy-rule";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { NetworkProps } from "./contract.ts";

export interface GcpFirewallProps extends NetworkProps {
  readonly networkId: string;
  readonly podCidr: string;
}

/** Where Google's health checks come from. https://cloud.google.com/load-balancing/docs/health-check-concepts#ip-ranges */
const healthCheckRanges = ["35.191.0.0/16", "130.211.0.0/22"];

interface Rule {
  readonly id: string;
  readonly ruleName: string;
  readonly priority: number;
  readonly action: "allow" | "deny";
  readonly description: string;
  readonly log: boolean;
  readonly match: ComputeNetworkFirewallPolicyRuleMatch;
}

/**
 * What may enter the network's machines: the place itself, the places it is interconnected with, Google's health checks.
 * Everything else is denied and logged. Endpoints of data stores are no machines, so no rule applies to them: whoever the VPN
 * leads here reaches them, and has to log in.
 */
export class GcpFirewall extends Construct {
  constructor(scope: Construct, id: string, props: GcpFirewallProps) {
    super(scope, id);
    const project = accountOf(props.place, "gcp").projectId;
    const policy = new ComputeNetworkFirewallPolicy(this, "Policy", {
      project,
      name: nameOf("gcp:Resource", props.place.name),
      description: `ingress of ${props.place.id}`,
    });
    new ComputeNetworkFirewallPolicyAssociation(this, "Association", {
      project,
      name: nameOf("gcp:Resource", props.place.name),
      firewallPolicy: policy.name,
      attachmentTarget: props.networkId,
    });
    for (const { id: rule, log, ...facts } of rules(props)) {
      new ComputeNetworkFirewallPolicyRule(this, rule, {
        project,
        firewallPolicy: policy.name,
        direction: "INGRESS",
        enableLogging: log,
        ...facts,
      });
    }
  }
}

/** One rule for all: within a policy a rule is known by its priority, of which a peer's block says nothing. */
const allowPeers = (peerCidrs: readonly string[]): Rule => ({
  id: "AllowPeers",
  ruleName: "allow-peers",
  priority: 2200,
  action: "allow",
  description: "the places it is interconnected with",
  log: false,
  match: { srcIpRanges: [...peerCidrs], layer4Configs: [{ ipProtocol: "all" }] },
});

function rules({ cidr, peerCidrs, podCidr }: GcpFirewallProps): Rule[] {
  const everything = [{ ipProtocol: "all" }];
  return [
    {
      id: "AllowHealthChecks",
      ruleName: "allow-health-checks",
      priority: 1000,
      action: "allow",
      description: "Google's health checks of load balancers",
      log: false,
      match: { srcIpRanges: healthCheckRanges, layer4Configs: [{ ipProtocol: "tcp" }] },
    },
    {
      id: "AllowPlace",
      ruleName: "allow-place",
      priority: 2000,
      action: "allow",
      description: "this place's nodes and endpoints",
      log: false,
      match: { srcIpRanges: [cidr], layer4Configs: everything },
    },
    ...(peerCidrs.length > 0 ? [allowPeers(peerCidrs)] : []),
    {
      id: "AllowPods",
      ruleName: "allow-pods",
      priority: 2100,
      action: "allow",
      description: "this place's pods",
      log: false,
      match: { srcIpRanges: [podCidr], layer4Configs: everything },
    },
    {
      id: "DenyAll",
      ruleName: "deny-all",
      priority: 65000,
      action: "deny",
      description: "everything else",
      log: true,
      match: { srcIpRanges: ["0.0.0.0/0"], layer4Configs: everything },
    },
  ];
}
