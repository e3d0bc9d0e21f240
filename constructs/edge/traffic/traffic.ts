import { NotificationPolicy } from "@cdktf/provider-cloudflare/lib/notification-policy";
import { Construct } from "constructs";
import { constructId } from "../../delivery/construct-id.ts";
import { aliasOf } from "../../place.ts";
import { Balancer } from "./balancer.ts";
import type { TrafficProps } from "./contract.ts";
import { Pool } from "./pool.ts";

export type { TrafficHost, TrafficPlace, TrafficProps } from "./contract.ts";

/** Without the environment, which is the stack's. */

/** An environment's requests, shared among its places: a pool for each place, a load balancer for each host, and word of who fails. */
export class Traffic extends Construct {
  constructor(scope: Construct, id: string, props: TrafficProps) {
    super(scope, id);
    const { environment, edge, places, hosts, contact } = props;
    const pools = new Map(
      places.map((place) => [place.id, new Pool(this, `Pool${constructId(aliasOf(place.id))}`, { ...props, place }).id]),
    );
    for (const host of hosts) {
      new Balancer(this, constructId(host.host.replaceAll(".", "-")), {
        ...props,
        host,
        places: places.filter((place) => host.places.includes(place.id)),
        pools,
      });
    }
    new NotificationPolicy(this, "Health", {
      accountId: edge.accountId,
      name: `${environment}: places`,
      description: `A place of ${environment} stopped serving, or serves again`,
      alertType: "load_balancing_health_alert",
      enabled: true,
      mechanisms: { email: [{ id: contact }] },
      filters: { poolId: [...pools.values()], newHealth: ["Unhealthy", "Healthy"], eventSource: ["pool"] },
    });
  }
}
