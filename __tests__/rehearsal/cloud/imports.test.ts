import { describe, expect, it } from "vitest";
import { make, openCloud, stackOf } from "./small-estate.ts";

const stack = stackOf("dev");
const account = "/subscriptions/sub-1/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/logs";

describe("an import", () => {
  it("of what a rehearsal made is that very object", () => {
    const session = openCloud().session(stack);
    const key = make(session, "dev/aws_vpc.V", "aws_vpc", { id: "vpc-0a1b2c3d", cidr_block: "10.0.0.0/16" });
    const { object, values } = session.import("aws_vpc", "vpc-0a1b2c3d");
    expect(object).toEqual({ key, type: "aws_vpc" });
    expect(values.cidr_block).toBe("10.0.0.0/16");
  });

  it("of anything else is of what existed before, once", () => {
    const cloud = openCloud();
    const first = cloud.session(stack).import("github_repository", "platform");
    expect(first).toEqual({
      object: { key: "existing/github_repository/platform", type: "github_repository" },
      values: { id: "platform", name: "platform" },
    });
    expect(cloud.session(stack).import("github_repository", "platform")).toEqual(first);
    expect(cloud.live()).toHaveLength(1);
  });

  it("does not take an object of another type, or of the same name in another account, for the one", () => {
    const cloud = openCloud();
    make(cloud.session(stack), "dev/aws_iam_role.R", "aws_iam_role", { id: "app", name: "app" });
    const prod = stackOf("prod", { provider: { aws: [{ region: "us-east-1", allowed_account_ids: ["222222222222"] }] } });
    expect(cloud.session(stack).import("aws_s3_bucket", "app").object.key).toBe("existing/aws_s3_bucket/app");
    expect(cloud.session(prod).import("aws_iam_role", "app").object.key).toBe("existing/aws_iam_role/app");
  });

  it.each([
    ["azurerm_storage_account", account, { name: "logs", resource_group_name: "rg" }],
    ["google_compute_network", "projects/acme-dev/global/networks/main", { name: "main", project: "acme-dev" }],
    ["aws_sqs_queue", "https://sqs.us-east-1.amazonaws.com/111111111111/jobs", { name: "jobs" }],
    ["aws_vpc", "vpc-0a1b2c3d", {}],
    ["azurerm_storage_account", account.replace("sub-1", "sub-2"), {}],
  ])("knows of a %s what its id is made of", (type, id, names) => {
    expect(openCloud().session(stack).import(type, id).values).toEqual({ id, ...names });
  });

  it("takes an id that the cloud gave for what it is in any account", () => {
    const cloud = openCloud();
    const key = make(cloud.session(stack), "dev/aws_vpc.V", "aws_vpc", { id: "vpc-0a1b2c3d" });
    const west = stackOf("west", { provider: { aws: [{ region: "us-west-2" }] } });
    expect(cloud.session(west).import("aws_vpc", "vpc-0a1b2c3d").object.key).toBe(key);
  });

  it("leads to an object that is changed and deleted as any other, and is there again for the next import", () => {
    const session = openCloud().session(stack);
    const { object } = session.import("github_repository", "platform");
    session.update(object, { id: "platform", name: "platform", visibility: "private" });
    expect(session.read(object.key)).toMatchObject({ visibility: "private" });
    session.delete(object);
    expect(session.import("github_repository", "platform").object.key).toBe("existing/github_repository/platform#2");
  });
});
