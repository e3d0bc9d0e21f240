import type { CloudName } from "../../place.ts";
import type { AddonContext } from "../addon.ts";
import type { Composed, Recipes } from "./crossplane-composition.ts";
import { awsRecipes } from "./crossplane-compositions-aws.ts";
import { azureRecipes } from "./crossplane-compositions-azure.ts";
import { gcpRecipes } from "./crossplane-compositions-gcp.ts";
import { selfServiceKinds } from "./crossplane-definitions.ts";

/** How each cloud makes what teams ask for. */
export const recipes: Record<CloudName, Recipes> = { aws: awsRecipes, gcp: gcpRecipes, azure: azureRecipes };

/** Plurals that are not the kind's name and an s. */
const irregular: Readonly<Record<string, string>> = {
  Address: "addresses",
  BucketOwnershipControls: "bucketownershipcontrols",
  BucketPolicy: "bucketpolicies",
  ManagedRedis: "managedredis",
  ManagementPolicy: "managementpolicies",
};

/** `buckets.s3.aws.m.upbound.io`: what a kind of managed resource is called where it is activated. */
function definitionName({ base }: Composed): string {
  const kind = String(base.kind);
  return `${irregular[kind] ?? `${kind.toLowerCase()}s`}.${String(base.apiVersion).split("/")[0]}`;
}

/** The kinds of cloud resources that the place's recipes use. */
export function usedKinds(context: AddonContext): string[] {
  const parts = selfServiceKinds.flatMap((kind) => recipes[context.place.cloud][kind](context));
  return [...new Set(parts.map(definitionName))].sort();
}
