import { statementsOf } from "./aws-statements.ts";
import { argumentOf, atLeast, equals, fits, isSet } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";

const LEAST_DAYS = 14;

/** Only symmetric keys rotate by themselves. */
const rotates = (key: Subject): boolean =>
  [undefined, "SYMMETRIC_DEFAULT"].includes(argumentOf(key, "customer_master_key_spec") as string | undefined);

function openKey(key: Subject): Finding[] {
  const isOpen = statementsOf(argumentOf(key, "policy")).some(
    ({ effect, principals, hasCondition }) => effect === "Allow" && principals.includes("*") && !hasCondition,
  );
  return isOpen ? [{ argument: "policy", got: "Principal *", wanted: "a principal, or a condition" }] : [];
}

const key: Policy = {
  id: "AWS-13",
  title: "A key rotates, is not for everybody, and can be saved for two weeks after it was deleted",
  severity: "high",
  remedy: "set enable_key_rotation, deletion_window_in_days, and name who may use it",
  reference: "CKV_AWS_7",
  appliesTo: ["aws_kms_key"],
  judge: (one) => [
    ...(rotates(one) ? equals(one, "enable_key_rotation", true) : []),
    // 30 where nothing is said.
    ...(argumentOf(one, "deletion_window_in_days") === undefined ? [] : atLeast(one, "deletion_window_in_days", LEAST_DAYS)),
    ...openKey(one),
  ],
};

const MONTH = 30;

const logs: Policy = {
  id: "AWS-17",
  title: "Logs are encrypted with a customer key and kept for a month, as long as somebody may ask",
  severity: "medium",
  remedy: "set kms_key_id and retention_in_days",
  reference: "CKV_AWS_158, CKV_AWS_338",
  appliesTo: ["aws_cloudwatch_log_group"],
  judge: (group) => [
    ...isSet(group, "kms_key_id", "a key of KMS"),
    // 0 is for ever, and so is nothing.
    ...fits(group, "retention_in_days", (got) => typeof got !== "number" || got === 0 || got >= MONTH, `at least ${MONTH}`),
  ],
};

const images: Policy = {
  id: "AWS-23",
  title: "Images keep their tags, are scanned when they come, and are encrypted with a customer key",
  severity: "medium",
  remedy: "set image_tag_mutability, image_scanning_configuration and encryption_configuration",
  reference: "CKV_AWS_51, CKV_AWS_163, CKV_AWS_136",
  appliesTo: ["aws_ecr_repository"],
  judge: (repository) => [
    ...fits(repository, "image_tag_mutability", (got) => String(got).startsWith("IMMUTABLE"), "IMMUTABLE"),
    ...equals(repository, "image_scanning_configuration.scan_on_push", true),
    ...equals(repository, "encryption_configuration.encryption_type", "KMS"),
  ],
};

/** What keys, logs and images on AWS are. */
export const awsKeyPolicies: readonly Policy[] = [key, logs, images];
