import type { Construct } from "constructs";
import type { Environment, Estate } from "../config/estate.ts";
import type { PlaceInput } from "../constructs/place.ts";
import type { CloudContext } from "./context.ts";
import type { PlatformStack } from "./platform-stack.ts";
import type { Layer, PlacedSpec, StackRef, StackSpec } from "./stack-spec.ts";
import { tagsOfStack } from "./tags.ts";

interface Described<Input extends object> extends StackRef {
  readonly layer: Layer;
  readonly consumes: readonly StackRef[];
  /** @default "remote" */
  readonly execution?: StackSpec["execution"];
  readonly credentials: StackSpec["credentials"];
  readonly input: Input;
}

type StackClass<Spec extends StackSpec> = new (scope: Construct, spec: Spec) => PlatformStack<Spec["input"]>;

/** The spec of a stack in a place; it acts in that place's cloud unless it says as what else. */
export function placedSpec<Input extends object>(
  context: CloudContext,
  place: PlaceInput,
  Stack: StackClass<PlacedSpec<Input>>,
  described: Omit<Described<Input>, "credentials"> & Partial<Pick<Described<Input>, "credentials">>,
): PlacedSpec<Input> {
  const { estate, environment, cloud } = context;
  const spec: PlacedSpec<Input> = {
    ...specFields(estate, environment, { credentials: [cloud], ...described }),
    place,
    environment: environment.name,
    build: (scope) => new Stack(scope, spec),
  };
  return spec;
}

/** The spec of a stack of an environment, or of all of them. */
export function estateSpec<Input extends object>(
  estate: Estate,
  environment: Environment | undefined,
  Stack: StackClass<StackSpec<Input>>,
  described: Described<Input>,
): StackSpec<Input> {
  const spec: StackSpec<Input> = { ...specFields(estate, environment, described), build: (scope) => new Stack(scope, spec) };
  return spec;
}

/** A spec without how to build it: as much of a stack as another one's input may be made from. */
export function specFields<Input extends object>(
  estate: Estate,
  environment: Environment | undefined,
  described: Described<Input>,
): Omit<StackSpec<Input>, "build"> {
  const { version, backend, hostname, organization } = estate.terraform;
  const retirement = estate.retired[described.id];
  return {
    execution: "remote",
    ...described,
    ...(retirement && { retirement }),
    environment: environment?.name ?? "global",
    terraform: { version, backend, hostname, organization },
    tags: tagsOfStack(estate, environment, described.id, described.layer),
  };
}

/** What consumers may know of a stack. */
export const refTo = ({ id, publishes }: StackRef): StackRef => ({ id, publishes });
