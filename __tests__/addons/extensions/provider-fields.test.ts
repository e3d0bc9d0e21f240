import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type CloudName, cloudNames } from "../../../constructs/place.ts";
import type { Block } from "../../../rehearsal/schema/schema.ts";
import { schemasFor } from "../../../rehearsal/schema/schemas.ts";
import { usedTypes } from "../../../rehearsal/schema/used.ts";
import type { Stack } from "../../../rehearsal/stacks.ts";
import { sampleContext } from "../sample-context.ts";
import { type Part, partsOf } from "./composed.ts";

// Crossplane's providers are generated from Terraform's: the same fields in camel case, and blocks that are there once as objects.

const providers: Record<CloudName, string> = { aws: "aws", gcp: "google", azure: "azurerm" };
/** Terraform's type of each kind of managed resource. */
const types: Readonly<Record<string, string>> = {
  "s3.aws/Bucket": "aws_s3_bucket",
  "s3.aws/BucketPublicAccessBlock": "aws_s3_bucket_public_access_block",
  "s3.aws/BucketOwnershipControls": "aws_s3_bucket_ownership_controls",
  "s3.aws/BucketServerSideEncryptionConfiguration": "aws_s3_bucket_server_side_encryption_configuration",
  "s3.aws/BucketVersioning": "aws_s3_bucket_versioning",
  "s3.aws/BucketLifecycleConfiguration": "aws_s3_bucket_lifecycle_configuration",
  "s3.aws/BucketPolicy": "aws_s3_bucket_policy",
  "ec2.aws/SecurityGroup": "aws_security_group",
  "ec2.aws/SecurityGroupIngressRule": "aws_vpc_security_group_ingress_rule",
  "rds.aws/SubnetGroup": "aws_db_subnet_group",
  "rds.aws/Instance": "aws_db_instance",
  "elasticache.aws/SubnetGroup": "aws_elasticache_subnet_group",
  "elasticache.aws/User": "aws_elasticache_user",
  "elasticache.aws/UserGroup": "aws_elasticache_user_group",
  "elasticache.aws/ReplicationGroup": "aws_elasticache_replication_group",
  "storage.gcp/Bucket": "google_storage_bucket",
  "sql.gcp/DatabaseInstance": "google_sql_database_instance",
  "sql.gcp/Database": "google_sql_database",
  "sql.gcp/User": "google_sql_user",
  "compute.gcp/Address": "google_compute_address",
  "compute.gcp/ForwardingRule": "google_compute_forwarding_rule",
  "dns.gcp/ManagedZone": "google_dns_managed_zone",
  "dns.gcp/RecordSet": "google_dns_record_set",
  "memorystore.gcp/Instance": "google_memorystore_instance",
  "storage.azure/Account": "azurerm_storage_account",
  "storage.azure/Container": "azurerm_storage_container",
  "storage.azure/ManagementPolicy": "azurerm_storage_management_policy",
  "network.azure/PrivateEndpoint": "azurerm_private_endpoint",
  "dbforpostgresql.azure/FlexibleServer": "azurerm_postgresql_flexible_server",
  "dbforpostgresql.azure/FlexibleServerDatabase": "azurerm_postgresql_flexible_server_database",
  "dbforpostgresql.azure/FlexibleServerActiveDirectoryAdministrator": "azurerm_postgresql_flexible_server_active_directory_administrator",
  "cache.azure/ManagedRedis": "azurerm_managed_redis",
};
/** Of the provider's release that Crossplane's is made from, and not yet of the one that Terraform uses here. */
const newer = new Set(["google_sql_user.database_roles"]);

const cache = mkdtempSync(join(tmpdir(), "provider-fields-"));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const typeOf = ({ base }: Part): string =>
  types[`${base.apiVersion.split(".m.")[0]}/${base.kind}`] ?? `unknown ${base.apiVersion} ${base.kind}`;
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Fields of the part that the block does not have, or has in another shape. */
function wrongFields(value: object, block: Block, at: string): string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const field = snake(key.replace(/Selector$/, ""));
    const path = `${at}.${field}`;
    if (newer.has(path) || block.attributes?.[field] || (key.endsWith("Selector") && block.attributes?.[`${field}s`])) return [];
    const nested = block.block_types?.[field];
    if (nested === undefined) return [path];
    const once = nested.nesting_mode === "single" || nested.max_items === 1;
    if (Array.isArray(inner) === once) return [`${path} is ${once ? "one object" : "a list"}`];
    return [inner].flat().flatMap((element) => wrongFields(element as object, nested.block, path));
  });
}

/** `rule[0].expiration[0].days` as an object of objects and lists. */
const objectAt = (path: string): object =>
  path.split(".").reduceRight<unknown>((inner, step) => {
    const [, name = "", index] = /^(\w+)(\[\d+\])?$/.exec(step) ?? [];
    return { [name]: index === undefined ? inner : [inner] };
  }, {}) as object;

describe.each(cloudNames)("managed resources on %s", (cloud) => {
  const parts = Object.values(partsOf(sampleContext(cloud))).flat();
  const source = `hashicorp/${providers[cloud]}`;
  const resource = Object.fromEntries(parts.map((found) => [typeOf(found), { One: {} }]));
  const stack = {
    id: "none",
    folder: "/none",
    json: { terraform: { required_providers: { it: { source } } }, resource },
    reads: [],
  } as unknown as Stack;
  const schemas = schemasFor(stack, usedTypes(stack), cache)[`registry.terraform.io/${source}`]?.resource_schemas ?? {};

  it("are of kinds that the provider has", () => {
    for (const found of parts) expect(Object.keys(schemas)).toContain(typeOf(found));
  });

  it("have fields that the provider has, in the provider's shape", () => {
    const wrong = parts.flatMap((found) => {
      const block = schemas[typeOf(found)]?.block ?? {};
      const patched = found.patches
        .map(({ toFieldPath }) => toFieldPath)
        .filter((path) => path.startsWith("spec.forProvider."))
        .map((path) => objectAt(path.replace("spec.forProvider.", "")));
      return [found.base.spec.forProvider, ...patched].flatMap((fields) => wrongFields(fields, block, typeOf(found)));
    });
    expect(wrong).toEqual([]);
  });
});
