import { describe, expect, it } from "vitest";
import { make, openCloud, stackOf } from "./small-estate.ts";

const dev = stackOf("dev");
const prod = stackOf("prod", { provider: { aws: [{ region: "us-east-1", allowed_account_ids: ["222222222222"] }] } });

describe("a name", () => {
  it("that is taken in the account is refused, and who has it is named", () => {
    const cloud = openCloud();
    make(cloud.session(dev), "dev/aws_iam_role.A", "aws_iam_role", { id: "app", name: "app" });
    expect(() => make(cloud.session(dev), "dev/aws_iam_role.B", "aws_iam_role", { id: "app", name: "app" })).toThrow(
      "creating aws_iam_role (app): AlreadyExists: app is taken by dev/aws_iam_role.A; choose another name, or import that one",
    );
    expect(cloud.live()).toHaveLength(1);
    expect(cloud.stats.refused).toBe(1);
  });

  it("may be had again in another account, and after a delete", () => {
    const cloud = openCloud();
    const key = make(cloud.session(dev), "dev/aws_iam_role.A", "aws_iam_role", { id: "app", name: "app" });
    make(cloud.session(prod), "prod/aws_iam_role.A", "aws_iam_role", { id: "app", name: "app" });
    cloud.session(dev).delete({ key, type: "aws_iam_role" });
    make(cloud.session(dev), "dev/aws_iam_role.B", "aws_iam_role", { id: "app", name: "app" });
    expect(cloud.live()).toHaveLength(2);
  });

  it("may be had in each account of a stack that has several", () => {
    const aws = [{ allowed_account_ids: ["111111111111"] }, { alias: "other", allowed_account_ids: ["222222222222"] }];
    const stack = stackOf("dev", { provider: { aws }, resource: { aws_iam_role: { B: { provider: "aws.other" } } } });
    const session = openCloud().session(stack);
    make(session, "dev/aws_iam_role.A", "aws_iam_role", { id: "app", name: "app" });
    make(session, "dev/aws_iam_role.B", "aws_iam_role", { id: "app", name: "app" });
    expect(() => make(session, "dev/aws_iam_role.C", "aws_iam_role", { id: "app", name: "app" })).toThrow(/taken by dev\/aws_iam_role\.A/);
  });

  it("may be had in each cluster, though the provider blocks that lead there read the same", () => {
    const helm = [{ kubernetes: { host: "${data.aws_eks_cluster.C.endpoint}" } }];
    const cloud = openCloud();
    const release = (id: string, name: string) =>
      make(cloud.session(stackOf(id, { provider: { helm } })), `${id}/helm_release.${name}`, "helm_release", { id: "app", name: "app" });
    release("dev", "A");
    expect(() => release("prod", "A")).not.toThrow();
    expect(() => release("dev", "B")).toThrow(/taken by dev\/helm_release\.A/);
  });

  it("within a block counts: a cluster has one namespace of a name", () => {
    const session = openCloud().session(stackOf("dev"));
    const namespace = (n: number, name: string) =>
      make(session, `dev/kubernetes_namespace_v1.N${n}`, "kubernetes_namespace_v1", { id: name, metadata: [{ name }] });
    namespace(1, "shop");
    namespace(2, "stock");
    expect(() => namespace(3, "shop")).toThrow(/shop is taken by dev\/kubernetes_namespace_v1\.N1/);
  });

  it("of a bucket is taken in the whole world, as its ARN says", () => {
    const cloud = openCloud();
    const bucket = { id: "logs", bucket: "logs", arn: "arn:aws:s3:::logs" };
    make(cloud.session(dev), "dev/aws_s3_bucket.A", "aws_s3_bucket", bucket);
    expect(() => make(cloud.session(prod), "prod/aws_s3_bucket.A", "aws_s3_bucket", bucket)).toThrow(
      /logs is taken by dev\/aws_s3_bucket\.A/,
    );
  });

  it("may be the name of things of different types", () => {
    const cloud = openCloud();
    make(cloud.session(dev), "dev/aws_iam_role.A", "aws_iam_role", { id: "app", name: "app" });
    expect(() => make(cloud.session(dev), "dev/aws_s3_bucket.A", "aws_s3_bucket", { id: "app", bucket: "app" })).not.toThrow();
  });

  it("that no id tells is taken all the same, together with what it is in", () => {
    const cloud = openCloud();
    const session = cloud.session(dev);
    const group = (n: number, vpc_id: string, name?: string) =>
      make(session, `dev/aws_security_group.G${n}`, "aws_security_group", { id: `sg-0000000${n}`, vpc_id, name: name ?? null });
    group(1, "vpc-1", "app");
    group(2, "vpc-2", "app");
    group(3, "vpc-1");
    group(4, "vpc-1");
    const balancer = { name: "app" };
    make(session, "dev/aws_lb.L", "aws_lb", balancer);
    expect(() => make(cloud.session(prod), "prod/aws_lb.L", "aws_lb", balancer)).not.toThrow();
    expect(() => group(5, "vpc-1", "app")).toThrow(/AlreadyExists: app is taken by dev\/aws_security_group\.G1;/);
  });

  it("that nothing has an id of is not taken: settings of an account may be made twice", () => {
    const cloud = openCloud();
    make(cloud.session(dev), "dev/aws_ebs_encryption_by_default.A", "aws_ebs_encryption_by_default", { id: "us-east-1" });
    expect(() =>
      make(cloud.session(dev), "dev/aws_ebs_encryption_by_default.B", "aws_ebs_encryption_by_default", { id: "us-east-1" }),
    ).not.toThrow();
  });
});

