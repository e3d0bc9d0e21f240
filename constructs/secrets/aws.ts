import { Construct } from "constructs";
import type { SecretStore, SecretStoreProps } from "./contract.ts";

/** Secrets Manager of the account and region: there is nothing to make, and the environment's secrets are told by their names. Costs are per secret, cents a month. */
export class AwsSecretStore extends Construct implements SecretStore {
  readonly kind = "aws-secrets-manager";
  readonly address: string;
  readonly scope: string;
  readonly prefix: string;

  constructor(scope: Construct, id: string, { place }: SecretStoreProps) {
    super(scope, id);
    this.address = place.region;
    this.prefix = `${place.organization}-${place.environment}-`;
    this.scope = this.prefix;
  }
}
