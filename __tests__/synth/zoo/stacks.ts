import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  Annotations,
  AssetType,
  CloudBackend,
  DataTerraformRemoteState,
  DataTerraformRemoteStateS3,
  NamedCloudWorkspace,
  S3Backend,
  TerraformAsset,
  TerraformHclModule,
  TerraformIterator,
  TerraformOutput,
  TerraformVariable,
  Token,
} from "cdktf";
import { animal, slowAnimal } from "./animal.ts";

/** Whole stacks, and what is in them besides resources. */
export const stacks = [
  animal("empty", () => undefined),
  animal("s3-backend", (stack) => new S3Backend(stack, { bucket: "b", key: "k", region: "r" })),
  animal("remote-states", (stack) => {
    const remote = new DataTerraformRemoteState(stack, "remote", { organization: "o", workspaces: { name: "w" } });
    const s3 = new DataTerraformRemoteStateS3(stack, "s3", { bucket: "b", key: "k", workspace: "w" });
    new S3Bucket(stack, "bucket", { bucket: remote.getString("out"), tags: s3.get("tags") as never });
  }),
  animal("variables", (stack) => {
    new TerraformVariable(stack, "one", { type: "string", default: "x", sensitive: true, nullable: false, description: 'a "b"' });
    const two = new TerraformVariable(stack, "two", { type: "list(number)" });
    two.addValidation({ condition: Token.asString(two.value), errorMessage: "no" });
    new S3Bucket(stack, "bucket", { bucket: two.stringValue });
  }),
  animal("outputs", (stack) => {
    const bucket = new S3Bucket(stack, "bucket", { bucket: "b", tags: { a: "b" } });
    new TerraformOutput(stack, "plain", { value: bucket.arn, description: "d" });
    new TerraformOutput(stack, "static", { value: bucket, staticId: true, sensitive: true, dependsOn: [bucket] });
    new TerraformOutput(stack, "deep", { value: { a: [bucket, { b: bucket.tags }], c: "${literal}" } });
    new TerraformOutput(stack, "overridden", { value: 1 }).addOverride("ephemeral", true);
  }),
  animal("modules", (stack) => {
    const each = TerraformIterator.fromList(["a"]);
    const one = new TerraformHclModule(stack, "one", { source: "x/y/z", version: "1.0", variables: { a: 1, b: [Token.asString("x")] } });
    new TerraformHclModule(stack, "each", { source: "a/b/c", forEach: each, variables: { v: each.value } });
    new TerraformOutput(stack, "out", { value: one.getString("x") });
  }),
  animal("assets", (stack) => {
    const chart = new TerraformAsset(stack, "chart", { path: "charts/raw", type: AssetType.DIRECTORY });
    const file = new TerraformAsset(stack, "file", { path: "package.json", type: AssetType.FILE });
    new S3Bucket(stack, "bucket", { bucket: chart.path, tags: { file: file.path, name: file.fileName, hash: chart.assetHash } });
  }),
  animal("overridden", (stack) => {
    stack.addOverride("terraform.required_version", ">= 1.5");
    stack.addOverride("locals.a", { b: [1] });
    new S3Bucket(stack, "bucket", { bucket: "b" });
  }),
  slowAnimal("overridden-resource", (stack) => {
    new S3Bucket(stack, "bucket", { bucket: "b" });
    stack.addOverride("resource.aws_s3_bucket.bucket.tags", { a: "b" });
    stack.addOverride("data.x", "y");
  }),
  slowAnimal("overridden-output", (stack) => stack.addOverride("output.x.value", 1)),
  animal("annotated", (stack) => {
    Annotations.of(stack).addInfo("info");
    Annotations.of(stack).addWarning("warning");
  }),
  animal("tokens-as-ids", (stack) => {
    const bucket = new S3Bucket(stack, "bucket", { bucket: "b" });
    new S3Bucket(stack, "other", { bucket: `${bucket.fqn}`, tags: { [bucket.arn]: "a key" } });
  }),
];

/** Needs a program on the path. */
export const cloudBackend = animal("cloud-backend", (stack) => {
  new CloudBackend(stack, { organization: "o", workspaces: new NamedCloudWorkspace("w") });
});
