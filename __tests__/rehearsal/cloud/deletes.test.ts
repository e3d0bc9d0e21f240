import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { HOLDING_RULES, LOOSE_HOLDERS } from "../../../rehearsal/cloud/law/holding-rules.ts";
import type { ObjectValue } from "../../../rehearsal/values.ts";
import { make, openCloud, stackOf } from "./small-estate.ts";

type Row = readonly [address: string, type: string, values: ObjectValue];

/** Makes the rows in their order and returns the delete of the first. */
function deleting(...rows: readonly Row[]): () => void {
  const session = openCloud().session(stackOf("dev"));
  const keys = rows.map(([address, type, values]) => make(session, address, type, values));
  return () => session.delete({ key: keys[0] ?? "", type: rows[0]?.[1] ?? "" });
}

const vpc: Row = ["dev/aws_vpc.Vpc", "aws_vpc", { id: "vpc-0a1b2c3d", arn: "arn:aws:ec2:us-east-1:1:vpc/vpc-0a1b2c3d" }];
const group = "/subscriptions/s/resourceGroups/rg";
const rg: Row = ["dev/azurerm_resource_group.Group", "azurerm_resource_group", { id: group, name: "rg" }];
const role: Row = ["dev/aws_iam_role.Role", "aws_iam_role", { id: "app", name: "app", arn: "arn:aws:iam::1:role/app" }];

describe("a delete is refused the way the cloud would", () => {
  it.each<readonly [string, readonly Row[], RegExp]>([
    [
      "of a network with a subnet in another stack",
      [vpc, ["prod/aws_subnet.Sub", "aws_subnet", { id: "subnet-11112222", vpc_id: "vpc-0a1b2c3d" }]],
      /deleting aws_vpc \(vpc-0a1b2c3d\): DependencyViolation: in use by prod\/aws_subnet\.Sub \(vpc_id\); delete or change what uses it first/,
    ],
    [
      "named by its arn, in a list in a block",
      [vpc, ["dev/aws_x.X", "aws_x", { block: [{ arns: ["other", "arn:aws:ec2:us-east-1:1:vpc/vpc-0a1b2c3d"] }] }]],
      /in use by dev\/aws_x\.X \(arns\)/,
    ],
    [
      "named by its self link",
      [
        ["dev/google_compute_network.Net", "google_compute_network", { id: "n", self_link: "https://www.googleapis.com/compute/v1/n" }],
        ["dev/google_compute_subnetwork.Sub", "google_compute_subnetwork", { network: "https://www.googleapis.com/compute/v1/n" }],
      ],
      /Error 400, resourceInUseByAnotherResource: in use by dev\/google_compute_subnetwork\.Sub \(network\)/,
    ],
    [
      "of a resource group that is not empty",
      [
        rg,
        [
          "dev/azurerm_public_ip.Ip",
          "azurerm_public_ip",
          {
            id: `${group.toUpperCase().replace("SUBSCRIPTIONS", "subscriptions").replace("RESOURCEGROUPS", "resourceGroups")}/providers/Microsoft.Network/publicIPAddresses/ip`,
          },
        ],
      ],
      /409 Conflict, InUse: in use by dev\/azurerm_public_ip\.Ip \(id\)/,
    ],
    [
      "of a role with a policy attached, which names it by its name",
      [role, ["dev/aws_iam_role_policy_attachment.A", "aws_iam_role_policy_attachment", { id: "app-1", role: "app" }]],
      /in use by dev\/aws_iam_role_policy_attachment\.A \(role\)/,
    ],
    [
      "of a project with workspaces",
      [
        ["dev/tfe_project.P", "tfe_project", { id: "prj-1234567890abcdef" }],
        ["dev/tfe_workspace.W", "tfe_workspace", { id: "ws-1234567890abcdef", project_id: "prj-1234567890abcdef" }],
      ],
      /409 Conflict: in use by dev\/tfe_workspace\.W \(project_id\)/,
    ],
    [
      "of a security group that another group's rule lets in",
      [
        ["dev/aws_security_group.G", "aws_security_group", { id: "sg-0a1b2c3d" }],
        [
          "dev/aws_vpc_security_group_ingress_rule.R",
          "aws_vpc_security_group_ingress_rule",
          { referenced_security_group_id: "sg-0a1b2c3d" },
        ],
      ],
      /in use by .*\.R \(referenced_security_group_id\)/,
    ],
    [
      "with no more names than one can read",
      [vpc, ...[1, 2, 3, 4, 5, 6, 7].map((n): Row => [`dev/aws_subnet.S${n}`, "aws_subnet", { vpc_id: "vpc-0a1b2c3d" }])],
      /S5 \(vpc_id\) and 2 more; delete/,
    ],
  ])("%s", (_, rows, message) => expect(deleting(...rows)).toThrow(message));
});

