import { Fn } from "cdktf";
import type { Account } from "../account/contract.ts";
import type { CloudAccount } from "../place.ts";

/** One cloud that the jobs of an environment act in. */
export interface JobCloud {
  readonly account: CloudAccount;
  /** Region that tools take when told none. */
  readonly region: string;
}

/**
 * What a job needs to exchange its token for the cloud's: names, not secrets.
 *
 * @param published what the account's stack says of itself
 */
export function jobVariables({ account, region }: JobCloud, published: Account): Record<string, string> {
  const { pipelineIdentity, federation } = published;
  switch (account.cloud) {
    case "aws":
      return { AWS_ROLE_ARN: pipelineIdentity, AWS_REGION: region };
    case "gcp":
      return { GCP_SERVICE_ACCOUNT: pipelineIdentity, GCP_WORKLOAD_IDENTITY_PROVIDER: githubProvider(federation) };
    case "azure":
      return { AZURE_CLIENT_ID: pipelineIdentity, AZURE_TENANT_ID: federation, AZURE_SUBSCRIPTION_ID: account.subscriptionId };
  }
}

/** The account publishes HCP Terraform's provider; GitHub's is its neighbour of that name. No leading slash: terraform could take it for a regular expression. */
const githubProvider = (terraformProvider: string): string => Fn.replace(terraformProvider, "providers/terraform", "providers/github");
