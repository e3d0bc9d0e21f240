import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { LoadBalancerMonitor } from "@cdktf/provider-cloudflare/lib/load-balancer-monitor";
import { LoadBalancerPool } from "@cdktf/provider-cloudflare/lib/load-balancer-pool";
import { Construct } from "constructs";
import { healthHost } from "../../addons/mesh/internal-services.ts";
import type { Region } from "../../clouds/regions.ts";
import { nameOf } from "../../naming.ts";
import type { TrafficPlace, TrafficProps } from "./contract.ts";

/** From where a place is asked whether it serves: two of Cloudflare's regions, its own continent's first. */
const checkedFrom: Record<Region["geography"], string[]> = {
  US: ["ENAM", "WEU"],
  EU: ["WEU", "ENAM"],
  ASIA: ["SEAS", "WEU"],
  AU: ["OC", "SEAS"],
  SA: ["SSAM", "ENAM"],
};

export interface PoolProps extends Pick<TrafficProps, "domain" | "edge" | "intervalSeconds" | "contact"> {
  readonly place: TrafficPlace;
}

/** One place as a pool: its one origin, whether it is healthy, and whether it is to get anything. */
export class Pool extends Construct {
  readonly id: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PoolProps,
  ) {
    super(scope, id);
    const { place, edge, contact } = props;
    const { latitude, longitude, geography } = place.place.regionFacts;
    this.id = new LoadBalancerPool(this, "Resource", {
      accountId: edge.accountId,
      name: nameOf("cloudflare:LoadBalancerPool", place.id),
      description: `The gateway of ${place.id}`,
      monitor: this.monitor(),
      minimumOrigins: 1,
      enabled: !place.drained,
      latitude,
      longitude,
      checkRegions: checkedFrom[geography],
      originSteering: { policy: "random" },
      loadShedding: { defaultPercent: 0, defaultPolicy: "random", sessionPercent: 0, sessionPolicy: "hash" },
      notificationEmail: contact,
      notificationFilter: { pool: { healthy: false } },
      origins: [{ name: place.id, address: this.address(), port: 443, enabled: true, weight: 1 }],
    }).id;
  }

  /** The gateway answers there by itself, so what is asked for is the place and no application. */
  private monitor(): string {
    const { place, edge, domain, intervalSeconds } = this.props;
    return new LoadBalancerMonitor(this, "Monitor", {
      accountId: edge.accountId,
      description: `Whether ${place.id} serves`,
      type: "https",
      method: "GET",
      path: "/healthz",
      port: 443,
      header: { Host: [healthHost(place, domain)] },
      expectedCodes: "200",
      interval: intervalSeconds,
      timeout: 5,
      retries: 2,
      consecutiveUp: 2,
      consecutiveDown: 2,
      followRedirects: false,
      allowInsecure: false,
      // Sent as the zone: with the client certificate that gateways ask for.
      probeZone: edge.zone,
    }).id;
  }

  private address(): string {
    const { place, edge, domain } = this.props;
    if (place.tunnelId !== undefined) return `${place.tunnelId}.cfargotunnel.com`;
    if (place.addressKind === "hostname") return place.ingress.address;
    return new DnsRecord(this, "Record", {
      zoneId: edge.zoneId,
      name: `origin-${place.id}.${domain}`,
      type: "A",
      content: place.ingress.address,
      ttl: 300,
      // The edge itself asks for it.
      proxied: false,
      comment: `Where the edge reaches ${place.id}`,
    }).name;
  }
}
