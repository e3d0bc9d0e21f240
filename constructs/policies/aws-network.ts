import { argumentOf, blocksOf, equals, hasCompanion, isEverywhere, isSet } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";

const watchedNetwork: Policy = {
  id: "AWS-14",
  title: "A VPC records its connections, and its default security group lets nothing through",
  severity: "high",
  remedy: "add an aws_flow_log and an aws_default_security_group without rules",
  reference: "CKV2_AWS_11, CKV2_AWS_12",
  appliesTo: ["aws_vpc"],
  judge: (vpc) => [
    ...hasCompanion(vpc, "aws_flow_log", "vpc_id"),
    ...hasCompanion(vpc, "aws_default_security_group", "vpc_id", (group) =>
      ["ingress", "egress"].flatMap((argument) =>
        blocksOf(group, argument).length === 0 ? [] : [{ argument, got: "rules", wanted: "none" }],
      ),
    ),
  ],
};

const privateSubnet: Policy = {
  id: "AWS-15",
  title: "Machines get no public address by where they are",
  severity: "medium",
  remedy: "set map_public_ip_on_launch false; what is to be reached gets an address of its own",
  reference: "CKV_AWS_130",
  appliesTo: ["aws_subnet"],
  judge: (subnet) => (argumentOf(subnet, "map_public_ip_on_launch") === true ? equals(subnet, "map_public_ip_on_launch", false) : []),
};

const sources = ["cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks"];
const nobody = "those who need it: a group, a prefix list, a range";

/** A rule, wherever it is written. @param where its block, for one inside a group */
function open(rule: { readonly [name: string]: Json }, where = ""): Finding[] {
  return sources.flatMap((name) => (isEverywhere(rule[name]) ? [{ argument: where + name, got: rule[name], wanted: nobody }] : []));
}

const described = (subject: Subject): Finding[] => isSet(subject, "description", "what it is for");

function judgeRules(subject: Subject): Finding[] {
  const { type, attributes } = subject;
  if (type === "aws_security_group")
    return [...described(subject), ...blocksOf(subject, "ingress").flatMap((rule) => open(rule, "ingress."))];
  const isIngress = type === "aws_vpc_security_group_ingress_rule" || attributes.type === "ingress";
  return [...described(subject), ...(isIngress ? open(attributes) : [])];
}

const closedGroups: Policy = {
  id: "AWS-16",
  title: "No security group lets in everybody, and every rule says what it is for",
  severity: "critical",
  remedy: "name who may come in, and describe it",
  reference: "CKV_AWS_23",
  appliesTo: ["aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"],
  judge: judgeRules,
};

const balancer: Policy = {
  id: "AWS-18",
  title: "A load balancer has a security group and keeps a log of who asked; protected ones cannot be deleted by mistake",
  severity: "high",
  remedy: "set security_groups, access_logs, and enable_deletion_protection in protected environments",
  reference: "CKV_AWS_150, CKV_AWS_91",
  appliesTo: ["aws_lb", "aws_alb"],
  judge: (lb) => [
    ...isSet(lb, "security_groups", "a security group"),
    ...equals(lb, "access_logs.enabled", true),
    ...isSet(lb, "access_logs.bucket", "a bucket"),
    ...(lb.stack.facts.isProtected ? equals(lb, "enable_deletion_protection", true) : []),
  ],
};

/** What networks and balancers on AWS are. */
export const awsNetworkPolicies: readonly Policy[] = [watchedNetwork, privateSubnet, closedGroups, balancer];
