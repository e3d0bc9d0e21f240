import { parse } from "yaml";
import type { Manifest } from "../../constructs/addons/addon.ts";
import { addonsContract } from "../../constructs/addons/contract.ts";
import type { AppSettings, AppsFacts } from "../../constructs/apps/app.ts";
import { bucketContract } from "../../constructs/bucket/contract.ts";
import { cacheContract } from "../../constructs/cache/contract.ts";
import { clusterContract } from "../../constructs/cluster/contract.ts";
import { databaseContract } from "../../constructs/database/contract.ts";
import type { CloudName } from "../../constructs/place.ts";
import { type AppsInput, AppsStack } from "../../stacks/apps.ts";
import type { PlacedSpec } from "../../stacks/stack-spec.ts";
import { samplePlace } from "../addons/sample-context.ts";
import { type StackJson, synthesized } from "../estate.ts";
import { sampleSpec } from "../stacks/sample-spec.ts";

const app = (name: string, changes: Partial<AppSettings> = {}): AppSettings => ({
  name,
  criticality: "medium",
  repository: `https://github.com/acme/${name}`,
  path: "deploy",
  port: 8080,
  hosts: [],
  database: false,
  cache: false,
  buckets: [],
  secrets: [],
  callers: [],
  callees: [],
  quota: { cpu: 20, memoryGib: 64 },
  ...changes,
});

/** One that is given everything, one that it calls, and one that nobody does. */
export const sampleApps: readonly AppSettings[] = [
  app("shop", {
    criticality: "high",
    hosts: ["shop.example.com"],
    database: true,
    cache: true,
    buckets: ["app"],
    secrets: ["payment-key", "mail"],
    callees: ["stock"],
  }),
  app("stock", { callers: ["shop"] }),
  app("nightly", { criticality: "batch" }),
];

/** A place's stack of applications. */
export function appsSpec(cloud: CloudName, facts: Partial<AppsFacts> = {}, apps = sampleApps): PlacedSpec<AppsInput> {
  const { place, cidr } = samplePlace(cloud);
  const { organization, environment, region, account, id } = place;
  const spec: PlacedSpec<AppsInput> = {
    ...sampleSpec({ id: `${id}-apps` }),
    layer: "apps",
    environment: "prod",
    place: { organization, environment, cloud, region, account },
    consumes: [
      { id: `${id}-cluster`, publishes: [clusterContract.name] },
      { id: `${id}-data`, publishes: [databaseContract.name, cacheContract.name, bucketContract.named("app").name] },
      { id: `${id}-platform`, publishes: [addonsContract.name] },
    ],
    execution: "agent",
    tags: { environment: "prod", owner: "platform" },
    input: {
      facts: {
        mesh: "istio",
        highAvailability: true,
        cidr,
        estateCidr: "10.0.0.0/8",
        platformRepository: "https://github.com/acme/platform",
        revision: "main",
        developers: "developers",
        ...facts,
      },
      apps,
      dynamicCredentials: true,
    },
    build: (scope) => new AppsStack(scope, spec),
  };
  return spec;
}

/** The stack as Terraform gets it. */
export const appsStack = (...args: Parameters<typeof appsSpec>): StackJson => synthesized(appsSpec(...args));

interface Release {
  readonly name: string;
  readonly values: string[];
}

/** What is made for the application by the local chart. */
export function manifestsOf(stack: StackJson, name: string): Manifest[] {
  const releases = Object.values(stack.resource.helm_release ?? {}) as unknown as Release[];
  return parse(releases.find((release) => release.name === `app-${name}`)?.values[0] ?? "").resources;
}

/** The one object of the kind; undefined where there is none. */
export const manifestOf = <T = Manifest>(stack: StackJson, name: string, kind: string): T =>
  manifestsOf(stack, name).find((object) => object.kind === kind) as T;

interface ArgoApplication {
  readonly spec: {
    readonly project: string;
    readonly sources: {
      readonly repoURL: string;
      readonly helm: { readonly valuesObject: { readonly platform: Record<string, unknown> } };
    }[];
  };
}

/** What Argo CD gives the chart, over what the application's repository says. */
export const givenTo = (stack: StackJson, name: string): Record<string, unknown> =>
  manifestOf<ArgoApplication>(stack, name, "Application").spec.sources[0]?.helm.valuesObject.platform ?? {};
