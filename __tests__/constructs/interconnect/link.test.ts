import { describe, expect, it } from "vitest";
import { azureAddresses } from "../../../constructs/network/tunnel-plan.ts";
import { all, each, endIn, get, linked, linkedAll, type Resources } from "./linked.ts";

const aws = endIn("aws", "us-east-1");
const gcp = endIn("gcp", "us-east4");
const azure = endIn("azure", "eastus2");
const everywhere = [aws, gcp, azure, endIn("aws", "us-west-2"), endIn("gcp", "us-west1"), endIn("azure", "centralus")];

const VPN = "aws_vpn_connection";
const TUNNEL = "google_compute_vpn_tunnel";
const CONNECTION = "azurerm_virtual_network_gateway_connection";

/** Where AWS's end is told that the peer is, by its connections. */
const customersOf = (made: Resources) => ["First", "Second"].map((id) => get(made, "aws_customer_gateway", `Link_Aws_${id}Gateway`));
/** The public address of one of AWS's tunnels. */
const awsAddress = (tunnel: number) =>
  `\${aws_vpn_connection.Link_Aws_${tunnel < 2 ? "First" : "Second"}.tunnel${(tunnel % 2) + 1}_address}`;
const addressOf = (placeId: string, position: number) => `\${element(["${placeId}/first", "${placeId}/second"], ${position})}`;
const key = (tunnel: number) => `k\${random_password.Link_Key${tunnel}.result}`;

/** Every two of the places. */
const everyLink = Object.fromEntries(
  everywhere.flatMap((a, index) => everywhere.slice(index + 1).map((b) => [`${a.place.id}To${b.place.id}`, [a, b] as const])),
);

describe("a link of AWS and Google", () => {
  const made = linked(aws, gcp);

  it("begins at the interface of Google's gateway that AWS's connection knows", () => {
    expect(customersOf(made).map(({ ip_address }) => ip_address)).toEqual([0, 1].map((at) => addressOf("prod-gcp-use4", at)));
    const interfaces = get(made, "google_compute_external_vpn_gateway", "Link_Gcp_Peer").interface;
    expect(interfaces).toEqual([0, 1, 2, 3].map((id) => ({ id, ip_address: awsAddress(id) })));
    expect(each(made, TUNNEL, "peer_external_gateway_interface")).toEqual([0, 1, 2, 3]);
    expect(each(made, TUNNEL, "vpn_gateway_interface")).toEqual([0, 0, 1, 1]);
  });

  it("has the same key and each other's addresses and numbers at both ends of each tunnel", () => {
    const vpns = ["First", "Second"].map((id) => get(made, VPN, `Link_Aws_${id}`));
    for (const tunnel of [0, 1, 2, 3]) {
      const own = `tunnel${(tunnel % 2) + 1}`;
      const vpn = vpns[Math.floor(tunnel / 2)] ?? {};
      expect([vpn[`${own}_preshared_key`], get(made, TUNNEL, `Link_Gcp_Tunnel${tunnel}`).shared_secret]).toEqual([
        key(tunnel),
        key(tunnel),
      ]);
      expect(vpn[`${own}_inside_cidr`]).toBe(`169.254.10.${4 * tunnel}/30`);
      expect(get(made, "google_compute_router_peer", `Link_Gcp_Tunnel${tunnel}Peer`)).toMatchObject({
        ...{ ip_address: `169.254.10.${4 * tunnel + 2}`, peer_ip_address: `169.254.10.${4 * tunnel + 1}` },
        peer_asn: aws.gateway.asn,
      });
    }
    for (const customer of customersOf(made)) expect(customer.bgp_asn).toBe(`\${tostring(${gcp.gateway.asn})}`);
  });
});

