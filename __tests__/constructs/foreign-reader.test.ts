import { TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { bucketContract } from "../../constructs/bucket/contract.ts";
import { clusterContract } from "../../constructs/cluster/contract.ts";
import { AwsForeignReader } from "../../constructs/identity/aws-foreign-reader.ts";
import { AzureForeignReader } from "../../constructs/identity/azure-foreign-reader.ts";
import {
  type ForeignReaderProps,
  foreignAccountId,
  foreignPoolId,
  foreignRoleName,
  readableClouds,
} from "../../constructs/identity/foreign-reader-contract.ts";
import { GcpForeignReader } from "../../constructs/identity/gcp-foreign-reader.ts";
import { type CloudName, cloudNames, makePlace, type Place } from "../../constructs/place.ts";
import { samplePlace, sampleValues } from "../addons/sample-context.ts";

type Resources = Record<string, Record<string, Record<string, unknown>>>;
const readers = { aws: AwsForeignReader, gcp: GcpForeignReader, azure: AzureForeignReader };
const SUBJECT = "system:serviceaccount:velero:velero-server";

/** What the owner's stack makes for the reader, by Terraform's type. */
function made(owner: CloudName, reader: CloudName, more: Partial<ForeignReaderProps> = {}): Resources {
  const stack = new TerraformStack(Testing.app(), "stack");
  new readers[owner](stack, "Reader", {
    place: samplePlace(owner).place,
    bucket: sampleValues(bucketContract.named("velero"), {
      bucket: "backups",
      kmsKeyId: "key",
      account: "444444444444",
      purpose: "velero",
    }),
    reader: samplePlace(reader),
    readerCluster: sampleValues(clusterContract, { oidcIssuer: "https://issuer.example.com/id" }),
    namespace: "velero",
    serviceAccount: "velero-server",
    ...more,
  });
  return JSON.parse(Testing.synth(stack)).resource;
}
const all = (resources: Resources, type: string) => Object.values(resources[type] ?? {});
const one = (resources: Resources, type: string): Record<string, unknown> => {
  const [found, ...others] = all(resources, type);
  expect(others).toEqual([]);
  return found ?? {};
};
const text = (value: unknown): string => JSON.stringify(value);

describe("a reader of a bucket on aws", () => {
  const resources = made("aws", "gcp");
  const statements = (more: Partial<ForeignReaderProps> = {}) =>
    JSON.parse(String(one(made("aws", "gcp", more), "aws_iam_role_policy").policy)).Statement as {
      Action: string | string[];
      Resource: string;
    }[];

  it("is let in as one service account, by its cluster's word to AWS alone", () => {
    expect(one(resources, "aws_iam_openid_connect_provider")).toMatchObject({
      url: "https://issuer.example.com/id",
      client_id_list: ["sts.amazonaws.com"],
    });
    const role = one(resources, "aws_iam_role");
    expect(role.name).toBe(foreignRoleName(samplePlace("aws").place, "velero", samplePlace("gcp").place));
    expect(role.permissions_boundary).toMatch(/boundary$/);
    const trust = text(role.assume_role_policy);
    expect(trust).toContain("sts:AssumeRoleWithWebIdentity");
    expect(trust).toMatch(/StringEquals.*:aud.*sts\.amazonaws\.com.*:sub.*system:serviceaccount:velero:velero-server/);
    expect(trust).not.toContain("StringLike");
  });

  it("reads the bucket, and writes only what a restore reports", () => {
    const writing = statements().filter(({ Action }) => /Put|Delete/.test(text(Action)));
    expect(writing.map(({ Resource }) => Resource)).toEqual([`arn:aws:s3:::backups/${samplePlace("aws").name}/restores/*`]);
    expect(
      statements()
        .map(({ Action }) => text(Action))
        .join(),
    ).toMatch(/s3:GetObject/);
    expect(text(statements())).not.toMatch(/"\*"|s3:\*/);
  });

  it("writes elsewhere when that is wanted", () => {
    const writing = statements({ writesBelow: "" }).filter(({ Action }) => text(Action).includes("PutObject"));
    expect(writing.map(({ Resource }) => Resource)).toEqual(["arn:aws:s3:::backups/*"]);
  });
});

describe("a reader of a bucket on gcp", () => {
  const resources = made("gcp", "aws");

  it("is the only subject of a pool of its own", () => {
    expect(one(resources, "google_iam_workload_identity_pool").workload_identity_pool_id).toBe(
      foreignPoolId(samplePlace("gcp").place, samplePlace("aws").place),
    );
    expect(one(resources, "google_iam_workload_identity_pool_provider")).toMatchObject({
      attribute_condition: `assertion.sub == "${SUBJECT}"`,
      oidc: { issuer_uri: "https://issuer.example.com/id", allowed_audiences: ["platform-foreign-reader"] },
    });
    const members = all(resources, "google_service_account_iam_member");
    const pods = members.find(({ role }) => role === "roles/iam.workloadIdentityUser");
    expect(pods?.member).toMatch(new RegExp(`^principal://iam\\.googleapis\\.com/.*/subject/${SUBJECT}$`));
  });

  it("reads the bucket, and writes only what a restore reports", () => {
    const roles = Object.fromEntries(all(resources, "google_storage_bucket_iam_member").map(({ role, condition }) => [role, condition]));
    expect(Object.keys(roles).sort()).toEqual(["roles/storage.objectUser", "roles/storage.objectViewer"]);
    expect(text(roles["roles/storage.objectUser"])).toContain(`/objects/${samplePlace("gcp").name}/restores/`);
  });

  it("has rights on nothing but the bucket and its own account", () => {
    expect(Object.keys(resources).sort()).toEqual([
      "google_iam_workload_identity_pool",
      "google_iam_workload_identity_pool_provider",
      "google_service_account",
      "google_service_account_iam_member",
      "google_storage_bucket_iam_member",
    ]);
  });
});

describe("a reader of a container on azure", () => {
  const resources = made("azure", "gcp");

  it("is let in as one service account", () => {
    expect(one(resources, "azurerm_federated_identity_credential")).toMatchObject({
      issuer: "https://issuer.example.com/id",
      subject: SUBJECT,
      audience: ["api://AzureADTokenExchange"],
    });
  });

  it("reads one container, and writes only what a restore reports", () => {
    const roles = Object.fromEntries(all(resources, "azurerm_role_assignment").map((found) => [found.role_definition_name, found]));
    expect(Object.keys(roles).sort()).toEqual(["Storage Blob Data Contributor", "Storage Blob Data Reader"]);
    for (const { scope } of all(resources, "azurerm_role_assignment")) expect(scope).toMatch(/\/containers\/backups$/);
    const condition = String(roles["Storage Blob Data Contributor"]?.condition);
    expect(condition).toContain(`StringStartsWith '${samplePlace("azure").name}/restores/'`);
    for (const action of ["write", "add/action", "delete"]) expect(condition).toContain(`blobs/${action}'}`);
  });

  it("cannot be reached, and so is not counted on", () => {
    expect(readableClouds).toEqual(["aws", "gcp"]);
  });
});

describe("names that both sides know", () => {
  const longest = (cloud: CloudName): Place =>
    makePlace({ ...samplePlace(cloud).place, organization: "tencharorg", environment: "staging" });

  it.each(cloudNames)("fit their limits for the longest organization, and differ by reader, from %s", (reader) => {
    const owner = longest("gcp");
    expect(foreignPoolId(owner, longest(reader)).length).toBeLessThanOrEqual(32);
    expect(foreignAccountId(owner, "velero", longest(reader)).length).toBeLessThanOrEqual(30);
    const others = cloudNames.filter((other) => other !== reader).map((other) => foreignPoolId(owner, longest(other)));
    expect(others).not.toContain(foreignPoolId(owner, longest(reader)));
  });
});
