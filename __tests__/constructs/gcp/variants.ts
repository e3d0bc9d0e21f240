import { vi } from "vitest";
import type { Grant } from "../../../constructs/identity/contract.ts";
import type { PlacedSpec } from "../../../stacks/stack-spec.ts";
import { type StackJson, synthesized } from "../../estate.ts";
import { lookup, type PlaceLayer, smallVariants, type Variant, variantOf, workloadOn } from "../variants.ts";

// The other clouds' provider classes take most of the time it takes to load a stack.
vi.mock("../../../constructs/clouds/aws.ts", () => ({ aws: {} }));
vi.mock("../../../constructs/clouds/azure.ts", () => ({ azure: {} }));

/** A resource, with the types of the attributes that tests read by name; the others are matched as they are. */
export interface Facts {
  readonly [attribute: string]: unknown;
  readonly member: string;
  readonly name: string;
  readonly role: string;
}

/** Production's stack of the layer with changes. */
export const specOf = (layer: PlaceLayer, variant?: Variant): PlacedSpec => variantOf("gcp", layer, variant);

/** The same as JSON. */
export const gcp = (layer: PlaceLayer, variant?: Variant): StackJson => synthesized(specOf(layer, variant));

/** A small environment's. */
export const dev = smallVariants("gcp", "10.80.0.0/16");

export const { all, one, get } = lookup<Facts>("google_");

/** Every stack of production and of a small environment, for rules that hold everywhere. */
export const stackNames = (["account", "network", "cluster", "data"] as const).flatMap(
  (layer) => [`prod ${layer}`, `dev ${layer}`] as const,
);
export type StackName = (typeof stackNames)[number];

const known = new Map<StackName, StackJson>();

/** The stack of production or of the small environment, synthesized once. */
export function stackOf(name: StackName): StackJson {
  const [environment, layer] = name.split(" ") as ["prod" | "dev", PlaceLayer];
  const found = known.get(name) ?? gcp(layer, environment === "dev" ? dev[layer] : {});
  known.set(name, found);
  return found;
}

/** A stack with the identity of one workload of production. */
export const workload = (...grants: Grant[]): StackJson => workloadOn("gcp", grants);
