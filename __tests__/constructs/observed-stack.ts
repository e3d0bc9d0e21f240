import { TerraformStack, Testing } from "cdktf";
import { DatadogObserver } from "../../constructs/observers/datadog.ts";
import { connectDatadog } from "../../constructs/observers/datadog-connection.ts";
import { NewRelicObserver } from "../../constructs/observers/newrelic.ts";
import { connectNewRelic } from "../../constructs/observers/newrelic-connection.ts";
import type { NewRelicObserved } from "../../constructs/observers/newrelic-observed.ts";
import { type CloudName, cloudNames } from "../../constructs/place.ts";
import { samplePlace } from "../addons/sample-context.ts";

/** The place of this cloud. */
export const place = (cloud: CloudName) => samplePlace(cloud).place;
/** An environment on three clouds, with a host that users reach. */
export const observed: NewRelicObserved = {
  organization: "acme",
  environment: "prod",
  places: cloudNames.map(place),
  hosts: ["api.example.com"],
  healthHosts: { "prod-aws-use1": "health.prod-aws-use1.example.com" },
  contacts: { security: "security@example.com" },
  tags: { owner: "Platform" },
  accountId: 1234567,
  region: "EU",
  gcpReader: "reader@newrelic.iam.gserviceaccount.com",
};

// biome-ignore lint/suspicious/noExplicitAny: what Terraform reads is free-form.
export type Resource = Record<string, any>;
/** What both vendors get, as Terraform reads it. */
export type Stack = {
  resource: Record<string, Record<string, Resource>>;
  provider: Record<string, Resource[]>;
  variable?: Record<string, Resource>;
};

/** The stack of an environment that both vendors observe. */
export function stackOf(overrides: Partial<NewRelicObserved> = {}): Stack {
  const stack = new TerraformStack(Testing.app(), "observability");
  const given = { ...observed, ...overrides };
  connectDatadog(stack, { site: "datadoghq.eu" });
  connectNewRelic(stack, given);
  new DatadogObserver(stack, "Datadog", given);
  new NewRelicObserver(stack, "NewRelic", given);
  return JSON.parse(Testing.synth(stack).replaceAll(/(?<=[A-Za-z0-9]_[A-Za-z0-9]+)_[0-9A-F]{8}\b/g, ""));
}
/** Nothing overridden. */
export const whole = stackOf();
/** Resources of a type, by name; names are without the hash of their path. */
export const named = (type: string, stack = whole): Record<string, Resource> => stack.resource[type] ?? {};
/** Resources of a type. */
export const all = (type: string, stack = whole): Resource[] => Object.values(named(type, stack));
