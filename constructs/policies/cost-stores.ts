import { argumentOf, atLeast, blocksOf, equals, hasCompanion } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";

type Block = { readonly [name: string]: Json };
const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration";
const MANAGEMENT = "azurerm_storage_management_policy";
const FLOW_LOG = "azurerm_network_watcher_flow_log";

/** Judges what a bucket of each cloud does with what is old. */
const judges: Readonly<Record<string, (subject: Subject) => Finding[]>> = {
  aws_s3_bucket: (subject) =>
    blocksOf(subject, "lifecycle_rule").length > 0 ? [] : hasCompanion(subject, LIFECYCLE, "bucket", (found) => hasRule(found, isOnAws)),
  google_storage_bucket: (subject) => hasRule(subject, () => true, "lifecycle_rule"),
  azurerm_storage_account: (subject) => {
    // Shares of files and disks have no objects that could be tiered or expire.
    if (argumentOf(subject, "account_kind") === "FileStorage" || deletesFlowLogs(subject)) return [];
    return hasCompanion(subject, MANAGEMENT, "storage_account_id", (found) => hasRule(found, (rule) => rule.enabled !== false));
  },
};

const isOnAws = (rule: Block): boolean => rule.status === "Enabled" || String(rule.status).includes("${");

function hasRule(subject: Subject, isOn: (rule: Block) => boolean, argument = "rule"): Finding[] {
  if ((subject.attributes.dynamic as Block | undefined)?.[argument] !== undefined) return [];
  const rules = blocksOf(subject, argument);
  return rules.some(isOn) ? [] : [{ argument, got: rules.length === 0 ? undefined : rules, wanted: "a rule that is on" }];
}

/** What writes flow logs deletes them as well, and puts a rule of its own on the account: one beside it would be overwritten. */
function deletesFlowLogs(subject: Subject): boolean {
  const logs = subject.stack.companionsOf(subject, FLOW_LOG, "storage_account_id");
  const keeps = (log: Subject) => [...equals(log, "retention_policy.enabled", true), ...atLeast(log, "retention_policy.days", 1)];
  return logs.length > 0 && logs.every((log) => keeps(log).length === 0);
}

/** Objects that nobody reads any more become cheaper, or go. */
export const bucketLifecycle: Policy = {
  id: "C-05",
  title: "Every bucket has a rule for what is old",
  severity: "medium",
  remedy: "say after how many days objects, former versions or unfinished uploads become cheaper or go",
  reference: "CKV2_AWS_61",
  appliesTo: Object.keys(judges),
  judge: (subject) => judges[subject.type]?.(subject) ?? [],
};
