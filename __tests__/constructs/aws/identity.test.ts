import { describe, expect, it } from "vitest";
import type { Bucket } from "../../../constructs/bucket/contract.ts";
import type { Grant } from "../../../constructs/identity/contract.ts";
import { all, one, type Statement, statements, workload } from "./stacks.ts";

const bucket: Bucket = {
  purpose: "velero",
  provider: "s3",
  bucket: "acme-velero",
  account: "4",
  region: "us-east-1",
  kmsKeyId: "arn:aws:kms:us-east-1:4:key/k",
  replicaBucket: "",
  replicaRegion: "",
};

/** What the grant becomes. */
const granted = (grant: Grant): Statement[] => statements(one(workload(grant), "aws_iam_role_policy").policy);
/** Its actions by resource. */
const rights = (grant: Grant) => Object.fromEntries(granted(grant).map(({ Action, Resource }) => [Resource.join(" "), Action]));

describe("a grant", () => {
  it("objectstore:read reads one bucket under its key, and writes nothing", () => {
    expect(rights({ may: "objectstore:read", bucket })).toEqual({
      "arn:aws:s3:::acme-velero": ["s3:ListBucket", "s3:GetBucketLocation"],
      "arn:aws:s3:::acme-velero/*": ["s3:GetObject", "s3:GetObjectTagging"],
      [bucket.kmsKeyId]: ["kms:Decrypt"],
    });
  });

  it("objectstore:read-write also writes and deletes objects there, but not their versions", () => {
    const actions = granted({ may: "objectstore:read-write", bucket }).flatMap(({ Action }) => Action);
    expect(actions).toEqual(expect.arrayContaining(["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "kms:GenerateDataKey"]));
    expect(actions.filter((action) => /Version|Bucket(Policy|Acl)|\*/.test(action))).toEqual([]);
  });

  it("kms:use uses one key and does not administer it", () => {
    expect(rights({ may: "kms:use", keyId: bucket.kmsKeyId })).toEqual({
      [bucket.kmsKeyId]: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
    });
  });

  it("dns:edit changes records of one zone", () => {
    const changing = granted({ may: "dns:edit", zoneId: "Z1" }).find(({ Action }) => Action.includes("route53:ChangeResourceRecordSets"));
    expect(changing?.Resource).toEqual(["arn:aws:route53:::hostedzone/Z1"]);
  });

  it("db:connect logs in to one database as one user", () => {
    expect(rights({ may: "db:connect", databaseId: "db-ABC", user: "app" })).toEqual({
      "arn:aws:rds-db:*:444444444444:dbuser:db-ABC/app": ["rds-db:connect"],
    });
  });

  it("cache:connect logs in to one cache as one user, which takes both ARNs", () => {
    const cacheId = "arn:aws:elasticache:us-east-1:444444444444:replicationgroup:acme-prd-use1-app";
    expect(rights({ may: "cache:connect", cacheId, user: "acme-prd-use1-app" })).toEqual({
      [`${cacheId} arn:aws:elasticache:us-east-1:444444444444:user:acme-prd-use1-app`]: ["elasticache:Connect"],
    });
  });

  it("secrets:read reads the secrets of a prefix, and decrypts nothing else", () => {
    const [reading, decrypting] = granted({ may: "secrets:read", prefix: "shop-" });
    const secrets = "arn:aws:secretsmanager:us-east-1:444444444444:secret:shop-*";
    expect(reading?.Resource).toEqual([secrets]);
    expect(decrypting?.Condition).toEqual({
      StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" },
      ArnLike: { "kms:EncryptionContext:SecretARN": secrets },
    });
  });

  it.each(["registry:pull", "billing:read", "inventory:read"] as const)("%s only looks", (may) => {
    const actions = granted({ may }).flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/:(Get|BatchGet|BatchCheck|Describe|List)/.test(action))).toEqual([]);
  });
});

describe("the identity", () => {
  const json = workload({ may: "registry:pull" }, { may: "billing:read" });

  it("is for one service account of one cluster, below the boundary", () => {
    const role = one(json, "aws_iam_role");
    const [trust] = statements(role.assume_role_policy);
    expect(trust?.Condition?.StringEquals).toEqual({
      "aws:RequestTag/eks-cluster-arn":
        "arn:aws:eks:us-east-1:444444444444:cluster/${data.terraform_remote_state.prod-aws-use1-cluster.outputs.cluster__name}",
      "aws:RequestTag/kubernetes-namespace": "shop",
      "aws:RequestTag/kubernetes-service-account": "web",
    });
    expect(role).toMatchObject({
      name: "acme-prod-aws-use1-shop",
      permissions_boundary: "arn:aws:iam::444444444444:policy/acme-prod-boundary",
    });
    expect(one(json, "aws_eks_pod_identity_association")).toMatchObject({ namespace: "shop", service_account: "web" });
  });

  it("has the rights of all its grants in one policy", () => {
    expect(Object.keys(all(json, "aws_iam_role_policy"))).toHaveLength(1);
    const actions = statements(one(json, "aws_iam_role_policy").policy).flatMap(({ Action }) => Action);
    expect(actions).toEqual(expect.arrayContaining(["ecr:BatchGetImage", "ce:GetCostAndUsage"]));
  });
});
