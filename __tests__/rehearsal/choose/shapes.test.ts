import { describe, expect, it } from "vitest";
import type { Type } from "../../../rehearsal/schema/schema.ts";
import type { ObjectValue } from "../../../rehearsal/values.ts";
import { aws, azure, choose, gcp, service } from "./ask.ts";

const strings: Type = ["list", "string"];
const account = "arn:aws:[a-z]+:eu-west-1:111122223333";
const balancer = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/edge/0a";

describe("of AWS", () => {
  it.each<[string, ObjectValue, string]>([
    ["aws_route53_zone.id", {}, "Z[0-9A-Z]{20}"],
    ["aws_iam_role.arn", { name: "app", path: "/teams/" }, "arn:aws:iam::111122223333:role/teams/app"],
    ["aws_lb.arn", { name: "edge" }, `${account}:loadbalancer/app/edge/[0-9a-f]{16}`],
    ["aws_lb.arn", { name: "edge", load_balancer_type: "gateway" }, `${account}:loadbalancer/gwy/edge/[0-9a-f]{16}`],
    ["aws_lb_listener.arn", { load_balancer_arn: balancer }, `${account}:listener/net/edge/0a/[0-9a-f]{16}`],
    ["aws_kms_alias.target_key_arn", { target_key_id: "k" }, `${account}:key/k`],
    ["aws_kms_alias.target_key_arn", { target_key_id: "arn:aws:kms:x:1:key/k" }, "arn:aws:kms:x:1:key/k"],
    ["aws_subnet.availability_zone_id", { availability_zone: "eu-west-1c" }, "euw1-az3"],
    ["aws_db_instance.endpoint", { identifier: "db", engine: "mysql" }, "db\\.[0-9a-f]{12}\\.eu-west-1\\.rds\\.amazonaws\\.com:3306"],
    ["aws_db_instance.endpoint", { identifier: "db", port: 6000 }, "db\\..*:6000"],
    ["aws_elasticache_replication_group.primary_endpoint_address", { replication_group_id: "c" }, "master\\.c\\..{6}\\.euw1\\.cache\\..*"],
    ["aws_elasticache_replication_group.primary_endpoint_address", { replication_group_id: "c", num_node_groups: 2 }, ""],
    [
      "aws_elasticache_replication_group.configuration_endpoint_address",
      { replication_group_id: "c", num_node_groups: 2 },
      "clustercfg\\.c\\..*",
    ],
    [
      "aws_msk_cluster.bootstrap_brokers_sasl_iam",
      { cluster_name: "m" },
      "(b-[123]\\.m\\.[0-9a-f]{6}\\.c2\\.kafka\\.eu-west-1\\.amazonaws\\.com:9098,?){3}",
    ],
    ["aws_msk_cluster.bootstrap_brokers_tls", { cluster_name: "m" }, "(b-[123]\\.m\\..*:9094,?){3}"],
    ["aws_ecr_repository.repository_url", { name: "app" }, "111122223333\\.dkr\\.ecr\\.eu-west-1\\.amazonaws\\.com/app"],
    ["aws_vpc.ipv6_cidr_block", { assign_generated_ipv6_cidr_block: true }, "2001:db8::/56"],
    ["aws_vpc.ipv6_cidr_block", {}, ""],
    ["aws_vpc_endpoint.prefix_list_id", {}, "pl-[0-9a-f]{17}"],
    ["aws_eip.public_dns", {}, "ec2-198-1[89]-\\d+-\\d+\\.compute-1\\.amazonaws\\.com"],
  ])("%s of %j", (place, values, pattern) => expect(choose(place, aws, { values })).toMatch(new RegExp(`^${pattern}$`)));

  it("a certificate of a cluster is PEM in base64", () => {
    const text = choose("aws_eks_cluster.certificate_authority.0.data", aws);
    expect(Buffer.from(String(text), "base64").toString()).toMatch(
      /^-----BEGIN CERTIFICATE-----\n([\w+/]{64}\n)+-----END CERTIFICATE-----\n$/,
    );
  });

  it("a public name says the public address", () => {
    const address = String(choose("aws_eip.public_ip", aws));
    expect(choose("aws_eip.public_dns", aws)).toContain(address.replaceAll(".", "-"));
  });

  it("a name that is left out is of its prefix, the object's own, and the same in the id", () => {
    const values = { cluster_name: "c", node_group_name_prefix: "system-" };
    const name = choose("aws_eks_node_group.node_group_name", aws, { values });
    expect(name).toMatch(/^system-20250101\d{18}$/);
    expect(choose("aws_eks_node_group.id", aws, { values })).toBe(`c:${name}`);
    expect(choose("aws_eks_node_group.node_group_name", aws, { values, key: "s/x.B" })).not.toBe(name);
    expect(choose("aws_iam_role.name", aws)).toMatch(/^terraform-20250101\d{18}$/);
  });

  it("a group of rules that nobody wrote is empty, and the database's port is its engine's", () => {
    expect(choose("aws_security_group.ingress", aws, { type: ["set", ["object", { from_port: "number" }]] })).toEqual([]);
    expect(choose("aws_db_instance.port", aws, { type: "number", values: { engine: "mariadb" } })).toBe(3306);
    expect(
      choose("aws_elasticache_replication_group.member_clusters", aws, {
        type: strings,
        values: { replication_group_id: "c", num_cache_clusters: 2 },
      }),
    ).toEqual(["c-001", "c-002"]);
  });
});

