import { describe, expect, it } from "vitest";
import { all, each, endIn, get, linked, linkedAll, type Resources } from "./linked.ts";

const account = { cloud: "aws", accountId: "111111111111" } as const;
const central = endIn("aws", "us-east-1", "mgmt", account);
const aws = endIn("aws", "us-east-1");
const west = endIn("aws", "us-west-2");
const gcp = endIn("gcp", "us-east4");
const azure = endIn("azure", "eastus2");

const ASSOCIATION = "aws_ec2_transit_gateway_route_table_association";
const PROPAGATION = "aws_ec2_transit_gateway_route_table_propagation";
const ROUTE = "aws_ec2_transit_gateway_route";
const TABLE = "transit_gateway_route_table_id";
const ATTACHMENT = "transit_gateway_attachment_id";

const links = {
  Google: [aws, gcp],
  Azure: [aws, azure],
  West: [aws, west],
  Central: [central, aws],
  CentralAzure: [central, azure],
} as const;
const made = linkedAll(links, 1, [central.place.id]);

describe("links of a transit gateway", () => {
  it("are all outside, each attachment once at every gateway it is of", () => {
    expect(new Set(each(made, ASSOCIATION, TABLE))).toEqual(
      new Set(["prod-aws-use1/outside", "prod-aws-usw2/outside", "mgmt-aws-use1/outside"]),
    );
    const attached = Object.values(all(made, ASSOCIATION)).map((link) => `${link[ATTACHMENT]} ${link[TABLE]}`);
    expect(new Set(attached).size).toBe(attached.length);
    const [vpns, peerings] = ["aws_vpn_connection", "aws_ec2_transit_gateway_peering_attachment"].map(
      (type) => Object.keys(all(made, type)).length,
    );
    expect([vpns, peerings]).toEqual([6, 2]);
    expect(attached).toHaveLength(6 + 2 * 2);
  });

  it("tell what they lead to inside only: no link knows another", () => {
    for (const type of [PROPAGATION, ROUTE]) for (const table of each(made, type, TABLE)) expect(table).toMatch(/\/inside$/);
    expect(new Set(each(made, PROPAGATION, ATTACHMENT)).size).toBe(6);
  });

  it("lead each to the side of its own gateway", () => {
    for (const type of [ASSOCIATION, PROPAGATION])
      for (const [id, link] of Object.entries(all(made, type))) {
        if (!id.includes("_Aws_")) continue;
        expect(link[TABLE], id).toMatch(id.startsWith("Central") ? /^mgmt-aws-use1/ : /^prod-aws-use1/);
        expect(link[ATTACHMENT]).toBe(`\${aws_vpn_connection.${id.replace(/(Association|Propagation)$/, "")}.${ATTACHMENT}}`);
      }
  });
});

describe("a peering", () => {
  const routesOf = (resources: Resources) =>
    Object.entries(all(resources, ROUTE)).map(([id, route]) => [id, route[TABLE], route.destination_cidr_block]);

  it("has a route on each side to what is at the other, and to its standby where it has one", () => {
    const plain = [
      ["Link_Peering_FromRoute", "prod-aws-use1/inside", "10.193.0.0/16"],
      ["Link_Peering_ToRoute", "prod-aws-usw2/inside", "10.192.0.0/16"],
    ];
    expect(routesOf(linked(aws, west))).toEqual(plain);
    expect(routesOf(linked({ ...aws, standbyCidr: "10.240.0.0/20" }, west))).toEqual([
      ...plain,
      ["Link_Peering_ToStandbyRoute", "prod-aws-usw2/inside", "10.240.0.0/20"],
    ]);
  });

  it("is asked for in one region and accepted in the other's, before anything uses it", () => {
    const peering = linked(aws, west);
    expect(get(peering, "aws_ec2_transit_gateway_peering_attachment", "Link_Peering")).toMatchObject({
      ...{ region: "us-east-1", transit_gateway_id: "prod-aws-use1/gateway" },
      ...{ peer_region: "us-west-2", peer_account_id: "444444444444", peer_transit_gateway_id: "prod-aws-usw2/gateway" },
    });
    const accepter = "aws_ec2_transit_gateway_peering_attachment_accepter";
    expect(get(peering, accepter, "Link_Peering_Accepter").region).toBe("us-west-2");
    for (const type of [ASSOCIATION, ROUTE])
      for (const waits of each(peering, type, "depends_on")) expect(waits).toEqual([`${accepter}.Link_Peering_Accepter`]);
    expect(all(peering, "random_password")).toEqual({});
  });
});

describe("an end in another account", () => {
  it("is made by that account's provider, and the other end by the stack's own", () => {
    const other = linkedAll({ Link: [central, aws], Tunnels: [central, gcp] }, 1, [central.place.id]);
    const by = Object.entries(other)
      .filter(([type]) => type.startsWith("aws_"))
      .flatMap(([, byId]) => Object.entries(byId).map(([id, { provider }]) => [id, provider]));
    const elsewhere = by.filter(([, provider]) => provider === "aws.elsewhere").map(([id]) => id);
    const own = by.filter(([, provider]) => provider === undefined).map(([id]) => id);
    expect(elsewhere.filter((id) => String(id).startsWith("Tunnels_Aws_"))).toHaveLength(10);
    expect(own.some((id) => String(id).startsWith("Tunnels_"))).toBe(false);
    expect(elsewhere.filter((id) => String(id).startsWith("Link_")).sort()).toEqual([
      "Link_Peering",
      "Link_Peering_FromAssociation",
      "Link_Peering_FromRoute",
    ]);
    expect(own.sort()).toEqual(["Link_Peering_Accepter", "Link_Peering_ToAssociation", "Link_Peering_ToRoute"]);
    expect(get(other, "aws_ec2_transit_gateway_peering_attachment", "Link_Peering").peer_account_id).toBe("444444444444");
  });
});

describe("every resource of an end", () => {
  it("is in the place's own region, whatever the provider's is", () => {
    const there = linked(west, gcp);
    for (const [type, byId] of Object.entries(there))
      if (type.startsWith("aws_")) for (const [id, { region }] of Object.entries(byId)) expect(region, id).toBe("us-west-2");
  });

  it("is watched: each connection raises an alarm when one of its tunnels is down, in the place's own region", () => {
    const watched = linked(west, gcp);
    for (const id of ["First", "Second"]) {
      const topic = expect.stringMatching(/^arn:aws:sns:us-west-2:444444444444:/);
      expect(get(watched, "aws_cloudwatch_metric_alarm", `Link_Aws_${id}Down`)).toMatchObject({
        ...{ namespace: "AWS/VPN", metric_name: "TunnelState", dimensions: { VpnId: `\${aws_vpn_connection.Link_Aws_${id}.id}` } },
        ...{ comparison_operator: "LessThanThreshold", threshold: 1, alarm_actions: [topic] },
      });
    }
    expect(Object.keys(all(made, "aws_cloudwatch_metric_alarm"))).toHaveLength(6);
  });
});
