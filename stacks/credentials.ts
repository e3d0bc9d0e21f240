import type { Construct } from "constructs";
import type { Environment, Estate } from "../config/estate.ts";
import { accountContract } from "../constructs/account/contract.ts";
import { constructId } from "../constructs/delivery/construct-id.ts";
import { type Credential, variableSetContract } from "../constructs/delivery/contract.ts";
import { runIdentity, type RunVariables as Variables } from "../constructs/delivery/run-identity.ts";
import { RunVariables } from "../constructs/delivery/run-variables.ts";
import { connectTerraform, type TerraformConnection } from "../constructs/delivery/terraform-provider.ts";
import { PlatformStack } from "./platform-stack.ts";
import { dynamicCredentials, variableSetKey } from "./run-credentials.ts";
import type { StackSpec } from "./stack-spec.ts";

/** Which of an environment's variable sets to fill, and with what no account publishes. */
export interface CredentialsInput {
  readonly connection: TerraformConnection;
  readonly environment: Environment["name"];
  /** Short-lived tokens that runs can be given. */
  readonly credentials: readonly Credential[];
  /** Azure only: not among what an account publishes. */
  readonly subscriptionId?: string;
  /** The platform's, which Vault's address ends with. */
  readonly domain: string;
}

/** As whom the runs of one environment act: fills its variable sets, one per cloud and one for Vault, with an identity per phase. */
export class CredentialsStack extends PlatformStack<CredentialsInput> {
  constructor(scope: Construct, spec: StackSpec<CredentialsInput>) {
    super(scope, spec);
    connectTerraform(this, this.input.connection);
    for (const credential of this.input.credentials) {
      const { id } = this.consume(variableSetContract.named(variableSetKey(this.input.environment, credential)));
      new RunVariables(this, constructId(credential), { variableSetId: id, variables: this.variables(credential) });
    }
  }

  private variables(credential: Credential): Variables {
    const { environment, subscriptionId = "", domain } = this.input;
    if (credential === "vault") return runIdentity.vault(environment, domain);
    const account = this.consume(accountContract, `${environment}-${credential}-account`);
    if (credential === "aws") return runIdentity.aws(account);
    if (credential === "gcp") return runIdentity.gcp(account);
    if (credential === "azure") return runIdentity.azure(account, subscriptionId);
    throw new Error(`${this.spec.id}: ${credential} has no short-lived token; give its runs aws, gcp, azure or vault`);
  }
}

/** What the stack is built from. */
export function credentialsInput(estate: Estate, { name, clouds }: Environment): CredentialsInput {
  const { hostname, organization } = estate.terraform;
  const azure = clouds.azure?.account;
  return {
    connection: { hostname, organization },
    environment: name,
    credentials: dynamicCredentials(estate, name),
    ...(azure?.cloud === "azure" && { subscriptionId: azure.subscriptionId }),
    domain: estate.organization.domain,
  };
}