describe("of Google Cloud", () => {
  const sql = { id: "db", name: "db" };
  it.each<[string, ObjectValue, string]>([
    ["google_sql_database_instance.self_link", sql, "https://sqladmin\\.googleapis\\.com/sql/v1beta4/projects/acme-prod/instances/db"],
    ["google_storage_bucket.self_link", { id: "b" }, "https://www\\.googleapis\\.com/storage/v1/b/b"],
    ["google_dns_managed_zone.project", { project: "projects/other" }, "other"],
    ["google_compute_address.purpose", { address_type: "INTERNAL" }, "GCE_ENDPOINT"],
    ["google_compute_address.purpose", {}, ""],
    ["google_compute_subnetwork.gateway_address", { ip_cidr_range: "10.1.2.0/24" }, "10\\.1\\.2\\.1"],
    ["google_org_policy_policy.id", { parent: "projects/p", name: "projects/p/policies/x" }, "projects/p/policies/x"],
    ["google_secret_manager_secret_version.version", { id: "projects/p/secrets/s/versions/7" }, "7"],
  ])("%s of %j", (place, values, pattern) => expect(choose(place, gcp, { values })).toMatch(new RegExp(`^${pattern}$`)));

  it("a project has one number wherever it is said", () => {
    const number = choose("google_storage_bucket.project_number", gcp);
    expect(number).toMatch(/^\d{12}$/);
    const id = "projects/acme-prod/locations/global/workloadIdentityPools/p";
    expect(choose("google_iam_workload_identity_pool.name", gcp, { values: { id } })).toBe(id.replace("acme-prod", String(number)));
    const other = { ...gcp, settings: { project: "acme-test" } };
    expect(choose("google_storage_bucket.project_number", other)).not.toBe(number);
  });

  it("an instance has one private address wherever it is said", () => {
    const address = choose("google_sql_database_instance.private_ip_address", gcp, { values: sql });
    expect(address).toMatch(/^10\./);
    expect(choose("google_sql_database_instance.ip_address.0.ip_address", gcp, { values: sql })).toBe(address);
  });

  it("a pool of nodes has a node", () => {
    expect(choose("google_container_node_pool.node_count", gcp, { type: "number" })).toBe(1);
    expect(choose("google_iam_policy.member_count", gcp, { type: "number" })).toBe(0);
  });

  it("a number is one that a double holds", () => {
    expect(choose("google_compute_subnetwork.subnetwork_id", gcp, { type: "number" })).toSatisfy(Number.isSafeInteger);
  });
});

