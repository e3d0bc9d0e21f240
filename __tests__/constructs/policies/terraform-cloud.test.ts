import { describe } from "vitest";
import { terraformCloudPolicies } from "../../../constructs/policies/terraform-cloud.ts";
import { but, type PolicyCase, type Subjects, testPolicies, without } from "./policy-cases.ts";

const production: Subjects = {
  "tfe_workspace.It": { name: "acme-prod-names", tags: { environment: "prod" }, auto_apply_run_trigger: false },
  "tfe_workspace_settings.It": {
    ...{ workspace_id: "${tfe_workspace.It.id}", auto_apply: false, global_remote_state: false, assessments_enabled: true },
  },
};
const itself = "tfe_workspace.It";
const settings = "tfe_workspace_settings.It";
const development = but(production, itself, { tags: { environment: "dev" } });
const alone = without(production, settings);
const variable = (key: string, changes: object = {}): Subjects => ({ "tfe_variable.It": { key, value: "", category: "env", ...changes } });
const token = ["ghp", "a1B2c3D4".repeat(5)].join("_");

const cases: PolicyCase[] = [
  ["TF-01: a workspace of production", production, []],
  [
    "TF-01: one that applies by itself",
    but(production, settings, { auto_apply: true }),
    [/settings\.It auto_apply: got true, wanted false/],
  ],
  [
    "TF-01: one that applies after another",
    but(production, itself, { auto_apply_run_trigger: true }),
    [/workspace\.It auto_apply_run_trigger: got true/],
  ],
  ["TF-01: one that may be told to", but(production, settings, { auto_apply: "${var.auto}" }), [/auto_apply: got "\$\{var\.auto\}"/]],
  [
    "TF-01: one of which it is not known where it belongs",
    but(but(production, itself, { tags: undefined }), settings, { auto_apply: true }),
    [/auto_apply/],
  ],
  ["TF-01: development, which may", but(but(development, settings, { auto_apply: true }), itself, { auto_apply_run_trigger: true }), []],
  ["TF-01: a state for everybody", but(production, settings, { global_remote_state: true }), [/global_remote_state: got true/]],
  [
    "TF-01: a state for everybody, by the workspace",
    but(development, itself, { global_remote_state: true }),
    [/workspace\.It global_remote_state/],
  ],
  [
    "TF-01: what the organization takes for its default",
    but(production, settings, { global_remote_state: undefined }),
    [/got nothing, wanted false/],
  ],
  ["TF-01: no assessments", but(development, settings, { assessments_enabled: false }), [/assessments_enabled: got false, wanted true/]],
  ["TF-01: a workspace alone", alone, [/global_remote_state: got nothing/, /assessments_enabled: got nothing/]],
  ["TF-01: a workspace with its own settings", but(alone, itself, { global_remote_state: false, assessments_enabled: true }), []],
  [
    "TF-01: settings of another workspace",
    but(production, settings, { workspace_id: "${tfe_workspace.ItsCopy.id}" }),
    [/workspace\.It global_remote_state/, /workspace\.It assessments_enabled/],
  ],
  ["TF-01: a role's name", variable("TFC_AWS_PLAN_ROLE_ARN", { value: "arn:aws:iam::111111111111:role/acme-plan", sensitive: false }), []],
  ["TF-01: a key of AWS", variable("AWS_SECRET_ACCESS_KEY", { sensitive: true }), [/key: got "AWS_SECRET_ACCESS_KEY", wanted none/]],
  ["TF-01: a key of Azure", variable("ARM_CLIENT_SECRET", { sensitive: true }), [/ARM_CLIENT_SECRET/]],
  ["TF-01: a key of Google", variable("GOOGLE_CREDENTIALS", { sensitive: true }), [/GOOGLE_CREDENTIALS/]],
  ["TF-01: a key as a variable of Terraform", variable("secret_key", { category: "terraform" }), [/secret_key/]],
  ["TF-01: a token that a person sets", variable("TFE_TOKEN", { sensitive: true }), []],
  ["TF-01: a token that all can read", variable("TFE_TOKEN", { sensitive: false }), [/sensitive: got false, wanted true/]],
  [
    "TF-01: a token that is written out",
    variable("TFE_TOKEN", { value: token, sensitive: true }),
    [/value: got "a literal under TFE_TOKEN", wanted nothing/],
  ],
  ["TF-01: one by another name", variable("SETTING", { value: token }), [/value: got "looks like a token of GitHub"/]],
];

describe("rules over HCP Terraform", () => testPolicies(terraformCloudPolicies, cases));
