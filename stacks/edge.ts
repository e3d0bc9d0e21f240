import type { Construct } from "constructs";
import type { Estate } from "../config/estate.ts";
import { connectCentral } from "../constructs/clouds/central-aws.ts";
import { EdgeAccess, type EdgeAccessProps } from "../constructs/edge/access.ts";
import { adminPages, machineHosts, type PageFacts, signInHosts, webhooks } from "../constructs/edge/admin-pages.ts";
import type { NamedEnvironment } from "../constructs/edge/certificates.ts";
import { edgeContract } from "../constructs/edge/contract.ts";
import { EdgeLogBucket } from "../constructs/edge/log-bucket.ts";
import { EdgeLogs, logFolder } from "../constructs/edge/logs.ts";
import { connectEdge } from "../constructs/edge/provider.ts";
import { EdgeZone, type EdgeZoneProps } from "../constructs/edge/zone.ts";
import { makePlace, type PlaceInput } from "../constructs/place.ts";
import { signIn } from "./addon-settings.ts";
import { centralPlace } from "./central.ts";
import { estateSpec } from "./make-spec.ts";
import { placesOf, stays } from "./place-facts.ts";
import { PlatformStack } from "./platform-stack.ts";
import type { StackRef, StackSpec } from "./stack-spec.ts";

/** What all environments have in common at the edge, as the configuration describes it. */
export interface EdgeInput {
  readonly zone: EdgeZoneProps;
  /** Who gets at pages that are not for everybody. @default nobody signs people in: there is no central place */
  readonly access?: Omit<EdgeAccessProps, "edge">;
  /** Where logs of requests are kept. @default the plan gives none, or there is no central place */
  readonly logs?: { readonly central: PlaceInput; readonly retentionDays: number; readonly deletionProtection: boolean };
  readonly dynamicCredentials: boolean;
}

/** Cloudflare's side of the platform: the zone, who is kept out of all of it, and who is let into its pages. */
export class EdgeStack extends PlatformStack<EdgeInput> {
  constructor(scope: Construct, spec: StackSpec<EdgeInput>) {
    super(scope, spec);
    connectEdge(this);
    const { zone, access, logs, dynamicCredentials } = this.input;
    const edge = new EdgeZone(this, "Zone", zone);
    if (access) new EdgeAccess(this, "Access", { ...access, edge });
    if (logs) {
      connectCentral(this, logs.central, { dynamicCredentials, tags: spec.tags });
      const place = makePlace(logs.central);
      const bucket = new EdgeLogBucket(this, "LogBucket", { ...logs, place, folder: logFolder });
      new EdgeLogs(this, "Logs", { edge, bucket, region: place.region });
    }
    this.publish(edgeContract, edge);
  }
}

/** The stack of the edge. */
export const edgeRef: StackRef = { id: "global-edge", publishes: [edgeContract.name] };

/** The edge, where there is one. */
export function edgeStacks(estate: Estate): StackSpec[] {
  const input = edgeInput(estate);
  if (input === undefined) return [];
  return [
    estateSpec(estate, undefined, EdgeStack, {
      ...edgeRef,
      layer: "edge",
      consumes: [],
      credentials: ["cloudflare", ...(input.logs ? (["central"] as const) : [])],
      input,
    }),
  ];
}

/** @returns undefined where there is no edge */
function edgeInput(estate: Estate): EdgeInput | undefined {
  const { edge, organization, identity, terraform } = estate;
  if (edge === undefined) return undefined;
  const central = centralPlace(estate);
  const pages = central && pageFacts(estate, makePlace(central.place).id);
  const { accountId, zoneId, plan, requestsPerMinute } = edge;
  const deletionProtection = Object.values(estate.environments).some((environment) => environment.deletionProtection);
  return {
    zone: {
      accountId,
      ...(zoneId !== undefined && { zoneId }),
      zone: organization.domain,
      environments: namedEnvironments(estate),
      plan,
      contact: organization.securityContact,
      requestsPerMinute,
      machineHosts: pages ? machineHosts(pages) : [],
      signInHosts: pages ? signInHosts(pages) : [],
      webhooks: pages ? webhooks(pages) : [],
      privateHosts: pages ? adminPages(pages).map(({ host }) => host) : [],
      deletionProtection,
    },
    ...(pages && { access: { ...pages, signIn: signIn(estate), groups: identity.groups } }),
    ...(central && plan === "enterprise" && { logs: { central: central.place, retentionDays: edge.logDays, deletionProtection } }),
    dynamicCredentials: terraform.backend === "cloud",
  };
}

/** The environments with the places that answer there, and go on to. */
const namedEnvironments = (estate: Estate): NamedEnvironment[] =>
  Object.values(estate.environments).map((environment) => ({
    name: environment.name,
    places: placesOf(estate, environment)
      .filter(({ id }) => stays(estate, id))
      .map(({ id }) => ({ id })),
  }));

function pageFacts(estate: Estate, central: string): PageFacts {
  const { organization, identity, github, terraform } = estate;
  return {
    domain: organization.domain,
    central: { id: central },
    places: namedEnvironments(estate).flatMap(({ places }) => places),
    runs: { keycloak: identity.provider === "keycloak", atlantis: github.atlantis !== undefined && terraform.backend === "cloud" },
  };
}
