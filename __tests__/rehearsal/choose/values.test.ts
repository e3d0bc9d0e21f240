import { describe, expect, it } from "vitest";
import { chosen } from "../../../rehearsal/cloud/choose/choose.ts";
import { readStacks } from "../../../rehearsal/read-stacks.ts";
import type { Type } from "../../../rehearsal/schema/schema.ts";
import type { ObjectValue, Value } from "../../../rehearsal/values.ts";
import { aws, azure, choose, gcp } from "./ask.ts";

const hex = "[0-9a-f]";
const uuid = `${hex}{8}-${hex}{4}-4${hex}{3}-8${hex}{3}-${hex}{12}`;
const group = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/g/providers/";

describe("what AWS chooses", () => {
  it.each<[string, ObjectValue, string]>([
    ["aws_vpc.id", {}, `vpc-${hex}{17}`],
    ["aws_vpc.arn", { id: "vpc-1" }, "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1"],
    ["aws_vpc.arn", { id: "vpc-1", region: "us-west-2" }, "arn:aws:ec2:us-west-2:111122223333:vpc/vpc-1"],
    ["aws_iam_role.arn", { name: "app" }, "arn:aws:iam::111122223333:role/app"],
    ["aws_s3_bucket.arn", { bucket: "b" }, "arn:aws:s3:::b"],
    [
      "aws_lb.id",
      { name: "edge", load_balancer_type: "network" },
      `arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/edge/${hex}{16}`,
    ],
    ["aws_lb.arn_suffix", { name: "edge", load_balancer_type: "network" }, `net/edge/${hex}{16}`],
    ["aws_lb_target_group.arn_suffix", { name: "edge" }, `targetgroup/edge/${hex}{16}`],
    [
      "aws_iam_openid_connect_provider.arn",
      { url: "https://app.terraform.io" },
      "arn:aws:iam::111122223333:oidc-provider/app\\.terraform\\.io",
    ],
    ["aws_sqs_queue.url", { id: "https://sqs.eu-west-1.amazonaws.com/111122223333/q" }, "https://sqs\\.eu-west-1.*"],
    ["aws_eks_addon.id", { cluster_name: "c", addon_name: "vpc-cni" }, "c:vpc-cni"],
    ["aws_eks_cluster.endpoint", {}, "https://[0-9A-F]{32}\\.gr7\\.eu-west-1\\.eks\\.amazonaws\\.com"],
    ["aws_eks_cluster.identity.0.oidc.0.issuer", {}, "https://oidc\\.eks\\.eu-west-1\\.amazonaws\\.com/id/[0-9A-F]{32}"],
    ["aws_eks_cluster.vpc_config.0.cluster_security_group_id", {}, `sg-${hex}{17}`],
    ["aws_db_instance.address", { identifier: "db" }, `db\\.${hex}{12}\\.eu-west-1\\.rds\\.amazonaws\\.com`],
    ["aws_eip.public_ip", {}, "198\\.1[89]\\.\\d+\\.\\d+"],
    ["aws_subnet.availability_zone", {}, "eu-west-1a"],
    ["aws_kms_key.key_id", { id: "k" }, "k"],
  ])("for %s of %j", (place, values, pattern) => {
    expect(choose(place, aws, { values })).toMatch(new RegExp(`^${pattern}$`));
  });

  it("is the tags of the provider below those of the resource", () => {
    expect(choose("aws_vpc.tags_all", aws, { type: ["map", "string"], values: { tags: { a: "2", b: "3" } } })).toEqual({ a: "2", b: "3" });
    expect(choose("aws_vpc.tags_all", aws, { type: ["map", "string"], values: { tags: null } })).toEqual({ a: "1" });
  });
});

describe("what Google Cloud chooses", () => {
  const network = "projects/acme-prod/global/networks/main";
  it.each<[string, ObjectValue, string]>([
    ["google_compute_network.id", { name: "main" }, network],
    ["google_compute_network.self_link", { id: network }, `https://www\\.googleapis\\.com/compute/v1/${network}`],
    [
      "google_kms_crypto_key.id",
      { key_ring: "projects/p/locations/l/keyRings/r", name: "k" },
      "projects/p/locations/l/keyRings/r/cryptoKeys/k",
    ],
    ["google_service_account.email", { account_id: "app" }, "app@acme-prod\\.iam\\.gserviceaccount\\.com"],
    ["google_container_cluster.id", { location: "us-east4", name: "c" }, "projects/acme-prod/locations/us-east4/clusters/c"],
    ["google_sql_database_instance.connection_name", { name: "db" }, "acme-prod:us-east4:db"],
    ["google_monitoring_notification_channel.id", {}, "projects/acme-prod/notificationChannels/\\d{18}"],
    ["google_compute_address.address", { address_type: "INTERNAL" }, "10\\.\\d+\\.\\d+\\.\\d+"],
    ["google_compute_address.address", {}, "198\\.1[89]\\.\\d+\\.\\d+"],
  ])("for %s of %j", (place, values, pattern) => {
    expect(choose(place, gcp, { values })).toMatch(new RegExp(`^${pattern}$`));
  });

  it("is two interfaces of a VPN gateway, each with its number and an address", () => {
    const type: Type = ["list", ["object", { id: "number", ip_address: "string" }]];
    const found = choose("google_compute_ha_vpn_gateway.vpn_interfaces", gcp, { type }) as { id: number; ip_address: string }[];
    expect(found.map(({ id }) => id)).toEqual([0, 1]);
    expect(new Set(found.map(({ ip_address }) => ip_address)).size).toBe(2);
  });
});

