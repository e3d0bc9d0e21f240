import { ApplicationLoadBalancerSecurityPolicy } from "@cdktf/provider-azurerm/lib/application-load-balancer-security-policy";
import {
  WebApplicationFirewallPolicy,
  type WebApplicationFirewallPolicyCustomRules,
} from "@cdktf/provider-azurerm/lib/web-application-firewall-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";

export interface AzureWebFirewallProps {
  readonly place: Place;
  readonly resourceGroupName: string;
  /** What it may stand before. */
  readonly balancerId: string;
  /** The only addresses whose connections are served. */
  readonly edgeCidrs: string[];
  /** What comes after its resource group, whose name is literal. */
  readonly dependsOn: ITerraformDependable[];
}

/**
 * The only rules that these balancers take: https://learn.microsoft.com/azure/web-application-firewall/ag/waf-application-gateway-for-containers-overview#limitations.
 * Not those about bots: they compare a crawler's name with its address, and every request comes from the edge's.
 */
const ruleSet = { type: "Microsoft_DefaultRuleSet", version: "2.1" };

/** Balancers of this kind have no network of their own that a firewall could stand in; who is not the edge gets no further than here. */
const edgeOnly = (edgeCidrs: string[]): WebApplicationFirewallPolicyCustomRules => ({
  name: "EdgeOnly",
  priority: 1,
  ruleType: "MatchRule",
  action: "Block",
  matchConditions: [
    // Who holds the connection, whatever its request says of others.
    { matchVariables: [{ variableName: "RemoteAddr" }], operator: "IPMatch", negationCondition: true, matchValues: edgeCidrs },
  ],
});

/** What of a request is nobody's to read later. */
const scrubbed = [
  { enabled: true, matchVariable: "RequestHeaderNames", selectorMatchOperator: "Equals", selector: "authorization" },
  { enabled: true, matchVariable: "RequestCookieNames", selectorMatchOperator: "EqualsAny" },
];

/**
 * A web firewall of the cloud's own behind that of the edge. It is in force where an object of the cluster says so, which may name no
 * other than this one.
 *
 * About $50 per month, and $0.75 per million requests.
 */
export class AzureWebFirewall extends Construct {
  /** Resource id of the policy. */
  readonly policyId: string;

  constructor(scope: Construct, id: string, { place, resourceGroupName, balancerId, edgeCidrs, dependsOn }: AzureWebFirewallProps) {
    super(scope, id);
    const name = nameOf("azure:Resource", place.name, "web");
    const policy = new WebApplicationFirewallPolicy(this, "Resource", {
      name,
      location: place.region,
      resourceGroupName,
      dependsOn,
      customRules: [edgeOnly(edgeCidrs)],
      managedRules: { managedRuleSet: [ruleSet] },
      policySettings: {
        enabled: true,
        mode: "Prevention",
        requestBodyCheck: true,
        // The first 128 KB are looked into; to refuse what is longer would refuse every upload. How long, the edge decides.
        requestBodyInspectLimitInKb: 128,
        requestBodyEnforcement: false,
        fileUploadEnforcement: false,
        logScrubbing: { enabled: true, rule: scrubbed },
      },
    });
    new ApplicationLoadBalancerSecurityPolicy(this, "Use", {
      name,
      location: place.region,
      applicationLoadBalancerId: balancerId,
      webApplicationFirewallPolicyId: policy.id,
    });
    this.policyId = policy.id;
  }
}
