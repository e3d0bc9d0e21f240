import { describe, expect, it } from "vitest";
import type { ObjectValue } from "../../../rehearsal/values.ts";
import { make, openCloud, stackOf } from "./small-estate.ts";

const dev = stackOf("dev");
const ask = (type: string, config: ObjectValue, stack = dev) => openCloud().session(stack).answer(type, config);

describe("a data source", () => {
  const workspace = { id: "/subscriptions/s/w", name: "logs", resource_group_name: "audit", location: "eastus2" };

  it("finds what lives and agrees with all that is asked, of whichever stack", () => {
    const cloud = openCloud();
    make(cloud.session(dev), "dev/azurerm_log_analytics_workspace.A", "azurerm_log_analytics_workspace", workspace);
    const session = cloud.session(stackOf("network"));
    const question = { name: "logs", resource_group_name: "audit", workspace_id: null, tags: {} };
    expect(session.answer("azurerm_log_analytics_workspace", question).location).toBe("eastus2");
    expect(session.answer("azurerm_log_analytics_workspace", { ...question, name: "other" })).toEqual({});
  });

  it("finds the last one made where there are two", () => {
    const session = openCloud().session(dev);
    make(session, "dev/aws_vpc.A", "aws_vpc", { id: "vpc-00000001", cidr_block: "10.0.0.0/16" });
    make(session, "dev/aws_vpc.B", "aws_vpc", { id: "vpc-00000002", cidr_block: "10.0.0.0/16" });
    expect(session.answer("aws_vpc", { cidr_block: "10.0.0.0/16" }).id).toBe("vpc-00000002");
  });

  it("does not find what lives in another account", () => {
    const cloud = openCloud();
    make(cloud.session(dev), "dev/google_storage_bucket.A", "google_storage_bucket", { id: "a", name: "a", project: "acme-dev" });
    expect(cloud.session(dev).answer("google_storage_bucket", { name: "a", project: "acme-prod" })).toEqual({});
    expect(cloud.session(dev).answer("google_storage_bucket", { name: "a" }).id).toBe("a");
  });

  it("does not find what only has a name that is another's in another account, nor anything by no argument of its own", () => {
    const cloud = openCloud();
    make(cloud.session(dev), "dev/aws_iam_role.A", "aws_iam_role", { id: "app", name: "app" });
    const prod = stackOf("prod", { provider: { aws: [{ allowed_account_ids: ["222222222222"] }] } });
    expect(cloud.session(prod).answer("aws_iam_role", { name: "app" })).toEqual({});
    expect(cloud.session(dev).answer("aws_iam_role", { most_recent: true })).toEqual({});
  });

  it("finds by AWS's filters and by tags", () => {
    const session = openCloud().session(dev);
    make(session, "dev/aws_subnet.A", "aws_subnet", { id: "subnet-00000001", vpc_id: "vpc-1", tags_all: { "my-tier": "a", x: "y" } });
    const filter = (name: string, ...values: string[]) => ({ filter: [{ name, values }] });
    expect(session.answer("aws_subnet", filter("vpc-id", "vpc-0", "vpc-1")).id).toBe("subnet-00000001");
    expect(session.answer("aws_subnet", filter("tag:my-tier", "a")).id).toBe("subnet-00000001");
    expect(session.answer("aws_subnet", filter("tag:my-tier", "b"))).toEqual({});
    make(session, "dev/aws_vpc.A", "aws_vpc", { id: "vpc-1", tags: { a: "1", b: "2" } });
    expect(session.answer("aws_vpc", { tags: { a: "1" } }).id).toBe("vpc-1");
  });

  it("is refused for what a stack of the estate is yet to make", () => {
    const body = { name: "acme-app", resource_group_name: "${azurerm_resource_group.G.name}" };
    const maker = stackOf("workspaces", {
      resource: { tfe_workspace: { App: { name: "acme-app" } }, azurerm_log_analytics_workspace: { A: body } },
    });
    const session = openCloud({ stacks: [dev, maker] }).session(dev);
    expect(() => session.answer("tfe_workspace", { name: "acme-app", organization: null })).toThrow(
      'reading tfe_workspace: 404 Not Found: nothing agrees with name = "acme-app", as workspaces/tfe_workspace.App is yet to make it; read it after it is made',
    );
    expect(session.answer("tfe_workspace", { name: "acme-other" })).toEqual({});
    expect(session.answer("azurerm_log_analytics_workspace", { name: "acme-app", resource_group_name: "somewhere" })).toEqual({});
  });

  it("is refused for what is yet to be made with the tags that are asked for", () => {
    const vpc = { V: { cidr_block: "10.0.0.0/16", tags: { Name: "shared", tier: "1" } }, W: { tags: { Name: "${var.name}" } } };
    const session = openCloud({ stacks: [dev, stackOf("network", { resource: { aws_vpc: vpc } })] }).session(dev);
    const refused = /network\/aws_vpc\.V is yet to make it/;
    expect(() => session.answer("aws_vpc", { tags: { Name: "shared" } })).toThrow(refused);
    expect(() => session.answer("aws_vpc", { filter: [{ name: "tag:Name", values: ["other", "shared"] }] })).toThrow(refused);
    expect(session.answer("aws_vpc", { tags: { Name: "other" } })).toEqual({});
    expect(session.answer("aws_vpc", { filter: [{ name: "tag:zone", values: ["shared"] }] })).toEqual({});
    expect(session.answer("aws_vpc", { cidr_block: "10.0.0.0/16" })).toEqual({});
  });

  it("is not refused for what another account is to have, or for what agrees in no name", () => {
    const provider = { aws: [{ region: "us-east-1", allowed_account_ids: ["222222222222"] }] };
    const prod = stackOf("prod", { provider, resource: { aws_iam_role: { App: { name: "app", path: "/" } } } });
    const cloud = openCloud({ stacks: [dev, prod] });
    expect(cloud.session(dev).answer("aws_iam_role", { name: "app" })).toEqual({});
    expect(cloud.session(prod).answer("aws_iam_role", { path: "/" })).toEqual({});
    expect(() => cloud.session(prod).answer("aws_iam_role", { name: "app" })).toThrow(/yet to make it/);
  });

  it("is refused for what was deleted", () => {
    const session = openCloud().session(dev);
    const key = make(session, "dev/aws_vpc.A", "aws_vpc", { id: "vpc-0a1b2c3d" });
    session.delete({ key, type: "aws_vpc" });
    expect(() => session.answer("aws_vpc", { id: "vpc-0a1b2c3d" })).toThrow(
      "reading aws_vpc: NotFound: id is vpc-0a1b2c3d, which was deleted",
    );
  });
});

