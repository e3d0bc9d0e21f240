import { describe, expect, it } from "vitest";
import { synthesized } from "../../estate.ts";
import { at, blocks, gatewayOutputs, smallVariants, variantOf } from "../variants.ts";
import { all, one, stack, stackIn, statements } from "./stacks.ts";

const prod = stack("prod-aws-use1-network");
const dev = stack("dev-aws-use1-network");
const subnets = (json: typeof prod, tier: string) =>
  Object.entries(all(json, "aws_subnet"))
    .filter(([id]) => id.startsWith(`Network_${tier}_`))
    .map(([, subnet]) => subnet);

describe("the shape of a place's network", () => {
  it("has four tiers in three zones, in the blocks of the address plan", () => {
    expect(one(prod, "aws_vpc").cidr_block).toBe("10.192.0.0/16");
    const blocks = Object.fromEntries(
      ["Public", "Private", "Data", "Transit"].map((tier) => [tier, subnets(prod, tier).map(({ cidr_block }) => cidr_block)]),
    );
    expect(blocks).toEqual({
      Public: ["10.192.0.0/22", "10.192.4.0/22", "10.192.8.0/22"],
      Private: ["10.192.64.0/18", "10.192.128.0/18", "10.192.192.0/18"],
      Data: ["10.192.16.0/23", "10.192.18.0/23", "10.192.20.0/23"],
      Transit: ["10.192.30.0/28", "10.192.30.16/28", "10.192.30.32/28"],
    });
    expect(subnets(prod, "Data").map(({ availability_zone }) => availability_zone)).toEqual(["us-east-1a", "us-east-1b", "us-east-1c"]);
  });

  it("keys zonal things by the zone's letter, also where the zones are only two", () => {
    expect(Object.keys(all(stackIn("dev-aws-use1-network", "us-west-1"), "aws_subnet")).filter((id) => id.includes("Data"))).toEqual([
      "Network_Data_SubnetA",
      "Network_Data_SubnetC",
    ]);
  });

  it("AWS-15: gives no subnet public addresses", () => {
    expect(Object.values(all(prod, "aws_subnet")).every(({ map_public_ip_on_launch }) => map_public_ip_on_launch === false)).toBe(true);
  });

  it("AWS-14: logs all flows under a key, and empties the default group", () => {
    for (const json of [prod, dev]) {
      expect(one(json, "aws_flow_log")).toMatchObject({ traffic_type: "ALL", vpc_id: "${aws_vpc.Network_Vpc.id}" });
      const group = one(json, "aws_default_security_group");
      expect([group.ingress, group.egress]).toEqual([undefined, undefined]);
    }
    const logs = one(prod, "aws_cloudwatch_log_group");
    expect(logs).toMatchObject({ retention_in_days: 365, kms_key_id: "${aws_kms_key.Network_FlowLog_Key.arn}" });
  });

  it("tags private subnets for load balancers and Karpenter, and the workload group with the cluster's name", () => {
    expect(at(subnets(prod, "Private"), "0.tags")).toMatchObject({
      "kubernetes.io/role/internal-elb": "1",
      "karpenter.sh/discovery": "acme-prod-aws-use1",
    });
    expect(all(prod, "aws_security_group").Network_Nodes?.tags).toMatchObject({ "karpenter.sh/discovery": "acme-prod-aws-use1" });
    expect(prod.output?.network__workload_group?.value).toBe("${aws_security_group.Network_Nodes.id}");
  });
});

