import { vi } from "vitest";
import type { PlacedSpec } from "../../../stacks/stack-spec.ts";
import { type StackJson, synthesized } from "../../estate.ts";
import { lookup, type PlaceLayer, smallVariants, type Variant, variantOf } from "../variants.ts";

// The other clouds' provider classes take most of the time it takes to load a stack.
vi.mock("../../../constructs/clouds/aws.ts", () => ({ aws: {} }));
vi.mock("../../../constructs/clouds/gcp.ts", () => ({ gcp: {} }));

/** A resource, with the types of the attributes that tests read by name; the others are matched as they are. */
export interface Facts {
  readonly [attribute: string]: unknown;
  readonly name: string;
  readonly access: string;
  readonly address_prefixes: string[];
  readonly condition: string;
  readonly enabled_log: { category: string }[];
  readonly issuer: string;
  readonly network_security_group_id: string;
  readonly network_security_group_name: string;
  readonly notification: { threshold: number; threshold_type: string }[];
  readonly parent_id: string;
  readonly priority: number;
  readonly role_definition_name: string;
  readonly scope: string;
  readonly source_address_prefix: string;
  readonly subject: string;
  readonly subnet_id: string;
  readonly target_resource_id: string;
  readonly template_content: string;
  readonly tier: string;
}

/** Production's stack of the layer with changes. */
export const specOf = (layer: PlaceLayer, variant?: Variant): PlacedSpec => variantOf("azure", layer, variant);

/** The same as JSON. */
export const azure = (layer: PlaceLayer, variant?: Variant): StackJson => synthesized(specOf(layer, variant));

/** A small environment's. */
export const dev = smallVariants("azure", "10.96.0.0/16");

export const { all, one, get } = lookup<Facts>("azurerm_");

/** Role assignments as [role, scope] of those whose logical id matches. */
export const rolesOf = (stack: StackJson, id: RegExp): [role: string, scope: string][] =>
  Object.entries(all(stack, "role_assignment"))
    .filter(([name]) => id.test(name))
    .map(([, { role_definition_name: role, scope }]) => [role, scope]);

/** Every stack of production, for rules that hold everywhere. */
export const everyStack = (): StackJson[] => (["account", "network", "cluster", "data"] as const).map((layer) => azure(layer));
