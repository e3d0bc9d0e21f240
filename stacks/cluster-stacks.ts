import type { Environment, Estate } from "../config/estate.ts";
import { addonsContract } from "../constructs/addons/contract.ts";
import { makePlace } from "../constructs/place.ts";
import { AddonsStack } from "./addons.ts";
import { type PlaceAddons, placeAddons } from "./addons-input.ts";
import { AppsStack } from "./apps.ts";
import { appsInput } from "./apps-input.ts";
import { isCentralPlace } from "./central.ts";
import { registryOf } from "./central-stacks.ts";
import { cloudContexts, type PlaceContext, placeContexts } from "./context.ts";
import { estateSpec, placedSpec, refTo } from "./make-spec.ts";
import { MeshStack, meshInput } from "./mesh.ts";
import type { StackRef, StackSpec } from "./stack-spec.ts";
import { vaultAccessOf } from "./vault-stacks.ts";

/**
 * The stacks of what runs in an environment's clusters: add-ons of each place, what ties the clusters together, central services of
 * the management place, applications.
 *
 * @param below the stacks they stand on: the environment's, and the clusters of all
 * @throws with everything that is wrong with the choice of add-ons
 */
export function clusterStacks(estate: Estate, environment: Environment, below: readonly StackSpec[]): StackSpec[] {
  const contexts = cloudContexts(estate, environment).flatMap(placeContexts);
  const chosen = contexts.map((context) => ({ context, id: makePlace(context.place).id, addons: placeAddons(context) }));
  const problems = chosen.flatMap(({ addons }) => addons.problems);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const stack = (id: string): StackRef => refTo(below.find((spec) => spec.id === id) as StackSpec);
  const platforms = chosen.map(({ context, id, addons }) => platformStack(context, id, addons, stack));
  const services = chosen.flatMap(({ context, id, addons }) => servicesStack(context, id, addons, stack));
  const apps = contexts.flatMap((context, index) => appsStack(context, platforms[index] as StackSpec, stack));
  return [...platforms, ...meshStack(estate, environment, platforms, stack), ...services, ...apps];
}

type Stack = (id: string) => StackRef;

const ownStacks = (id: string, stack: Stack): StackRef[] => ["network", "cluster", "data"].map((layer) => stack(`${id}-${layer}`));

function platformStack(context: PlaceContext, id: string, { platform }: PlaceAddons, stack: Stack): StackSpec {
  const { readsBackupsOf, backupReaders } = platform;
  return placedSpec(context, context.place, AddonsStack, {
    id: `${id}-platform`,
    // Vault runs there, and the others' certificates come from it.
    layer: isCentralPlace(context.estate, context.place) ? "central" : "platform",
    publishes: [addonsContract.name],
    consumes: [
      ...ownStacks(id, stack),
      ...(platform.settings.central && !isCentralPlace(context.estate, context.place)
        ? [vaultAccessOf(context.estate, context.environment)]
        : []),
      ...(readsBackupsOf ? [stack(`${readsBackupsOf.id}-data`)] : []),
      ...backupReaders.map((reader) => stack(`${reader.id}-cluster`)),
    ],
    execution: "agent",
    input: platform,
  });
}

function servicesStack(context: PlaceContext, id: string, { services }: PlaceAddons, stack: Stack): StackSpec[] {
  if (services === undefined) return [];
  return [
    placedSpec(context, context.place, AddonsStack, {
      id: `${id}-services`,
      layer: "services",
      publishes: [],
      // Its charts need the kinds that the platform's define.
      consumes: [
        ...ownStacks(id, stack),
        { id: `${id}-platform`, publishes: [addonsContract.name] },
        // Logins of its database that Vault makes.
        ...(services.hasDatabase ? [{ id: `${context.environment.name}-database-access`, publishes: [] }] : []),
        registryOf(context),
        ...services.costWriters.map((writer) => stack(`${writer.id}-cluster`)),
      ],
      execution: "agent",
      input: services,
    }),
  ];
}

function meshStack(estate: Estate, environment: Environment, platforms: readonly StackSpec[], stack: Stack): StackSpec[] {
  const input = meshInput(estate, environment);
  if (input === undefined) return [];
  return [
    estateSpec(estate, environment, MeshStack, {
      id: `${environment.name}-mesh`,
      layer: "mesh",
      publishes: [],
      consumes: input.places.flatMap(({ id }) => [
        stack(`${id}-cluster`),
        refTo(platforms.find((spec) => spec.id === `${id}-platform`) as StackSpec),
      ]),
      execution: "agent",
      // Clusters are asked for as the run itself, which each of their clouds must know.
      credentials: Object.keys(environment.clouds) as StackSpec["credentials"],
      input,
    }),
  ];
}

function appsStack(context: PlaceContext, platform: StackSpec, stack: Stack): StackSpec[] {
  const { id } = makePlace(context.place);
  const input = appsInput(context);
  if (input === undefined) return [];
  return [
    placedSpec(context, context.place, AppsStack, {
      id: `${id}-apps`,
      layer: "apps",
      publishes: [],
      consumes: [stack(`${id}-cluster`), stack(`${id}-data`), refTo(platform)],
      execution: "agent",
      input,
    }),
  ];
}
