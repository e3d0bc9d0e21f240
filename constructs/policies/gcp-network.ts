import { argumentOf, blocksOf, equals, fits, isEverywhere, isSet } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";

/** Subnets that no machine ever has an address in: Google accepts neither argument there. */
const machineless = [
  "REGIONAL_MANAGED_PROXY",
  "GLOBAL_MANAGED_PROXY",
  "INTERNAL_HTTPS_LOAD_BALANCER",
  "PRIVATE_SERVICE_CONNECT",
  "PRIVATE_NAT",
];

const loggedSubnet: Policy = {
  id: "GCP-11",
  title: "A subnet logs its flows, and its machines reach Google's services without a public address",
  severity: "medium",
  remedy: "add log_config, and set private_ip_google_access",
  reference: "CKV_GCP_26, CKV_GCP_74",
  appliesTo: ["google_compute_subnetwork"],
  judge: (subnet) => {
    if (machineless.includes(String(argumentOf(subnet, "purpose")))) return [];
    const isLogged = argumentOf(subnet, "enable_flow_logs") === true;
    return [
      ...(isLogged ? [] : isSet(subnet, "log_config", "a share of the flows")),
      ...fits(subnet, "log_config.flow_sampling", (got) => got !== 0, "a share of the flows above 0"),
      ...equals(subnet, "private_ip_google_access", true),
    ];
  },
};

const scopes = ["network", "region_network"];
const ruleTypes = ["google_compute_firewall_policy_rule", ...scopes.map((scope) => `google_compute_${scope}_firewall_policy_rule`)];
const isIngress = (rule: Subject): boolean => argumentOf(rule, "direction") !== "EGRESS" && argumentOf(rule, "disabled") !== true;
const ofAll = (protocols: (Json | undefined)[]): boolean => protocols.includes("all");

const sourcesOf = (rule: Subject): Json[] => blocksOf(rule, "match").flatMap(({ src_ip_ranges: ranges }) => ranges ?? []);

/** Whether a rule of a firewall policy turns away whatever no rule before it has let in. */
const deniesAll = (rule: Subject): boolean =>
  isIngress(rule) &&
  argumentOf(rule, "action") === "deny" &&
  isEverywhere(sourcesOf(rule)) &&
  ofAll(blocksOf(rule, "match.layer4_configs").map(({ ip_protocol: protocol }) => protocol));

/** The same of a rule that stands by itself. */
const deniesAlone = (rule: Subject): boolean =>
  isIngress(rule) && isEverywhere(rule.attributes.source_ranges) && ofAll(blocksOf(rule, "deny").map(({ protocol }) => protocol));

function denial(network: Subject): Finding[] {
  const { stack } = network;
  const policyRules = scopes.flatMap((scope) => {
    const type = `google_compute_${scope}_firewall_policy`;
    const names = stack
      .companionsOf(network, `${type}_association`, "attachment_target")
      .map(({ attributes }) => attributes.firewall_policy);
    return names.flatMap((name) => stack.ofType(`${type}_rule`).filter(({ attributes }) => attributes.firewall_policy === name));
  });
  const isDenied = policyRules.some(deniesAll) || stack.companionsOf(network, "google_compute_firewall", "network").some(deniesAlone);
  const wanted = "a firewall policy on the network with a rule that denies every protocol from 0.0.0.0/0";
  return isDenied ? [] : [{ got: undefined, wanted }];
}

/** Without any source a rule that stands by itself is for everybody. */
const everybody = { argument: "source_ranges", got: ["0.0.0.0/0"] };

function openRule(rule: Subject): Finding[] {
  const isAlone = rule.type === "google_compute_firewall";
  const lets = isAlone ? blocksOf(rule, "allow").length > 0 : argumentOf(rule, "action") !== "deny";
  if (!isIngress(rule) || !lets) return [];
  const { argument, got } = isAlone ? sourcesAlone(rule) : { argument: "match.src_ip_ranges", got: sourcesOf(rule) };
  return isEverywhere(got) ? [{ argument, got, wanted: "the ranges of those who need it" }] : [];
}

function sourcesAlone({ attributes }: Subject): { argument: string; got: Json } {
  const isNarrow = ["source_ranges", "source_tags", "source_service_accounts"].some((argument) => attributes[argument] !== undefined);
  return isNarrow ? { argument: "source_ranges", got: attributes.source_ranges ?? [] } : everybody;
}

const closedNetwork: Policy = {
  id: "GCP-14",
  title: "A network has the subnets that it is given, denies every way in that no rule opens, and no rule opens one to everybody",
  severity: "high",
  remedy: "set auto_create_subnetworks false, attach a firewall policy that ends in a denial, and name who is let in",
  appliesTo: ["google_compute_network", "google_compute_firewall", ...ruleTypes],
  judge: (subject) => {
    if (subject.type !== "google_compute_network") return openRule(subject);
    return [...equals(subject, "auto_create_subnetworks", false), ...denial(subject)];
  },
};

/** What networks and subnets on Google Cloud are. */
export const gcpNetworkPolicies: readonly Policy[] = [loggedSubnet, closedNetwork];
