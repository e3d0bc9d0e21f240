import { vi } from "vitest";
import type { Grant } from "../../../constructs/identity/contract.ts";
import type { PlacedSpec } from "../../../stacks/stack-spec.ts";
import { placedStacks, type StackJson, synthesized } from "../../estate.ts";
import { lookup, merged, workloadOn } from "../variants.ts";

// The other clouds' provider classes take most of the time it takes to load a stack.
vi.mock("../../../constructs/clouds/azure.ts", () => ({ azure: {} }));
vi.mock("../../../constructs/clouds/gcp.ts", () => ({ gcp: {} }));

/** A resource's attributes, as far as tests look into them. */
export type Attributes = Record<string, unknown>;

/** The statement of an IAM policy, with lists where one word would do. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string[];
  readonly Resource: string[];
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

/** A stack of the default estate, by id; `change` is put over its input, two levels deep. */
export function stackSpec(id: string, change: Attributes = {}): PlacedSpec {
  const spec = placedStacks().find((candidate) => candidate.id === id);
  if (spec === undefined) throw new Error(`no stack ${id}`);
  Object.assign(spec.input, merged(spec.input as Attributes, change));
  return spec;
}

const unchanged = new Map<string, StackJson>();

/** The stack's JSON; kept where nothing was changed. */
export function stack(id: string, change?: Attributes): StackJson {
  if (change !== undefined) return synthesized(stackSpec(id, change));
  const known = unchanged.get(id) ?? synthesized(stackSpec(id));
  unchanged.set(id, known);
  return known;
}

/** The stack as another place's: same input, another region. */
export function stackIn(id: string, region: string): StackJson {
  const spec = stackSpec(id);
  Object.assign(spec.place, { region });
  return synthesized(spec);
}

export const { all, one } = lookup<Attributes>("");

const asList = (value: unknown): string[] => (value === undefined ? [] : Array.isArray(value) ? value : [value as string]);

/** The statements of a policy document. */
export const statements = (document: unknown): Statement[] =>
  // What Terraform fills in may have quotes of its own.
  JSON.parse(String(document).replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, (expression) => expression.replaceAll('"', "'"))).Statement.map(
    (statement: Attributes) => ({
      ...statement,
      Action: asList(statement.Action),
      Resource: asList(statement.Resource),
    }),
  );

/** Ids of the default estate's stacks on AWS. */
export const awsIds = (): string[] =>
  placedStacks()
    .filter(({ place }) => place.cloud === "aws")
    .map(({ id }) => id);

/** A stack with the identity of one workload of prod. */
export const workload = (...grants: Grant[]): StackJson => workloadOn("aws", grants);