describe("a link of AWS and Azure", () => {
  const made = linked(azure, aws);

  it("ends at the instance of Azure's gateway that AWS's connection knows, at an address which that instance has", () => {
    expect(customersOf(made).map(({ ip_address }) => ip_address)).toEqual([0, 1].map((at) => addressOf("prod-azure-eus2", at)));
    const had = azureAddresses(azure.place, [aws.place]);
    for (const tunnel of [0, 1, 2, 3]) {
      const { custom_bgp_addresses: own, shared_key } = get(made, CONNECTION, `Link_Azure_Tunnel${tunnel}`);
      const { primary, secondary } = own as { primary: string; secondary: string };
      expect(had.first).toContain(primary);
      expect(had.second).toContain(secondary);
      expect(tunnel < 2 ? primary : secondary).toBe(`169.254.21.${4 * tunnel + 2}`);
      expect(shared_key).toBe(key(tunnel));
      expect(get(made, "azurerm_local_network_gateway", `Link_Azure_Peer${tunnel}`)).toMatchObject({
        gateway_address: awsAddress(tunnel),
        bgp_settings: { asn: aws.gateway.asn, bgp_peering_address: `169.254.21.${4 * tunnel + 1}` },
      });
    }
  });

  it("is encrypted as both agree: AWS proposes what Azure insists on", () => {
    for (const policy of each(made, CONNECTION, "ipsec_policy"))
      expect(policy).toMatchObject({
        ...{ ike_encryption: "AES256", ike_integrity: "SHA256", dh_group: "DHGroup14" },
        ...{ ipsec_encryption: "GCMAES256", ipsec_integrity: "GCMAES256", pfs_group: "PFS2048" },
      });
    for (const vpn of Object.values(all(made, VPN)))
      for (const tunnel of ["tunnel1", "tunnel2"])
        expect(vpn).toMatchObject({
          [`${tunnel}_ike_versions`]: ["ikev2"],
          [`${tunnel}_phase1_encryption_algorithms`]: ["AES256"],
          [`${tunnel}_phase1_integrity_algorithms`]: ["SHA2-256"],
          [`${tunnel}_phase1_dh_group_numbers`]: expect.arrayContaining([14]),
          [`${tunnel}_phase2_encryption_algorithms`]: ["AES256-GCM-16"],
          [`${tunnel}_phase2_dh_group_numbers`]: expect.arrayContaining([14]),
        });
    expect(new Set(each(made, CONNECTION, "connection_protocol"))).toEqual(new Set(["IKEv2"]));
  });
});

describe("a link of Google and Azure", () => {
  const made = linked(gcp, azure);

  it("is a tunnel from each interface to each instance, with both ends' addresses", () => {
    const external = get(made, "google_compute_external_vpn_gateway", "Link_Gcp_Peer");
    expect(external.interface).toEqual([0, 1].map((id) => ({ id, ip_address: addressOf("prod-azure-eus2", id) })));
    expect(external.redundancy_type).toBe("TWO_IPS_REDUNDANCY");
    expect(each(made, TUNNEL, "vpn_gateway_interface")).toEqual([0, 1]);
    for (const tunnel of [0, 1]) {
      const [google, microsoft] = [1, 2].map((offset) => `169.254.22.${4 * tunnel + offset}`);
      const peer = get(made, "google_compute_router_peer", `Link_Gcp_Tunnel${tunnel}Peer`);
      expect(peer).toMatchObject({ ip_address: google, peer_ip_address: microsoft, peer_asn: azure.gateway.asn });
      expect(get(made, "azurerm_local_network_gateway", `Link_Azure_Peer${tunnel}`)).toMatchObject({
        gateway_address: addressOf("prod-gcp-use4", tunnel),
        bgp_settings: { asn: gcp.gateway.asn, bgp_peering_address: google },
      });
      const connection = get(made, CONNECTION, `Link_Azure_Tunnel${tunnel}`);
      expect(connection.custom_bgp_addresses).toEqual({ primary: "169.254.22.2", secondary: "169.254.22.6" });
      expect([connection.shared_key, get(made, TUNNEL, `Link_Gcp_Tunnel${tunnel}`).shared_secret]).toEqual([key(tunnel), key(tunnel)]);
    }
  });
});

