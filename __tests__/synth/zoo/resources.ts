import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Aspects, TerraformCount, TerraformIterator, TerraformResource, TerraformVariable, Token } from "cdktf";
import { Construct } from "constructs";
import { animal, slowAnimal } from "./animal.ts";

class Nested extends Construct {
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "Resource", { bucket: "r" });
    new S3Bucket(this, "Default", { bucket: "d" });
  }
}

/** A resource whose document is its own. */
class Own extends S3Bucket {
  override toTerraform(): object {
    return { ...super.toTerraform(), check: { own: [{ assert: { condition: true, error_message: "no" } }] } };
  }
}

/** What resources can be told besides their arguments. */
export const resources = [
  animal("meta-arguments", (stack) => {
    const other = new AwsProvider(stack, "eu", { region: "eu-west-1", alias: "eu" });
    const net = new Vpc(stack, "net", { cidrBlock: "10.0.0.0/16" });
    new S3Bucket(stack, "bucket", {
      bucket: "b",
      provider: other,
      dependsOn: [net],
      lifecycle: {
        ...{ createBeforeDestroy: true, preventDestroy: true, ignoreChanges: ["tags"], replaceTriggeredBy: [net] },
        precondition: [{ condition: Token.asString(net.id), errorMessage: "no" }],
      },
    });
    new S3Bucket(stack, "all", { bucket: "c", lifecycle: { ignoreChanges: "all" } });
    new Vpc(stack, "counted", { cidrBlock: "10.0.0.0/16", count: 3 });
  }),
  animal("counts-and-iterators", (stack) => {
    const variable = new TerraformVariable(stack, "names", { type: "list(string)", default: ["a"], sensitive: true });
    const list = TerraformIterator.fromList(variable.listValue);
    const map = TerraformIterator.fromMap({ a: { x: "1" }, b: { x: "2" } });
    const count = TerraformCount.of(variable.numberValue);
    const first = new S3Bucket(stack, "list", { forEach: list, bucket: `${list.value}-x` });
    new S3Bucket(stack, "map", { forEach: map, bucket: map.key, tags: { x: map.getString("x"), all: Token.asString(map.getAny("x")) } });
    new S3Bucket(stack, "count", { count, bucket: `b ${count.index}` });
    new S3Bucket(stack, "chained", { forEach: TerraformIterator.fromResources(first), bucket: "c" });
  }),
  animal("blocks", (stack) => {
    // A class that is met with few blocks first, with more later, and as one block and as several.
    new Instance(stack, "few", { ami: "a" });
    new Instance(stack, "one", { ami: "a", metadataOptions: { httpTokens: "required" }, ebsBlockDevice: [{ deviceName: "x" }] });
    new Instance(stack, "more", {
      ...{ ami: "a", rootBlockDevice: { encrypted: true }, cpuOptions: { coreCount: 2 } },
      ebsBlockDevice: [
        { deviceName: "x", tags: { a: "b" } },
        { deviceName: "y", volumeSize: 3 },
      ],
      instanceMarketOptions: { marketType: "spot", spotOptions: { maxPrice: "1" } },
    });
    new DataAwsIamPolicyDocument(stack, "document", {
      statement: [
        { actions: ["s3:*"], principals: [{ type: "AWS", identifiers: ["*"] }], condition: [{ test: "a", variable: "b", values: ["c"] }] },
      ],
    });
  }),
  animal("dynamic-blocks", (stack) => {
    const rules = TerraformIterator.fromMap({ a: { port: 1 } });
    new SecurityGroup(stack, "group", {
      ingress: rules.dynamic({ from_port: rules.getNumber("port"), to_port: 2, protocol: "tcp" }) as never,
    });
  }),
  animal("provisioners", (stack) => {
    new Instance(stack, "machine", {
      ami: "a",
      connection: { type: "ssh", host: "h" },
      provisioners: [{ type: "local-exec", command: "echo ${self.id}", environment: { A: "b" } }],
    });
  }),
  animal("overrides", (stack) => {
    const machine = new Instance(stack, "machine", { ami: "a", tags: { a: "b", c: "d" }, metadataOptions: { httpTokens: "required" } });
    machine.addOverride("foo.bar", [1, 2]);
    machine.addOverride("tags.a", undefined);
    machine.addOverride("metadata_options", { http_tokens: "optional" });
    machine.addOverride("//", { note: "x" });
  }),
  animal("names", (stack) => {
    new Nested(stack, "one");
    const { bucket } = new Nested(stack, "two-2");
    bucket.overrideLogicalId("custom_id");
    new S3Bucket(stack, "after", { bucket: bucket.id });
  }),
  slowAnimal("moved", (stack) => new S3Bucket(stack, "bucket", { bucket: "b" }).moveFromId("aws_s3_bucket.old")),
  animal("imported", (stack) => new S3Bucket(stack, "bucket", { bucket: "b" }).importFrom("the-bucket")),
  animal("own-document", (stack) => new Own(stack, "own", { bucket: "b" })),
  animal("unknown-class", (stack) => {
    const resource = new TerraformResource(stack, "any", { terraformResourceType: "aws_any" });
    resource.addOverride("argument", "value");
    new TerraformResource(stack, "none", { terraformResourceType: "aws_any" });
  }),
  animal("aspects", (stack) => {
    new Nested(stack, "one");
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof S3Bucket) node.tags = { seen: node.node.path };
      },
    });
  }),
  slowAnimal("two-of-one-address", (stack) => {
    new S3Bucket(stack, "one", { bucket: "b", tags: { a: "1" } }).overrideLogicalId("same");
    new S3Bucket(stack, "two", { bucket: "c", tags: { b: "2" } }).overrideLogicalId("same");
  }),
];