describe("of Azure", () => {
  const endpoint = {
    name: "e",
    private_dns_zone_group: [{ name: "default", private_dns_zone_ids: ["/x/privateDnsZones/privatelink.vaultcore.azure.net"] }],
  };
  it.each<[string, ObjectValue, string]>([
    ["azurerm_private_endpoint.private_dns_zone_configs.0.name", endpoint, "privatelink\\.vaultcore\\.azure\\.net"],
    [
      "azurerm_private_endpoint.private_dns_zone_configs.0.private_dns_zone_id",
      endpoint,
      "/x/privateDnsZones/privatelink\\.vaultcore\\.azure\\.net",
    ],
    ["azurerm_role_assignment.name", { id: "/x/roleAssignments/0a" }, "0a"],
    [
      "azurerm_role_assignment.role_definition_id",
      { role_definition_name: "Reader" },
      ".*/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7",
    ],
    ["azurerm_role_definition.role_definition_id", { id: "/x/roleDefinitions/0a|/subscriptions/s" }, "0a"],
    ["azurerm_storage_account.primary_location", {}, "eastus2"],
    ["azurerm_storage_account.primary_location", { location: "West Europe" }, "westeurope"],
    ["azurerm_kubernetes_cluster.network_profile.0.pod_cidr", {}, "10\\.244\\.0\\.0/16"],
    ["azurerm_user_assigned_identity.tenant_id", {}, "[0-9a-f-]{36}"],
  ])("%s of %j", (place, values, pattern) => expect(choose(place, azure, { values })).toMatch(new RegExp(`^${pattern}$`)));

  it("an endpoint has one address wherever it is said", () => {
    const address = choose("azurerm_private_endpoint.private_service_connection.0.private_ip_address", azure);
    expect(choose("azurerm_private_endpoint.custom_dns_configs.0.ip_addresses", azure, { type: strings })).toEqual([address]);
  });

  it("an identity is of the tenant that the provider names", () => {
    const context = { ...azure, settings: { tenant_id: "t" } };
    expect(choose("azurerm_user_assigned_identity.tenant_id", context)).toBe("t");
  });

  it("networks of pods are a list where a list is asked for", () => {
    const values = { network_profile: [{ pod_cidr: "192.168.0.0/16" }] };
    expect(choose("azurerm_kubernetes_cluster.network_profile.0.pod_cidrs", azure, { type: strings, values })).toEqual(["192.168.0.0/16"]);
  });
});

describe("of the others", () => {
  it.each<[string, ObjectValue, string]>([
    ["tfe_workspace.html_url", { name: "w" }, "https://app\\.terraform\\.io/app/acme/workspaces/w"],
    ["github_repository.ssh_clone_url", { name: "r" }, "git@github\\.com:acme-code/r\\.git"],
    ["github_team.slug", { name: "Platform Team" }, "platform-team"],
    ["helm_release.id", { name: "r" }, "default/r"],
    ["kubernetes_secret_v1.id", { metadata: [{ name: "n", namespace: "ns" }] }, "ns/n"],
    ["vault_jwt_auth_backend_role.id", { role_name: "ci" }, "auth/jwt/role/ci"],
    ["vault_jwt_auth_backend.accessor", {}, "jwt_auth_backend_[0-9a-f]{8}"],
    ["random_password.result", { length: 24 }, "\\w{24}"],
    ["okta_group.id", {}, "00g\\w{17}"],
    ["tls_x.public_key_pem", {}, "-----BEGIN PUBLIC KEY-----[\\s\\S]*"],
    ["cloudflare_zone.name_servers.1", {}, "bob\\.ns\\.cloudflare\\.com"],
  ])("%s of %j", (place, values, pattern) => expect(choose(place, service, { values })).toMatch(new RegExp(`^${pattern}$`)));

  it("random bytes are the same in every form", () => {
    const values = { byte_length: 8 };
    const hex = String(choose("random_id.hex", service, { values }));
    expect(hex).toMatch(/^[0-9a-f]{16}$/);
    expect(choose("random_id.dec", service, { values })).toBe(BigInt(`0x${hex}`).toString());
    for (const [index, form] of (["b64_url", "b64_std"] as const).entries()) {
      const encoded = Buffer.from(hex, "hex").toString(index === 0 ? "base64url" : "base64");
      expect(choose(`random_id.${form}`, service, { values: { ...values, prefix: "p" } })).toBe(`p${encoded}`);
    }
  });

  it("random numbers are within their limits, and not all the same", () => {
    const numbers = Array.from({ length: 40 }, (_, index) =>
      Number(choose("random_integer.result", service, { type: "number", values: { min: 5, max: 9 }, key: `s/x.${index}` })),
    );
    expect([Math.min(...numbers), Math.max(...numbers)]).toEqual([5, 9]);
  });
});
