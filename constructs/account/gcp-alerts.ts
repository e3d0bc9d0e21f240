import { EssentialContactsContact } from "@cdktf/provider-google/lib/essential-contacts-contact";
import { MonitoringNotificationChannel } from "@cdktf/provider-google/lib/monitoring-notification-channel";
import { Construct } from "constructs";
import { accountOf } from "../place.ts";
import type { AccountProps } from "./contract.ts";
import type { GcpServices } from "./gcp-services.ts";

export interface GcpAlertsProps extends AccountProps {
  readonly services: GcpServices;
}

/** Who hears of what: alarms and budgets by Monitoring, Google's own notices (security, technical, billing) by e-mail. */
export class GcpAlerts extends Construct {
  /** Name of the channel for alarms. */
  readonly channel: string;
  readonly billingChannel: string;

  constructor(scope: Construct, id: string, props: GcpAlertsProps) {
    super(scope, id);
    const { securityContact, billingContact } = props;
    this.channel = this.email("Operations", props, securityContact);
    this.billingChannel = this.email("Billing", props, billingContact);
    this.contacts(props);
  }

  private email(id: string, { place, services }: GcpAlertsProps, address: string): string {
    return new MonitoringNotificationChannel(this, id, {
      project: accountOf(place, "gcp").projectId,
      displayName: `${place.environment} ${id.toLowerCase()}`,
      type: "email",
      labels: { email_address: address },
      dependsOn: services.of("monitoring"),
    }).name;
  }

  private contacts({ place, services, securityContact, billingContact }: GcpAlertsProps): void {
    // Per address: two contacts with one address are refused.
    const topics = new Map<string, string[]>();
    for (const [address, topic] of [
      [securityContact, "SECURITY"],
      [securityContact, "TECHNICAL"],
      [billingContact, "BILLING"],
      [billingContact, "SUSPENSION"],
    ] as const) {
      topics.set(address, [...(topics.get(address) ?? []), topic]);
    }
    for (const [address, notificationCategorySubscriptions] of topics) {
      new EssentialContactsContact(this, address === securityContact ? "SecurityContact" : "BillingContact", {
        parent: `projects/${accountOf(place, "gcp").projectId}`,
        email: address,
        languageTag: "en",
        notificationCategorySubscriptions,
        dependsOn: services.of("essentialcontacts"),
      });
    }
  }
}
