import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { policy, type Statement } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import { accountOf, type PlaceInput } from "../place.ts";
import { guestStatements } from "./aws-guest-permissions.ts";
import type { AccountProps, Guest } from "./contract.ts";

/** Names of the roles that a guest's runs take on in the host's account. */
export const guestRoles = (host: Pick<PlaceInput, "organization" | "environment">, guest: string) => {
  const name = (phase: string) => nameOf("aws:IamRole", host.organization, host.environment, "guest", guest, phase);
  return { plan: name("plan"), apply: name("apply") };
};

/** ARNs of those roles, for whoever is told of them before the account is made. */
export function guestRoleArns(host: PlaceInput, guest: string): { readonly plan: string; readonly apply: string } {
  const { accountId } = accountOf(host, "aws");
  const { plan, apply } = guestRoles(host, guest);
  return { plan: `arn:aws:iam::${accountId}:role/${plan}`, apply: `arn:aws:iam::${accountId}:role/${apply}` };
}

export interface AwsGuestsProps extends AccountProps {
  /** The account's provider for HCP Terraform's tokens, and for whom they must be. */
  readonly providerArn: string;
  readonly audience: string;
}

/**
 * Runs of other environments that have something to do in this account, each in exactly its own workspaces: the links of their places to the
 * central one, and names by which what runs there finds them. One role to plan with, which reads, and one to apply with.
 */
export class AwsGuests extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AwsGuestsProps,
  ) {
    super(scope, id);
    for (const guest of props.guests) for (const phase of ["plan", "apply"] as const) this.role(guest, phase);
  }

  private role(guest: Guest, phase: "plan" | "apply"): void {
    const id = `${guest.name[0]?.toUpperCase()}${guest.name.slice(1)}${phase === "plan" ? "Plan" : "Apply"}`;
    const name = guestRoles(this.props.place, guest.name)[phase];
    const description = `Runs of ${guest.project} that ${phase} what they have in this account`;
    const assumeRolePolicy = policy([this.trust(guest, phase)]);
    const role = new IamRole(this, id, { name, description, maxSessionDuration: 7200, assumeRolePolicy });
    const statements = guestStatements[guest.may][phase](this.props.place);
    const own = new IamPolicy(this, `${id}Policy`, { name, description, policy: policy(statements) });
    new IamRolePolicyAttachment(this, `${id}PolicyAttachment`, { role: role.name, policyArn: own.arn });
  }

  private trust({ project, workspaces }: Guest, phase: string): Statement {
    const { providerArn, audience, terraform } = this.props;
    const { hostname, organization } = terraform;
    const subject = (workspace: string) => `organization:${organization}:project:${project}:workspace:${workspace}:run_phase:${phase}`;
    return {
      Principal: { Federated: providerArn },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { [`${hostname}:aud`]: audience, [`${hostname}:sub`]: workspaces.map(subject) } },
    };
  }
}
