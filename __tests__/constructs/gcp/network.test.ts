import { describe, expect, it } from "vitest";
import { placeAsn } from "../../../constructs/network/cidr-plan.ts";
import type { StackJson } from "../../estate.ts";
import { at, blocks, gatewayOutputs } from "../variants.ts";
import { all, gcp, get, one, stackOf } from "./variants.ts";

const prod = stackOf("prod network");
const dev = stackOf("dev network");

/** The firewall's rules by their order: [name, action, sources]. */
const rules = (stack: StackJson) =>
  Object.values(all(stack, "compute_network_firewall_policy_rule"))
    .sort((a, b) => Number(a.priority) - Number(b.priority))
    .map((rule) => [rule.rule_name, rule.action, at(rule, "match.0.src_ip_ranges")]);

describe("gcp network: its shape", () => {
  it("GCP-14 has no subnets but its own, in the blocks of the address plan", () => {
    expect(one(prod, "compute_network")).toMatchObject({ auto_create_subnetworks: false });
    const subnets = Object.values(all(prod, "compute_subnetwork"));
    expect(Object.fromEntries(subnets.map(({ name, ip_cidr_range }) => [name, ip_cidr_range]))).toEqual({
      "acme-prod-gcp-use4-nodes": "10.208.0.0/18",
      "acme-prod-gcp-use4-proxy-only": "10.208.64.0/23",
      "acme-prod-gcp-use4-endpoints": "10.208.72.0/24",
    });
    for (const subnet of subnets) expect(subnet).toMatchObject({ region: "us-east4", network: "${google_compute_network.Network.id}" });
  });

  it("takes pods' and services' addresses from ranges that differ by environment", () => {
    const ranges = (stack: StackJson) => get(stack, "compute_subnetwork", "Network_Subnets_Nodes").secondary_ip_range;
    expect(ranges(prod)).toEqual([
      { range_name: "pods", ip_cidr_range: "100.112.0.0/14" },
      { range_name: "services", ip_cidr_range: "172.22.192.0/20" },
    ]);
    expect(ranges(dev)).toEqual([
      { range_name: "pods", ip_cidr_range: "100.80.0.0/14" },
      { range_name: "services", ip_cidr_range: "172.22.64.0/20" },
    ]);
    expect(prod.output?.network__pod_cidrs?.value).toEqual(["100.112.0.0/14"]);
  });

  it("GCP-11 logs the flows of every subnet with machines, which reach Google privately; C-09 samples at most half", () => {
    for (const [stack, flow_sampling] of [
      [prod, 0.5],
      [dev, 0.1],
    ] as const) {
      for (const id of ["Network_Subnets_Nodes", "Network_Subnets_Endpoints"]) {
        expect(get(stack, "compute_subnetwork", id)).toMatchObject({ private_ip_google_access: true, log_config: [{ flow_sampling }] });
      }
    }
    expect(get(prod, "compute_subnetwork", "Network_Subnets_ProxyOnly")).toMatchObject({
      purpose: "REGIONAL_MANAGED_PROXY",
      role: "ACTIVE",
    });
  });

  it("has no flow logs where none are sampled", () => {
    const silent = gcp("network", { input: { flowLogSampling: 0 } });
    for (const subnet of Object.values(all(silent, "compute_subnetwork"))) expect(subnet).not.toHaveProperty("log_config");
  });

  it("keeps its logs encrypted for as long as configured, and not a second time", () => {
    const cmek_settings = [{ kms_key_name: "${google_kms_crypto_key.Network_Logs_Key.id}" }];
    expect(one(prod, "logging_project_bucket_config")).toMatchObject({ retention_days: 365, location: "us-east4", cmek_settings });
    expect(one(dev, "logging_project_bucket_config")).toMatchObject({ retention_days: 30, cmek_settings });
    expect(one(prod, "logging_project_exclusion").filter).toBe(one(prod, "logging_project_sink").filter);
  });

  it("names and protects what others depend on", () => {
    for (const type of ["compute_network", "compute_subnetwork", "compute_address", "dns_managed_zone"]) {
      for (const found of Object.values(all(prod, type))) expect(at(found, "lifecycle.prevent_destroy"), type).toBe(true);
      for (const found of Object.values(all(dev, type))) expect(at(found, "lifecycle.prevent_destroy"), type).toBe(false);
    }
    expect(prod.output?.network__workload_group?.value).toBe("acme-prod-gcp-use4-nodes");
    expect(get(dev, "dns_managed_zone", "Network_Dns_Zone")).toMatchObject({
      ...{ dns_name: "gcp-use4.dev.int.example.com.", visibility: "private", force_destroy: true },
    });
  });
});

