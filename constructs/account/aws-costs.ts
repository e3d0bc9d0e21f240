import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { CeAnomalyMonitor } from "@cdktf/provider-aws/lib/ce-anomaly-monitor";
import { CeAnomalySubscription } from "@cdktf/provider-aws/lib/ce-anomaly-subscription";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { AccountProps } from "./contract.ts";

/** Percent of the monthly budget at which the billing contact is told. */
const thresholds = [
  { type: "ACTUAL", percent: 50 },
  { type: "ACTUAL", percent: 80 },
  { type: "ACTUAL", percent: 100 },
  { type: "FORECASTED", percent: 100 },
];

/** Tells the billing contact of the month's spending and of spending that is unlike the days before. */
export class AwsCosts extends Construct {
  constructor(scope: Construct, id: string, props: AccountProps) {
    super(scope, id);
    const name = nameOf("aws:Resource", props.place.organization, props.place.environment);
    this.budget(props, name);
    this.anomalies(props, name);
  }

  private budget({ budgetUsd, billingContact }: AccountProps, name: string): void {
    new BudgetsBudget(this, "Budget", {
      name,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(budgetUsd),
      limitUnit: "USD",
      notification: thresholds.map(({ type, percent }) => ({
        notificationType: type,
        comparisonOperator: "GREATER_THAN",
        threshold: percent,
        thresholdType: "PERCENTAGE",
        subscriberEmailAddresses: [billingContact],
      })),
    });
  }

  private anomalies({ budgetUsd, billingContact }: AccountProps, name: string): void {
    // By service: the only kind a member account of an organization may make, one per account.
    const monitor = new CeAnomalyMonitor(this, "Anomalies", { name, monitorType: "DIMENSIONAL", monitorDimension: "SERVICE" });
    new CeAnomalySubscription(this, "AnomaliesToBilling", {
      name,
      frequency: "DAILY",
      monitorArnList: [monitor.arn],
      subscriber: [{ type: "EMAIL", address: billingContact }],
      thresholdExpression: {
        dimension: {
          key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
          matchOptions: ["GREATER_THAN_OR_EQUAL"],
          // Two percent of the month's budget in one anomaly is worth a mail.
          values: [String(Math.max(50, Math.round(budgetUsd * 0.02)))],
        },
      },
    });
  }
}
