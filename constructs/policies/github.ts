import { argumentOf, blocksOf, equals } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";
import { names } from "./stack-view.ts";

const reference = "CKV_GIT_1, CKV_GIT_3, CKV_GIT_5, CKV_GIT_6";
const LEAST_APPROVALS = 2;

/** GH-01: who sees a repository, and what GitHub looks for in it. Absent, a repository is public and nothing is looked for. */
const repository: Policy = {
  id: "GH-01",
  title: "A repository is private, and GitHub tells of weak dependencies and refuses secrets that are pushed",
  severity: "high",
  remedy: "set visibility to private, vulnerability_alerts to true, and secret_scanning and secret_scanning_push_protection to enabled",
  reference,
  appliesTo: ["github_repository"],
  judge: (subject) => [
    ...(argumentOf(subject, "private") === true ? [] : equals(subject, "visibility", "private")),
    ...equals(subject, "vulnerability_alerts", true),
    ...equals(subject, "security_and_analysis.secret_scanning.status", "enabled"),
    ...equals(subject, "security_and_analysis.secret_scanning_push_protection.status", "enabled"),
  ],
};

/** What the default branch is held to by all that protects it together: the strictest counts. */
interface Protection {
  readonly approvals: number;
  readonly isSigned: boolean;
  readonly refusesForce: boolean;
}

const none: Protection = { approvals: 0, isSigned: false, refusesForce: false };

/** GH-01: two people and a signature stand behind what is on the default branch, and it stays there. */
const branch: Policy = {
  id: "GH-01",
  title: "The default branch takes signed commits that two others approved, and no force push",
  severity: "high",
  remedy: "protect it by a github_repository_ruleset with two approvals, required_signatures and non_fast_forward",
  reference,
  appliesTo: ["github_repository"],
  judge(subject) {
    if (subject.attributes.archived === true) return [];
    const { approvals, isSigned, refusesForce } = protections(subject).reduce(both, none);
    const lacking = (is: boolean, argument: string, got: Json | undefined, wanted: string): Finding[] =>
      is ? [] : [{ argument, got, wanted }];
    const rules = "github_repository_ruleset";
    return [
      ...lacking(approvals >= LEAST_APPROVALS, `${rules}.required_approving_review_count`, approvals, `at least ${LEAST_APPROVALS}`),
      ...lacking(isSigned, `${rules}.required_signatures`, undefined, "true"),
      ...lacking(refusesForce, `${rules}.non_fast_forward`, undefined, "true"),
    ];
  },
};

const both = (a: Protection, b: Protection): Protection => ({
  approvals: Math.max(a.approvals, b.approvals),
  isSigned: a.isSigned || b.isSigned,
  refusesForce: a.refusesForce || b.refusesForce,
});

function protections(repo: Subject): Protection[] {
  const { name } = repo.attributes;
  const isOf = (argument: string) => (other: Subject) =>
    names(other.attributes[argument], repo.address) || (name !== undefined && other.attributes[argument] === name);
  const rulesets = repo.stack.ofType("github_repository_ruleset").filter(isOf("repository")).filter(isInForce);
  const branches = repo.stack.ofType("github_branch_protection").filter(isOf("repository_id")).filter(isOfDefaultBranch);
  return [...rulesets.map(ofRuleset), ...branches.map(ofBranch)];
}

/** On the default branch, for everybody: who may always go past a rule is not held by it. */
function isInForce(ruleset: Subject): boolean {
  const included = argumentOf(ruleset, "conditions.ref_name.include");
  const isDefault = Array.isArray(included) && included.some((ref) => ["~DEFAULT_BRANCH", "~ALL", "refs/heads/main"].includes(String(ref)));
  const goesPast = blocksOf(ruleset, "bypass_actors").some(({ bypass_mode }) => bypass_mode === "always");
  return ruleset.attributes.target === "branch" && ruleset.attributes.enforcement === "active" && isDefault && !goesPast;
}

const isOfDefaultBranch = ({ attributes }: Subject): boolean => ["main", "*", "**"].includes(String(attributes.pattern));

const ofRuleset = (ruleset: Subject): Protection => ({
  approvals: Number(argumentOf(ruleset, "rules.pull_request.required_approving_review_count") ?? 0),
  isSigned: argumentOf(ruleset, "rules.required_signatures") === true,
  refusesForce: argumentOf(ruleset, "rules.non_fast_forward") === true,
});

const ofBranch = (protection: Subject): Protection => ({
  approvals: Number(argumentOf(protection, "required_pull_request_reviews.required_approving_review_count") ?? 0),
  isSigned: argumentOf(protection, "require_signed_commits") === true,
  refusesForce: argumentOf(protection, "allows_force_pushes") !== true,
});

/** Rules over repositories. */
export const githubPolicies: readonly Policy[] = [repository, branch];