describe("a link within Google or Azure", () => {
  it("names Google's gateways to each other, interface by interface", () => {
    const made = linked(gcp, endIn("gcp", "us-west1"));
    expect(all(made, "google_compute_external_vpn_gateway")).toEqual({});
    for (const tunnel of [0, 1]) {
      const [from, to] = ["From", "To"].map((side) => get(made, TUNNEL, `Link_${side}Gcp_Tunnel${tunnel}`));
      expect([from?.vpn_gateway, from?.vpn_gateway_interface]).toEqual([to?.peer_gcp_gateway, to?.vpn_gateway_interface]);
      expect([to?.vpn_gateway, from?.shared_secret]).toEqual([from?.peer_gcp_gateway, to?.shared_secret]);
      const [peer, other] = ["From", "To"].map((side) => get(made, "google_compute_router_peer", `Link_${side}Gcp_Tunnel${tunnel}Peer`));
      expect([peer?.ip_address, peer?.peer_ip_address]).toEqual([other?.peer_ip_address, other?.ip_address]);
    }
  });

  it("names Azure's gateways to each other in both directions, with addresses of their own", () => {
    const made = linked(azure, endIn("azure", "centralus"));
    expect(all(made, "azurerm_local_network_gateway")).toEqual({});
    const [from, to] = ["From", "To"].map((side) => get(made, CONNECTION, `Link_${side}Azure`));
    expect([from?.virtual_network_gateway_id, from?.shared_key]).toEqual([to?.peer_virtual_network_gateway_id, to?.shared_key]);
    expect([to?.virtual_network_gateway_id, to?.location]).toEqual([from?.peer_virtual_network_gateway_id, "centralus"]);
    for (const end of [from, to]) {
      expect(end).toMatchObject({ type: "Vnet2Vnet", enable_bgp: true });
      expect(end).not.toHaveProperty("custom_bgp_addresses");
    }
  });
});

describe("every link", () => {
  it("is the same whichever of two clouds' places is named first", () => {
    for (const [a, b] of [
      [aws, gcp],
      [aws, azure],
      [gcp, azure],
    ] as const)
      expect(linked(b, a)).toEqual(linked(a, b));
  });

  it("has names that no other has", () => {
    const made = linkedAll(everyLink);
    for (const [type, byId] of Object.entries(made)) {
      const names = Object.values(byId).map(({ name, alarm_name: alarm, tags }) => name ?? alarm ?? (tags as { Name?: string })?.Name);
      const given = names.filter((name) => name !== undefined);
      expect(new Set(given).size, type).toBe(given.length);
    }
  });

  it("has keys of its own: one per tunnel, made anew for a higher version, and nothing else then", () => {
    const [before, after] = [linkedAll(everyLink), linkedAll(everyLink, 2)];
    for (const [type, byId] of Object.entries(before)) {
      if (type !== "random_password") expect(after[type]).toEqual(byId);
      else for (const id of Object.keys(byId)) expect(get(after, type, id)).toEqual({ ...byId[id], keepers: { version: "2" } });
    }
    // Four each for AWS with two places of two clouds, two for Google's with Azure's and with each other, one for Azure's.
    expect(Object.keys(all(before, "random_password"))).toHaveLength(2 * 4 * 4 + 4 * 2 + 2 + 1);
  });

  it("keeps its keys out of everything but the tunnels' own arguments", () => {
    const made = linkedAll(everyLink);
    const holders = Object.values(made).flatMap((byId) =>
      Object.values(byId).flatMap((attributes) =>
        Object.entries(attributes)
          .filter(([, value]) => JSON.stringify(value).includes("random_password"))
          .map(([name]) => name),
      ),
    );
    expect(new Set(holders)).toEqual(new Set(["tunnel1_preshared_key", "tunnel2_preshared_key", "shared_secret", "shared_key"]));
  });
});
