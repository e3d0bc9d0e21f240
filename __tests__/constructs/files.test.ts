import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { accountContract } from "../../constructs/account/contract.ts";
import { AwsFiles } from "../../constructs/files/aws.ts";
import { AzureFiles } from "../../constructs/files/azure.ts";
import type { FilesProps } from "../../constructs/files/contract.ts";
import { GcpFiles } from "../../constructs/files/gcp.ts";
import { networkContract } from "../../constructs/network/contract.ts";
import type { CloudName } from "../../constructs/place.ts";
import { samplePlace, sampleValues } from "../addons/sample-context.ts";

/** Without the hashes that this platform's own stacks do not have. */
const plain = (text: string): string => text.replaceAll(/_[0-9A-F]{8}\b/g, "");

type Resources = Record<string, Record<string, Record<string, unknown>>>;

const props = (cloud: CloudName, deletionProtection = true): FilesProps => ({
  place: samplePlace(cloud).place,
  network: sampleValues(networkContract),
  account: sampleValues(accountContract),
  deletionProtection,
});

function made(deletionProtection?: boolean): { resources: Resources; outputs: Record<string, { value: string }> } {
  const stack = new TerraformStack(Testing.app(), "stack");
  const files = new AwsFiles(stack, "Files", props("aws", deletionProtection));
  new TerraformOutput(stack, "key", { value: files.kmsKeyId });
  new TerraformOutput(stack, "id", { value: files.fileSystemId });
  const { resource, output } = JSON.parse(plain(Testing.synth(stack)));
  return { resources: resource, outputs: output };
}

const { resources, outputs } = made();
const only = (type: string, from = resources): Record<string, unknown> => {
  const [found, ...rest] = Object.values(from[type] ?? {});
  expect(rest, type).toEqual([]);
  return found ?? {};
};

describe("shared files on aws", () => {
  it("are encrypted with a key of their own, and the contract says which", () => {
    expect(only("aws_efs_file_system")).toMatchObject({ encrypted: true, kms_key_id: "${aws_kms_key.Files_Key.arn}" });
    expect(only("aws_kms_key")).toMatchObject({ enable_key_rotation: true });
    expect(outputs).toMatchObject({ key: { value: "${aws_kms_key.Files_Key.arn}" }, id: { value: "${aws_efs_file_system.Files.id}" } });
  });

  it("are backed up, and moved to cheaper storage while nobody reads them", () => {
    expect(only("aws_efs_backup_policy")).toMatchObject({ backup_policy: { status: "ENABLED" } });
    expect(only("aws_efs_file_system").lifecycle_policy).toEqual([
      { transition_to_ia: "AFTER_30_DAYS" },
      { transition_to_primary_storage_class: "AFTER_1_ACCESS" },
    ]);
  });

  it("have an address next to the nodes of each zone, by the zone's name", () => {
    const targets = resources.aws_efs_mount_target ?? {};
    expect(Object.keys(targets)).toEqual(["Files_MountTargetA", "Files_MountTargetB", "Files_MountTargetC"]);
    expect(Object.values(targets).map(({ subnet_id }) => subnet_id)).toEqual(
      [0, 1, 2].map((position) => `\${element(["<network.nodeSubnetIds>"], ${position})}`),
    );
    for (const { security_groups } of Object.values(targets)) {
      expect(security_groups).toEqual(["${aws_security_group.Files_SecurityGroup.id}"]);
    }
  });

  it("answer the workload group over NFS, and nobody else", () => {
    expect(only("aws_vpc_security_group_ingress_rule")).toMatchObject({
      from_port: 2049,
      to_port: 2049,
      ip_protocol: "tcp",
      referenced_security_group_id: "<network.workloadGroup>",
    });
  });

  it("are mounted by access points and over TLS only, and by nobody as root", () => {
    const { Statement } = JSON.parse(String(only("aws_efs_file_system_policy").policy)) as { Statement: Record<string, unknown>[] };
    const allowed = Statement.filter(({ Effect }) => Effect === "Allow");
    expect(allowed).toMatchObject([
      {
        Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        Condition: {
          Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" },
          ArnLike: { "elasticfilesystem:AccessPointArn": "arn:aws:elasticfilesystem:us-east-1:444444444444:access-point/*" },
        },
      },
    ]);
    expect(Statement).toContainEqual({
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Resource: "${aws_efs_file_system.Files.arn}",
      Action: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
  });

  it.each([true, false])("are kept from being destroyed where the environment is protected: %s", (deletionProtection) => {
    const { resources: found } = made(deletionProtection);
    expect(only("aws_efs_file_system", found).lifecycle).toEqual({ prevent_destroy: deletionProtection });
  });
});

describe.each([
  ["gcp", GcpFiles],
  ["azure", AzureFiles],
] as const)("shared files on %s", (cloud, CloudFiles) => {
  it("are made by the driver, volume by volume", () => {
    const empty = new TerraformStack(Testing.app(), "stack");
    expect(new CloudFiles(empty, "Files", props(cloud))).toMatchObject({ fileSystemId: "", kmsKeyId: "" });
    expect(JSON.parse(Testing.synth(empty)).resource).toBeUndefined();
  });
});
