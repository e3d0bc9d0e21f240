import { Construct } from "constructs";
import { AwsKey } from "../encryption/aws.ts";
import type { Place } from "../place.ts";
import type { Seal } from "./contract.ts";

export interface SealKeyProps {
  /** Where Vault runs. */
  readonly place: Place;
  readonly deletionProtection: boolean;
}

/**
 * The key that Vault unseals itself with. Everything Vault ever kept, snapshots too, is lost with it; so nobody but Vault's own
 * identity is given it, and deletion takes 30 days. About $1 per month.
 */
export class SealKey extends Construct implements Seal {
  readonly keyId: string;
  readonly region: string;

  constructor(scope: Construct, id: string, { place, deletionProtection }: SealKeyProps) {
    super(scope, id);
    // KMS opens what was sealed with earlier versions of the key by itself, so that its rotation needs nobody:
    // https://developer.hashicorp.com/vault/docs/configuration/seal/awskms#key-rotation
    this.keyId = new AwsKey(this, "Resource", { place, purpose: "vault-seal", deletionProtection }).arn;
    this.region = place.region;
  }
}
