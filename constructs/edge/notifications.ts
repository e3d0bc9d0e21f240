import { NotificationPolicy } from "@cdktf/provider-cloudflare/lib/notification-policy";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import type { Edge, EdgePlan } from "./contract.ts";

export interface EdgeNotificationsProps {
  readonly edge: Edge;
  readonly plan: EdgePlan;
  /** E-mail of who is told. */
  readonly contact: string;
}

interface Notice {
  readonly description: string;
  /** Whether it can be asked for one zone. @default it is the account's */
  readonly ofZone?: boolean;
}

/** What happens to the whole zone and is somebody's business: https://developers.cloudflare.com/notifications/notification-available/ */
const notices: Readonly<Record<string, Notice>> = {
  universal_ssl_event_type: { description: "A certificate of the edge is about to end, or was renewed or not" },
  dos_attack_l7: { description: "Somebody sends more requests than people do, and they are being dropped" },
  real_origin_monitoring: { description: "The edge cannot reach an origin" },
};

/** What the plan enterprise tells besides: only it has logs pushed, and counts errors. */
const enterpriseNotices: Readonly<Record<string, Notice>> = {
  http_alert_origin_error: { description: "Many requests fail at an origin that the edge reaches", ofZone: true },
  failing_logpush_job_disabled_alert: { description: "Logs of requests are not being delivered any more" },
};

/** Who hears of the zone. Of places that stop serving, their environment's traffic tells. */
export class EdgeNotifications extends Construct {
  constructor(scope: Construct, id: string, { edge, plan, contact }: EdgeNotificationsProps) {
    super(scope, id);
    const known = plan === "enterprise" ? { ...notices, ...enterpriseNotices } : notices;
    for (const [alertType, { description, ofZone }] of Object.entries(known)) {
      new NotificationPolicy(this, constructId(alertType), {
        accountId: edge.accountId,
        name: `${edge.zone}: ${alertType.replaceAll("_", " ")}`,
        description,
        alertType,
        enabled: true,
        mechanisms: { email: [{ id: contact }] },
        ...(ofZone && { filters: { zones: [edge.zoneId] } }),
      });
    }
  }
}
