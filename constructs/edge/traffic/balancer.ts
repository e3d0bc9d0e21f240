import { LoadBalancer, type LoadBalancerConfig } from "@cdktf/provider-cloudflare/lib/load-balancer";
import { Construct } from "constructs";
import type { TrafficHost, TrafficPlace, TrafficProps } from "./contract.ts";
import { edgeRegions, inRegion, preferred } from "./steering.ts";

export interface BalancerProps extends Pick<TrafficProps, "edge" | "mode" | "steering"> {
  readonly host: TrafficHost;
  /** Those that serve it. */
  readonly places: readonly TrafficPlace[];
  /** Id of each place's pool. */
  readonly pools: ReadonlyMap<string, string>;
}

/** Requests that change something: https://www.rfc-editor.org/rfc/rfc9110#name-safe-methods */
const writing = '(http.request.method in {"POST" "PUT" "PATCH" "DELETE"})';

/** `/api/orders/*` is everything below, `/api/orders` that alone. */
const isPath = (path: string): string =>
  path.endsWith("*") ? `starts_with(http.request.uri.path, "${path.slice(0, -1)}")` : `http.request.uri.path eq "${path}"`;

/** One host, shared among the places where its application runs. */
export class Balancer extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: BalancerProps,
  ) {
    super(scope, id);
    const { edge, host, places } = props;
    const order = preferred(places);
    new LoadBalancer(this, "Resource", {
      zoneId: edge.zoneId,
      name: host.host,
      description: `${host.host}, served by ${order.map((place) => place.id).join(", ")}`,
      enabled: true,
      proxied: true,
      defaultPools: this.poolsOf(order),
      // Gets what is left when nobody is healthy: where the data is.
      fallbackPool: this.poolOf(order[0] as TrafficPlace),
      ...this.steering(),
      adaptiveRouting: { failoverAcrossPools: true },
      locationStrategy: { mode: "pop", preferEcs: "proximity" },
      sessionAffinity: "cookie",
      sessionAffinityTtl: 1800,
      sessionAffinityAttributes: { samesite: "Auto", secure: "Auto", drainDuration: 100, zeroDowntimeFailover: "temporary" },
      rules: this.rules(order),
    });
  }

  private poolOf({ id }: TrafficPlace): string {
    return this.props.pools.get(id) as string;
  }

  private poolsOf(places: readonly TrafficPlace[]): string[] {
    return places.map((place) => this.poolOf(place));
  }

  private steering(): Partial<LoadBalancerConfig> {
    const { mode, steering, places } = this.props;
    if (mode === "active-passive") return { steeringPolicy: "off" };
    if (mode === "weighted") {
      const poolWeights = Object.fromEntries(places.map((place) => [this.poolOf(place), place.weight]));
      return { steeringPolicy: "random", randomSteering: { defaultWeight: 0, poolWeights } };
    }
    if (steering !== "geo") return { steeringPolicy: steering };
    const regionPools = Object.fromEntries(edgeRegions.map((region) => [region, this.poolsOf(inRegion(region, places))]));
    return { steeringPolicy: "geo", regionPools };
  }

  /** A copy of the database would only pass a write on: it goes to the primary wherever it comes from, and to the next where that is gone. */
  private rules(order: readonly TrafficPlace[]): LoadBalancerConfig["rules"] {
    const { writePaths, host } = this.props.host;
    if (writePaths.length === 0 || order.length < 2) return undefined;
    return [
      {
        name: `${host} writes`,
        condition: `${writing} and (${writePaths.map(isPath).join(" or ")})`,
        priority: 0,
        disabled: false,
        terminates: true,
        overrides: { defaultPools: this.poolsOf(order), steeringPolicy: "off", sessionAffinity: "none" },
      },
    ];
  }
}
