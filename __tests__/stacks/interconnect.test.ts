import { describe, expect, it } from "vitest";
import { tunnelsBetween } from "../../constructs/network/tunnel-plan.ts";
import { catalog } from "../../stacks/catalog.ts";
import type { InterconnectInput, LinkedPlace } from "../../stacks/interconnect-input.ts";
import { type Edits, edited, load } from "../config/fixture.ts";
import { type Attributes, type StackJson, synthesized } from "../estate.ts";

const unpromised = { "prod:recovery": undefined, "staging:dataSync": false, "prod:dataSync": false };
const estates: Record<string, Edits> = {
  "two clouds": { ...unpromised, "prod:clouds.azure": undefined },
  "two other clouds": { ...unpromised, "prod:clouds.aws": undefined, "estate:apps": {} },
  "three clouds": {},
  "two places in each of three clouds": {
    ...unpromised,
    "prod:clouds.aws.regions.us-west-2": {},
    "prod:clouds.gcp.regions.us-west1": {},
    "prod:clouds.azure.regions.westus3": {},
  },
};

interface Linked {
  readonly json: StackJson;
  readonly input: InterconnectInput;
}

function linked(edits: Edits, id = "prod-interconnect"): Linked {
  const spec = catalog(load(edited(edits))).find((one) => one.id === id);
  if (spec === undefined) throw new Error(`no stack ${id}`);
  return { json: synthesized(spec), input: spec.input as InterconnectInput };
}

type Plain = Record<string, string> & { readonly [block: string]: unknown };
const all = ({ json }: Linked, type: string): [string, Plain][] =>
  Object.entries(json.resource[type] ?? {}).map(([id, attributes]) => [id, attributes as Attributes as unknown as Plain]);
const blockOf = (value: unknown): Plain => (Array.isArray(value) ? value[0] : value) as Plain;

/** One end of a tunnel, in the words of no cloud. */
interface SeenEnd {
  /** Place that the peer's BGP number is read from. */
  readonly peer: string;
  readonly key: string;
  readonly own: string;
  readonly other: string;
  /** Where the peer is, as the end is told. */
  readonly at: string;
}

const placeIn = (expression: unknown): string =>
  /terraform_remote_state\.([\w-]+)-network\.outputs\.gateway__/.exec(String(expression))?.[1] ?? "";

function endsOnAws(of: Linked): SeenEnd[] {
  const customers = Object.fromEntries(all(of, "aws_customer_gateway"));
  return all(of, "aws_vpn_connection").flatMap(([, vpn]) => {
    const customer = customers[/aws_customer_gateway\.(\w+)\.id/.exec(vpn.customer_gateway_id ?? "")?.[1] ?? ""] as Plain;
    return ([1, 2] as const).map((tunnel) => {
      const [a = "", b = "", c = "", last = ""] = (vpn[`tunnel${tunnel}_inside_cidr`] ?? "").replace("/30", "").split(".");
      const address = (offset: number) => `${a}.${b}.${c}.${Number(last) + offset}`;
      return {
        peer: placeIn(customer.bgp_asn),
        key: vpn[`tunnel${tunnel}_preshared_key`] as string,
        ...{ own: address(1), other: address(2), at: customer.ip_address as string },
      };
    });
  });
}

function endsOnGoogle(of: Linked): SeenEnd[] {
  const peers = all(of, "google_compute_router_peer");
  const gateways = Object.fromEntries(all(of, "google_compute_external_vpn_gateway"));
  return all(of, "google_compute_vpn_tunnel").map(([id, tunnel]) => {
    const [, peer] = peers.find(([name]) => name === `${id}Peer`) as [string, Plain];
    const external = gateways[/gateway\.(\w+)\.id/.exec(String(tunnel.peer_external_gateway))?.[1] ?? ""];
    const interfaces = (external?.interface ?? []) as unknown as { id: number; ip_address: string }[];
    const at =
      interfaces.find((one) => one.id === Number(tunnel.peer_external_gateway_interface))?.ip_address ?? String(tunnel.peer_gcp_gateway);
    return {
      peer: placeIn(peer.peer_asn),
      key: tunnel.shared_secret as string,
      own: peer.ip_address as string,
      other: peer.peer_ip_address as string,
      at,
    };
  });
}

