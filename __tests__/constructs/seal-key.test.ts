import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { SealKey } from "../../constructs/vault/seal-key.ts";
import { samplePlace } from "../addons/sample-context.ts";

const { place } = samplePlace("aws", "mgmt");

function made(deletionProtection: boolean) {
  const stack = new TerraformStack(Testing.app(), "stack");
  const { keyId, region } = new SealKey(stack, "Seal", { place, deletionProtection });
  new TerraformOutput(stack, "key", { value: keyId });
  const { resource, output } = JSON.parse(Testing.synth(stack));
  return { resource, region, keyId: output.key.value as string, key: Object.values(resource.aws_kms_key)[0] as Record<string, unknown> };
}

describe("the key that Vault unseals itself with", () => {
  it("is named for its place, rotates, and is told to Vault by its ARN", () => {
    const { resource, region, keyId, key } = made(true);
    expect(Object.keys(resource).sort()).toEqual(["aws_kms_alias", "aws_kms_key"]);
    expect(Object.values(resource.aws_kms_alias)).toMatchObject([{ name: "alias/acme-mgmt-aws-use1-vault-seal" }]);
    expect(key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
    expect(key.region).toBeUndefined();
    expect(region).toBe("us-east-1");
    expect(keyId).toMatch(/^\$\{aws_kms_key\.[\w-]+\.arn\}$/);
  });

  it("is for nobody but those whom the account's own policies let", () => {
    const statements = JSON.parse(made(true).key.policy as string).Statement;
    expect(statements).toHaveLength(1);
    expect(statements[0].Principal).toEqual({ AWS: "arn:aws:iam::444444444444:root" });
  });

  it("outlives a mistake where deletion is protected", () => {
    expect(made(true).key.lifecycle).toEqual({ prevent_destroy: true });
    expect(made(false).key.lifecycle).toEqual({ prevent_destroy: false });
  });
});
