import { describe, expect, it } from "vitest";
import { type Bucket, bucketContract } from "../../../constructs/bucket/contract.ts";
import { clouds } from "../../../constructs/clouds/index.ts";
import { clusterContract } from "../../../constructs/cluster/contract.ts";
import type { Grant } from "../../../constructs/identity/contract.ts";
import { PlaceStack } from "../../../stacks/place-stack.ts";
import type { PlacedSpec } from "../../../stacks/stack-spec.ts";
import { type StackJson, synthesized } from "../../estate.ts";
import { all, one, rolesOf, specOf } from "./variants.ts";

const subscription = "/subscriptions/00000000-0000-0000-0000-000000000004";
const vault = `${subscription}/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v`;
const redis = `${subscription}/resourceGroups/g/providers/Microsoft.Cache/redisEnterprise/r`;

class IdentityStack extends PlaceStack {
  constructor(scope: ConstructorParameters<typeof PlaceStack>[0], spec: PlacedSpec, grants: (bucket: Bucket) => Grant[]) {
    super(scope, spec);
    clouds.azure.identity(this, "Identity", {
      place: this.place,
      cluster: this.consume(clusterContract),
      name: "velero",
      namespace: "backup",
      serviceAccount: "velero-server",
      grants: grants(this.consume(bucketContract.named("velero"))),
    });
  }
}

function granted(grants: (bucket: Bucket) => Grant[]): StackJson {
  const consumes = [specOf("cluster"), specOf("data")].map(({ id, publishes }) => ({ id, publishes }));
  const spec: PlacedSpec = {
    ...specOf("data"),
    id: "prod-azure-eus2-identity",
    publishes: [],
    consumes,
    input: {},
    build: (scope) => new IdentityStack(scope, spec, grants),
  };
  return synthesized(spec);
}

const roles = (grant: (bucket: Bucket) => Grant): [string, string][] =>
  rolesOf(
    granted((bucket) => [grant(bucket)]),
    /./,
  );
const container = expect.stringMatching(/-bucket-.*velero.*\/blobServices\/default\/containers\//);

describe("azure identity", () => {
  it("AZ-13 is one service account's of one cluster, exactly", () => {
    expect(
      one(
        granted(() => []),
        "federated_identity_credential",
      ),
    ).toMatchObject({
      issuer: "${data.terraform_remote_state.prod-azure-eus2-cluster.outputs.cluster__oidc_issuer}",
      subject: "system:serviceaccount:backup:velero-server",
      audience: ["api://AzureADTokenExchange"],
    });
  });

  it.each<[string, (bucket: Bucket) => Grant, [string, unknown]]>([
    ["objectstore:read-write", (bucket) => ({ may: "objectstore:read-write", bucket }), ["Storage Blob Data Contributor", container]],
    ["objectstore:read", (bucket) => ({ may: "objectstore:read", bucket }), ["Storage Blob Data Reader", container]],
    ["kms:use", () => ({ may: "kms:use", keyId: `${vault}/keys/k` }), ["Key Vault Crypto User", `${vault}/keys/k`]],
    ["dns:edit", () => ({ may: "dns:edit", zoneId: "/zone" }), ["DNS Zone Contributor", "/zone"]],
    ["secrets:read", () => ({ may: "secrets:read", prefix: vault }), ["Key Vault Secrets User", vault]],
    ["registry:pull", () => ({ may: "registry:pull" }), ["AcrPull", subscription]],
    ["billing:read", () => ({ may: "billing:read" }), ["Cost Management Reader", subscription]],
    ["inventory:read", () => ({ may: "inventory:read" }), ["Reader", subscription]],
  ])("turns %s into one role at the narrowest scope", (_, grant, role) => {
    expect(roles(grant)).toEqual([role]);
  });

  it("binds one balancer: joins its subnet and its firewall, looks at the nodes, and has a say in nothing else", () => {
    const [balancerId, firewallId, networkId] = ["/balancer", "/firewall", "/network"];
    expect(roles(() => ({ may: "ingress:bind", balancerId, firewallId, networkId }))).toEqual([
      ["AppGw for Containers Configuration Manager", "/balancer"],
      ["Network Contributor", "/firewall"],
      ["Reader", `${subscription}/resourceGroups/acme-prod-azure-eus2-nodes`],
      ["Network Contributor", "/network/subnets/web-balancer"],
    ]);
  });

  it("leaves database logins to the database, which knows its users itself", () => {
    expect(roles(() => ({ may: "db:connect", databaseId: "/server", user: "app" }))).toEqual([]);
  });

  it("adds the identity to a cache's users, of either product, and takes it out again", () => {
    const stack = granted(() => [{ may: "cache:connect", cacheId: redis, user: "" }]);
    const deployment = one(stack, "resource_group_template_deployment");
    expect(deployment).toMatchObject({ resource_group_name: `\${element(split("/", "${redis}"), 4)}` });
    expect(JSON.parse(deployment.parameters_content as string)).toEqual({
      cacheId: { value: redis },
      objectId: { value: "${azurerm_user_assigned_identity.Identity.principal_id}" },
    });
    const { resources } = JSON.parse(deployment.template_content) as { resources: object[] };
    expect(resources).toMatchObject([
      { type: "Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments", properties: { accessPolicyName: "default" } },
      { type: "Microsoft.Cache/redis/accessPolicyAssignments", properties: { accessPolicyName: "Data Contributor" } },
    ]);
    expect(stack.provider.azurerm?.[0]).toMatchObject({
      features: [{ template_deployment: [{ delete_nested_items_during_deletion: true }] }],
    });
    expect(all(stack, "role_assignment")).toEqual({});
  });

  it("keeps grants of one verb apart by their target", () => {
    const keys = ["a", "b"].map((name): Grant => ({ may: "kms:use", keyId: `${vault}/keys/${name}` }));
    expect(
      rolesOf(
        granted(() => keys),
        /KmsUse/,
      ),
    ).toHaveLength(2);
  });
});
