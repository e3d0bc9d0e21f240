import { ComputeSecurityPolicy, type ComputeSecurityPolicyRule } from "@cdktf/provider-google/lib/compute-security-policy";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { GcpLogBucket } from "../account/gcp-log-bucket.ts";
import { accountOf, type Place } from "../place.ts";

export interface GcpWebFirewallProps {
  readonly place: Place;
  /** By which a backend finds it. */
  readonly name: string;
  /** The only sources admitted: a token. */
  readonly edgeCidrs: string[];
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
}

/**
 * Google's own rules, in this order: https://cloud.google.com/armor/docs/waf-rules. Not that of methods, which knows GET and POST only.
 */
const ruleSets = [
  "cve-canary",
  "sqli-v33-stable",
  "xss-v33-stable",
  "lfi-v33-stable",
  "rfi-v33-stable",
  "rce-v33-stable",
  "protocolattack-v33-stable",
  "scannerdetection-v33-stable",
];

/** Ranges that one rule may have: https://cloud.google.com/armor/quotas */
const rangesPerRule = 10;

/** First priorities; the lower number is asked first, and the first rule that matches decides. */
const priorities = { known: 100, edge: 1000, everyone: 2147483647 };

const refused = "deny(403)";

/**
 * A web firewall of the cloud's own behind that of the edge: it refuses what it knows to be an attack, admits the edge's addresses and
 * nobody else, and has all it decides in a log.
 *
 * About $16 per month, $0.75 per million requests, and the log at $0.50 per GiB.
 */
export class GcpWebFirewall extends Construct {
  constructor(scope: Construct, id: string, { place, name, edgeCidrs, logRetentionDays, deletionProtection }: GcpWebFirewallProps) {
    super(scope, id);
    const policy = new ComputeSecurityPolicy(this, "Resource", {
      project: accountOf(place, "gcp").projectId,
      name,
      description: "The edge only, and what its requests may look like",
      type: "CLOUD_ARMOR",
      // What requests carry is nobody's to read later, so that the log says which rule and not what it found.
      advancedOptionsConfig: { jsonParsing: "STANDARD", logLevel: "NORMAL" },
      rule: [...ruleSets.map(managed), everyoneElse],
    });
    // Beside the rules above, which a dynamic block of the binding's would replace.
    policy.addOverride("dynamic.rule", admitting(edgeCidrs));
    new GcpLogBucket(this, "Logs", {
      place,
      purpose: "edge",
      filter: `resource.type="http_load_balancer" AND jsonPayload.enforcedSecurityPolicy.name="${name}"`,
      retentionDays: logRetentionDays,
      deletionProtection,
    });
  }
}

/** Rules that refuse what they know, and are kept up to date by Google; of the first of four levels, which takes few for what they are not. */
const managed = (ruleSet: string, index: number): ComputeSecurityPolicyRule => ({
  action: refused,
  priority: priorities.known + index,
  description: `Known attacks: ${ruleSet}`,
  match: { expr: { expression: `evaluatePreconfiguredWaf('${ruleSet}', {'sensitivity': 1})` } },
});

/** Every policy has this rule; Google's own lets everybody in. */
const everyoneElse: ComputeSecurityPolicyRule = {
  action: refused,
  priority: priorities.everyone,
  description: "Everyone else",
  match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } },
};

/** As many rules as the edge's ranges need: how many there are is known when it is planned. In Terraform's words, as overrides are. */
const admitting = (edgeCidrs: string[]) => ({
  for_each: Token.asAny(Fn.chunklist(edgeCidrs, rangesPerRule)),
  iterator: "ranges",
  content: {
    action: "allow",
    priority: `\${${priorities.edge} + ranges.key}`,
    description: "Edge network",
    match: [{ versioned_expr: "SRC_IPS_V1", config: [{ src_ip_ranges: "${ranges.value}" }] }],
  },
});
