import { BillingBudget } from "@cdktf/provider-google/lib/billing-budget";
import { PubsubTopic } from "@cdktf/provider-google/lib/pubsub-topic";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member";
import { Construct } from "constructs";
import { GcpKey, serviceAgent } from "../encryption/gcp.ts";
import { nameOf } from "../naming.ts";
import { accountOf, environmentCodes } from "../place.ts";
import type { AccountProps } from "./contract.ts";
import type { GcpServices } from "./gcp-services.ts";

export interface GcpBudgetProps extends AccountProps {
  readonly services: GcpServices;
  /** Name of the Monitoring channel that is told. */
  readonly notify: string;
}

/**
 * The project's monthly budget, announced by e-mail and on a topic. The forecast rule is the anomaly alert: Google detects
 * anomalies for every billing account by itself, and offers no resource to configure that.
 */
export class GcpBudget extends Construct {
  constructor(scope: Construct, id: string, props: GcpBudgetProps) {
    super(scope, id);
    const { place, budgetUsd, notify, services } = props;
    const { projectNumber, billingAccount } = accountOf(place, "gcp");
    const topic = this.topic(props);
    new BillingBudget(this, "Resource", {
      billingAccount,
      displayName: `${place.organization} ${place.environment}`,
      budgetFilter: { projects: [`projects/${projectNumber}`], calendarPeriod: "MONTH", creditTypesTreatment: "INCLUDE_ALL_CREDITS" },
      amount: { specifiedAmount: { currencyCode: "USD", units: String(budgetUsd) } },
      thresholdRules: [
        { thresholdPercent: 0.5, spendBasis: "CURRENT_SPEND" },
        { thresholdPercent: 0.8, spendBasis: "CURRENT_SPEND" },
        { thresholdPercent: 1, spendBasis: "CURRENT_SPEND" },
        { thresholdPercent: 1, spendBasis: "FORECASTED_SPEND" },
      ],
      allUpdatesRule: {
        pubsubTopic: topic,
        schemaVersion: "1.0",
        monitoringNotificationChannels: [notify],
        disableDefaultIamRecipients: false,
      },
      dependsOn: services.of("billingbudgets"),
    });
  }

  /** For whoever wants to act on spending, not only to read of it. */
  private topic({ place, services }: GcpBudgetProps): string {
    const key = new GcpKey(this, "Key", {
      place,
      purpose: "budget",
      users: { Pubsub: serviceAgent(place, "pubsub") },
      dependsOn: services.of("cloudkms"),
    });
    const topic = new PubsubTopic(this, "Topic", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.organization, environmentCodes[place.environment], "budget"),
      kmsKeyName: key.keyId,
      messageStoragePolicy: { allowedPersistenceRegions: [place.region] },
      // Pub/Sub checks that it may use the key when the topic is created.
      dependsOn: [...services.of("pubsub"), ...key.grants],
    });
    const publisher = new PubsubTopicIamMember(this, "Publisher", {
      topic: topic.id,
      role: "roles/pubsub.publisher",
      member: "serviceAccount:billing-budget-alert@system.gserviceaccount.com",
    });
    return publisher.topic;
  }
}
