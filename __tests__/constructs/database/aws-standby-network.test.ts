import { containsCidr } from "cidr-tools";
import { describe, expect, it } from "vitest";
import { AwsDatabase } from "../../../constructs/database/aws.ts";
import { type Attributes, all, build, get, peers, sampleProps } from "./sample.ts";

const built = build((scope, id) => new AwsDatabase(scope, id, sampleProps("aws")));
const standby = "10.240.0.0/20";
const home = "10.192.0.0/16";
const link = "Database_Engine_Standby_Link";
const network = "Database_Engine_Standby_Network";
const peering = `\${aws_ec2_transit_gateway_peering_attachment_accepter.${link}_Acceptance.transit_gateway_attachment_id}`;
const ownNetwork = `\${aws_ec2_transit_gateway_vpc_attachment.${link}_Attachment.id}`;
const table = (id: string) => `\${aws_ec2_transit_gateway_route_table.${link}_${id}Table.id}`;
const having = (type: string, tableId: string): Attributes[] =>
  Object.values(all(built, type)).filter(({ transit_gateway_route_table_id: of }) => of === tableId);
/** What a table of a transit gateway knows, as block and attachment. */
const known = (tableId: string) =>
  having("aws_ec2_transit_gateway_route", tableId).map(({ destination_cidr_block: to, transit_gateway_attachment_id: by }) => [to, by]);
const users = (tableId: string) =>
  having("aws_ec2_transit_gateway_route_table_association", tableId).map(({ transit_gateway_attachment_id: of }) => of);
const announcers = (tableId: string) =>
  having("aws_ec2_transit_gateway_route_table_propagation", tableId).map(({ transit_gateway_attachment_id: of }) => of);

describe("the standby's network", () => {
  it("is a part of the address plan in the dr region, with a subnet in every zone", () => {
    expect(get(built, "aws_vpc", network)).toMatchObject({
      cidr_block: standby,
      region: "us-west-2",
      lifecycle: { prevent_destroy: true },
    });
    const subnets = Object.values(all(built, "aws_subnet"));
    expect(subnets.map(({ availability_zone: zone }) => zone)).toEqual(["us-west-2a", "us-west-2b", "us-west-2c"]);
    for (const { cidr_block: block } of subnets) expect(containsCidr(standby, String(block))).toBe(true);
    expect(get(built, "aws_db_subnet_group", "Database_Engine_Standby_Subnets").subnet_ids).toEqual(
      ["A", "B", "C"].map((letter) => `\${aws_subnet.${network}_Subnet${letter}.id}`),
    );
  });

  it("has nothing public: no gateway to the internet, no address, no way but to the estate", () => {
    for (const type of ["aws_internet_gateway", "aws_nat_gateway", "aws_eip", "aws_egress_only_internet_gateway"]) {
      expect(all(built, type), type).toEqual({});
    }
    for (const subnet of Object.values(all(built, "aws_subnet"))) expect(subnet.map_public_ip_on_launch).toBe(false);
    const routes = Object.values(all(built, "aws_route"));
    expect(routes.map(({ destination_cidr_block: to }) => to)).toEqual([home, ...peers]);
    for (const route of routes) expect(route).toMatchObject({ transit_gateway_id: `\${aws_ec2_transit_gateway.${link}.id}` });
    expect(get(built, "aws_default_security_group", `${network}_DefaultSecurityGroup`)).not.toHaveProperty("ingress");
    expect(built.text).not.toContain("0.0.0.0/0");
  });

  it("lets in PostgreSQL from its place and those linked with it, and nothing out", () => {
    const group = "${aws_security_group.Database_Engine_Standby_SecurityGroup.id}";
    const rules = Object.values(all(built, "aws_vpc_security_group_ingress_rule")).filter(({ security_group_id: of }) => of === group);
    expect(rules.map(({ cidr_ipv4: from }) => from)).toEqual([home, ...peers]);
    for (const rule of rules) expect(rule).toMatchObject({ from_port: 5432, to_port: 5432, ip_protocol: "tcp", region: "us-west-2" });
    expect(all(built, "aws_vpc_security_group_egress_rule")).toEqual({});
    expect(get(built, "aws_db_instance", "Database_Engine_Replica").vpc_security_group_ids).toEqual([group]);
  });

  it("has its flows logged, under a key of its region", () => {
    expect(get(built, "aws_flow_log", `${network}_FlowLog`)).toMatchObject({ traffic_type: "ALL", region: "us-west-2" });
    expect(get(built, "aws_cloudwatch_log_group", `${network}_FlowLog_LogGroup`)).toMatchObject({
      kms_key_id: `\${aws_kms_key.${network}_FlowLog_Key.arn}`,
      retention_in_days: 365,
      region: "us-west-2",
    });
    expect(get(built, "aws_kms_key", `${network}_FlowLog_Key`).region).toBe("us-west-2");
  });
});

