import type { Construct } from "constructs";
import { type AccountProps, accountContract } from "../constructs/account/contract.ts";
import { clouds } from "../constructs/clouds/index.ts";
import type { CloudContext } from "./context.ts";
import { PlatformStack } from "./platform-stack.ts";
import type { StackSpec } from "./stack-spec.ts";

export type AccountInput = Omit<AccountProps, "place">;

/** One cloud account of an environment: who may act in it, what is audited, what it may cost. */
export class AccountStack extends PlatformStack<AccountInput> {
  constructor(scope: Construct, spec: StackSpec<AccountInput>) {
    super(scope, spec);
    const account = clouds[this.place.cloud].account(this, "Account", { place: this.place, ...this.input });
    this.publish(accountContract, account);
  }
}

/** @param workspaces HCP Terraform workspaces of the environment whose stacks are on this cloud */
export function accountInput({ estate, environment, placement }: CloudContext, project: string, workspaces: string[]): AccountInput {
  const { billingContact, securityContact } = estate.organization;
  const regions = Object.entries(placement.regions).flatMap(([region, { dr }]) => (dr === undefined ? [region] : [region, dr]));
  return {
    regions: [...new Set(regions)].sort(),
    terraform: { hostname: estate.terraform.hostname, organization: estate.terraform.organization, project },
    workspaces,
    github: estate.github,
    budgetUsd: placement.budgetUsd,
    administrators: placement.administrators,
    viewers: placement.viewers,
    billingContact,
    securityContact,
    auditRetentionDays: environment.auditRetentionDays,
    deletionProtection: environment.deletionProtection,
  };
}
