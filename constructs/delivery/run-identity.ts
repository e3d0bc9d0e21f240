import type { Account } from "../account/contract.ts";
import { tokenAudience } from "../identity/azure-federation.ts";
import { vaultAddress, vaultAudience, vaultAuthPath, vaultRole } from "../vault/facts.ts";

/** What HCP Terraform calls the second set of AWS credentials of a run: its variables end so, and the provider asks for it by that name. */
export const centralTag = "CENTRAL";

/** Environment variables of a run, by name. */
export type RunVariables = Readonly<Record<string, string>>;

type Federation = Pick<Account, "planIdentity" | "applyIdentity" | "federation">;

/**
 * What makes HCP Terraform exchange a run's token for a short-lived one of a cloud, as one identity while it plans and as another
 * while it applies. The audience is what the account's trust expects.
 * https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials
 */
export const runIdentity = {
  aws: (account: Federation): RunVariables => ({
    TFC_AWS_PROVIDER_AUTH: "true",
    TFC_AWS_WORKLOAD_IDENTITY_AUDIENCE: "aws.workload.identity",
    TFC_AWS_PLAN_ROLE_ARN: account.planIdentity,
    TFC_AWS_APPLY_ROLE_ARN: account.applyIdentity,
  }),
  /** A second AWS account, beside the environment's own: what `centralTag` marks. */
  central: (roles: { readonly plan: string; readonly apply: string }): RunVariables => ({
    [`TFC_AWS_PROVIDER_AUTH_${centralTag}`]: "true",
    [`TFC_AWS_WORKLOAD_IDENTITY_AUDIENCE_${centralTag}`]: "aws.workload.identity",
    [`TFC_AWS_PLAN_ROLE_ARN_${centralTag}`]: roles.plan,
    [`TFC_AWS_APPLY_ROLE_ARN_${centralTag}`]: roles.apply,
  }),
  /** The audience is the provider itself, which is the default on both sides. */
  gcp: (account: Federation): RunVariables => ({
    TFC_GCP_PROVIDER_AUTH: "true",
    TFC_GCP_WORKLOAD_PROVIDER_NAME: account.federation,
    TFC_GCP_PLAN_SERVICE_ACCOUNT_EMAIL: account.planIdentity,
    TFC_GCP_APPLY_SERVICE_ACCOUNT_EMAIL: account.applyIdentity,
  }),
  azure: (account: Federation, subscriptionId: string): RunVariables => ({
    TFC_AZURE_PROVIDER_AUTH: "true",
    TFC_AZURE_WORKLOAD_IDENTITY_AUDIENCE: tokenAudience,
    TFC_AZURE_PLAN_CLIENT_ID: account.planIdentity,
    TFC_AZURE_APPLY_CLIENT_ID: account.applyIdentity,
    ARM_TENANT_ID: account.federation,
    ARM_SUBSCRIPTION_ID: subscriptionId,
  }),
  vault: (environment: string, domain: string): RunVariables => ({
    TFC_VAULT_PROVIDER_AUTH: "true",
    TFC_VAULT_WORKLOAD_IDENTITY_AUDIENCE: vaultAudience,
    TFC_VAULT_ADDR: vaultAddress(domain),
    TFC_VAULT_AUTH_PATH: vaultAuthPath,
    TFC_VAULT_PLAN_ROLE: vaultRole(environment, "plan"),
    TFC_VAULT_APPLY_ROLE: vaultRole(environment, "apply"),
  }),
};
