import { ConsumptionBudgetSubscription } from "@cdktf/provider-azurerm/lib/consumption-budget-subscription";
import { CostAnomalyAlert } from "@cdktf/provider-azurerm/lib/cost-anomaly-alert";
import { Construct } from "constructs";
import { subscriptionScope } from "../identity/azure-roles.ts";
import { nameOf } from "../naming.ts";
import type { AccountProps } from "./contract.ts";

/** Percent of the budget. */
const thresholds = [
  { threshold: 50, thresholdType: "Actual" },
  { threshold: 80, thresholdType: "Actual" },
  { threshold: 100, thresholdType: "Actual" },
  { threshold: 100, thresholdType: "Forecasted" },
];

/** What the subscription may cost a month, and a word when a day looks unlike the days before it. */
export class AzureBudget extends Construct {
  constructor(scope: Construct, id: string, { place, budgetUsd, billingContact }: AccountProps) {
    super(scope, id);
    new ConsumptionBudgetSubscription(this, "Resource", {
      name: nameOf("azure:Resource", place.organization, place.environment, "monthly"),
      subscriptionId: subscriptionScope(place),
      amount: budgetUsd,
      timeGrain: "Monthly",
      // Azure wants the first of the month in which the budget is created, which only the plan knows.
      timePeriod: { startDate: "${formatdate(\"YYYY-MM-01'T'00:00:00'Z'\", plantimestamp())}" },
      notification: thresholds.map((step) => ({ ...step, enabled: true, operator: "GreaterThan", contactEmails: [billingContact] })),
      // Azure refuses to change when a budget began.
      lifecycle: { ignoreChanges: ["time_period"] },
    });
    new CostAnomalyAlert(this, "Anomaly", {
      name: nameOf("azure:Resource", place.organization, place.environment, "anomaly"),
      displayName: `Cost anomaly in ${place.environment}`,
      subscriptionId: subscriptionScope(place),
      emailAddresses: [billingContact],
      emailSubject: `Unusual Azure cost in ${place.environment}`,
    });
  }
}