describe("an id of what was deleted", () => {
  function withGone() {
    const session = openCloud().session(dev);
    const key = make(session, "dev/aws_vpc.V", "aws_vpc", { id: "vpc-0a1b2c3d", cidr_block: "10.0.0.0/16" });
    const subnet = {
      key: make(session, "dev/aws_cloudwatch_log_group.S", "aws_cloudwatch_log_group", { id: "logs", note: "vpc-0a1b2c3d" }),
      type: "aws_cloudwatch_log_group",
    };
    return { session, subnet, vanish: () => session.delete({ key, type: "aws_vpc" }) };
  }

  it("cannot be named by what is made or changed", () => {
    const { session, subnet, vanish } = withGone();
    session.update(subnet, { id: "logs" });
    vanish();
    const message = /NotFound: vpc_id names vpc-0a1b2c3d, which was deleted; refer to what lives now/;
    expect(() => make(session, "dev/aws_subnet.S", "aws_subnet", { vpc_id: "vpc-0a1b2c3d" })).toThrow(message);
    expect(() => session.update(subnet, { id: "logs", vpc_id: "vpc-0a1b2c3d" })).toThrow(message);
  });

  it("may stay where it was named before, for a change of something else", () => {
    const session = openCloud().session(dev);
    const vpc = { key: make(session, "dev/aws_vpc.V", "aws_vpc", { id: "vpc-0a1b2c3d" }), type: "aws_vpc" };
    const alarm = {
      key: make(session, "dev/aws_cloudwatch_metric_alarm.A", "aws_cloudwatch_metric_alarm", { network: "vpc-0a1b2c3d" }),
      type: "aws_cloudwatch_metric_alarm",
    };
    session.delete(vpc);
    expect(() => session.update(alarm, { network: "vpc-0a1b2c3d", threshold: 2 })).not.toThrow();
  });

  it("may be what is made now: of the same name, it has the same id", () => {
    const session = openCloud().session(dev);
    const values = { id: "/subscriptions/s/resourceGroups/rg", name: "rg" };
    const key = make(session, "dev/azurerm_resource_group.A", "azurerm_resource_group", values);
    session.delete({ key, type: "azurerm_resource_group" });
    expect(() => make(session, "dev/azurerm_resource_group.A", "azurerm_resource_group", values)).not.toThrow();
    expect(() => make(session, "dev/azurerm_x.X", "azurerm_x", { scope: values.id })).not.toThrow();
  });

  it("is no mere name: other things may be called what a deleted one was", () => {
    const session = openCloud().session(dev);
    const key = make(session, "dev/aws_iam_role.A", "aws_iam_role", { id: "app-role-12345678", name: "app-role-12345678" });
    session.delete({ key, type: "aws_iam_role" });
    expect(() => make(session, "dev/aws_x.X", "aws_x", { name: "app-role-12345678" })).not.toThrow();
  });
});
