import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { boundaryName, policy, type Statement } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import { applyStatements } from "./aws-apply-permissions.ts";
import { boundaryStatements } from "./aws-boundary.ts";
import { AwsGuests, guestRoles } from "./aws-guests.ts";
import { pipelineStatements, planDenials } from "./aws-reader-permissions.ts";
import type { AccountProps } from "./contract.ts";

const terraformAudience = "aws.workload.identity";
const githubAudience = "sts.amazonaws.com";

/** Names of the identities that outside systems take on. */
export const trustedRoles = (place: Place) => {
  const name = (role: string) => nameOf("aws:IamRole", place.organization, place.environment, role);
  return { plan: name("tfc-plan"), apply: name("tfc-apply"), pipeline: name("pipeline") };
};

/** Who outside AWS may act in the account, each with a short-lived token instead of a key: HCP Terraform's two phases, and GitHub jobs. */
export class AwsTrust extends Construct {
  readonly terraformProvider: string;
  readonly plan: string;
  readonly apply: string;
  readonly pipeline: string;
  /** ARN of the permissions boundary, for roles of this very stack: it must exist before they do. */
  readonly boundary: string;

  constructor(scope: Construct, id: string, props: AccountProps) {
    super(scope, id);
    const { hostname } = props.terraform;
    const githubHost = props.github.tokenHost;
    const terraform = new IamOpenidConnectProvider(this, "Terraform", {
      url: `https://${hostname}`,
      clientIdList: [terraformAudience],
      // Without it no run gets in, not even the one that would bring it back.
      lifecycle: { preventDestroy: props.deletionProtection },
    });
    const github = new IamOpenidConnectProvider(this, "Github", { url: `https://${githubHost}`, clientIdList: [githubAudience] });
    const boundary = this.policy(
      "Boundary",
      boundaryName(props.place),
      "Ceiling of every role that stacks create",
      boundaryStatements(props.place),
    );
    const names = trustedRoles(props.place);
    const phase = (name: "plan" | "apply") => webIdentity(terraform.arn, hostname, terraformAudience, [runSubject(props, name)]);

    new AwsGuests(this, "Guests", { ...props, providerArn: terraform.arn, audience: terraformAudience });
    this.boundary = boundary.arn;
    this.terraformProvider = terraform.arn;
    this.plan = this.role("Plan", names.plan, "Plan phase of HCP Terraform: reads, but no secrets and no data", phase("plan"), {
      managed: "ReadOnlyAccess",
      statements: planDenials,
    });
    this.apply = this.role(
      "Apply",
      names.apply,
      "Apply phase of HCP Terraform: builds, but creates no rights beyond the boundary",
      phase("apply"),
      {
        managed: "PowerUserAccess",
        statements: applyStatements(props.place, boundary.arn, [...Object.values(names), ...guestNames(props)]),
      },
    );
    this.pipeline = this.role(
      "Pipeline",
      names.pipeline,
      "GitHub jobs of this environment: push images",
      webIdentity(github.arn, githubHost, githubAudience, jobSubjects(props)),
      { statements: pipelineStatements(props.place) },
    );
  }

  private role(
    id: string,
    name: string,
    description: string,
    trust: Statement,
    rights: { managed?: string; statements: Statement[] },
  ): string {
    const role = new IamRole(this, id, {
      name,
      description,
      // Replacing a cluster or a database takes longer than the default hour.
      maxSessionDuration: 7200,
      assumeRolePolicy: policy([trust]),
    });
    if (rights.managed) {
      new IamRolePolicyAttachment(this, `${id}${rights.managed}`, {
        role: role.name,
        policyArn: `arn:aws:iam::aws:policy/${rights.managed}`,
      });
    }
    const own = this.policy(`${id}Policy`, name, description, rights.statements);
    new IamRolePolicyAttachment(this, `${id}PolicyAttachment`, { role: role.name, policyArn: own.arn });
    return role.arn;
  }

  private policy(id: string, name: string, description: string, statements: Statement[]): IamPolicy {
    return new IamPolicy(this, id, { name, description, policy: policy(statements) });
  }
}

/** Roles of guests are nobody's to change but the administrator's, who applies the account. */
const guestNames = ({ place, guests }: AccountProps): string[] => guests.flatMap(({ name }) => Object.values(guestRoles(place, name)));

const webIdentity = (provider: string, host: string, audience: string, subjects: string[]): Statement => ({
  Principal: { Federated: provider },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: { StringEquals: { [`${host}:aud`]: audience }, StringLike: { [`${host}:sub`]: subjects } },
});

/** Any workspace of the environment's project: a list of all of them would not fit into a trust policy (2,048 characters). */
const runSubject = ({ terraform: { organization, project } }: AccountProps, phase: string): string =>
  `organization:${organization}:project:${project}:workspace:*:run_phase:${phase}`;

/** Jobs in the environment of the same name, with or without the repository's customized subject (`...:job_workflow_ref:...`). */
function jobSubjects({ github: { owner, repository }, place }: AccountProps): string[] {
  const subject = `repo:${owner}/${repository}:environment:${place.environment}`;
  return [subject, `${subject}:*`];
}
