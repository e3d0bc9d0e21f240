import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import { AwsKey } from "../encryption/aws.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";

export interface AwsWebFirewallProps {
  readonly place: Place;
  /** What it stands before. */
  readonly balancerArn: string;
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
}

interface RuleGroup {
  readonly name: string;
  /** Rules of it that only count. */
  readonly counted: readonly string[];
}

/**
 * AWS's own rules, in this order: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html. Not its list of
 * addresses with a bad name: every request comes from the edge's, so that it would block all or nobody.
 */
const ruleGroups: readonly RuleGroup[] = [
  { name: "AWSManagedRulesKnownBadInputsRuleSet", counted: [] },
  // It refuses bodies of more than 8 KB, as every upload has.
  { name: "AWSManagedRulesCommonRuleSet", counted: ["SizeRestrictions_BODY"] },
];

/** What of a request is nobody's to read later. */
const secretHeaders = ["authorization", "cookie"];

const measured = (metricName: string) => ({ metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true });

/**
 * A web firewall of the cloud's own behind that of the edge, with all it decides in a log.
 *
 * About $8 per month, $0.60 per million requests, and the log at $0.50 per GB.
 */
export class AwsWebFirewall extends Construct {
  constructor(scope: Construct, id: string, props: AwsWebFirewallProps) {
    super(scope, id);
    const name = nameOf("aws:Wafv2WebAcl", props.place.name, "edge");
    const firewall = new Wafv2WebAcl(this, "Resource", {
      name,
      description: "What requests of the edge may look like",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: ruleGroups.map(managed),
      visibilityConfig: measured(name),
    });
    new Wafv2WebAclAssociation(this, "Association", { resourceArn: props.balancerArn, webAclArn: firewall.arn });
    this.log(props, firewall);
  }

  private log({ place, logRetentionDays, deletionProtection }: AwsWebFirewallProps, firewall: Wafv2WebAcl): void {
    const key = new AwsKey(this, "Key", { place, purpose: "web-firewall", users: ["logs"], deletionProtection });
    const group = new CloudwatchLogGroup(this, "LogGroup", {
      // Others are refused: https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
      name: nameOf("aws:CloudwatchLogGroup", "aws-waf-logs", place.name),
      retentionInDays: logRetentionDays,
      kmsKeyId: key.arn,
    });
    new Wafv2WebAclLoggingConfiguration(this, "Log", {
      resourceArn: firewall.arn,
      logDestinationConfigs: [group.arn],
      redactedFields: secretHeaders.map((name) => ({ singleHeader: { name } })),
    });
  }
}

/** Rules that block what they know, and are kept up to date by AWS. The binding passes statements on as they are: in Terraform's words. */
const managed = ({ name, counted }: RuleGroup, index: number): Wafv2WebAclRule => ({
  name,
  priority: index + 1,
  overrideAction: { none: {} },
  statement: {
    managed_rule_group_statement: {
      vendor_name: "AWS",
      name,
      rule_action_override: counted.map((rule) => ({ name: rule, action_to_use: { count: {} } })),
    },
  },
  visibilityConfig: measured(name),
});
