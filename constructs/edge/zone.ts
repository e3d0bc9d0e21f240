import { Zone } from "@cdktf/provider-cloudflare/lib/zone";
import { Construct } from "constructs";
import { EdgeCache, type EdgeCacheProps } from "./cache.ts";
import { EdgeCertificates, type NamedEnvironment } from "./certificates.ts";
import type { Edge, EdgePlan } from "./contract.ts";
import { EdgeFirewall, type EdgeFirewallProps } from "./firewall.ts";
import { EdgeNotifications } from "./notifications.ts";
import { EdgeRateLimits, type EdgeRateLimitsProps } from "./rate-limits.ts";
import { EdgeSettings } from "./settings.ts";

type Rules = EdgeFirewallProps & EdgeRateLimitsProps & EdgeCacheProps;

export interface EdgeZoneProps extends Omit<Rules, "zoneId"> {
  readonly accountId: string;
  /** The zone, if it is there already. @default it is made; whoever registered the domain then names its name servers there */
  readonly zoneId?: string;
  /** The platform's domain. */
  readonly zone: string;
  /** What the zone has been bought: Terraform buys nothing. */
  readonly plan: EdgePlan;
  /** Whose names, and whose places' names, the edge answers to. @default only names directly below the domain */
  readonly environments?: readonly NamedEnvironment[];
  /** E-mail of who is told. */
  readonly contact: string;
  readonly deletionProtection: boolean;
}

/** The platform's zone: how it speaks, who is kept out, what is kept a copy of, and who hears of it. */
export class EdgeZone extends Construct implements Edge {
  readonly accountId: string;
  readonly zoneId: string;
  readonly zone: string;

  constructor(scope: Construct, id: string, props: EdgeZoneProps) {
    super(scope, id);
    this.accountId = props.accountId;
    this.zone = props.zone;
    this.zoneId = props.zoneId ?? this.made(props).id;
    const { zoneId, zone } = this;
    new EdgeSettings(this, "Settings", { zoneId, plan: props.plan });
    new EdgeCertificates(this, "Certificates", { zoneId, domain: zone, environments: props.environments ?? [] });
    new EdgeFirewall(this, "Firewall", { ...props, zoneId });
    new EdgeRateLimits(this, "Limits", { ...props, zoneId });
    new EdgeCache(this, "Cache", { ...props, zoneId });
    new EdgeNotifications(this, "Notifications", { ...props, edge: this });
  }

  private made({ accountId, zone, deletionProtection }: EdgeZoneProps): Zone {
    return new Zone(this, "Resource", {
      account: { id: accountId },
      name: zone,
      type: "full",
      lifecycle: { preventDestroy: deletionProtection },
    });
  }
}
