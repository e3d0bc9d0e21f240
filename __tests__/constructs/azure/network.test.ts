import { describe, expect, it } from "vitest";
import { placeAsn } from "../../../constructs/network/cidr-plan.ts";
import type { CloudName, EnvironmentName } from "../../../constructs/place.ts";
import type { StackJson } from "../../estate.ts";
import { at, blocks, gatewayOutputs } from "../variants.ts";
import { all, azure, dev, get, one } from "./variants.ts";

const prod = azure("network");
const cheap = azure("network", dev.network);

const subnets = (stack: StackJson) =>
  Object.fromEntries(Object.values(all(stack, "subnet")).map(({ name, address_prefixes: blocks }) => [name, blocks]));
const rules = (stack: StackJson, group: string) =>
  Object.values(all(stack, "network_security_rule"))
    .filter(({ network_security_group_name: name }) => name === `\${azurerm_network_security_group.Network_Subnets_${group}.name}`)
    .sort((one, other) => one.priority - other.priority);
const names = (found: { name: string }[]) => found.map(({ name }) => name);

describe("azure network: subnets and ways out", () => {
  it("has the planned blocks, and no way out but NAT", () => {
    expect(subnets(prod)).toMatchObject({
      nodes: ["10.224.32.0/19"],
      "nodes-2": ["10.224.16.0/20"],
      "nodes-3": ["10.224.0.0/20"],
      "api-server": ["10.224.64.0/28"],
      endpoints: ["10.224.65.0/24"],
      GatewaySubnet: ["10.224.66.0/27"],
    });
    for (const subnet of Object.values(all(prod, "subnet"))) {
      if (subnet.name !== "GatewaySubnet") expect(subnet).toMatchObject({ default_outbound_access_enabled: false });
    }
  });

  it("has one NAT gateway in dev, and one per zone in prod (C-01)", () => {
    expect(Object.values(all(cheap, "nat_gateway")).map(({ zones }) => zones)).toEqual([["1"]]);
    expect(Object.values(all(prod, "nat_gateway")).map(({ zones }) => zones)).toEqual([["1"], ["2"], ["3"]]);
    expect(Object.keys(all(prod, "subnet_nat_gateway_association"))).toHaveLength(3);
  });

  it("moves nothing when `one` becomes `per-zone`: what there was stays as it was", () => {
    const before = azure("network", { input: { natGateways: "one" } });
    for (const type of [
      "subnet",
      "nat_gateway",
      "public_ip",
      "subnet_nat_gateway_association",
      "subnet_network_security_group_association",
    ]) {
      for (const [id, attributes] of Object.entries(all(before, type))) expect(get(prod, type, id), id).toEqual(attributes);
    }
    const { "nodes-2": second, nodes } = subnets(before);
    expect([nodes, second]).toEqual([["10.224.32.0/19"], undefined]);
  });

  it("does without zones where the region has none", () => {
    const zoneless = azure("network", { region: "westus", input: { cidr: "10.231.0.0/16" } });
    expect(Object.values(all(zoneless, "nat_gateway")).map(({ zones }) => zones)).toEqual([undefined]);
    for (const address of Object.values(all(zoneless, "public_ip"))) expect(address).not.toHaveProperty("zones");
  });

  it("C-07 makes no public address that nothing uses", () => {
    const text = JSON.stringify(prod.resource);
    for (const id of Object.keys(all(prod, "public_ip"))) {
      if (id !== "Ingress") expect(text).toContain(`\${azurerm_public_ip.${id}.id}`);
    }
    expect(Object.keys(all(cheap, "public_ip")).sort()).toEqual(["Ingress", "Network_Subnets_Nat_Address"]);
  });
});

