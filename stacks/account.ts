import type { Construct } from "constructs";
import { type AccountProps, accountContract } from "../constructs/account/contract.ts";
import { clouds } from "../constructs/clouds/index.ts";
import type { CloudContext } from "./context.ts";
import { PlaceStack } from "./place-stack.ts";
import type { PlacedSpec } from "./stack-spec.ts";

export type AccountInput = Omit<AccountProps, "place">;

/** One cloud account of an environment: who may act in it, what is audited, what it may cost. */
export class AccountStack extends PlaceStack<AccountInput> {
  constructor(scope: Construct, spec: PlacedSpec<AccountInput>) {
    super(scope, spec);
    const account = clouds[this.place.cloud].account(this, "Account", { place: this.place, ...this.input });
    this.publish(accountContract, account);
  }
}

/**
 * @param workspaces HCP Terraform workspaces of the environment whose stacks are on this cloud
 * @param guests others whose stacks have something in this account
 */
export function accountInput(
  { estate, environment, placement }: CloudContext,
  project: string,
  workspaces: string[],
  guests: AccountInput["guests"],
): AccountInput {
  const { github, organization } = estate;
  const { billingContact, securityContact } = organization;
  const regions = Object.entries(placement.regions).flatMap(([region, { dr }]) => (dr === undefined ? [region] : [region, dr]));
  return {
    regions: [...new Set([placement.homeRegion, ...regions])].sort(),
    terraform: { hostname: estate.terraform.hostname, organization: estate.terraform.organization, project },
    workspaces,
    guests,
    github: { owner: github.owner, repository: github.repository, tokenHost: tokenHost(github.url) },
    budgetUsd: placement.budgetUsd,
    administrators: placement.administrators,
    viewers: placement.viewers,
    billingContact,
    securityContact,
    auditRetentionDays: environment.auditRetentionDays,
    ...(environment.traffic.origin === "l7-native" && { webIngress: true }),
    deletionProtection: environment.deletionProtection,
  };
}

/** Who signs the tokens of GitHub's jobs: https://docs.github.com/enterprise-server/actions/reference/security/oidc. */
export const tokenHost = (server: string | undefined): string =>
  server === undefined ? "token.actions.githubusercontent.com" : `${server.replace("https://", "")}/_services/token`;