describe("the standby's link", () => {
  it("is asked for at the place and accepted in the dr region, in one account", () => {
    expect(get(built, "aws_ec2_transit_gateway_peering_attachment", `${link}_Peering`)).toMatchObject({
      ...{ transit_gateway_id: "tgw-place", peer_region: "us-west-2", peer_account_id: "444444444444" },
      peer_transit_gateway_id: `\${aws_ec2_transit_gateway.${link}.id}`,
    });
    expect(get(built, "aws_ec2_transit_gateway_peering_attachment_accepter", `${link}_Acceptance`).region).toBe("us-west-2");
    expect(get(built, "aws_ec2_transit_gateway", link)).toMatchObject({
      ...{
        default_route_table_association: "disable",
        default_route_table_propagation: "disable",
        auto_accept_shared_attachments: "disable",
      },
      ...{ region: "us-west-2", amazon_side_asn: 64752 },
    });
  });

  it("sends the standby's block, and no other, from the place's network and from its links", () => {
    expect(known("table-inside")).toEqual([[standby, peering]]);
    expect(known("table-outside")).toEqual([[standby, peering]]);
  });

  it("answers by the place's inside table, so that no link gets to know another", () => {
    expect(users("table-inside")).toEqual([peering]);
    expect(users("table-outside")).toEqual([]);
    expect([...announcers("table-inside"), ...announcers("table-outside")]).toEqual([]);
  });

  it("knows at the standby its network for what arrives, and for answers only who may connect", () => {
    expect(users(table("Outside"))).toEqual([peering]);
    expect(announcers(table("Outside"))).toEqual([ownNetwork]);
    expect(known(table("Outside"))).toEqual([]);
    expect(users(table("Inside"))).toEqual([ownNetwork]);
    expect(announcers(table("Inside"))).toEqual([]);
    expect(known(table("Inside"))).toEqual([home, ...peers].map((block) => [block, peering]));
  });

  it("is used by nothing before it is accepted", () => {
    const accepted = `aws_ec2_transit_gateway_peering_attachment_accepter.${link}_Acceptance`;
    for (const type of ["aws_ec2_transit_gateway_route", "aws_ec2_transit_gateway_route_table_association"]) {
      const over = Object.values(all(built, type)).filter(({ transit_gateway_attachment_id: by }) => by === peering);
      expect(over.length).toBeGreaterThan(0);
      for (const resource of over) expect(resource.depends_on).toContain(accepted);
    }
  });

  it("grows by a place's own entries where another place is linked, and leaves those there are", () => {
    const more = build((scope, id) => new AwsDatabase(scope, id, sampleProps("aws", { peerCidrs: ["10.224.0.0/16", ...peers] })));
    for (const [type, resources] of Object.entries(built.resources)) {
      for (const [id, resource] of Object.entries(resources)) expect(all(more, type)[id], `${type}.${id}`).toEqual(resource);
    }
    expect(Object.keys(all(more, "aws_route")).filter((id) => !(id in all(built, "aws_route")))).toEqual([`${link}_Peer10x224Route`]);
  });
});
