import type { Value } from "./rego/values.ts";
import { created, type PolicyCase, planOf } from "./terraform-cases.ts";

const ingress = (rule: { readonly [key: string]: Value }): Value => created("aws_security_group", { ingress: [rule] });
const nsgRule = (changes: { readonly [key: string]: Value }): { readonly [key: string]: Value } => ({
  ...{ direction: "Inbound", access: "Allow", source_address_prefix: "Internet", source_address_prefixes: [] },
  ...changes,
});
const everybody = /would let in everybody \(/;

const network = { type: "aws_vpc", actions: ["create"], after: {}, unknown: { id: true } };
const group = (rules: readonly Value[] = []) => ({
  ...{ type: "aws_default_security_group", actions: ["create"], after: { ingress: [...rules], egress: [] }, unknown: { vpc_id: true } },
});
const flows = { type: "aws_flow_log", actions: ["create"], after: {}, unknown: { vpc_id: true } };
const known = (change: object, vpc_id: string) => ({ ...(change as typeof flows), after: { vpc_id }, unknown: {} });
const watched = { ...network, actions: ["update"], after: { id: "vpc-1" }, unknown: {} };

/** A network, and what belongs beside it. */
const networks: readonly PolicyCase[] = [
  { name: "a network with all of it", input: planOf(network, group(), flows), refused: [] },
  {
    name: "a network of nothing else",
    input: planOf(network),
    refused: [/^AWS-14: aws_vpc\.It: its default/, /^AWS-14: aws_vpc\.It: nobody/],
  },
  { name: "a network with what is its own", input: planOf(watched, known(group(), "vpc-1"), known(flows, "vpc-1")), refused: [] },
  {
    name: "a network with what is another's",
    input: planOf(watched, known(group(), "vpc-2"), known(flows, "vpc-1")),
    refused: [/^AWS-14: aws_vpc\.It: its default/],
  },
  {
    name: "a plan for the network alone",
    input: { plan: { ...(planOf(network) as { plan: object }).plan, complete: false } },
    refused: [],
  },
  {
    name: "a default group that lets something through",
    input: planOf(network, group([{ protocol: "-1", self: true }]), flows),
    refused: [/^AWS-14: aws_default_security_group\.It has rules in ingress/],
  },
];

export const exposureCases: PolicyCase[] = [
  ...networks,
  {
    name: "a group open to IPv4",
    input: ingress({ cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"] }),
    refused: [/let in everybody \(0\.0\.0\.0\/0\)/],
  },
  {
    name: "a group open to IPv6",
    input: ingress({ cidr_blocks: [], ipv6_cidr_blocks: ["::/0"] }),
    refused: [/let in everybody \(::\/0\)/],
  },
  { name: "a group open to some", input: ingress({ cidr_blocks: ["203.0.113.0/24"], ipv6_cidr_blocks: null }), refused: [] },
  {
    name: "a group that may reach everything",
    input: created("aws_security_group", { ingress: [], egress: [{ cidr_blocks: ["0.0.0.0/0"] }] }),
    refused: [],
  },
  {
    name: "rules of their own",
    input: planOf(
      { type: "aws_vpc_security_group_ingress_rule", actions: ["create"], after: { cidr_ipv4: "0.0.0.0/0", cidr_ipv6: null } },
      { type: "aws_security_group_rule", actions: ["update"], after: { type: "ingress", ipv6_cidr_blocks: ["::/0"] } },
      { type: "aws_security_group_rule", actions: ["create"], after: { type: "egress", cidr_blocks: ["0.0.0.0/0"] } },
      { type: "aws_vpc_security_group_egress_rule", actions: ["create"], after: { cidr_ipv4: "0.0.0.0/0" } },
    ),
    refused: [/^AWS-16: aws_security_group_rule\.It.*::\/0/, /^AWS-16: aws_vpc_security_group_ingress_rule\.It/],
  },
  {
    name: "a Kubernetes API for everybody",
    input: planOf(
      {
        type: "aws_eks_cluster",
        actions: ["create"],
        after: { vpc_config: [{ endpoint_public_access: true, public_access_cidrs: ["0.0.0.0/0"] }] },
      },
      {
        type: "google_container_cluster",
        actions: ["create"],
        after: { master_authorized_networks_config: [{ cidr_blocks: [{ cidr_block: "0.0.0.0/0" }] }] },
      },
      {
        type: "azurerm_kubernetes_cluster",
        actions: ["create"],
        after: { api_server_access_profile: [{ authorized_ip_ranges: ["0.0.0.0/0"] }] },
      },
    ),
    refused: [everybody, everybody, everybody],
  },
  {
    name: "a private Kubernetes API, whatever its list says",
    input: created("aws_eks_cluster", { vpc_config: [{ endpoint_public_access: false, public_access_cidrs: ["0.0.0.0/0"] }] }),
    refused: [],
  },
  {
    name: "firewalls of Google Cloud",
    input: planOf(
      {
        type: "google_compute_firewall",
        actions: ["create"],
        after: { direction: "INGRESS", allow: [{ protocol: "tcp" }], source_ranges: ["0.0.0.0/0"] },
      },
      {
        type: "google_compute_network_firewall_policy_rule",
        actions: ["create"],
        after: { direction: "INGRESS", action: "allow", match: [{ src_ip_ranges: ["::/0"] }] },
      },
    ),
    refused: [/^GCP-14: google_compute_firewall\.It/, /^GCP-14: google_compute_network_firewall_policy_rule\.It/],
  },
  {
    name: "firewalls that refuse, or that are about the way out",
    input: planOf(
      {
        type: "google_compute_firewall",
        actions: ["create"],
        after: { direction: "INGRESS", allow: [], deny: [{ protocol: "all" }], source_ranges: ["0.0.0.0/0"] },
      },
      {
        type: "google_compute_network_firewall_policy_rule",
        actions: ["create"],
        after: { direction: "INGRESS", action: "deny", match: [{ src_ip_ranges: ["0.0.0.0/0"] }] },
      },
      {
        type: "google_compute_network_firewall_policy_rule",
        actions: ["create"],
        after: { direction: "EGRESS", action: "allow", match: [{ src_ip_ranges: ["0.0.0.0/0"] }] },
      },
    ),
    refused: [],
  },
  {
    name: "rules of Azure, alone and in their group",
    input: planOf(
      { type: "azurerm_network_security_rule", actions: ["create"], after: nsgRule({}) },
      {
        type: "azurerm_network_security_group",
        actions: ["create"],
        after: { security_rule: [nsgRule({ source_address_prefix: "", source_address_prefixes: ["10.0.0.0/8", "*"] })] },
      },
    ),
    refused: [/^AZ-10: azurerm_network_security_group\.It.*\(\*\)/, /^AZ-10: azurerm_network_security_rule\.It.*\(Internet\)/],
  },
  {
    name: "rules of Azure that refuse, or that are about the way out",
    input: planOf(
      { type: "azurerm_network_security_rule", actions: ["create"], after: nsgRule({ access: "Deny" }) },
      { type: "azurerm_network_security_rule", actions: ["create"], after: nsgRule({ direction: "Outbound" }) },
    ),
    refused: [],
  },
  {
    name: "databases on the internet",
    input: planOf(
      { type: "aws_db_instance", actions: ["update"], after: { publicly_accessible: true } },
      { type: "azurerm_mssql_server", actions: ["create"], after: { public_network_access_enabled: true } },
      {
        type: "google_sql_database_instance",
        actions: ["create"],
        after: { settings: [{ ip_configuration: [{ ipv4_enabled: true, authorized_networks: [] }] }] },
      },
    ),
    refused: [
      /aws_db_instance\.It .*publicly_accessible is true/,
      /azurerm_mssql_server\.It .*public_network/,
      /google_sql.*ipv4_enabled is true/,
    ],
  },
  {
    name: "a private database with a network let in anyway",
    input: created("google_sql_database_instance", {
      settings: [{ ip_configuration: [{ ipv4_enabled: false, authorized_networks: [{ name: "all", value: "0.0.0.0/0" }] }] }],
    }),
    refused: [everybody],
  },
  {
    name: "buckets that can be public",
    input: planOf(
      { type: "aws_s3_bucket_public_access_block", actions: ["update"], after: { block_public_acls: true, block_public_policy: false } },
      { type: "google_storage_bucket", actions: ["create"], after: { public_access_prevention: "inherited" } },
      { type: "google_storage_bucket_iam_member", actions: ["create"], after: { role: "roles/storage.objectViewer", member: "allUsers" } },
      {
        type: "google_project_iam_binding",
        actions: ["create"],
        after: { role: "roles/viewer", members: ["user:a@b.c", "allAuthenticatedUsers"] },
      },
    ),
    refused: [/block_public_policy is false/, /would give roles\/storage/, /would give roles\/viewer to allAuth/, /not enforced/],
  },
  { name: "an open group that goes away", input: planOf({ type: "aws_security_group", actions: ["delete"] }), refused: [] },
  {
    name: "an open group that is left alone",
    input: planOf({ type: "aws_security_group", actions: ["no-op"], after: { ingress: [{ cidr_blocks: ["0.0.0.0/0"] }] } }),
    refused: [],
  },
  { name: "sources that are not known yet", input: created("aws_vpc_security_group_ingress_rule", {}, { cidr_ipv4: true }), refused: [] },
];
