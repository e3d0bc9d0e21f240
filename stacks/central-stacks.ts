import type { Estate } from "../config/estate.ts";
import { makePlace } from "../constructs/place.ts";
import { registryContract } from "../constructs/registry/contract.ts";
import { AgentsStack, agentsInput } from "./agents.ts";
import { centralPlace } from "./central.ts";
import { accountOf, type CloudContext, cloudContexts, homePlace, type PlaceContext } from "./context.ts";
import { placedSpec, refTo } from "./make-spec.ts";
import { RegistryStack, registryInput } from "./registry.ts";
import type { StackRef, StackSpec } from "./stack-spec.ts";

/** What the central environment has beside its places: a registry for the clusters of each cloud, and the agents of HCP Terraform. */
export function centralStacks(estate: Estate, below: readonly StackSpec[]): StackSpec[] {
  const central = centralPlace(estate);
  if (central === undefined) return [];
  const registries = cloudContexts(estate, central.environment).map((context) => registryStack(context, below));
  // Whoever keeps state in files runs terraform where that is.
  return estate.terraform.backend === "local" ? registries : [...registries, agentsStack(central, below)];
}

/** The stack with the images of a cloud's clusters. */
export const registryOf = ({ environment, cloud }: Pick<CloudContext, "environment" | "cloud">): StackRef => ({
  id: `${environment.name}-${cloud}-registry`,
  publishes: [registryContract.name],
});

function registryStack(context: CloudContext, below: readonly StackSpec[]): StackSpec {
  const input = registryInput(context);
  const clusters = below.filter(({ id }) => input.nodesOf.some((place) => id === `${place}-cluster`));
  return placedSpec(context, homePlace(context), RegistryStack, {
    ...registryOf(context),
    layer: "registry",
    consumes: [accountOf(context), ...clusters.map(refTo)],
    input,
  });
}

function agentsStack(context: PlaceContext, below: readonly StackSpec[]): StackSpec {
  const { id } = makePlace(context.place);
  const network = below.find((spec) => spec.id === `${id}-network`) as StackSpec;
  return placedSpec(context, context.place, AgentsStack, {
    id: `${id}-agents`,
    layer: "agents",
    publishes: [],
    consumes: [accountOf(context), refTo(network), registryOf(context)],
    input: agentsInput(context),
  });
}
