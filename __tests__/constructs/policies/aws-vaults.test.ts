import { expect, it } from "vitest";
import { awsMessagePolicies } from "../../../constructs/policies/aws-messages.ts";
import { awsCostPolicies } from "../../../constructs/policies/cost-aws.ts";
import { foundInEstate, staging, testRule } from "./rule-cases.ts";

testRule(awsMessagePolicies, {
  rule: "AWS-24 queue",
  resources: { "aws_sqs_queue.It": { sqs_managed_sse_enabled: true } },
  fine: [
    ["a customer key", { sqs_managed_sse_enabled: false, kms_master_key_id: "k" }],
    ["one that says nothing", { sqs_managed_sse_enabled: undefined }],
  ],
  refused: [["plain text", { sqs_managed_sse_enabled: false }, ["sqs_managed_sse_enabled"]]],
});

testRule(awsMessagePolicies, {
  rule: "AWS-24 vault",
  resources: {
    "aws_backup_vault.It": { kms_key_arn: "k" },
    "aws_backup_vault_lock_configuration.L": { backup_vault_name: "${aws_backup_vault.It.name}" },
  },
  fine: [["one that may be emptied", { "aws_backup_vault_lock_configuration.L|backup_vault_name": "x" }, staging]],
  refused: [
    ["Amazon's key", { kms_key_arn: undefined }, ["kms_key_arn"]],
    [
      "one that may be emptied in production",
      { "aws_backup_vault_lock_configuration.L|backup_vault_name": "x" },
      ["aws_backup_vault_lock_configuration"],
    ],
  ],
});

testRule(awsCostPolicies, {
  rule: "C-02",
  resources: {
    "aws_launch_template.It": { block_device_mappings: [{ ebs: [{ volume_type: "gp3" }] }, { ebs: [{ volume_type: "gp3" }] }] },
  },
  refused: [
    [
      "gp2",
      { block_device_mappings: [{ ebs: [{ volume_type: "gp3" }] }, { ebs: [{ volume_type: "gp2" }] }] },
      ["block_device_mappings[1].ebs.volume_type"],
    ],
    ["gp2 by default", { block_device_mappings: [{ ebs: [{ volume_size: 1 }] }] }, ["block_device_mappings.ebs.volume_type"]],
  ],
});

testRule(awsCostPolicies, {
  rule: "C-03",
  resources: { "aws_db_instance.It": { instance_class: "db.m8g.large" } },
  fine: [["what is known later", { instance_class: "${var.x}" }]],
  refused: [
    ["db.m5", { instance_class: "db.m5.large" }, ["instance_class"]],
    ["db.t2", { instance_class: "db.t2.micro" }, ["instance_class"]],
  ],
});

testRule(awsCostPolicies, {
  rule: "C-04",
  resources: { "aws_cloudwatch_log_group.It": { retention_in_days: 365 } },
  refused: [
    ["two years", { retention_in_days: 731 }, ["retention_in_days"]],
    ["for ever", { retention_in_days: undefined }, ["retention_in_days"]],
    ["for ever, as a number", { retention_in_days: 0 }, ["retention_in_days"]],
  ],
});

testRule(awsCostPolicies, {
  rule: "C-07",
  resources: { "aws_eip.It": {}, "aws_nat_gateway.N": { allocation_id: "${aws_eip.It.id}" } },
  fine: [["a machine's", { instance: "i", "aws_nat_gateway.N|allocation_id": "x" }]],
  refused: [["nobody's", { "aws_nat_gateway.N|allocation_id": "x" }, [""]]],
});

it("finds nothing in the default estate", () => expect(foundInEstate([...awsMessagePolicies, ...awsCostPolicies])).toEqual([]));
