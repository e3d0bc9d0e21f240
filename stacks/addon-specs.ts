import type { AddonFacts } from "../constructs/addons/addon.ts";
import { makePlace } from "../constructs/place.ts";
import type { AddonsInput } from "./addons-input.ts";
import type { PlacedSpec, StackSpec } from "./stack-spec.ts";

type AddonSpec = PlacedSpec<AddonsInput>;

/** The stacks of add-ons among `stacks`. */
export const addonInputs = (stacks: readonly StackSpec[]): AddonSpec[] =>
  stacks.filter((spec): spec is AddonSpec => ["central", "platform", "services"].includes(spec.layer));

/** What configuration says of the place of such a stack. */
export const factsOf = ({ place, input }: AddonSpec): AddonFacts => ({ ...input.settings, place: makePlace(place) });
