import type { Construct } from "constructs";
import { presetFor } from "../../../config/presets.ts";
import type { EnvironmentName } from "../../../constructs/place.ts";
import { AccountStack } from "../../../stacks/account.ts";
import { ClusterStack } from "../../../stacks/cluster.ts";
import { DataStack } from "../../../stacks/data.ts";
import { NetworkStack } from "../../../stacks/network.ts";
import type { PlatformStack } from "../../../stacks/platform-stack.ts";
import type { Layer, StackSpec } from "../../../stacks/stack-spec.ts";
import { defaultStacks, type Json, type StackJson, synthesized } from "../../estate.ts";

type StackClass = new (scope: Construct, spec: StackSpec<never>) => PlatformStack;
const classes: Record<Layer, StackClass> = { account: AccountStack, network: NetworkStack, cluster: ClusterStack, data: DataStack };

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

/** What a variant has other than the default estate's production. */
export interface Variant {
  readonly environment?: EnvironmentName;
  readonly region?: string;
  /** Merged over the spec's input, two levels deep. */
  readonly input?: Json;
  readonly publishes?: readonly string[];
}

const production = defaultStacks().filter(({ environment, place }) => environment === "prod" && place.cloud === "azure");

const merged = (base: Json, changes: Json): Json =>
  Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(changes)])].map((key) => {
      const [old, value] = [base[key], changes[key]];
      const both = isPlain(old) && isPlain(value);
      return [key, both ? { ...old, ...value } : key in changes ? value : old];
    }),
  );
const isPlain = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** Production's stack of the layer with changes. */
export function specOf(layer: Layer, { environment, region, input = {}, publishes }: Variant = {}): StackSpec {
  const found = production.find((spec) => spec.layer === layer);
  if (found === undefined) throw new Error(`no azure stack of layer ${layer} in the default estate; list one`);
  const spec: StackSpec = {
    ...found,
    ...(publishes && { publishes }),
    environment: environment ?? found.environment,
    place: { ...found.place, environment: environment ?? found.environment, region: region ?? found.place.region },
    input: merged({ ...found.input } as Json, input),
    build: (scope) => new classes[layer](scope, spec as StackSpec<never>),
  };
  return spec;
}

/** The same as JSON. */
export const azure = (layer: Layer, variant?: Variant): StackJson => synthesized(specOf(layer, variant));

const { network, cluster, database, cache } = presetFor("single", "azure");
const open = { deletionProtection: false };
const { enabled: _hasDatabase, ...singleDatabase } = database;
const { enabled: _hasCache, ...singleCache } = cache;
const bucket = (purpose: string) => ({ purpose, retentionDays: 30, lockDays: 0, ...open });

/** What the `single` preset makes of each layer, in an environment without protection, interconnection or copies. */
export const dev: Record<Layer, Variant> = {
  account: { environment: "dev", input: { ...open, auditRetentionDays: 90, budgetUsd: 2500 } },
  network: { environment: "dev", input: { ...network, ...open, peerCidrs: [], vpnGateway: false, logRetentionDays: 30 } },
  cluster: { environment: "dev", input: { ...cluster, ...open, logRetentionDays: 30 } },
  data: {
    environment: "dev",
    publishes: ["database", "cache", "bucket_velero"],
    input: {
      database: { ...singleDatabase, ...open, drRegion: undefined, cdc: false, peerCidrs: [] },
      cache: { ...singleCache, ...open, peerCidrs: [] },
      buckets: [bucket("velero")],
    },
  },
};

/** The stack's resources of a type, by logical id. */
export const all = (stack: StackJson, type: string): Record<string, Facts> =>
  (stack.resource[`azurerm_${type}`] ?? {}) as unknown as Record<string, Facts>;

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

/** Role assignments as [role, scope] of those whose logical id matches. */
export const rolesOf = (stack: StackJson, id: RegExp): [role: string, scope: string][] =>
  Object.entries(all(stack, "role_assignment"))
    .filter(([name]) => id.test(name))
    .map(([, { role_definition_name: role, scope }]) => [role, scope]);

/** Every stack of production, for rules that hold everywhere. */
export const everyStack = (): StackJson[] => (["account", "network", "cluster", "data"] as const).map((layer) => azure(layer));
