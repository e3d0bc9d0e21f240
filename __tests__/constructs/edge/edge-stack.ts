import { TerraformStack, Testing } from "cdktf";
import type { Construct } from "constructs";
import type { PageFacts } from "../../../constructs/edge/admin-pages.ts";
import { machineHosts, signInHosts, webhooks } from "../../../constructs/edge/admin-pages.ts";
import type { Edge, EdgePlan } from "../../../constructs/edge/contract.ts";
import { EdgeZone, type EdgeZoneProps } from "../../../constructs/edge/zone.ts";

// biome-ignore lint/suspicious/noExplicitAny: what Terraform reads is free-form.
export type Resource = Record<string, any>;
type ByName = Record<string, Record<string, Resource>>;
/** A stack as Terraform reads it; names are without the hash of their path. */
export type Json = { readonly resource: ByName; readonly data?: ByName; readonly variable?: Record<string, Resource> };

/** A stack with what is made in it. */
export function stackWith(make: (scope: Construct) => void): Json {
  const stack = new TerraformStack(Testing.app(), "edge");
  make(stack);
  return JSON.parse(Testing.synth(stack).replaceAll(/(?<=[A-Za-z0-9])_[0-9A-F]{8}\b/g, ""));
}

/** Resources of a type, by name. */
export const named = ({ resource }: Json, type: string): Record<string, Resource> => resource[`cloudflare_${type}`] ?? {};
/** Resources of a type. */
export const all = (json: Json, type: string): Resource[] => Object.values(named(json, type));
/** The one resource of a type. */
export function only(json: Json, type: string): Resource {
  const [one, ...others] = all(json, type);
  if (one === undefined || others.length > 0) throw new Error(`${type}: ${others.length + (one ? 1 : 0)} of them`);
  return one;
}

/** An estate with places in two environments. */
export const facts: PageFacts = {
  domain: "example.com",
  central: { id: "mgmt-aws-use1" },
  places: [{ id: "mgmt-aws-use1" }, { id: "prod-aws-use1" }, { id: "prod-gcp-use4" }],
  runs: { keycloak: true, atlantis: true },
};
export const edge: Edge = { accountId: "account", zoneId: "zone", zone: "example.com" };
export const plans: readonly EdgePlan[] = ["pro", "business", "enterprise"];

/** Everything is on, and the zone is made. */
export const whole: EdgeZoneProps = {
  accountId: "account",
  zone: "example.com",
  plan: "enterprise",
  contact: "security@example.com",
  requestsPerMinute: 600,
  machineHosts: machineHosts(facts),
  webhooks: webhooks(facts),
  signInHosts: signInHosts(facts),
  privateHosts: ["grafana.mgmt-aws-use1.example.com"],
  environments: [
    { name: "mgmt", places: [{ id: "mgmt-aws-use1" }] },
    { name: "prod", places: [{ id: "prod-aws-use1" }, { id: "prod-gcp-use4" }] },
    { name: "dev", places: [] },
  ],
  deletionProtection: true,
};
/** Hosts of nothing in particular: an edge without a central place. */
export const hostless = { machineHosts: [], signInHosts: [], privateHosts: [], webhooks: [] };
export const zoneOf = (overrides: Partial<EdgeZoneProps> = {}): Json =>
  stackWith((scope) => new EdgeZone(scope, "Zone", { ...whole, ...overrides }));

/** Rules of a phase, by their reference. */
export function rules(json: Json, phase: string): Record<string, Resource> {
  const found = all(json, "ruleset").filter((ruleset) => ruleset.phase === phase);
  if (found.length !== 1) throw new Error(`${phase}: ${found.length} rulesets; a phase has one`);
  return Object.fromEntries(found[0]?.rules.map((rule: Resource) => [rule.ref, rule]));
}