describe("azure network: firewalls", () => {
  it("AZ-10 lets in from the Internet the edge's ranges to 443, and nothing else", () => {
    const open = Object.values(all(prod, "network_security_rule")).filter(
      ({ access, source_address_prefix: from }) => access === "Allow" && ["*", "Internet", "0.0.0.0/0"].includes(from),
    );
    expect(open).toEqual([]);
    expect(get(prod, "network_security_rule", "Ingress_Edge")).toMatchObject({
      destination_port_ranges: ["443"],
      source_address_prefixes: "${data.cloudflare_ip_ranges.EdgeRanges.ipv4_cidrs}",
    });
  });

  it("lets nodes, pods and the API server of the place reach each other, and peers reach one address of the nodes", () => {
    const found = rules(prod, "NodesFirewall");
    expect(names(found)).toEqual(["HealthProbes", "Place", "Peers", "Rest"]);
    const [probes, place, peers, rest] = found;
    expect(probes).toMatchObject({ access: "Allow", source_address_prefix: "AzureLoadBalancer" });
    expect(place).toMatchObject({ access: "Allow", protocol: "*", source_address_prefixes: ["10.224.0.0/16", "192.168.0.0/16"] });
    expect(peers).toMatchObject({ destination_address_prefix: "10.224.63.250", protocol: "Tcp" });
    expect(rest).toMatchObject({ access: "Deny", protocol: "*", source_address_prefix: "*", priority: 4000 });
  });

  it("lets the workload group, the API server and exactly the peers reach private endpoints, in that order", () => {
    const found = rules(prod, "EndpointsFirewall");
    expect(names(found)).toEqual(["Workloads", "OtherNodes", "ApiServer", "Peers", "Rest"]);
    const [workloads, others, apiServer, peers, rest] = found;
    expect(workloads).toMatchObject({
      access: "Allow",
      source_application_security_group_ids: ["${azurerm_application_security_group.Network_Workloads.id}"],
      destination_port_ranges: ["443", "1433", "2049", "5432", "6380", "10000"],
    });
    expect(others).toMatchObject({ access: "Deny", source_address_prefixes: ["10.224.32.0/19", "10.224.16.0/20", "10.224.0.0/20"] });
    expect(apiServer).toMatchObject({ access: "Allow", source_address_prefix: "10.224.64.0/28", destination_port_ranges: ["443"] });
    expect(peers).toMatchObject({ access: "Allow", source_address_prefixes: ["10.0.0.0/16", "10.192.0.0/16", "10.208.0.0/16"] });
    expect(rest).toMatchObject({ access: "Deny", source_address_prefix: "*" });
    expect(subnetsOf("EndpointsFirewall")).toEqual(["Network_Subnets_Endpoints"]);
  });

  it("knows no peers without interconnection, and never the whole estate", () => {
    expect(names(rules(cheap, "NodesFirewall"))).not.toContain("Peers");
    expect(names(rules(cheap, "EndpointsFirewall"))).not.toContain("Peers");
    expect(JSON.stringify([...rules(prod, "NodesFirewall"), ...rules(prod, "EndpointsFirewall")])).not.toContain("10.0.0.0/8");
  });

  const subnetsOf = (group: string) =>
    Object.values(all(prod, "subnet_network_security_group_association"))
      .filter(({ network_security_group_id: id }) => id === `\${azurerm_network_security_group.Network_Subnets_${group}.id}`)
      .map(({ subnet_id: id }) => /azurerm_subnet\.(\w+)\./.exec(id)?.[1]);
});

