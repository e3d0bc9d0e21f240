import { TfeProvider } from "@cdktf/provider-tfe/lib/provider";
import type { Construct } from "constructs";

/** The organization of HCP Terraform, and the host it is on. */
export interface TerraformConnection {
  readonly hostname: string;
  readonly organization: string;
}

/** Configures the stack's one provider of HCP Terraform. Its token is the run's `TFE_TOKEN`, a sensitive variable. */
export function connectTerraform(scope: Construct, { hostname, organization }: TerraformConnection): void {
  new TfeProvider(scope, "tfe", { hostname, organization });
}