function endsOnAzure(of: Linked): SeenEnd[] {
  const locals = Object.fromEntries(all(of, "azurerm_local_network_gateway"));
  return all(of, "azurerm_virtual_network_gateway_connection")
    .filter(([, { type }]) => type === "IPsec")
    .map(([id, connection]) => {
      const local = locals[/gateway\.(\w+)\.id/.exec(connection.local_network_gateway_id ?? "")?.[1] ?? ""] as Plain;
      const bgp = blockOf(local.bgp_settings);
      const { primary, secondary } = blockOf(connection.custom_bgp_addresses);
      const tunnel = Number(/Tunnel(\d)$/.exec(id)?.[1]);
      const count = all(of, "azurerm_virtual_network_gateway_connection").filter(([name]) => name.startsWith(id.replace(/\d$/, ""))).length;
      const own = tunnel < count / 2 ? primary : secondary;
      return {
        peer: placeIn(bgp.asn),
        key: connection.shared_key as string,
        own: own as string,
        other: bgp.bgp_peering_address as string,
        at: local.gateway_address as string,
      };
    });
}

const everyEnd = (of: Linked): SeenEnd[] => [...endsOnAws(of), ...endsOnGoogle(of), ...endsOnAzure(of)];
const pairs = ({ places, central }: InterconnectInput): [LinkedPlace, LinkedPlace][] => [
  ...places.flatMap((a, index) => places.slice(index + 1).map((b): [LinkedPlace, LinkedPlace] => [a, b])),
  ...(central ? places.map((place): [LinkedPlace, LinkedPlace] => [central, place]) : []),
];

describe.each(Object.entries(estates))("an environment of %s", (_, edits) => {
  const of = linked(edits);

  it("has the tunnels of every two places, and of each with the central one, and no other", () => {
    const wanted = pairs(of.input).reduce((count, [a, b]) => count + tunnelsBetween(a, b).length, 0);
    expect(everyEnd(of)).toHaveLength(2 * wanted);
  });

  it("has both ends of each: one key, each other's addresses, each other's numbers", () => {
    const ends = everyEnd(of);
    for (const key of new Set(ends.map((end) => end.key))) {
      const [one, other, ...more] = ends.filter((end) => end.key === key) as [SeenEnd, SeenEnd, ...SeenEnd[]];
      expect(more).toEqual([]);
      expect([one.own, one.other]).toEqual([other.other, other.own]);
      const peers = [one.peer, other.peer].sort();
      expect(pairs(of.input).map(([a, b]) => [a.id, b.id].sort())).toContainEqual(peers);
      // Each is told where the other is: by its tunnel's own address, or by one of its gateway's.
      for (const [end, peer] of [
        [one, one.peer],
        [other, other.peer],
      ] as const)
        expect(end.at, end.at).toMatch(
          /aws_vpn_connection\.\w+\.tunnel[12]_address/.test(end.at) ? /-aws-|Central|Aws/ : new RegExp(`${peer}-network`),
        );
    }
  });

  it("gives every tunnel a key of its own, which begins with a letter", () => {
    const keys = everyEnd(of).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length / 2);
    for (const key of keys) expect(key).toMatch(/^k\$\{random_password\.\w+\.result\}$/);
  });

  it("lets no link lead on to another: all are outside, and only inside are they told of", () => {
    const outside = [...all(of, "aws_ec2_transit_gateway_route_table_association")];
    const inside = [...all(of, "aws_ec2_transit_gateway_route_table_propagation"), ...all(of, "aws_ec2_transit_gateway_route")];
    for (const [, { transit_gateway_route_table_id: table }] of outside) expect(table).toMatch(/gateway__outside_table_id/);
    for (const [, { transit_gateway_route_table_id: table }] of inside) expect(table).toMatch(/gateway__inside_table_id/);
    const vpns = all(of, "aws_vpn_connection").length + 2 * all(of, "aws_ec2_transit_gateway_peering_attachment").length;
    expect(outside).toHaveLength(vpns);
  });
});

