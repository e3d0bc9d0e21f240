import type { Construct } from "constructs";
import { presetFor } from "../../config/presets.ts";
import { clouds } from "../../constructs/clouds/index.ts";
import { clusterContract } from "../../constructs/cluster/contract.ts";
import type { Grant } from "../../constructs/identity/contract.ts";
import type { CloudName, EnvironmentName } from "../../constructs/place.ts";
import { AccountStack } from "../../stacks/account.ts";
import { ClusterStack } from "../../stacks/cluster.ts";
import { DataStack } from "../../stacks/data.ts";
import { NetworkStack } from "../../stacks/network.ts";
import { PlaceStack } from "../../stacks/place-stack.ts";
import type { Layer, PlacedSpec } from "../../stacks/stack-spec.ts";
import { type Json, placedStacks, type StackJson, synthesized } from "../estate.ts";

type StackClass = new (scope: Construct, spec: PlacedSpec<never>) => PlaceStack;
/** Layers that every place, or every cloud of an environment, has. */
export type PlaceLayer = Extract<Layer, "account" | "network" | "cluster" | "data">;
const classes: Record<PlaceLayer, StackClass> = { account: AccountStack, network: NetworkStack, cluster: ClusterStack, data: DataStack };

/** What a variant has other than the default estate's production. */
export interface Variant {
  readonly environment?: EnvironmentName;
  readonly region?: string;
  /** Merged over the spec's input, two levels deep. */
  readonly input?: Json;
  readonly publishes?: readonly string[];
}

const isPlain = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** `changes` over `base`, two levels deep. */
export const merged = (base: Json, changes: Json): Json =>
  Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(changes)])].map((key) => {
      const [old, value] = [base[key], changes[key]];
      const both = isPlain(old) && isPlain(value);
      return [key, both ? { ...old, ...value } : key in changes ? value : old];
    }),
  );

/** Production's stack of the cloud and layer, with changes. */
export function variantOf(cloud: CloudName, layer: PlaceLayer, { environment, region, input = {}, publishes }: Variant = {}): PlacedSpec {
  const found = placedStacks().find((spec) => spec.environment === "prod" && spec.place.cloud === cloud && spec.layer === layer);
  if (found === undefined) throw new Error(`no ${cloud} stack of layer ${layer} in production; list one`);
  const tags = { ...found.tags, ...(environment === "dev" && { environment, "auto-stop": "mon-fri 07:00-20:00 Europe/Amsterdam" }) };
  const spec: PlacedSpec = {
    ...found,
    tags,
    ...(publishes && { publishes }),
    environment: environment ?? found.environment,
    place: { ...found.place, environment: environment ?? found.environment, region: region ?? found.place.region },
    input: merged({ ...found.input } as Json, input),
    build: (scope) => new classes[layer](scope, spec as PlacedSpec<never>),
  };
  return spec;
}

/** What the `single` preset makes of each layer, in an environment without protection, interconnection or copies. */
export function smallVariants(cloud: CloudName, cidr: string): Record<PlaceLayer, Variant> {
  const { network, cluster, database, cache, buckets } = presetFor("single", cloud);
  const open = { deletionProtection: false };
  const environment = "dev";
  const { enabled: _hasDatabase, ...singleDatabase } = database;
  const { enabled: _hasCache, ...singleCache } = cache;
  return {
    account: { environment, input: { ...open, auditRetentionDays: 90, budgetUsd: 2500 } },
    network: {
      environment,
      publishes: ["network", "ingress"],
      input: { ...network, ...open, cidr, peerCidrs: [], peers: [], vpnGateway: false, logRetentionDays: 30 },
    },
    cluster: { environment, input: { ...cluster, ...open, logRetentionDays: 30 } },
    data: {
      environment,
      publishes: ["files", "secrets", "database", "cache", "bucket_velero"],
      input: {
        database: {
          ...singleDatabase,
          ...open,
          drRegion: undefined,
          cdc: false,
          passwordLogins: false,
          peerCidrs: [],
          logRetentionDays: 30,
        },
        cache: { ...singleCache, ...open, peerCidrs: [] },
        buckets: [{ purpose: "velero", ...buckets.velero, ...open }],
        linked: false,
        ...open,
      },
    },
  };
}

/** Looks into stacks for resources of types that begin with `prefix`. */
export function lookup<Facts extends object>(prefix: string) {
  const all = (stack: StackJson, type: string): Record<string, Facts> =>
    (stack.resource[`${prefix}${type}`] ?? {}) as unknown as Record<string, Facts>;
  return {
    /** The stack's resources of a type, by logical id. */
    all,
    /** The stack's only resource of a type. */
    one(stack: StackJson, type: string): Facts {
      const found = Object.values(all(stack, type));
      if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} resources of type ${type}, expected one`);
      return found[0];
    },
    /** One of the stack's resources, by type and logical id. */
    get(stack: StackJson, type: string, id: string): Facts {
      const found = all(stack, type)[id];
      if (found === undefined) throw new Error(`no ${type} ${id}; there are ${Object.keys(all(stack, type)).join(", ")}`);
      return found;
    },
  };
}

/** What a network stack says of its gateway, by field; nothing where it has none. */
export const gatewayOutputs = ({ output = {} }: StackJson): Json =>
  Object.fromEntries(
    Object.entries(output)
      .filter(([name]) => name.startsWith("gateway__"))
      .map(([name, { value }]) => [name.slice("gateway__".length), value]),
  );

/** What is at `path` (`settings.0.tier`) of JSON of any shape. */
export const at = (value: unknown, path: string): unknown =>
  path.split(".").reduce((found, step) => (found as Json | undefined)?.[step], value);

/** The nested blocks, or list of objects, at `path`. */
export const blocks = (value: unknown, path: string): Json[] => at(value, path) as Json[];

class Workload extends PlaceStack {
  constructor(scope: Construct, spec: PlacedSpec, grants: readonly Grant[]) {
    super(scope, spec);
    const asked = { name: "shop", namespace: "shop", serviceAccount: "web", grants };
    clouds[this.place.cloud].identity(this, "Shop", { place: this.place, cluster: this.consume(clusterContract), ...asked });
  }
}

/** A stack with the identity of one workload of production. */
export function workloadOn(cloud: CloudName, grants: readonly Grant[]): StackJson {
  const { id, place, terraform, tags, environment, credentials } = variantOf(cloud, "cluster");
  const spec: PlacedSpec = {
    ...{ id: id.replace(/-cluster$/, "-shop"), layer: "data", execution: "remote", publishes: [], input: {} },
    ...{ place, terraform, tags, environment, credentials },
    consumes: [{ id, publishes: ["cluster"] }],
    build: (scope) => new Workload(scope, spec, grants),
  };
  return synthesized(spec);
}
