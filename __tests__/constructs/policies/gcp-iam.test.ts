import { expect, it } from "vitest";
import { gcpIamPolicies } from "../../../constructs/policies/gcp-iam.ts";
import { foundInEstate, judgedInEstate, testRule } from "./rule-cases.ts";

const roles = [
  "roles/owner",
  "roles/editor",
  "roles/viewer",
  "roles/iam.serviceAccountUser",
  "roles/iam.serviceAccountTokenCreator",
  "roles/iam.serviceAccountOpenIdTokenCreator",
  "roles/iam.workloadIdentityUser",
];

for (const type of ["project_iam_member", "project_iam_binding", "folder_iam_member", "organization_iam_binding"]) {
  testRule(gcpIamPolicies, {
    rule: `GCP-12 of ${type}`,
    resources: { [`google_${type}.It`]: { role: "roles/container.viewer" } },
    fine: [["a role of the project's own", { role: "${google_project_iam_custom_role.R.name}" }]],
    refused: roles.map((role) => [role, { role }, ["role"]] as const),
  });
}

const document = "data.google_iam_policy.D|";

testRule(gcpIamPolicies, {
  rule: "GCP-12 of a whole policy",
  resources: {
    "google_project_iam_policy.It": { policy_data: "${data.google_iam_policy.D.policy_data}" },
    "data.google_iam_policy.D": { binding: [{ role: "roles/container.viewer" }, { role: "roles/dns.reader" }] },
  },
  fine: [["a document of something else", { "data.google_iam_policy.Other|": { binding: [{ role: "roles/owner" }] } }]],
  refused: [
    [
      "a basic role in its document",
      { [`${document}binding`]: [{ role: "roles/dns.reader" }, { role: "roles/owner" }] },
      ["binding[1].role"],
    ],
    ["a basic role in its text", { policy_data: '{"bindings":[{"role":"roles/editor"}]}' }, ["bindings.role"]],
  ],
});

testRule(gcpIamPolicies, {
  rule: "GCP-12 of keys",
  resources: { "google_service_account_iam_member.It": { role: "roles/iam.serviceAccountUser" } },
  refused: [["a key", { "google_service_account_key.K|": { service_account_id: "a" } }, [""]]],
});

const condition = "attribute_condition";
const github = "https://token.actions.githubusercontent.com";

testRule(gcpIamPolicies, {
  rule: "GCP-13",
  resources: {
    "google_iam_workload_identity_pool_provider.It": {
      attribute_condition: 'assertion.repository_owner == "acme" && assertion.ref == "refs/heads/main"',
      attribute_mapping: { "google.subject": "assertion.sub" },
      oidc: [{ issuer_uri: github }],
    },
  },
  fine: [
    ["a list of repositories", { [condition]: 'assertion.repository in ["acme/shop"]' }],
    ["subjects that begin alike", { [condition]: 'assertion.sub.startsWith("repo:acme/shop:")' }],
    [
      "a cluster's subject",
      { [condition]: 'assertion.sub == "system:serviceaccount:a:b"', "oidc.issuer_uri": "${data.x.y.outputs.issuer}" },
    ],
    ["a condition that is known at apply", { [condition]: "${var.condition}" }],
  ],
  refused: [
    ["no condition", { [condition]: undefined }, [condition]],
    ["a condition that always holds", { [condition]: "true" }, [condition]],
    ["everybody's main branch", { [condition]: 'assertion.ref == "refs/heads/main"' }, [condition]],
    ["a claim that is only there", { [condition]: 'assertion.repository_owner != ""' }, [condition]],
    ["everybody's projects", { [condition]: 'assertion.ref == "main"', "oidc.issuer_uri": "https://gitlab.com" }, [condition]],
    ["no condition on a cluster's tokens", { [condition]: "1 == 1", "oidc.issuer_uri": "${data.x.y.outputs.issuer}" }, [condition]],
  ],
});

testRule(gcpIamPolicies, {
  rule: "GCP-13 of HCP Terraform",
  resources: {
    "google_iam_workload_identity_pool_provider.It": {
      attribute_condition: 'assertion.terraform_organization_name == "acme"',
      attribute_mapping: { "google.subject": "assertion.terraform_workspace_id" },
      oidc: [{ issuer_uri: "https://app.terraform.io" }],
    },
  },
  refused: [
    ["any organization", { [condition]: 'assertion.terraform_project_name == "acme"' }, [condition]],
    ["the whole subject", { attribute_mapping: { "google.subject": "assertion.sub" } }, ["attribute_mapping.google.subject"]],
    [
      "the whole subject of a server of one's own",
      { attribute_mapping: { "google.subject": "assertion.sub" }, "oidc.issuer_uri": "https://tfe.example.com" },
      ["attribute_mapping.google.subject"],
    ],
  ],
});

it("finds nothing in the default estate, where it judges grants and providers", () => {
  expect(foundInEstate(gcpIamPolicies)).toEqual([]);
  expect(gcpIamPolicies.map(judgedInEstate)).toEqual([192, 9]);
});
