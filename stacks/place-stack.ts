import type { Construct } from "constructs";
import { clouds } from "../constructs/clouds/index.ts";
import { makePlace, type Place } from "../constructs/place.ts";
import { PlatformStack } from "./platform-stack.ts";
import type { PlacedSpec } from "./stack-spec.ts";

/** The base of the stacks that are in a place: with the one provider of its cloud. */
export abstract class PlaceStack<Input extends object = object> extends PlatformStack<Input> {
  protected readonly place: Place;

  constructor(scope: Construct, spec: PlacedSpec<Input>) {
    super(scope, spec);
    this.place = makePlace(spec.place);
    clouds[this.place.cloud].provider(this, this.place, spec.tags);
  }
}
