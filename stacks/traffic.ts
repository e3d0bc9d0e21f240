import type { Construct } from "constructs";
import type { Environment, Estate } from "../config/estate.ts";
import { constructId } from "../constructs/delivery/construct-id.ts";
import { edgeContract } from "../constructs/edge/contract.ts";
import { connectEdge } from "../constructs/edge/provider.ts";
import { Traffic, type TrafficHost, type TrafficPlace, type TrafficProps } from "../constructs/edge/traffic/traffic.ts";
import { EdgeTunnel } from "../constructs/edge/traffic/tunnel.ts";
import { addressKinds, type IngressMode, ingressContract } from "../constructs/ingress/contract.ts";
import { aliasOf, makePlace, type PlaceInput } from "../constructs/place.ts";
import { hostIn } from "./apps-input.ts";
import { cloudContexts, type PlaceContext, placeContexts } from "./context.ts";
import { edgeRef } from "./edge.ts";
import { estateSpec, refTo } from "./make-spec.ts";
import { known } from "./place-facts.ts";
import { PlatformStack } from "./platform-stack.ts";
import type { StackSpec } from "./stack-spec.ts";

type Served = Omit<TrafficPlace, "place" | "ingress" | "tunnelId"> & { readonly place: PlaceInput };

/** Who serves what of an environment, as the configuration describes it. */
export interface TrafficInput extends Omit<TrafficProps, "edge" | "places" | "hosts"> {
  readonly origin: IngressMode;
  readonly places: readonly Served[];
  readonly hosts: readonly TrafficHost[];
}

/** How the edge shares an environment's requests among its places. */
export class TrafficStack extends PlatformStack<TrafficInput> {
  constructor(scope: Construct, spec: StackSpec<TrafficInput>) {
    super(scope, spec);
    connectEdge(this);
    const { origin, places, hosts, ...rest } = this.input;
    const edge = this.consume(edgeContract);
    const served = places.map((place) => {
      const made = { ...place, place: makePlace(place.place), ingress: this.consume(ingressContract, `${place.id}-network`) };
      if (origin !== "tunnel") return made;
      const tunnel = new EdgeTunnel(this, `Tunnel${constructId(aliasOf(place.id))}`, { edge, place: made.place, domain: rest.domain });
      return { ...made, tunnelId: tunnel.id };
    });
    if (hosts.length > 0) new Traffic(this, "Traffic", { ...rest, edge, places: served, hosts });
  }
}

/** A stack for each environment that serves anything through the edge. */
export function trafficStacks(estate: Estate, environment: Environment, below: readonly StackSpec[]): StackSpec[] {
  const input = trafficInput(estate, environment);
  if (input === undefined) return [];
  const networks = input.places.map(({ id }) => refTo(below.find((spec) => spec.id === `${id}-network`) as StackSpec));
  return [
    estateSpec(estate, environment, TrafficStack, {
      id: trafficId(environment),
      layer: "traffic",
      publishes: [],
      consumes: [edgeRef, ...networks],
      credentials: ["cloudflare"],
      input,
    }),
  ];
}

const trafficId = ({ name }: Environment): string => `${name}-traffic`;

/** @returns undefined where there is nothing to share: no edge, no place, or no host; tunnels are needed without any, for the places' own pages */
function trafficInput(estate: Estate, environment: Environment): TrafficInput | undefined {
  const { edge, organization, apps } = estate;
  const { name, traffic } = environment;
  const contexts = cloudContexts(estate, environment).flatMap(placeContexts);
  const places = known(
    estate,
    contexts.map((context) => served(context)),
    trafficId(environment),
  );
  const hosts = Object.values(apps)
    .filter(({ environments }) => environments.includes(name as never))
    .flatMap((app) => {
      const here = places.filter(({ place }) => app.clouds.includes(place.cloud)).map(({ id }) => id);
      if (here.length === 0) return [];
      return app.hosts.map((host) => ({ host: hostIn(name, host, organization.domain), places: here, writePaths: app.writePaths }));
    });
  const { mode, steering, origin, intervalSeconds } = traffic;
  if (edge === undefined || places.length === 0 || (hosts.length === 0 && origin !== "tunnel")) return undefined;
  return {
    environment: name,
    domain: organization.domain,
    plan: edge.plan,
    ...{ mode, steering, origin, intervalSeconds },
    contact: organization.securityContact,
    places,
    hosts: hosts.sort((a, b) => (a.host < b.host ? -1 : 1)),
  };
}

function served({ environment, cloud, place, settings }: PlaceContext): Served {
  const { id } = makePlace(place);
  const { primary, traffic } = environment;
  const [first] = Object.keys(environment.clouds[primary]?.regions ?? {});
  const home = environment.clouds[primary]?.homeRegion ?? first;
  return {
    id,
    place,
    drained: settings.drained,
    isPrimary: cloud === primary && place.region === home,
    weight: traffic.weights[id] ?? 1,
    addressKind: addressKinds[traffic.origin][cloud],
  };
}
