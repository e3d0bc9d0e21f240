import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { ZeroTrustTunnelCloudflared } from "@cdktf/provider-cloudflare/lib/zero-trust-tunnel-cloudflared";
import { ZeroTrustTunnelCloudflaredConfigA } from "@cdktf/provider-cloudflare/lib/zero-trust-tunnel-cloudflared-config";
import { Construct } from "constructs";
import { gatewayNamespace } from "../../addons/mesh/gateway-certificate.ts";
import { healthHost, placeHost } from "../../addons/mesh/internal-services.ts";
import type { Place } from "../../place.ts";
import type { Edge } from "../contract.ts";

export interface EdgeTunnelProps {
  readonly edge: Edge;
  readonly place: Place;
  /** The platform's domain. */
  readonly domain: string;
}

/** The gateway's Service in every cluster. */
const gateway = `https://istio-ingress.${gatewayNamespace}.svc.cluster.local:443`;

/**
 * A connection that a place's cluster opens to the edge. Cloudflare makes its secret, and the connectors get it as a token that a person puts
 * into the place's secret store once: the provider would keep either in the state.
 */
export class EdgeTunnel extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { edge, place, domain }: EdgeTunnelProps) {
    super(scope, id);
    const tunnel = new ZeroTrustTunnelCloudflared(this, "Resource", {
      accountId: edge.accountId,
      name: place.name,
      configSrc: "cloudflare",
    });
    new ZeroTrustTunnelCloudflaredConfigA(this, "Config", {
      accountId: edge.accountId,
      tunnelId: tunnel.id,
      source: "cloudflare",
      config: {
        // Whatever comes is the gateway's to know; it has a certificate for the place's own names.
        ingress: [{ service: gateway, originRequest: { originServerName: healthHost(place, domain), http2Origin: true } }],
      },
    });
    new DnsRecord(this, "Names", {
      zoneId: edge.zoneId,
      name: `*.${placeHost(place, domain)}`,
      type: "CNAME",
      content: `${tunnel.id}.cfargotunnel.com`,
      ttl: 1,
      proxied: true,
      comment: `The place's own names, at its tunnel`,
    });
    this.id = tunnel.id;
  }
}