describe("azure network: logs and links", () => {
  it("AZ-11 logs every flow of the network, 90 days at least, analysed", () => {
    for (const [stack, days] of [
      [prod, 365],
      [cheap, 90],
    ] as const) {
      expect(one(stack, "network_watcher_flow_log")).toMatchObject({
        enabled: true,
        target_resource_id: "${azurerm_virtual_network.Network_Vnet.id}",
        retention_policy: [{ enabled: true, days }],
        traffic_analytics: [{ enabled: true }],
      });
    }
  });

  it("speaks BGP with the place's own number, which Azure does not keep for itself", () => {
    const asn = placeAsn("prod", "azure", "eastus2");
    expect(one(prod, "virtual_network_gateway")).toMatchObject({
      sku: "VpnGw2AZ",
      active_active: true,
      enable_bgp: true,
      bgp_settings: [{ asn }],
    });
    expect([65515, 65517, 65518, 65519, 65520]).not.toContain(asn);
    expect(gatewayOutputs(prod)).toEqual({
      ...{ cloud: "azure", region: "eastus2", cidr: "10.224.0.0/16", asn },
      ...{ router: "", inside_table_id: "", outside_table_id: "" },
      id: "${azurerm_virtual_network_gateway.Network_Vpn.id}",
      addresses: ["A", "B"].map((instance) => `\${azurerm_public_ip.Network_Vpn_Address${instance}.ip_address}`),
      scope: "${azurerm_resource_group.Network_Group.name}",
    });
  });

  it("knows its addresses in the tunnels of every peer, by instance, and of new peers besides", () => {
    const peer = (cloud: CloudName, region: string, environment: EnvironmentName = "prod") => ({ environment, cloud, region });
    const addresses = (peers: object[]) =>
      blocks(one(azure("network", { input: { peers } }), "virtual_network_gateway"), "bgp_settings.0.peering_addresses").map(
        ({ ip_configuration_name: instance, apipa_addresses: own }) => [instance, own],
      );
    const aws = peer("aws", "us-east-1");
    expect(addresses([aws])).toEqual([
      ["a", ["169.254.21.2", "169.254.21.6"]],
      ["b", ["169.254.21.10", "169.254.21.14"]],
    ]);
    expect(addresses([aws, peer("gcp", "us-east4"), peer("aws", "us-east-1", "mgmt"), peer("azure", "centralus")])).toEqual([
      ["a", ["169.254.21.2", "169.254.21.6", "169.254.22.2", "169.254.22.162", "169.254.22.166"]],
      ["b", ["169.254.21.10", "169.254.21.14", "169.254.22.6", "169.254.22.170", "169.254.22.174"]],
    ]);
  });

  it("tells somebody when no instance has a session with a peer, and only where there are any", () => {
    const alert = get(prod, "monitor_metric_alert", "Network_Vpn_BgpSessions");
    expect(alert).toMatchObject({
      scopes: ["${azurerm_virtual_network_gateway.Network_Vpn.id}"],
      criteria: [{ metric_name: "BgpPeerStatus", operator: "LessThan", dimension: [{ name: "BgpPeerAddress", values: ["*"] }] }],
      action: [{ action_group_id: expect.stringContaining("account__alert_target") }],
    });
    // One of two instances has a session with peers in other clouds: that is no alarm.
    expect(Number(at(alert, "criteria.0.threshold"))).toBeGreaterThan(0);
    expect(Number(at(alert, "criteria.0.threshold"))).toBeLessThan(0.5);
    expect(all(cheap, "monitor_metric_alert")).toEqual({});
  });

  it("C-08 builds gateway and resolver only where places are interconnected", () => {
    expect(all(cheap, "virtual_network_gateway")).toEqual({});
    expect(all(cheap, "private_dns_resolver")).toEqual({});
    expect(gatewayOutputs(cheap)).toEqual({});
    expect(one(prod, "private_dns_resolver_inbound_endpoint")).toMatchObject({
      ip_configurations: [{ private_ip_address: "10.224.68.4" }],
    });
  });

  it("answers the private names of every service that has endpoints", () => {
    expect(Object.values(all(prod, "private_dns_zone")).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["azure-eus2.prod.int.example.com", "privatelink.redis.azure.net", "privatelink.vaultcore.azure.net"]),
    );
    for (const link of Object.values(all(prod, "private_dns_zone_virtual_network_link"))) {
      expect(link).toMatchObject({ registration_enabled: false });
    }
  });

  it("keeps the edge's address in prod, in all zones", () => {
    expect(get(prod, "public_ip", "Ingress")).toMatchObject({ zones: ["1", "2", "3"], lifecycle: { prevent_destroy: true } });
    expect(get(cheap, "public_ip", "Ingress")).toMatchObject({ lifecycle: { prevent_destroy: false } });
  });
});
