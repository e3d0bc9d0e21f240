import type { Construct } from "constructs";
import { vi } from "vitest";
import { clouds } from "../../../constructs/clouds/index.ts";
import { clusterContract } from "../../../constructs/cluster/contract.ts";
import type { Grant } from "../../../constructs/identity/contract.ts";
import { PlatformStack } from "../../../stacks/platform-stack.ts";
import type { StackSpec } from "../../../stacks/stack-spec.ts";
import { defaultStacks, type StackJson, synthesized } from "../../estate.ts";

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

const isObject = (value: unknown): value is Attributes => typeof value === "object" && value !== null && !Array.isArray(value);

/** A stack of the default estate, by id; `change` is put over its input, two levels deep. */
export function stackSpec(id: string, change: Attributes = {}): StackSpec {
  const spec = defaultStacks().find((candidate) => candidate.id === id);
  if (spec === undefined) throw new Error(`no stack ${id}`);
  const input = spec.input as Attributes;
  for (const [part, value] of Object.entries(change)) {
    const old = input[part];
    input[part] = isObject(old) && isObject(value) ? { ...old, ...value } : value;
  }
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

/** The resources of a type, by logical id. */
export const all = (json: StackJson, type: string): Record<string, Attributes> => json.resource[type] ?? {};

/** The one resource of a type. */
export function one(json: StackJson, type: string): Attributes {
  const found = Object.values(all(json, type));
  if (found.length !== 1) throw new Error(`${found.length} of ${type}, expected one`);
  return found[0] as Attributes;
}

/** What is at `path` (`rule.0.days`) of JSON of any shape. */
export const at = (value: unknown, path: string): unknown =>
  path.split(".").reduce((found, step) => (found as Attributes | undefined)?.[step], value);

/** The nested blocks, or list of objects, at `path`. */
export const blocks = (value: unknown, path: string): Attributes[] => at(value, path) as Attributes[];

const asList = (value: unknown): string[] => (value === undefined ? [] : Array.isArray(value) ? value : [value as string]);

/** The statements of a policy document. */
export const statements = (document: unknown): Statement[] =>
  JSON.parse(String(document)).Statement.map((statement: Attributes) => ({
    ...statement,
    Action: asList(statement.Action),
    Resource: asList(statement.Resource),
  }));

/** Ids of the default estate's stacks on AWS. */
export const awsIds = (): string[] =>
  defaultStacks()
    .filter(({ place }) => place.cloud === "aws")
    .map(({ id }) => id);

class Workload extends PlatformStack {
  constructor(scope: Construct, spec: StackSpec, grants: readonly Grant[]) {
    super(scope, spec);
    const cluster = this.consume(clusterContract);
    const asked = { name: "shop", namespace: "shop", serviceAccount: "web", grants };
    clouds.aws.identity(this, "Shop", { place: this.place, cluster, ...asked });
  }
}

/** A stack with the identity of one workload of prod. */
export function workload(...grants: Grant[]): StackJson {
  const { place, terraform, tags, environment } = stackSpec("prod-aws-use1-cluster");
  const spec: StackSpec = {
    ...{ id: "prod-aws-use1-shop", layer: "data", execution: "remote", publishes: [], input: {} },
    ...{ place, terraform, tags, environment },
    consumes: [{ id: "prod-aws-use1-cluster", publishes: ["cluster"] }],
    build: (scope) => new Workload(scope, spec, grants),
  };
  return synthesized(spec);
}
