import { argumentOf, atLeast, blocksOf, equals, fits, hasCompanion, inEach, isEverywhere } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";

/** The argument by which a rule lets in the internet. */
function openTo(rule: Subject): Finding[] {
  const { access, direction } = rule.attributes;
  if (String(access).toLowerCase() !== "allow" || String(direction).toLowerCase() !== "inbound") return [];
  return ["source_address_prefix", "source_address_prefixes"].flatMap((argument) => {
    const got = rule.attributes[argument];
    return isEverywhere(got) ? [{ argument, got, wanted: `the ranges of those who need ${ports(rule)}` }] : [];
  });
}

function ports({ attributes: { destination_port_range: one, destination_port_ranges: many } }: Subject): string {
  const list = [one ?? many ?? []].flat();
  return list.length === 0 || list.includes("*") ? "every port" : `port ${list.join(", ")}`;
}

const closedGroup: Policy = {
  id: "AZ-10",
  title: "No rule of a network security group lets in the internet: to 22, to 3389 or to any port",
  severity: "critical",
  remedy: "name the ranges, the group or the service tag that needs it; who comes from the internet comes by the edge",
  reference: "CKV_AZURE_9, CKV_AZURE_10",
  appliesTo: ["azurerm_network_security_rule", "azurerm_network_security_group"],
  judge: (subject) => (subject.type === "azurerm_network_security_rule" ? openTo(subject) : inEach(subject, "security_rule", openTo)),
};

const FLOW_LOG = "azurerm_network_watcher_flow_log";
const DAYS = 90;

/** Azure takes flow logs of security groups no more, and those of a subnet leave the others out. */
const isNetwork = (target: Json | undefined): boolean =>
  typeof target === "string" &&
  !/network_security_group|networkSecurityGroups|azurerm_subnet\.|\/subnets\/|network_interface/i.test(target);

const flowLog = (log: Subject): Finding[] => [
  ...equals(log, "enabled", true),
  ...fits(log, "target_resource_id", isNetwork, "a virtual network"),
  ...equals(log, "retention_policy.enabled", true),
  // None is for ever.
  ...(argumentOf(log, "retention_policy.days") === 0 ? [] : atLeast(log, "retention_policy.days", DAYS)),
  ...(blocksOf(log, "traffic_analytics").length > 0
    ? equals(log, "traffic_analytics.enabled", true)
    : fits(log, "traffic_analytics", () => false, "an analysis in Log Analytics")),
];

const loggedNetwork: Policy = {
  id: "AZ-11",
  title: "A virtual network logs its flows, keeps them for 90 days and has them analysed",
  severity: "medium",
  remedy: "add a flow log of the virtual network, with retention and traffic analytics",
  reference: "CKV_AZURE_12",
  appliesTo: [FLOW_LOG, "azurerm_virtual_network"],
  judge: (subject) => (subject.type === FLOW_LOG ? flowLog(subject) : hasCompanion(subject, FLOW_LOG, "target_resource_id")),
};

/** What networks on Azure are. */
export const azureNetworkPolicies: readonly Policy[] = [closedGroup, loggedNetwork];
