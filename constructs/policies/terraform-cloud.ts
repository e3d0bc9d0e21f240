import { equals, isUnset } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";
import { findSecrets } from "./secret-scan.ts";
import { names } from "./stack-view.ts";

/** Environments whose changes a person lets through. */
const open = ["dev", "staging"];

const remedy =
  "take it away in constructs/delivery/workspaces.ts; runs in production wait for a person, and states are read by those that are named";
const reference = "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings";

/** Whether a workspace is known to be of an environment that may apply on its own: by its tag. What is not known is guarded. */
const isOpen = (workspace: Subject | undefined): boolean => {
  const tags = workspace?.attributes.tags;
  const environment = typeof tags === "object" && tags !== null && "environment" in tags ? tags.environment : undefined;
  return open.includes(String(environment));
};

/** TF-01: the workspace itself; settings may be split off. */
const workspace: Policy = {
  id: "TF-01",
  title: "A workspace applies nothing by itself in production, shows its state to those that are named, and is looked after",
  severity: "critical",
  remedy,
  reference,
  appliesTo: ["tfe_workspace"],
  judge(subject) {
    const settings = subject.stack.companionsOf(subject, "tfe_workspace_settings", "workspace_id");
    const self = isOpen(subject)
      ? []
      : [...isUnset(subject, "auto_apply", "false"), ...isUnset(subject, "auto_apply_run_trigger", "false")];
    if (settings.length > 0) return [...self, ...isUnset(subject, "global_remote_state", "false")];
    return [...self, ...watched(subject)];
  },
};

/** TF-01: what is split off of it. */
const settings: Policy = {
  id: "TF-01",
  title:
    "A workspace's settings apply nothing by themselves in production, show its state to those that are named, and have it looked after",
  severity: "critical",
  remedy,
  reference,
  appliesTo: ["tfe_workspace_settings"],
  judge(subject) {
    const of = subject.stack.ofType("tfe_workspace").find(({ address }) => names(subject.attributes.workspace_id, address));
    return [...(isOpen(of) ? [] : isUnset(subject, "auto_apply", "false")), ...watched(subject)];
  },
};

/** Both have defaults that an organization or the API may have otherwise. */
const watched = (subject: Subject): Finding[] => [
  ...equals(subject, "global_remote_state", false),
  ...equals(subject, "assessments_enabled", true),
];

/** Variables that hold a cloud's long-lived keys, as providers read them. */
const staticKeys =
  /^(?:AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)|ARM_(?:CLIENT_SECRET|CLIENT_CERTIFICATE\w*|ACCESS_KEY|SAS_TOKEN)|AZURE_CLIENT_SECRET|GOOGLE_(?:APPLICATION_)?CREDENTIALS|GOOGLE_(?:OAUTH_)?ACCESS_TOKEN|GOOGLE_CLOUD_KEYFILE_JSON|GCLOUD_KEYFILE_JSON|CLOUDSDK_AUTH_ACCESS_TOKEN|(?:aws_)?(?:access|secret)_key|client_secret|gcp_credentials|google_credentials)$/i;

/** Names of variables whose value is for nobody's eyes. */
const secretName = /(?:TOKEN|SECRET|PASSWORD|API_KEY|PRIVATE_KEY|PEM_FILE)$/i;

/** TF-01: runs sign in to clouds by what they are. */
const variable: Policy = {
  id: "TF-01",
  title: "Runs sign in to clouds by tokens of their own; no variable has a cloud's keys, or a secret in the code",
  severity: "critical",
  remedy:
    "let runs use workload identity (TFC_AWS_PROVIDER_AUTH and its like); leave the value of any other secret to a person, and make it sensitive",
  reference: "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials",
  appliesTo: ["tfe_variable", "tfe_test_variable"],
  judge(subject) {
    const key = String(subject.attributes.key);
    if (staticKeys.test(key)) return [{ argument: "key", got: key, wanted: "none that holds a cloud's key" }];
    const secrets = findSecrets({ key, value: subject.attributes.value ?? "" });
    const written = secrets.slice(0, 1).map(({ why }) => ({ argument: "value", got: why, wanted: "nothing that is written out" }));
    return [...written, ...(secretName.test(key) ? equals(subject, "sensitive", true) : [])];
  },
};

/** Rules over HCP Terraform. */
export const terraformCloudPolicies: readonly Policy[] = [workspace, settings, variable];
