import { TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { type Bucket, bucketContract } from "../../constructs/bucket/contract.ts";
import { clusterContract } from "../../constructs/cluster/contract.ts";
import { AwsIdentity } from "../../constructs/identity/aws.ts";
import { AzureIdentity } from "../../constructs/identity/azure.ts";
import type { Grant, ManageGrant } from "../../constructs/identity/contract.ts";
import { GcpIdentity } from "../../constructs/identity/gcp.ts";
import type { CloudName } from "../../constructs/place.ts";
import { samplePlace, sampleValues } from "../addons/sample-context.ts";

type Facts = Record<string, unknown>;
type Resources = Record<string, Record<string, Facts>>;

const identities = { aws: AwsIdentity, gcp: GcpIdentity, azure: AzureIdentity };
const prefix = "acme-prod-xp-";
const bucket: Bucket = sampleValues(bucketContract.named("app"), { bucket: "acme-app", purpose: "app", kmsKeyId: "key" });
const manages = (["objectstore:manage", "database:manage", "cache:manage"] as const).map((may): ManageGrant => ({ may, prefix }));
const [objects, database, cache] = manages as [ManageGrant, ManageGrant, ManageGrant];

/** What becomes of the grants of one workload. */
function made(cloud: CloudName, ...grants: Grant[]): Resources {
  const stack = new TerraformStack(Testing.app(), "stack");
  const cluster = sampleValues(clusterContract, { name: "acme-prod" });
  const asked = { name: "crossplane", namespace: "crossplane-system", serviceAccount: "provider", grants };
  new identities[cloud](stack, "Identity", { place: samplePlace(cloud).place, cluster, ...asked });
  return JSON.parse(Testing.synth(stack).replaceAll(/_[0-9A-F]{8}\b/g, "")).resource;
}
const all = (resources: Resources, type: string): Facts[] => Object.values(resources[type] ?? {});

interface Statement {
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

const listed = (value: string | string[]): string[] => (Array.isArray(value) ? value : [value]);
const fits = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.$|()[\]{}+^\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(text);

function onAws(...grants: Grant[]) {
  const document = String(all(made("aws", ...grants), "aws_iam_role_policy")[0]?.policy ?? '{"Statement":[]}');
  const statements = JSON.parse(document).Statement as Statement[];
  const about = (action: string, arn: string) =>
    statements.filter(
      ({ Action, Resource }) => listed(Action).some((one) => fits(one, action)) && listed(Resource).some((one) => fits(one, arn)),
    );
  return { document, about, allows: (action: string, arn: string) => about(action, arn).length > 0 };
}
const arn = (service: string, what: string) => `arn:aws:${service}:us-east-1:444444444444:${what}`;

describe("on aws", () => {
  it.each([
    ["s3:CreateBucket", objects, `arn:aws:s3:::${prefix}shop`, "arn:aws:s3:::acme-prd-use1-app-cafe"],
    ["s3:PutBucketTagging", objects, `arn:aws:s3:::${prefix}shop`, "arn:aws:s3:::acme-prd-use1-app-cafe"],
    ["rds:CreateDBInstance", database, arn("rds", `db:${prefix}shop`), arn("rds", "db:acme-prd-use1-app-writer")],
    ["rds:DeleteDBInstance", database, arn("rds", `db:${prefix}shop`), arn("rds", "db:acme-prd-use1-app-writer")],
    ["rds:AddTagsToResource", database, arn("rds", `subgrp:${prefix}shop`), arn("rds", "subgrp:acme-prd-use1")],
    [
      "elasticache:ModifyReplicationGroup",
      cache,
      arn("elasticache", `replicationgroup:${prefix}x`),
      arn("elasticache", "replicationgroup:acme"),
    ],
    ["elasticache:DeleteUser", cache, arn("elasticache", `user:${prefix}x`), arn("elasticache", "user:acme-prd-use1-app")],
  ] as const)("%s is allowed where the name begins with the prefix, and nowhere else", (action, grant, own, other) => {
    const { allows } = onAws(grant);
    expect(allows(action, own)).toBe(true);
    expect(allows(action, other)).toBe(false);
  });

  it("a store may use the service's own settings, and nobody may change or remove those", () => {
    const { allows } = onAws(database, cache);
    expect(allows("rds:CreateDBInstance", arn("rds", "pg:default.postgres17"))).toBe(true);
    expect(allows("rds:CreateDBInstance", arn("rds", "og:default:postgres-17"))).toBe(true);
    expect(allows("elasticache:CreateReplicationGroup", arn("elasticache", "parametergroup:default.valkey8"))).toBe(true);
    expect(allows("rds:ModifyDBParameterGroup", arn("rds", "pg:default.postgres17"))).toBe(false);
    expect(allows("elasticache:DeleteCacheParameterGroup", arn("elasticache", "parametergroup:default.valkey8"))).toBe(false);
  });

  it("no object is read, and no secret, of whatever name", () => {
    const { allows } = onAws(...manages);
    for (const action of ["s3:GetObject", "s3:DeleteObject", "s3:PutObject"])
      expect(allows(action, `arn:aws:s3:::${prefix}shop/a`)).toBe(false);
    expect(allows("secretsmanager:GetSecretValue", arn("secretsmanager", "secret:rds!db-1"))).toBe(false);
    expect(allows("rds-db:connect", arn("rds-db", "dbuser:db-A/app"))).toBe(false);
  });

  it("firewalls are changed where Crossplane's tag is on them, keys used through the service alone", () => {
    const { about } = onAws(database);
    const changes = ["AuthorizeSecurityGroupIngress", "DeleteSecurityGroup", "RevokeSecurityGroupIngress"];
    for (const action of changes) {
      expect(about(`ec2:${action}`, arn("ec2", "security-group/sg-1")).map(({ Condition }) => Condition)).toEqual([
        { StringEquals: { "aws:ResourceTag/managed-by": "crossplane" } },
      ]);
    }
    // Otherwise the tag could be put on any firewall first.
    expect(about("ec2:CreateTags", arn("ec2", "security-group/sg-1"))).toMatchObject([
      { Condition: { StringEquals: { "ec2:CreateAction": ["CreateSecurityGroup", "AuthorizeSecurityGroupIngress"] } } },
    ]);
    expect(about("kms:CreateGrant", arn("kms", "key/k"))).toMatchObject([
      { Condition: { StringEquals: { "kms:ViaService": "rds.us-east-1.amazonaws.com" } } },
    ]);
  });

  it("all of them fit in the one policy that a role has room for", () => {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(onAws(...manages, { may: "kms:use", keyId: bucket.kmsKeyId }).document.length).toBeLessThan(10_240);
  });

  it("signing takes nothing beyond reading", () => {
    const read: Grant = { may: "objectstore:read", bucket };
    expect(onAws(read, { may: "objectstore:sign", bucket }).document).toBe(onAws(read).document);
  });
});

/** Roles on the project, with their conditions. */
const onProject = (...grants: Grant[]): [role: unknown, expression: unknown][] =>
  all(made("gcp", ...grants), "google_project_iam_member").map(({ role, condition }) => [
    role,
    (condition as Facts | undefined)?.expression,
  ]);

describe("on gcp", () => {
  const making = 'resource.type == "cloudresourcemanager.googleapis.com/Project"';

  it("buckets are told by their name; only making one is a matter of the project", () => {
    expect(onProject(objects)).toEqual([["roles/storage.admin", `${making} || resource.name.startsWith("projects/_/buckets/${prefix}")`]]);
  });

  it("databases are told by their name, and the platform's load balancers are out of reach", () => {
    const roles = Object.fromEntries(onProject(database)) as Record<string, string | undefined>;
    expect(Object.keys(roles).sort()).toEqual([
      "roles/cloudsql.admin",
      "roles/compute.loadBalancerAdmin",
      "roles/compute.networkUser",
      "roles/dns.admin",
    ]);
    expect(roles["roles/cloudsql.admin"]).toBe(`${making} || resource.name.startsWith("projects/acme-prod/instances/${prefix}")`);
    const wayIn = roles["roles/compute.loadBalancerAdmin"] ?? "";
    for (const type of ["BackendService", "ForwardingRule", "GlobalForwardingRule", "TargetHttpsProxy"])
      expect(wayIn).toContain(`resource.type != "compute.googleapis.com/${type}"`);
    expect(wayIn).toContain(`) || resource.name.extract("/forwardingRules/{name}").startsWith("${prefix}")`);
    // https://cloud.google.com/iam/docs/conditions-overview#condition-limits
    expect(wayIn.match(/&&|\|\|/g)?.length).toBeLessThanOrEqual(12);
  });

  it("caches are told by their name; what is about none may be asked for", () => {
    const name = 'resource.name.extract("/instances/{name}")';
    expect(onProject(cache)).toEqual([["roles/memorystore.admin", `${name} == "" || ${name}.startsWith("${prefix}")`]]);
  });

  it("signing is asking for the account's own key, and nobody else's", () => {
    const resources = made("gcp", { may: "objectstore:sign", bucket });
    expect(all(resources, "google_service_account_iam_member")).toContainEqual(
      expect.objectContaining({
        role: "roles/iam.serviceAccountTokenCreator",
        service_account_id: "${google_service_account.Identity_Account.name}",
        member: "serviceAccount:${google_service_account.Identity_Account.email}",
      }),
    );
    expect(all(resources, "google_project_iam_member")).toEqual([]);
  });
});

/** Scope by role. */
const onAzure = (...grants: Grant[]) =>
  Object.fromEntries(
    all(made("azure", ...grants), "azurerm_role_assignment").map(({ role_definition_name: role, scope }) => [role, scope]),
  );

describe("on azure", () => {
  const groups = "/subscriptions/00000000-0000-0000-0000-000000000004/resourceGroups";
  const rights = {
    Contributor: "${azurerm_resource_group.Identity_Managed.id}",
    "Managed Identity Operator": `${groups}/acme-prod-azure-eus2-bucket-app/providers/Microsoft.ManagedIdentity/userAssignedIdentities/acme-prod-azure-eus2-app-storage`,
    "Network Contributor": `${groups}/acme-prod-azure-eus2-network/providers/Microsoft.Network/virtualNetworks/acme-prod-azure-eus2`,
    "Private DNS Zone Contributor": `${groups}/acme-prod-azure-eus2-network`,
  };

  it.each(manages)("$may is a group of its own to work in, whose name is the prefix", (grant) => {
    expect(onAzure(grant)).toEqual(rights);
    expect(all(made("azure", grant), "azurerm_resource_group")).toContainEqual(
      expect.objectContaining({ name: "acme-prod-xp-eus2", location: "eastus2" }),
    );
  });

  it("several kinds share that group, and none has a right on the subscription", () => {
    expect(onAzure(...manages)).toEqual(rights);
  });

  it("signing takes nothing beyond reading", () => {
    expect(onAzure({ may: "objectstore:sign", bucket })).toEqual({});
  });
});
