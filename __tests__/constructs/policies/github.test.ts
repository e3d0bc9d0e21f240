import { describe } from "vitest";
import { githubPolicies } from "../../../constructs/policies/github.ts";
import { but, type PolicyCase, type Subjects, testPolicies, without } from "./policy-cases.ts";

const enabled = [{ status: "enabled" }];
const rules = { non_fast_forward: true, required_signatures: true, pull_request: [{ required_approving_review_count: 2 }] };
const repository: Subjects = {
  "github_repository.It": {
    ...{ name: "platform", visibility: "private", vulnerability_alerts: true },
    security_and_analysis: [{ secret_scanning: enabled, secret_scanning_push_protection: enabled }],
  },
  "github_repository_ruleset.Main": {
    ...{ repository: "${github_repository.It.name}", enforcement: "active", target: "branch", rules: [rules] },
    conditions: [{ ref_name: [{ include: ["~DEFAULT_BRANCH"], exclude: [] }] }],
  },
};
const itself = "github_repository.It";
const main = "github_repository_ruleset.Main";
const unprotected = [/required_approving_review_count: got 0, wanted at least 2/, /required_signatures/, /non_fast_forward/];
const branch = {
  ...{ repository_id: "${github_repository.It.node_id}", pattern: "main", require_signed_commits: true },
  required_pull_request_reviews: [{ required_approving_review_count: 2 }],
};

const cases: PolicyCase[] = [
  ["GH-01: a repository with all of it", repository, []],
  ["GH-01: one that everybody sees", but(repository, itself, { visibility: "public" }), [/visibility: got "public", wanted "private"/]],
  ["GH-01: one that says nothing, as GitHub makes it", but(repository, itself, { visibility: undefined }), [/visibility: got nothing/]],
  ["GH-01: the older word", but(repository, itself, { visibility: undefined, private: true }), []],
  ["GH-01: no alerts", but(repository, itself, { vulnerability_alerts: undefined }), [/vulnerability_alerts: got nothing/]],
  [
    "GH-01: secrets that are pushed",
    but(repository, itself, {
      security_and_analysis: [{ secret_scanning: enabled, secret_scanning_push_protection: [{ status: "disabled" }] }],
    }),
    [/secret_scanning_push_protection\.status: got "disabled"/],
  ],
  [
    "GH-01: secrets that nobody looks for",
    but(repository, itself, { security_and_analysis: [] }),
    [/secret_scanning\.status/, /push_protection/],
  ],
  ["GH-01: no ruleset", without(repository, main), unprotected],
  ["GH-01: one that is tried only", but(repository, main, { enforcement: "evaluate" }), unprotected],
  ["GH-01: one of tags", but(repository, main, { target: "tag" }), unprotected],
  ["GH-01: one of another branch", but(repository, main, { conditions: [{ ref_name: [{ include: ["refs/heads/old"] }] }] }), unprotected],
  ["GH-01: one of another repository", but(repository, main, { repository: "${github_repository.ItsCopy.name}" }), unprotected],
  ["GH-01: one that somebody may always go past", but(repository, main, { bypass_actors: [{ bypass_mode: "always" }] }), unprotected],
  ["GH-01: one that administrators may merge past", but(repository, main, { bypass_actors: [{ bypass_mode: "pull_request" }] }), []],
  [
    "GH-01: one approval",
    but(repository, main, { rules: [{ ...rules, pull_request: [{ required_approving_review_count: 1 }] }] }),
    [/count: got 1/],
  ],
  ["GH-01: no signatures", but(repository, main, { rules: [{ ...rules, required_signatures: false }] }), [/required_signatures/]],
  ["GH-01: a force push", but(repository, main, { rules: [{ ...rules, non_fast_forward: undefined }] }), [/non_fast_forward/]],
  [
    "GH-01: two rulesets that make it up together, one by the repository's name",
    {
      ...but(repository, main, { rules: [{ ...rules, required_signatures: undefined }] }),
      "github_repository_ruleset.Signed": { ...repository[main], repository: "platform", rules: [{ required_signatures: true }] },
    },
    [],
  ],
  ["GH-01: protection of a branch", { ...without(repository, main), "github_branch_protection.It": branch }, []],
  [
    "GH-01: protection that lets history be changed",
    { ...without(repository, main), "github_branch_protection.It": { ...branch, allows_force_pushes: true } },
    [/non_fast_forward/],
  ],
  ["GH-01: what nobody can push to", without(but(repository, itself, { archived: true }), main), []],
];

describe("rules over repositories", () => testPolicies(githubPolicies, cases));