describe("a delete goes through", () => {
  it.each<readonly [string, Row, Row]>([
    ["when only an alarm watches it", vpc, ["dev/aws_cloudwatch_metric_alarm.A", "aws_cloudwatch_metric_alarm", { value: "vpc-0a1b2c3d" }]],
    ["when only a tag names it", vpc, ["dev/aws_x.X", "aws_x", { tags: { network: "vpc-0a1b2c3d" } }]],
    [
      "when only routes point to it",
      ["dev/aws_nat_gateway.N", "aws_nat_gateway", { id: "nat-0a1b2c3d" }],
      ["dev/aws_route.R", "aws_route", { nat_gateway_id: "nat-0a1b2c3d" }],
    ],
    [
      "of a key that is in use: it is scheduled",
      ["dev/aws_kms_key.K", "aws_kms_key", { id: "k", arn: "arn:aws:kms:key/k" }],
      ["dev/aws_x.X", "aws_x", { kms_key_id: "arn:aws:kms:key/k" }],
    ],
    ["of a role that something names by ARN", role, ["dev/aws_x.X", "aws_x", { role_arn: "arn:aws:iam::1:role/app" }]],
    ["of a role whose name something else has", role, ["dev/aws_iam_user.U", "aws_iam_user", { id: "app", name: "app" }]],
    [
      "of a part that has the id of the whole",
      ["dev/aws_s3_bucket_policy.P", "aws_s3_bucket_policy", { id: "logs", bucket: "logs" }],
      ["dev/aws_s3_bucket_versioning.V", "aws_s3_bucket_versioning", { id: "logs", bucket: "logs" }],
    ],
    [
      "of a setting that has the account's id",
      ["dev/aws_ebs_encryption_by_default.E", "aws_ebs_encryption_by_default", { id: "111111111111" }],
      ["dev/aws_vpc.V", "aws_vpc", { owner_id: "111111111111" }],
    ],
    [
      "with the parts below it",
      ["dev/azurerm_mssql_server.S", "azurerm_mssql_server", { id: `${group}/servers/s` }],
      ["dev/azurerm_mssql_database.D", "azurerm_mssql_database", { id: `${group}/servers/s/databases/d`, server_id: `${group}/servers/s` }],
    ],
    [
      "of a resource group with only permissions in it",
      rg,
      [
        "dev/azurerm_role_assignment.A",
        "azurerm_role_assignment",
        { id: `${group}/providers/Microsoft.Authorization/roleAssignments/1`, scope: group },
      ],
    ],
  ])("%s", (_, target, other) => expect(deleting(target, other)).not.toThrow());

  it("of a part, however many name the whole, whose id it has", () => {
    const session = openCloud().session(stackOf("dev"));
    const id = `${group}/virtualNetworks/v/subnets/s`;
    const subnet = { key: make(session, "dev/azurerm_subnet.S", "azurerm_subnet", { id }), type: "azurerm_subnet" };
    const type = "azurerm_subnet_nat_gateway_association";
    const part = { key: make(session, `dev/${type}.A`, type, { id, subnet_id: id }), type };
    make(session, "dev/azurerm_private_endpoint.E", "azurerm_private_endpoint", { subnet_id: id });
    expect(() => session.delete(part)).not.toThrow();
    expect(() => session.delete(subnet)).toThrow(/in use by dev\/azurerm_private_endpoint\.E \(subnet_id\);/);
  });

  it("of what has a name that is used in another account", () => {
    const cloud = openCloud();
    const key = make(cloud.session(stackOf("dev")), ...role);
    const prod = stackOf("prod", { provider: { aws: [{ allowed_account_ids: ["222222222222"] }] } });
    make(cloud.session(prod), "prod/aws_iam_role_policy_attachment.A", "aws_iam_role_policy_attachment", { id: "app-1", role: "app" });
    expect(() => cloud.session(prod).delete({ key, type: "aws_iam_role" })).not.toThrow();
  });

  it("once nothing names it any more, be it deleted or changed", () => {
    const session = openCloud().session(stackOf("dev"));
    const target = { key: make(session, ...vpc), type: "aws_vpc" };
    const subnet = { key: make(session, "dev/aws_subnet.A", "aws_subnet", { vpc_id: "vpc-0a1b2c3d" }), type: "aws_subnet" };
    const zone = { key: make(session, "dev/aws_x.B", "aws_x", { vpc_id: "vpc-0a1b2c3d" }), type: "aws_x" };
    expect(() => session.delete(target)).toThrow(/aws_subnet\.A .*aws_x\.B/);
    session.delete(subnet);
    session.update(zone, { vpc_id: "vpc-99999999" });
    expect(() => session.delete(target)).not.toThrow();
  });
});

/** The declarations of a resource's binding: `aws_vpc` is `@cdktf/provider-aws/lib/vpc`. */
function bindingOf(type: string): string {
  const [, provider, resource = ""] = type.match(/^([a-z]+)_(.*)$/) ?? [];
  const file = join("node_modules", "@cdktf", `provider-${provider}`, "lib", resource.replaceAll("_", "-"), "index.d.ts");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function hasAttribute(holder: string): boolean {
  const [type = "", attribute = ""] = holder.split(".");
  const camel = attribute.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return bindingOf(type).includes(`get ${camel}(`);
}

describe("the rules", () => {
  const rows = Object.entries(HOLDING_RULES);

  it("are about resources and names that there are", () => {
    expect(rows.filter(([type]) => bindingOf(type) === "").map(([type]) => type)).toEqual([]);
    expect(rows.flatMap(([type, { as }]) => (as === undefined || hasAttribute(`${type}.${as}`) ? [] : [`${type}.${as}`]))).toEqual([]);
  });

  it("name holders and attributes that there are", () => {
    const holders = [...LOOSE_HOLDERS, ...rows.flatMap(([, { by }]) => by)].filter((holder) => !/[*{]/.test(holder));
    expect(holders.length).toBeGreaterThan(20);
    expect(holders.filter((holder) => !hasAttribute(holder))).toEqual([]);
  });
});