describe("what Azure and the others choose", () => {
  it.each<[string, ObjectValue, string]>([
    ["azurerm_virtual_network.id", { name: "n", resource_group_name: "g" }, `${group}Microsoft\\.Network/virtualNetworks/n`],
    ["azurerm_mssql_database.id", { server_id: "/s", name: "d" }, "/s/databases/d"],
    ["azurerm_key_vault_key.id", { key_vault_id: "/x/vaults/v", name: "k" }, `https://v\\.vault\\.azure\\.net/keys/k/${hex}{32}`],
    ["azurerm_key_vault_key.versionless_id", { id: "https://v.vault.azure.net/keys/k/0a" }, "https://v\\.vault\\.azure\\.net/keys/k"],
    ["azurerm_key_vault_key.resource_versionless_id", { id: "https://v/keys/k/0a", key_vault_id: "/x/vaults/v" }, "/x/vaults/v/keys/k"],
    ["azurerm_user_assigned_identity.principal_id", {}, uuid],
    ["azurerm_storage_account.primary_blob_endpoint", { name: "s" }, "https://s\\.blob\\.core\\.windows\\.net/"],
    ["tfe_workspace.id", {}, "ws-[A-Za-z0-9]{16}"],
    ["github_team.id", {}, "\\d{7}"],
    ["cloudflare_zone.id", {}, `${hex}{32}`],
    ["tls_self_signed_cert.cert_pem", {}, "-----BEGIN CERTIFICATE-----[\\s\\S]*-----END CERTIFICATE-----\n"],
    ["okta_app.client_config_json", {}, "\\{\\}"],
  ])("for %s of %j", (place, values, pattern) => {
    expect(choose(place, azure, { values })).toMatch(new RegExp(`^${pattern}$`));
  });
});

describe("a choice", () => {
  it("is the same for the same question, and another for another object or attribute", () => {
    const ask = (place: string, key?: string) => choose(place, azure, { key });
    expect(ask("aws_vpc.id", "s/aws_vpc.A")).toBe(ask("aws_vpc.id", "s/aws_vpc.A"));
    expect(ask("aws_vpc.id", "s/aws_vpc.A#2")).not.toBe(ask("aws_vpc.id", "s/aws_vpc.A"));
    expect(ask("some_thing.client_id")).not.toBe(ask("some_thing.object_id"));
  });

  it("is of the type that was asked for, at every depth", () => {
    const type: Type = [
      "object",
      { port: "number", on: "bool", names: ["set", "string"], more: ["map", "string"], pair: ["tuple", ["string", "number"]] },
    ];
    expect(choose("some_thing.settings", aws, { type })).toEqual({
      ...{ port: 443, on: false, more: {} },
      ...{ names: [expect.any(String)], pair: [expect.any(String), expect.any(Number)] },
    });
  });

  it("knows every attribute that the estate reads: none is a word of no meaning", () => {
    const unknown = new Set<string>();
    for (const { json } of readStacks("cdktf.out")) {
      for (const [, type = "", name = "", read = ""] of JSON.stringify(json).matchAll(
        /\b([a-z]+_\w+)\.(\w+)\.([a-z][a-z0-9_]*(?:(?:\[\d+\])?\.[a-z_]+)*)/g,
      )) {
        const body = json.resource?.[type]?.[name];
        const [first = "", ...rest] = read.split(/[.[\]]+/).filter((part) => !/^\d*$/.test(part));
        const given = rest.reduce<unknown>(
          (block, part) => ([block].flat()[0] as Record<string, unknown> | undefined)?.[part],
          body?.[first],
        );
        if (body === undefined || given !== undefined) continue;
        const values = Object.fromEntries(Object.entries(body).filter(([, value]) => typeof value === "string")) as ObjectValue;
        const id = chosen({ object: { key: name, type }, path: ["id"], type: "string", values }, aws);
        const types: Type[] = ["string", ["list", "string"]];
        const answers = types.map((asked) =>
          chosen({ object: { key: name, type }, path: [first, ...rest], type: asked, values: { ...values, id } }, aws),
        );
        const leaf = (rest.at(-1) ?? first).replaceAll("_", "-");
        const isWord = (value: Value) => typeof value === "string" && (value.startsWith(`${leaf}-`) || value.includes("example.net"));
        if (answers.every((answer) => isWord(Array.isArray(answer) ? answer[0] : answer))) unknown.add(`${type}.${read}`);
      }
    }
    expect([...unknown]).toEqual([]);
  });
});
