import { createHash } from "node:crypto";
import { type Region, regions } from "./clouds/regions.ts";

/** The clouds this platform runs on. Adding a name here makes the compiler list every answer the new cloud still owes. */
export const cloudNames = ["aws", "gcp", "azure"] as const;
export type CloudName = (typeof cloudNames)[number];

/** The environments. The address plan gives each of the four one quarter of 10.0.0.0/8, so the list is closed. */
export const environmentNames = ["mgmt", "dev", "staging", "prod"] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/** Three-letter codes for names with a limit of 32 characters or fewer. */
export const environmentCodes: Record<EnvironmentName, string> = {
  mgmt: "mgt",
  dev: "dev",
  staging: "stg",
  prod: "prd",
};

/** The account, project or subscription a place lives in. Identifiers only: they are no secrets. */
export type CloudAccount =
  | { readonly cloud: "aws"; readonly accountId: string }
  | { readonly cloud: "gcp"; readonly projectId: string; readonly projectNumber: string; readonly billingAccount: string }
  | { readonly cloud: "azure"; readonly subscriptionId: string; readonly tenantId: string };

/** What names a place: plain data, so a stack's input can be written down as JSON. */
export interface PlaceInput {
  readonly organization: string;
  readonly environment: EnvironmentName;
  readonly cloud: CloudName;
  /** The cloud's own region name, a key of `regions[cloud]`. */
  readonly region: string;
  readonly account: CloudAccount;
}

/** One environment x cloud x region, with the names everything in it is built from. */
export interface Place extends PlaceInput {
  /** `prod-aws-use1`: the start of the ids of this place's stacks. */
  readonly id: string;
  /** `acme-prod-aws-use1`: for names with room (40 characters and more). */
  readonly name: string;
  /** `acme-prd-use1`, at most 19 characters: for names with a limit of 32 or fewer. */
  readonly shortName: string;
  /** Four hexadecimal characters derived from the account: makes globally unique names unique and stable. */
  readonly suffix: string;
  readonly regionFacts: Region;
}

/** @throws with the known regions when the cloud has none of this name */
export function regionFacts(cloud: CloudName, region: string): Region {
  const facts = regions[cloud][region];
  if (facts === undefined) {
    throw new Error(`region ${region}: unknown for ${cloud}; use one of ${Object.keys(regions[cloud]).join(", ")}`);
  }
  return facts;
}

/** The place with the names derived from it. */
export function makePlace(input: PlaceInput): Place {
  const facts = regionFacts(input.cloud, input.region);
  return {
    ...input,
    id: `${input.environment}-${input.cloud}-${facts.short}`,
    name: `${input.organization}-${input.environment}-${input.cloud}-${facts.short}`,
    shortName: `${input.organization}-${environmentCodes[input.environment]}-${facts.short}`,
    suffix: suffixOf(accountKey(input.account)),
    regionFacts: facts,
  };
}

const suffixes = new Map<string, string>();

function suffixOf(account: string): string {
  const suffix = suffixes.get(account) ?? createHash("sha256").update(account).digest("hex").slice(0, 4);
  suffixes.set(account, suffix);
  return suffix;
}

/** The same environment and account in another region of the same cloud, for disaster-recovery copies. */
export function placeIn(place: Place, region: string): Place {
  return makePlace({ ...place, region });
}

/** The place's account as `cloud`'s kind of account; throws when an implementation is given another cloud's place. */
export function accountOf<C extends CloudName>(place: PlaceInput, cloud: C): Extract<CloudAccount, { cloud: C }> {
  if (place.account.cloud !== cloud) {
    throw new Error(`place ${place.environment}-${place.cloud}: its account is ${place.account.cloud}'s; give it an account of ${cloud}`);
  }
  return place.account as Extract<CloudAccount, { cloud: C }>;
}

function accountKey(account: CloudAccount): string {
  switch (account.cloud) {
    case "aws":
      return account.accountId;
    case "gcp":
      return account.projectId;
    case "azure":
      return account.subscriptionId;
  }
}

/** A place without its environment: `prod-aws-use1` -> `aws-use1`. */
export const aliasOf = (placeId: string): string => placeId.slice(placeId.indexOf("-") + 1);
