import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Fn, TerraformIterator, TerraformProvider, TerraformVariable } from "cdktf";
import { animal, slowAnimal } from "./animal.ts";

/** A provider whose document is its own. */
class Own extends AwsProvider {
  override toTerraform(): object {
    return { ...super.toTerraform(), locals: { own: true } };
  }
}

/** A provider of which nothing is known. */
class Any extends TerraformProvider {
  override get alias(): string {
    return "any";
  }
}

/** What providers can be told. */
export const providers = [
  animal("providers-of-one-type", (stack) => {
    new AwsProvider(stack, "eu", { region: "eu-west-1", alias: "eu" });
    new AwsProvider(stack, "us", { region: "us-west-2", alias: "us" }).addOverride("custom.camelCase", [1]);
    new AwsProvider(stack, "ap", { alias: "ap", maxRetries: 0, insecure: false, profile: "" });
  }),
  animal("providers-with-blocks", (stack) => {
    new AwsProvider(stack, "eu", {
      alias: "eu",
      defaultTags: [{ tags: { CamelKey: "x", "a/b-c": "y" } }],
      assumeRole: [{ roleArn: "arn", tags: { CamelKey: "x" }, transitiveTagKeys: ["CamelKey"] }],
      ignoreTags: [{ keyPrefixes: [] }],
    });
    new AzurermProvider(stack, "azure", { features: [{ keyVault: [{ purgeSoftDeleteOnDestroy: false }] }] });
  }),
  animal("providers-with-tokens", (stack) => {
    const bucket = new S3Bucket(stack, "bucket", { bucket: "b", tags: { a: "b" } });
    const variable = new TerraformVariable(stack, "endpoint", { type: "string", sensitive: true });
    const exec = { apiVersion: "v1", command: "get", args: ["-n", bucket.id], env: { AWS_PROFILE: bucket.arn, camelCase: "y" } };
    new KubernetesProvider(stack, "kubernetes", {
      host: variable.stringValue,
      clusterCaCertificate: Fn.base64decode(bucket.id),
      exec: [exec],
    });
    new HelmProvider(stack, "helm", { kubernetes: { host: `https://${bucket.arn}:443`, exec } });
    new AwsProvider(stack, "tags", { alias: "tags", defaultTags: [{ tags: bucket.tags }], maxRetries: variable.numberValue });
  }),
  animal("provider-with-dynamic-block", (stack) => {
    const rules = TerraformIterator.fromMap({ a: { arn: "x" } });
    new AwsProvider(stack, "eu", { alias: "eu", assumeRole: rules.dynamic({ role_arn: rules.getString("arn") }) as never });
  }),
  animal("provider-with-own-document", (stack) => new Own(stack, "own", { alias: "own" })),
  animal("unknown-provider", (stack) => {
    new Any(stack, "any", { terraformResourceType: "any", terraformProviderSource: "an/any" });
    new Any(stack, "constrained", {
      terraformResourceType: "constrained",
      terraformGeneratorMetadata: { providerName: "constrained", providerVersionConstraint: "~> 1.0" },
    });
  }),
  slowAnimal("overridden-provider", (stack) => stack.addOverride("provider.aws", undefined)),
];
