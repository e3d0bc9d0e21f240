import type { CloudName } from "../place.ts";

/**
 * Whether a cloud's keys and secrets are made through private endpoints, so that the stacks that make them must run on an
 * agent inside the network. Azure's Key Vault has no other way once public access is off; KMS and Secret Manager are public APIs.
 */
export const keysArePrivate: Record<CloudName, boolean> = { aws: false, gcp: false, azure: true };
