import type { Construct } from "constructs";
import { vi } from "vitest";
import { presetFor } from "../../../config/presets.ts";
import { clouds } from "../../../constructs/clouds/index.ts";
import { clusterContract } from "../../../constructs/cluster/contract.ts";
import type { Grant } from "../../../constructs/identity/contract.ts";
import type { EnvironmentName } from "../../../constructs/place.ts";
import { AccountStack } from "../../../stacks/account.ts";
import { ClusterStack } from "../../../stacks/cluster.ts";
import { DataStack } from "../../../stacks/data.ts";
import { NetworkStack } from "../../../stacks/network.ts";
import { PlatformStack } from "../../../stacks/platform-stack.ts";
import type { Layer, StackSpec } from "../../../stacks/stack-spec.ts";
import { defaultStacks, type Json, type StackJson, synthesized } from "../../estate.ts";

// The other clouds' provider classes take most of the time it takes to load a stack.
vi.mock("../../../constructs/clouds/aws.ts", () => ({ aws: {} }));
vi.mock("../../../constructs/clouds/azure.ts", () => ({ azure: {} }));

type StackClass = new (scope: Construct, spec: StackSpec<never>) => PlatformStack;
const classes: Record<Layer, StackClass> = { account: AccountStack, network: NetworkStack, cluster: ClusterStack, data: DataStack };

/** A resource, with the types of the attributes that tests read by name; the others are matched as they are. */
export interface Facts {
  readonly [attribute: string]: unknown;
  readonly member: string;
  readonly name: string;
  readonly role: string;
}

/** What a variant has other than the default estate's production. */
export interface Variant {
  readonly environment?: EnvironmentName;
  readonly region?: string;
  /** Merged over the spec's input, two levels deep. */
  readonly input?: Json;
  readonly publishes?: readonly string[];
}

const onGcp = (environment: EnvironmentName) =>
  defaultStacks().filter((spec) => spec.environment === environment && spec.place.cloud === "gcp");
const production = onGcp("prod");

const isPlain = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

const merged = (base: Json, changes: Json): Json =>
  Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(changes)])].map((key) => {
      const [old, value] = [base[key], changes[key]];
      const both = isPlain(old) && isPlain(value);
      return [key, both ? { ...old, ...value } : key in changes ? value : old];
    }),
  );

/** Production's stack of the layer with changes. */
export function specOf(layer: Layer, { environment, region, input = {}, publishes }: Variant = {}): StackSpec {
  const found = production.find((spec) => spec.layer === layer);
  if (found === undefined) throw new Error(`no gcp stack of layer ${layer} in the default estate; list one`);
  const tags = { ...found.tags, ...(environment === "dev" && { environment, "auto-stop": "mon-fri 07:00-20:00 Europe/Amsterdam" }) };
  const spec: StackSpec = {
    ...found,
    tags,
    ...(publishes && { publishes }),
    environment: environment ?? found.environment,
    place: { ...found.place, environment: environment ?? found.environment, region: region ?? found.place.region },
    input: merged({ ...found.input } as Json, input),
    build: (scope) => new classes[layer](scope, spec as StackSpec<never>),
  };
  return spec;
}

/** The same as JSON. */
export const gcp = (layer: Layer, variant?: Variant): StackJson => synthesized(specOf(layer, variant));

const { network, cluster, database, cache, buckets } = presetFor("single", "gcp");
const open = { deletionProtection: false };
const { enabled: _hasDatabase, ...singleDatabase } = database;
const { enabled: _hasCache, ...singleCache } = cache;

/** What the `single` preset makes of each layer, in an environment without protection, interconnection or copies. */
export const dev: Record<Layer, Variant> = {
  account: { environment: "dev", input: { ...open, auditRetentionDays: 90, budgetUsd: 2500 } },
  network: {
    environment: "dev",
    input: { ...network, ...open, cidr: "10.80.0.0/16", peerCidrs: [], vpnGateway: false, logRetentionDays: 30 },
  },
  cluster: { environment: "dev", input: { ...cluster, ...open, logRetentionDays: 30 } },
  data: {
    environment: "dev",
    publishes: ["database", "cache", "bucket_velero"],
    input: {
      database: { ...singleDatabase, ...open, drRegion: undefined, cdc: false, peerCidrs: [], logRetentionDays: 30 },
      cache: { ...singleCache, ...open, peerCidrs: [] },
      buckets: [{ purpose: "velero", ...buckets.velero, ...open }],
    },
  },
};

/** The stack's resources of a type, by logical id. */
export const all = (stack: StackJson, type: string): Record<string, Facts> =>
  (stack.resource[`google_${type}`] ?? {}) as unknown as Record<string, Facts>;

/** The stack's only resource of a type. */
export function one(stack: StackJson, type: string): Facts {
  const found = Object.values(all(stack, type));
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} resources of type ${type}, expected one`);
  return found[0];
}

/** One of the stack's resources, by type and logical id. */
export function get(stack: StackJson, type: string, id: string): Facts {
  const found = all(stack, type)[id];
  if (found === undefined) throw new Error(`no ${type} ${id}; there are ${Object.keys(all(stack, type)).join(", ")}`);
  return found;
}

/** What is at `path` (`settings.0.tier`) of JSON of any shape. */
export const at = (value: unknown, path: string): unknown =>
  path.split(".").reduce((found, step) => (found as Json | undefined)?.[step], value);

/** The nested blocks, or list of objects, at `path`. */
export const blocks = (value: unknown, path: string): Json[] => at(value, path) as Json[];

/** Every stack of production and of a small environment, for rules that hold everywhere. */
export const stackNames = (["account", "network", "cluster", "data"] as const).flatMap(
  (layer) => [`prod ${layer}`, `dev ${layer}`] as const,
);
export type StackName = (typeof stackNames)[number];

const known = new Map<StackName, StackJson>();

/** The stack of production or of the small environment, synthesized once. */
export function stackOf(name: StackName): StackJson {
  const [environment, layer] = name.split(" ") as ["prod" | "dev", Layer];
  const found = known.get(name) ?? gcp(layer, environment === "dev" ? dev[layer] : {});
  known.set(name, found);
  return found;
}

class Workload extends PlatformStack {
  constructor(scope: Construct, spec: StackSpec, grants: readonly Grant[]) {
    super(scope, spec);
    const asked = { name: "shop", namespace: "shop", serviceAccount: "web", grants };
    clouds.gcp.identity(this, "Shop", { place: this.place, cluster: this.consume(clusterContract), ...asked });
  }
}

/** A stack with the identity of one workload of production. */
export function workload(...grants: Grant[]): StackJson {
  const { place, terraform, tags, environment } = specOf("cluster");
  const spec: StackSpec = {
    ...{ id: "prod-gcp-use4-shop", layer: "data", execution: "remote", publishes: [], input: {} },
    ...{ place, terraform, tags, environment },
    consumes: [{ id: "prod-gcp-use4-cluster", publishes: ["cluster"] }],
    build: (scope) => new Workload(scope, spec, grants),
  };
  return synthesized(spec);
}