describe("the world outside of the estate", () => {
  it.each<readonly [string, ObjectValue, ObjectValue]>([
    ["aws_caller_identity", {}, { account_id: "111111111111", arn: "arn:aws:sts::111111111111:assumed-role/terraform/rehearsal" }],
    ["aws_region", {}, { region: "us-east-1", endpoint: "ec2.us-east-1.amazonaws.com" }],
    ["aws_partition", {}, { partition: "aws", dns_suffix: "amazonaws.com" }],
    ["aws_availability_zones", {}, { names: ["us-east-1a", "us-east-1b", "us-east-1c"], zone_ids: ["use1-az1", "use1-az2", "use1-az3"] }],
    ["aws_availability_zones", { region: "eu-central-1" }, { zone_ids: ["euc1-az1", "euc1-az2", "euc1-az3"] }],
    ["aws_eks_addon_version", { addon_name: "kube-proxy", kubernetes_version: "1.34" }, { version: "v1.34.0-eksbuild.1" }],
    ["aws_ssm_parameter", { name: "/app/url" }, { arn: "arn:aws:ssm:us-east-1:111111111111:parameter/app/url", type: "String" }],
    ["google_client_config", {}, { project: "acme-dev", region: "us-east4", zone: "us-east4-a" }],
    ["google_project", { project_id: "acme-x" }, { id: "projects/acme-x", number: expect.stringMatching(/^[1-9]\d{11}$/) }],
    ["google_compute_zones", {}, { names: ["us-east4-a", "us-east4-b", "us-east4-c"] }],
    [
      "azurerm_client_config",
      {},
      { subscription_id: "sub-1", tenant_id: "tenant-1", object_id: expect.stringMatching(/^[0-9a-f]{8}-.*-[0-9a-f]{12}$/) },
    ],
    ["azurerm_subscription", {}, { id: "/subscriptions/sub-1", state: "Enabled" }],
    ["azurerm_kubernetes_service_versions", { version_prefix: "1.34" }, { latest_version: "1.34.0" }],
    ["azurerm_role_definition", { name: "Reader" }, { role_definition_id: "acdd72a7-3385-48ef-bd42-f606fba81ae7" }],
    ["google_container_engine_versions", { version_prefix: "1.34." }, { latest_master_version: "1.34.0-gke.1000" }],
    ["http", { url: "https://example.com" }, { status_code: 200 }],
  ])("%s %j", (type, config, answer) => expect(ask(type, config)).toMatchObject(answer));

  it("is asked with what a provider block has written out, not with what is worked out", () => {
    const stack = stackOf("dev", { provider: { aws: [{ region: "${var.region}" }] } });
    expect(ask("aws_region", {}, stack).region).toBe("us-east-1");
    expect(ask("aws_region", {}, stackOf("eu", { provider: { aws: [{ region: "eu-west-1" }] } })).region).toBe("eu-west-1");
  });

  it("has one number for a project, whoever asks", () => {
    const { number } = ask("google_project", { project_id: "acme-dev" });
    expect(ask("google_storage_project_service_account", {}).member).toBe(
      `serviceAccount:service-${String(number)}@gs-project-accounts.iam.gserviceaccount.com`,
    );
    expect(ask("google_bigquery_default_service_account", {}).email).toBe(
      `bq-${String(number)}@bigquery-encryption.iam.gserviceaccount.com`,
    );
    expect(ask("google_logging_project_cmek_settings", {}).service_account_id).toBe(
      `service-${String(number)}@gcp-sa-logging.iam.gserviceaccount.com`,
    );
  });

  it("publishes networks and images of the right shape", () => {
    const { ipv4_cidrs } = ask("cloudflare_ip_ranges", {});
    expect(ipv4_cidrs).toHaveLength(15);
    expect(ipv4_cidrs).toSatisfy((cidrs: string[]) => cidrs.every((cidr) => /^\d+(\.\d+){3}\/\d+$/.test(cidr)));
    expect(ask("aws_ssm_parameter", { name: "/aws/service/eks/optimized-ami/1.34/image_id" }).value).toMatch(/^ami-[0-9a-f]{17}$/);
    expect(ask("tls_certificate", { url: "https://a" }).certificates).toMatchObject([
      { sha1_fingerprint: expect.stringMatching(/^[0-9a-f]{40}$/) },
    ]);
  });

  it("has a text for every key of a secret that the stack reads", () => {
    const output = {
      a: { value: '${data.vault_kv_secret_v2.App.data["user"]}' },
      b: { value: "${data.vault_kv_secret_v2.App.data.pass}" },
    };
    const { data } = ask("vault_kv_secret_v2", { mount: "kv", name: "app" }, stackOf("apps", { output }));
    expect(data).toEqual({ pass: expect.stringMatching(/.{24}/), user: expect.stringMatching(/.{24}/) });
  });

  it("has it for one that is there, and was written by arguments that are stored nowhere", () => {
    const cloud = openCloud();
    const config = { mount: "kv", name: "app" };
    make(cloud.session(dev), "dev/vault_kv_secret_v2.A", "vault_kv_secret_v2", { id: "kv/data/app", ...config, data: null });
    const output = { a: { value: "${ephemeral.vault_kv_secret_v2.App.data.pass}" } };
    const { data, id } = cloud.session(stackOf("apps", { output })).open("vault_kv_secret_v2", config);
    expect([id, data]).toEqual(["kv/data/app", { pass: expect.stringMatching(/.{24}/) }]);
  });

  it("leaves to the cloud's choice what any value will do for", () => {
    expect(ask("okta_group", { name: "Everyone" })).toEqual({});
  });
});
