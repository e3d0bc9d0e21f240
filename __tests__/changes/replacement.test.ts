import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isStateful } from "../../changes/replacement.ts";
import { awsReplacement } from "../../changes/replacement-aws.ts";
import { azurermReplacement } from "../../changes/replacement-azurerm.ts";
import { deliveryReplacement } from "../../changes/replacement-delivery.ts";
import { googleReplacement } from "../../changes/replacement-google.ts";
import { committed, committedIds } from "../estate.ts";
import { reportOf, type Stack, stack } from "./repository.ts";

const all = Object.entries({ ...awsReplacement, ...googleReplacement, ...azurermReplacement, ...deliveryReplacement });

const markOf = (type: string, before: Stack, after: Stack): string | undefined =>
  reportOf(stack({ [type]: { N: before } }), stack({ [type]: { N: after } })).stacks[0]?.resources[0]?.replacement;

describe("what replaces a resource", () => {
  it.each<[string, string, Stack, Stack, string | undefined]>([
    ["a literal that forces it", "aws_vpc", { cidr_block: "10.0.0.0/16" }, { cidr_block: "10.1.0.0/16" }, "likely"],
    ["one that does not", "aws_db_instance", { instance_class: "a" }, { instance_class: "b" }, undefined],
    ["an expression", "aws_db_instance", { kms_key_id: "${aws_kms_key.A.arn}" }, { kms_key_id: "${aws_kms_key.B.arn}" }, "possible"],
    ["a value that is set", "aws_eip", { tags: {} }, { tags: {}, public_ipv4_pool: "p" }, "possible"],
    [
      "a block's attribute",
      "google_sql_database_instance",
      { settings: [{ collation: "a" }] },
      { settings: [{ collation: "b" }] },
      "likely",
    ],
    ["a block that comes whole", "google_sql_database_instance", {}, { settings: [{ collation: "a" }] }, "possible"],
    ["a block without it", "google_sql_database_instance", {}, { settings: [{ tier: "a" }] }, undefined],
    ["anything in a forcing block", "google_storage_bucket", place(["A"]), place(["B"]), "likely"],
    ["what forces it sometimes", "azurerm_virtual_network_gateway", { sku: "VpnGw1" }, { sku: "VpnGw2AZ" }, "possible"],
    ["what cannot be left", "azurerm_mssql_database", { sku_name: "HS_Gen5_2" }, { sku_name: "GP_Gen5_2" }, "likely"],
    ["what can be left for it", "azurerm_mssql_database", { sku_name: "GP_Gen5_2" }, { sku_name: "HS_Gen5_2" }, undefined],
    ["another size of the same", "azurerm_mssql_database", { sku_name: "BC_Gen5_4" }, { sku_name: "BC_Gen5_8" }, undefined],
    ["a size that is not known", "azurerm_mssql_database", { sku_name: "${local.a}" }, { sku_name: "BC_Gen5_8" }, "possible"],
    ["a disk that shrinks", "google_sql_database_instance", disk(100), disk(20), "likely"],
    ["a disk that grows", "google_sql_database_instance", disk(20), disk(100), undefined],
    ["a disk of a new size", "google_sql_database_instance", { settings: [{}] }, disk(100), "possible"],
    ["an older version", "google_redis_instance", { redis_version: "REDIS_7_2" }, { redis_version: "REDIS_7_0" }, "likely"],
    ["a newer version", "google_redis_instance", { redis_version: "REDIS_6_X" }, { redis_version: "REDIS_7_0" }, undefined],
    ["a retention that is unlocked", "google_storage_bucket", locked(true), locked(false), "likely"],
    [
      "nodes' labels",
      "google_container_node_pool",
      nodes({ resource_labels: { a: "1" } }),
      nodes({ resource_labels: { a: "2" } }),
      undefined,
    ],
    ["nodes' identity", "google_container_node_pool", nodes({ service_account: "a" }), nodes({ service_account: "b" }), "possible"],
    ["a name with the same start", "aws_lb", { name_suffix: "a" }, { name_suffix: "b" }, undefined],
    ["a type that is not looked after", "aws_iam_role", { name: "a" }, { name: "b" }, undefined],
    ["nodes", "aws_eks_node_group", { capacity_type: "SPOT" }, { capacity_type: "ON_DEMAND" }, "likely"],
    ["what is ignored", "aws_vpc", ignoring("10.0.0.0/16", ["cidr_block"]), ignoring("10.1.0.0/16", ["cidr_block"]), undefined],
    ["all ignored", "aws_vpc", ignoring("10.0.0.0/16", "all"), ignoring("10.1.0.0/16", "all"), undefined],
    ["something else ignored", "aws_vpc", ignoring("10.0.0.0/16", ["tags"]), ignoring("10.1.0.0/16", ["tags"]), "likely"],
  ])("knows %s", (_what, type, before, after, expected) => {
    expect(markOf(type, before, after)).toBe(expected);
  });

  it("looks after every type whose addresses are guarded, and the workspaces that hold the states", () => {
    const guarded = readFileSync("__tests__/addresses.txt", "utf8").matchAll(/ ([a-z0-9_]+)\./g);
    const types = new Set([...guarded].map(([, type]) => type));
    expect(types.size).toBeGreaterThan(30);
    const known = new Map(all);
    expect([...types].filter((type) => known.get(type ?? "")?.stateful === false || !known.has(type ?? ""))).toEqual([]);
    expect(known.has("tfe_workspace")).toBe(true);
  });

  it("takes for stateful what the policy over plans does, of the types in use", () => {
    const policy = readFileSync("policies/terraform/stateful.rego", "utf8").matchAll(/^\t"(\w+)",$/gm);
    const inUse = new Set(committedIds().flatMap((id) => Object.keys(committed(id).resource ?? {})));
    const types = [...policy].map(([, type = ""]) => type).filter((type) => inUse.has(type));
    expect(types.length).toBeGreaterThan(30);
    expect(types.sort()).toEqual([...inUse].filter(isStateful).sort());
  });

  it.each(all)("%s names a page of the bound version and attributes that the binding has", (type, { source, always, ...rest }) => {
    const [, provider = "", resource = ""] = /^([a-z]+)_(.*)$/.exec(type) ?? [];
    const version = /^https:\/\/github\.com\/\w+\/terraform-provider-\w+\/blob\/v([\d.]+)\/\S+$/.exec(source)?.[1];
    const binding = JSON.parse(readFileSync(`node_modules/@cdktf/provider-${provider}/package.json`, "utf8"));
    expect(binding.cdktf.provider.version).toBe(version);
    const folder = `node_modules/@cdktf/provider-${provider}/lib/${resource.replaceAll("_", "-")}`;
    const files = ["index.d.ts", "index-structs/structs0.d.ts", "index-structs/structs400.d.ts", "index-structs/index.d.ts"];
    const declared = files
      .map((name) => `${folder}/${name}`)
      .filter(existsSync)
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    const unknown = [...always, ...(rest.sometimes ?? []), ...Object.keys(rest.oneWay ?? {})]
      .flatMap((path) => path.split("."))
      .filter((name) => !declared.includes(`readonly ${camel(name)}`));
    expect(unknown).toEqual([]);
  });

  it("replaces no data source", () => {
    const reading = (cidr: string) => stack({ x_y: { Z: {} } }, { data: { aws_vpc: { D: { cidr_block: cidr } } } });
    expect(reportOf(reading("10.0.0.0/16"), reading("10.1.0.0/16")).stacks[0]?.resources).toMatchObject([
      { address: "data.aws_vpc.D", action: "changed", stateful: false, attributes: [{ path: "cidr_block" }] },
    ]);
    expect(reportOf(reading("10.0.0.0/16"), reading("10.1.0.0/16")).stacks[0]?.resources[0]).not.toHaveProperty("replacement");
  });

  it("follows what is made with a replaced resource, and stops at names that stay", () => {
    const made = (cidr: string) =>
      stack({
        aws_vpc: { Net: { cidr_block: cidr } },
        aws_subnet: { Sub: { vpc_id: "${aws_vpc.Net.id}", cidr_block: "10.0.1.0/24" } },
        aws_eks_node_group: { Nodes: { subnet_ids: ["${aws_subnet.Sub.id}"], cluster_name: "c" } },
        aws_nat_gateway: { Other: { subnet_id: "${aws_subnet.Elsewhere.id}" } },
        aws_route53_zone: { Zone: { name: "${aws_vpc.Net.cidr_block}", vpc: [{ vpc_id: "${aws_vpc.Net.id}" }] } },
      });
    const report = reportOf(made("10.0.0.0/16"), made("10.1.0.0/16"));
    expect(report.stacks[0]?.resources.map(({ address, action, replacement, because }) => [address, action, replacement, because])).toEqual(
      [
        ["aws_eks_node_group.Nodes", "affected", "possible", "aws_subnet.Sub"],
        ["aws_subnet.Sub", "affected", "possible", "aws_vpc.Net"],
        ["aws_vpc.Net", "changed", "likely", undefined],
      ],
    );
  });
});

const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());

function place(regions: string[]): Stack {
  return { custom_placement_config: [{ data_locations: regions }] };
}

function disk(size: number): Stack {
  return { settings: [{ disk_size: size }] };
}

function locked(is_locked: boolean): Stack {
  return { retention_policy: [{ is_locked, retention_period: 1 }] };
}

function nodes(config: Stack): Stack {
  return { node_config: [config] };
}

function ignoring(cidr: string, names: string | string[]): Stack {
  return { cidr_block: cidr, lifecycle: [{ ignore_changes: names }] };
}