describe("what a place's preset buys", () => {
  it("C-01: has one NAT gateway in dev and one per zone in prod, each zone using its own", () => {
    expect(Object.keys(all(dev, "aws_nat_gateway"))).toEqual(["Network_Nat_GatewayA"]);
    expect(Object.keys(all(prod, "aws_nat_gateway"))).toHaveLength(3);
    expect(all(prod, "aws_route").Network_Private_InternetB?.nat_gateway_id).toBe("${aws_nat_gateway.Network_Nat_GatewayB.id}");
    expect(all(dev, "aws_route").Network_Private_InternetB?.nat_gateway_id).toBe("${aws_nat_gateway.Network_Nat_GatewayA.id}");
  });

  it("pays for interface endpoints with NAT per zone only, and for detailed flow logs in prod only", () => {
    const types = (json: typeof prod) => Object.values(all(json, "aws_vpc_endpoint")).map(({ vpc_endpoint_type }) => vpc_endpoint_type);
    expect(types(dev)).toEqual(["Gateway", "Gateway"]);
    expect(types(prod).filter((type) => type === "Interface")).toHaveLength(12);
    expect([dev, prod].map((json) => one(json, "aws_flow_log").max_aggregation_interval)).toEqual([600, 60]);
  });

  it("C-08: has a transit gateway only where it is interconnected, with a number of its own", () => {
    const small = synthesized(variantOf("aws", "network", smallVariants("aws", "10.64.0.0/16").network));
    expect(all(small, "aws_ec2_transit_gateway")).toEqual({});
    expect(one(prod, "aws_ec2_transit_gateway")).toMatchObject({ amazon_side_asn: 64704, default_route_table_association: "disable" });
    expect([gatewayOutputs(small), gatewayOutputs(prod).asn]).toEqual([{}, 64704]);
    expect(one(stack("staging-aws-use1-network"), "aws_ec2_transit_gateway").amazon_side_asn).toBe(64640);
  });

  it("has a side for its own network and one for links, which know that network and nothing else", () => {
    const attachment = "${aws_ec2_transit_gateway_vpc_attachment.Network_TransitGateway_Attachment.id}";
    const tables = (type: string) =>
      Object.values(all(prod, `aws_ec2_transit_gateway_route_table_${type}`)).map((link) => [
        link.transit_gateway_attachment_id,
        link.transit_gateway_route_table_id,
      ]);
    const { inside_table_id: inside, outside_table_id: outside, ...rest } = gatewayOutputs(prod);
    expect([inside, outside]).toEqual(
      ["Inside", "Outside"].map((side) => `\${aws_ec2_transit_gateway_route_table.Network_TransitGateway_${side}.id}`),
    );
    expect(tables("association")).toEqual([[attachment, inside]]);
    expect(tables("propagation")).toEqual([
      [attachment, inside],
      [attachment, outside],
    ]);
    expect(all(prod, "aws_ec2_transit_gateway_route")).toEqual({});
    expect(one(prod, "aws_ec2_transit_gateway").default_route_table_propagation).toBe("disable");
    expect(rest).toMatchObject({ cloud: "aws", region: "us-east-1", cidr: "10.192.0.0/16", addresses: [], router: "" });
  });

  it("protects prod's network, addresses and balancer, and lets dev's go", () => {
    for (const type of ["aws_vpc", "aws_lb", "aws_kms_key"]) {
      expect(
        Object.values(all(prod, type)).every((found) => at(found, "lifecycle.prevent_destroy")),
        type,
      ).toBe(true);
      expect(
        Object.values(all(dev, type)).some((found) => at(found, "lifecycle.prevent_destroy")),
        type,
      ).toBe(false);
    }
    expect([dev, prod].map((json) => one(json, "aws_route53_zone").force_destroy)).toEqual([true, false]);
  });
});

describe("the way in", () => {
  it("AWS-18: the balancer is protected, logged, and open to the edge's ranges only", () => {
    expect(one(prod, "aws_lb")).toMatchObject({
      load_balancer_type: "network",
      enable_deletion_protection: true,
      access_logs: [{ enabled: true, prefix: "nlb" }],
      security_groups: ["${aws_security_group.Ingress_SecurityGroup.id}"],
      lifecycle: { prevent_destroy: true },
    });
    const ingress = Object.values(all(prod, "aws_vpc_security_group_ingress_rule"));
    const public443 = ingress.filter(({ security_group_id }) => security_group_id === "${aws_security_group.Ingress_SecurityGroup.id}");
    expect(public443).toHaveLength(1);
    expect(public443[0]).toMatchObject({ prefix_list_id: "${aws_ec2_managed_prefix_list.Ingress_EdgeRanges.id}", from_port: 443 });
  });

  it("writes the balancer's and the buckets' logs for this account only", () => {
    const writers = statements(one(prod, "aws_s3_bucket_policy").policy).filter(({ Effect }) => Effect === "Allow");
    expect(writers.map(({ Principal }) => Principal)).toContainEqual({ Service: "delivery.logs.amazonaws.com" });
    for (const { Condition } of writers) expect(Condition).toEqual({ StringEquals: { "aws:SourceAccount": "444444444444" } });
  });

  it("lets nodes take traffic and health checks from the balancer only", () => {
    const toNodes = Object.values(all(prod, "aws_vpc_security_group_ingress_rule")).filter(
      ({ security_group_id }) => security_group_id === "${aws_security_group.Network_Nodes.id}",
    );
    expect(toNodes.map(({ from_port }) => from_port).sort()).toEqual([15021, 443]);
    for (const rule of toNodes) expect(rule.referenced_security_group_id).toBe("${aws_security_group.Ingress_SecurityGroup.id}");
  });

  it("admits to the data tier the estate and nothing else", () => {
    const acl = all(prod, "aws_network_acl").Network_DataAcl;
    for (const direction of ["ingress", "egress"])
      expect(blocks(acl, direction).map(({ cidr_block }) => cidr_block)).toEqual(["10.0.0.0/8"]);
  });

  it("tells the topic of its own region, named as the account's", () => {
    const name = '${element(split(":", data.terraform_remote_state.prod-aws-account.outputs.account__alert_target), 5)}';
    expect(all(prod, "aws_cloudwatch_metric_alarm").Ingress_NoTargets?.alarm_actions).toEqual([
      `arn:aws:sns:us-east-1:444444444444:${name}`,
    ]);
    const west = all(stackIn("prod-aws-use1-network", "us-west-2"), "aws_cloudwatch_metric_alarm").Ingress_NoTargets;
    expect(west?.alarm_actions).toEqual([`arn:aws:sns:us-west-2:444444444444:${name}`]);
  });
});
