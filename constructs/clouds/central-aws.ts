import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ref, type TerraformProvider, type TerraformStack, TerraformVariable, Token } from "cdktf";
import { centralTag } from "../delivery/run-identity.ts";
import { accountOf, type PlaceInput } from "../place.ts";
import { type Tags, tagsFor } from "../tags.ts";

const credentials = "tfc_aws_dynamic_credentials";

/** How a run gets into the central AWS account. */
export interface CentralConnection {
  /** Whether HCP Terraform runs the stack and gives its runs their identities. */
  readonly dynamicCredentials: boolean;
  readonly tags: Tags;
  /** For a stack that has an AWS account of its own. @default the stack's only one */
  readonly alias?: string;
}

/**
 * A provider for what a stack has in the central place's account, which is not its own environment's. Its runs are given a
 * short-lived token for it besides their own; without HCP Terraform it is the profile `<organization>-<central environment>`.
 * https://developer.hashicorp.com/terraform/cloud-docs/dynamic-provider-credentials/specify-multiple-configurations
 */
export function connectCentral(
  stack: TerraformStack,
  central: PlaceInput,
  { dynamicCredentials, tags, alias }: CentralConnection,
): TerraformProvider {
  return new AwsProvider(stack, "CentralAws", {
    alias,
    region: central.region,
    allowedAccountIds: [accountOf(central, "aws").accountId],
    defaultTags: [{ tags: tagsFor("aws", tags) }],
    ...(dynamicCredentials ? { sharedConfigFiles: [configFile(stack)] } : { profile: `${central.organization}-${central.environment}` }),
  });
}

function configFile(stack: TerraformStack): string {
  new TerraformVariable(stack, credentials, {
    type: "object({ default = object({ shared_config_file = string }), aliases = map(object({ shared_config_file = string })) })",
    description: "Where HCP Terraform writes the identities of a run.",
  });
  return Token.asString(ref(`var.${credentials}.aliases["${centralTag}"].shared_config_file`, stack));
}
