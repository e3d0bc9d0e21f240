import { describe, expect, it } from "vitest";
import type { Bucket } from "../../../constructs/bucket/contract.ts";
import type { Grant } from "../../../constructs/identity/contract.ts";
import type { StackJson } from "../../estate.ts";
import { at } from "../variants.ts";
import { all, one, workload } from "./variants.ts";

const bucket: Bucket = {
  purpose: "velero",
  provider: "gcs",
  bucket: "acme-velero",
  account: "acme-prod",
  region: "us-east4",
  kmsKeyId: "projects/acme-prod/locations/us/keyRings/r/cryptoKeys/k",
  replicaBucket: "",
  replicaRegion: "",
};
const pool = "${data.terraform_remote_state.prod-gcp-use4-cluster.outputs.cluster__workload_pool}";
const itself = "serviceAccount:${google_service_account.Shop_Account.email}";
const database: Grant = { may: "db:connect", databaseId: "acme-prod:us-east4:app", user: "app" };

/** Every role given, as [type, role, on what]; on a project, the condition instead. */
function roles(stack: StackJson): [type: string, role: string, on: unknown][] {
  const where: Record<string, string> = {
    storage_bucket_iam_member: "bucket",
    kms_crypto_key_iam_member: "crypto_key_id",
    dns_managed_zone_iam_member: "managed_zone",
    project_iam_member: "condition.0.expression",
  };
  return Object.entries(where).flatMap(([type, path]) =>
    Object.values(all(stack, type)).map((found) => [type, found.role, at(found, path)] as [string, string, unknown]),
  );
}
const granted = (...grants: Grant[]) => roles(workload(...grants));

describe("a gcp grant", () => {
  it("objectstore:read reads the objects of one bucket", () => {
    expect(granted({ may: "objectstore:read", bucket })).toEqual([
      ["storage_bucket_iam_member", "roles/storage.objectViewer", "acme-velero"],
    ]);
  });

  it("objectstore:read-write also writes and deletes them, without a say in the bucket itself", () => {
    expect(granted({ may: "objectstore:read-write", bucket })).toEqual([
      ["storage_bucket_iam_member", "roles/storage.objectUser", "acme-velero"],
    ]);
  });

  it("kms:use uses and sees one key, and does not administer it", () => {
    expect(granted({ may: "kms:use", keyId: bucket.kmsKeyId })).toEqual([
      ["kms_crypto_key_iam_member", "roles/cloudkms.cryptoKeyEncrypterDecrypter", bucket.kmsKeyId],
      ["kms_crypto_key_iam_member", "roles/cloudkms.viewer", bucket.kmsKeyId],
    ]);
  });

  it("dns:edit changes one zone, and sees which there are", () => {
    expect(granted({ may: "dns:edit", zoneId: "private" })).toEqual([
      ["dns_managed_zone_iam_member", "roles/dns.admin", "private"],
      ["project_iam_member", "roles/dns.reader", undefined],
    ]);
  });

  it("db:connect logs in to one instance, as a Google account that only this workload may act as", () => {
    const stack = workload(database);
    const name = '${element(split(":", "acme-prod:us-east4:app"), 2)}';
    const condition = `resource.type == "sqladmin.googleapis.com/Instance" && resource.name == "projects/acme-prod/instances/${name}"`;
    expect(roles(stack)).toEqual([
      ["project_iam_member", "roles/cloudsql.instanceUser", condition],
      ["project_iam_member", "roles/cloudsql.client", condition],
    ]);
    expect(one(stack, "service_account_iam_member")).toMatchObject({
      role: "roles/iam.workloadIdentityUser",
      service_account_id: "${google_service_account.Shop_Account.name}",
      member: `serviceAccount:${pool}[shop/web]`,
    });
    expect(one(stack, "sql_user")).toMatchObject({
      ...{ type: "CLOUD_IAM_SERVICE_ACCOUNT", instance: name, name: "acme-prd-use4-shop@acme-prod.iam" },
    });
  });

  it("cache:connect logs in to one cache, and does not manage it", () => {
    const cacheId = "projects/acme-prod/locations/us-east4/instances/acme-prod-gcp-use4";
    // locations/us-east4/instances/acme-prod-gcp-use4
    const name = `\${join("/", slice(split("/", "${cacheId}"), 2, 6))}`;
    expect(granted({ may: "cache:connect", cacheId, user: "" })).toEqual([
      ["project_iam_member", "roles/memorystore.dbConnectionUser", `resource.name.endsWith("/${name}")`],
    ]);
  });

  it("secrets:read reads the secrets of a prefix", () => {
    expect(granted({ may: "secrets:read", prefix: "shop-" })).toEqual([
      ["project_iam_member", "roles/secretmanager.secretAccessor", 'resource.name.startsWith("projects/444444444444/secrets/shop-")'],
    ]);
  });

  it.each(["registry:pull", "billing:read", "inventory:read"] as const)("%s only looks", (may) => {
    const found = granted({ may });
    expect(found.length).toBeGreaterThan(0);
    for (const [type, role] of found) {
      expect(type).toBe("project_iam_member");
      expect(role).toMatch(/(reader|[vV]iewer|dataViewer|jobUser)$/);
    }
  });
});

describe("a gcp identity", () => {
  const grants: Grant[] = [{ may: "objectstore:read", bucket }, { may: "registry:pull" }];
  const members = (stack: StackJson) =>
    ["storage_bucket_iam_member", "project_iam_member"].flatMap((type) => Object.values(all(stack, type)).map(({ member }) => member));

  it("is a Google account of the place's own, without a key, whatever it is granted: databases and caches know no other", () => {
    for (const stack of [workload(...grants), workload(...grants, database)]) {
      expect(new Set(members(stack))).toEqual(new Set([itself]));
      expect(one(stack, "service_account").account_id).toBe("acme-prd-use4-shop");
      expect(one(stack, "service_account_iam_member").member).toBe(`serviceAccount:${pool}[shop/web]`);
      expect(all(stack, "service_account_key")).toEqual({});
    }
  });

  it("gives a role on all of the project once, however many grants it is part of", () => {
    const found = granted({ may: "billing:read" }, { may: "inventory:read" }).map(([, role]) => role);
    expect(found.filter((role) => role === "roles/compute.viewer")).toHaveLength(1);
  });

  it("may have several grants of a kind", () => {
    const other = { ...bucket, bucket: "acme-logs" };
    expect(granted({ may: "objectstore:read", bucket }, { may: "objectstore:read", bucket: other }).map(([, , on]) => on)).toEqual([
      "acme-velero",
      "acme-logs",
    ]);
  });

  it("GCP-12 has no primitive role and acts as nobody else on the project, whatever it is granted", () => {
    const everything = workload(
      ...[...grants, database],
      { may: "objectstore:read-write", bucket },
      { may: "kms:use", keyId: bucket.kmsKeyId },
      { may: "dns:edit", zoneId: "private" },
      { may: "cache:connect", cacheId: "cache", user: "" },
      { may: "secrets:read", prefix: "shop-" },
      { may: "billing:read" },
      { may: "inventory:read" },
    );
    for (const [type, role] of roles(everything)) {
      expect(role).not.toMatch(/^roles\/(owner|editor|viewer)$|serviceAccount/);
      if (type === "project_iam_member") expect(role).not.toMatch(/admin/i);
    }
  });
});
