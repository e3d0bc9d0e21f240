import { type Statement, statementsOf } from "./aws-statements.ts";
import { argumentOf } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";

/** A subject that is anybody's: nothing but a star, or anything of any organization or repository. */
const isAnybody = (subject: string): boolean => /^\*|^(organization|repo):\*/.test(subject);

/** What a statement that trusts an identity provider leaves open. */
function unpinned({ conditions }: Statement): Finding[] {
  const of = (end: string): readonly string[] => conditions.filter(([key]) => key.endsWith(end)).flatMap(([, values]) => values);
  const [audiences, subjects] = [of(":aud"), of(":sub")];
  const argument = "assume_role_policy";
  return [
    ...(audiences.length === 0 || audiences.includes("*") ? [{ argument, got: audiences.join(), wanted: "a condition on aud" }] : []),
    ...(subjects.length === 0 || subjects.some(isAnybody)
      ? [{ argument, got: subjects.join(), wanted: "a condition on sub that names organization and project, or repository" }]
      : []),
  ];
}

const trust: Policy = {
  id: "AWS-21",
  title: "A role that tokens of others can take names for whom and by whom they were made",
  severity: "critical",
  remedy: "pin aud and sub in the conditions of assume_role_policy",
  appliesTo: ["aws_iam_role"],
  judge: (role) =>
    statementsOf(argumentOf(role, "assume_role_policy"))
      .filter(({ effect, federated }) => effect === "Allow" && federated.length > 0)
      .flatMap(unpinned),
};

function tooMuch(subject: Subject): Finding[] {
  return statementsOf(argumentOf(subject, "policy")).flatMap(({ effect, actions, resources, hasCondition }) => {
    if (effect !== "Allow" || !resources.includes("*")) return [];
    const argument = "policy";
    if (actions.includes("*") || actions.includes("*:*"))
      return [{ argument, got: "Action * on Resource *", wanted: "the actions that are needed" }];
    const passes = actions.some((action) => ["iam:passrole", "iam:*"].includes(action.toLowerCase()));
    return passes && !hasCondition ? [{ argument, got: "iam:PassRole on Resource *", wanted: "the roles that are passed" }] : [];
  });
}

const rights: Policy = {
  id: "AWS-22",
  title: "No policy allows everything, and roles are passed only by name",
  severity: "critical",
  remedy: "list the actions; give iam:PassRole the roles as its resources, or a condition",
  reference: "CKV_AWS_355",
  appliesTo: ["aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"],
  judge: tooMuch,
};

/** Who may do what on AWS. */
export const awsIamPolicies: readonly Policy[] = [trust, rights];