describe("links within a cloud", () => {
  const of = linked(estates["two places in each of three clouds"] ?? {});

  it("are a peering of AWS's gateways, with a route on each side", () => {
    const ids = all(of, "aws_ec2_transit_gateway_peering_attachment").map(([id]) => id);
    expect(ids).toEqual(["AwsUse1AwsUsw2_Peering", "CentralAwsUse1_Peering", "CentralAwsUsw2_Peering"]);
    const routes = all(of, "aws_ec2_transit_gateway_route").filter(([id]) => /^AwsUse1AwsUsw2_Peering_(From|To)Route$/.test(id));
    expect(routes.map(([, { destination_cidr_block: block }]) => placeIn(block)).sort()).toEqual(["prod-aws-use1", "prod-aws-usw2"]);
  });

  it("are connections of Azure's gateways in both directions, with one key", () => {
    const connections = all(of, "azurerm_virtual_network_gateway_connection").filter(([, { type }]) => type === "Vnet2Vnet");
    expect(connections).toHaveLength(2);
    const [[, from], [, to]] = connections as [[string, Plain], [string, Plain]];
    expect([from.virtual_network_gateway_id, from.shared_key]).toEqual([to.peer_virtual_network_gateway_id, to.shared_key]);
  });
});

describe("the central place", () => {
  const of = linked({});

  it("has its ends made as a guest of its account, and the environment its own", () => {
    const central = all(of, "aws_vpn_connection").filter(([id]) => id.startsWith("Central"));
    expect(central.length).toBe(4);
    for (const [, vpn] of central) expect(vpn.provider).toBe("aws.central");
    for (const [id, vpn] of all(of, "aws_vpn_connection")) if (!id.startsWith("Central")) expect(vpn.provider).toBeUndefined();
    const [, provider] = of.json.provider.aws ?? [];
    expect(provider).toMatchObject({ alias: "central", allowed_account_ids: ["111111111111"] });
    expect(JSON.stringify(provider)).toContain('aliases[\\"CENTRAL\\"].shared_config_file');
  });

  it("finds the vaults that agents make keys in, each at its fixed address", () => {
    const records = all(of, "aws_route53_record").map(([, { name, records, provider }]) => [name, records, provider]);
    expect(records).toEqual([
      [expect.stringMatching(/clu[0-9a-f]{4}\.vault\.azure\.net$/), ["10.224.65.250"], "aws.central"],
      [expect.stringMatching(/dat[0-9a-f]{4}\.vault\.azure\.net$/), ["10.224.65.251"], "aws.central"],
      [expect.stringMatching(/sec[0-9a-f]{4}\.vault\.azure\.net$/), ["10.224.65.252"], "aws.central"],
    ]);
  });

  it("reaches a standby of AWS through its place", () => {
    const routes = all(of, "aws_ec2_transit_gateway_route").map(([, { destination_cidr_block: block }]) => block);
    expect(routes).toContain("10.240.0.0/20");
  });
});

it("a new place changes nothing of the links that are there", () => {
  const before = linked({}).json.resource;
  const after = linked({ "prod:clouds.gcp.regions.us-west1": { dr: "us-central1" } }).json.resource;
  for (const [type, byId] of Object.entries(before))
    for (const [id, attributes] of Object.entries(byId)) expect(after[type]?.[id], id).toEqual(attributes);
});

it("a higher key version makes every key anew and changes nothing else", () => {
  const [before, after] = [linked({}), linked({ "prod:keyVersion": 2 })];
  for (const [type, byId] of Object.entries(before.json.resource)) {
    if (type === "random_password")
      for (const [id] of Object.entries(byId)) expect(after.json.resource[type]?.[id]).toMatchObject({ keepers: { version: "2" } });
    else expect(after.json.resource[type]).toEqual(byId);
  }
});
