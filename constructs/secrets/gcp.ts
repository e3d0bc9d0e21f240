import { Construct } from "constructs";
import { accountOf } from "../place.ts";
import type { SecretStore, SecretStoreProps } from "./contract.ts";

/** Secret Manager of the project: there is nothing to make, and the environment's secrets are told by their names. Costs are per secret, cents a month. */
export class GcpSecretStore extends Construct implements SecretStore {
  readonly kind = "gcp-secret-manager";
  readonly address: string;
  readonly scope: string;
  readonly prefix: string;

  constructor(scope: Construct, id: string, { place }: SecretStoreProps) {
    super(scope, id);
    this.address = accountOf(place, "gcp").projectId;
    this.prefix = `${place.organization}-${place.environment}-`;
    this.scope = this.prefix;
  }
}