describe("gcp network: its firewall", () => {
  const health = ["allow-health-checks", "allow", ["35.191.0.0/16", "130.211.0.0/22"]];

  it("admits the place, its pods and exactly its peers; GCP-14 denies and logs everything else", () => {
    expect(rules(prod)).toEqual([
      health,
      ["allow-place", "allow", ["10.208.0.0/16"]],
      ["allow-pods", "allow", ["100.112.0.0/14"]],
      ["allow-peers", "allow", ["10.0.0.0/16", "10.192.0.0/16", "10.224.0.0/16"]],
      ["deny-all", "deny", ["0.0.0.0/0"]],
    ]);
    expect(get(prod, "compute_network_firewall_policy_rule", "Network_Firewall_DenyAll")).toMatchObject({
      enable_logging: true,
      match: [{ layer4_configs: [{ ip_protocol: "all" }] }],
    });
  });

  it("knows no peers without interconnection, and never the whole estate", () => {
    expect(rules(dev)).toEqual([
      health,
      ["allow-place", "allow", ["10.80.0.0/16"]],
      ["allow-pods", "allow", ["100.80.0.0/14"]],
      ["deny-all", "deny", ["0.0.0.0/0"]],
    ]);
    expect(JSON.stringify([prod.resource, dev.resource])).not.toContain("10.0.0.0/8");
  });

  it("GCP-14 is in force for the network, after the rules GKE writes", () => {
    expect(one(prod, "compute_network")).toMatchObject({ network_firewall_policy_enforcement_order: "AFTER_CLASSIC_FIREWALL" });
    expect(one(prod, "compute_network_firewall_policy_association")).toMatchObject({
      firewall_policy: "${google_compute_network_firewall_policy.Network_Firewall_Policy.name}",
      attachment_target: "${google_compute_network.Network.id}",
    });
    const priorities = Object.values(all(prod, "compute_network_firewall_policy_rule")).map(({ priority }) => priority);
    expect(new Set(priorities).size).toBe(priorities.length);
    expect(all(prod, "compute_firewall")).toEqual({});
  });
});

describe("gcp network: its ways out and in", () => {
  it("C-01 goes out by one address in dev and two in prod, all of them published", () => {
    const nat = (stack: StackJson) => one(stack, "compute_router_nat").nat_ips;
    const first = "google_compute_address.Network_Egress_FirstAddress";
    const second = "google_compute_address.Network_Egress_SecondAddress";
    expect(nat(dev)).toEqual([`\${${first}.self_link}`]);
    expect(nat(prod)).toEqual([`\${${first}.self_link}`, `\${${second}.self_link}`]);
    expect(prod.output?.network__egress_ips?.value).toEqual([`\${${first}.address}`, `\${${second}.address}`]);
    expect(one(prod, "compute_router_nat")).toMatchObject({ nat_ip_allocate_option: "MANUAL_ONLY", log_config: [{ enable: true }] });
  });

  it("C-07 makes no public address but the NAT's and the edge's", () => {
    const external = (stack: StackJson) =>
      Object.entries(all(stack, "compute_address"))
        .filter(([, { address_type }]) => address_type === "EXTERNAL")
        .map(([id]) => id);
    expect(external(dev)).toEqual(["Ingress_PublicAddress", "Network_Egress_FirstAddress"]);
    expect(prod.output?.ingress__binding_id?.value).toBe(get(prod, "compute_address", "Ingress_PublicAddress").name);
  });

  it("reserves the internal address in the nodes' subnet, for several Services", () => {
    expect(get(prod, "compute_address", "Ingress_InternalAddress")).toMatchObject({
      ...{ address: "10.208.63.250", address_type: "INTERNAL", purpose: "SHARED_LOADBALANCER_VIP" },
    });
    expect(prod.output?.ingress__internal_address?.value).toBe("10.208.63.250");
  });

  it("C-08 has a VPN gateway only where it is interconnected, with a number of its own", () => {
    expect(all(dev, "compute_ha_vpn_gateway")).toEqual({});
    expect(gatewayOutputs(dev)).toEqual({});
    expect(gatewayOutputs(prod)).toEqual({
      ...{ cloud: "gcp", region: "us-east4", cidr: "10.208.0.0/16", asn: placeAsn("prod", "gcp", "us-east4") },
      ...{ scope: expect.stringMatching(/prod/), inside_table_id: "", outside_table_id: "" },
      id: "${google_compute_ha_vpn_gateway.Network_VpnGateway.self_link}",
      addresses: [0, 1].map((index) => `\${google_compute_ha_vpn_gateway.Network_VpnGateway.vpn_interfaces[${index}].ip_address}`),
      router: "${google_compute_router.Network_Router.name}",
    });
    expect(one(prod, "compute_router")).toMatchObject({ bgp: [{ asn: placeAsn("prod", "gcp", "us-east4"), advertise_mode: "CUSTOM" }] });
  });

  it("tells peers of its /16 and its standby's block only, which is in another region of the network", () => {
    const told = (stack: StackJson) => [
      ...blocks(one(stack, "compute_router"), "bgp.0.advertised_ip_ranges").map(({ range }) => range),
      one(stack, "compute_network").routing_mode,
    ];
    expect(told(gcp("network", { input: { standbyCidr: undefined } }))).toEqual(["10.208.0.0/16", "REGIONAL"]);
    expect(told(gcp("network", { input: { standbyCidr: "10.240.16.0/20" } }))).toEqual(["10.208.0.0/16", "10.240.16.0/20", "GLOBAL"]);
  });

  it("lets Memorystore make its endpoints, in the endpoints' subnet only", () => {
    expect(one(prod, "network_connectivity_service_connection_policy")).toMatchObject({
      service_class: "gcp-memorystore",
      psc_config: [{ subnetworks: ["${google_compute_subnetwork.Network_Subnets_Endpoints.id}"] }],
    });
  });
});
