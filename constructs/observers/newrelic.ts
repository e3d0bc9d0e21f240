import { OneDashboardJson } from "@cdktf/provider-newrelic/lib/one-dashboard-json";
import { Construct } from "constructs";
import { NewRelicAccounts } from "./newrelic-accounts.ts";
import { NewRelicAlerts } from "./newrelic-alerts.ts";
import { newRelicDashboard } from "./newrelic-dashboard.ts";
import type { NewRelicObserved } from "./newrelic-observed.ts";
import { NewRelicProbes } from "./newrelic-probes.ts";

/** New Relic's account side of an environment: what it reads of the clouds, what it warns of, what it asks from outside, what it shows. */
export class NewRelicObserver extends Construct {
  constructor(scope: Construct, id: string, observed: NewRelicObserved) {
    super(scope, id);
    new NewRelicAccounts(this, "Accounts", observed);
    const alerts = new NewRelicAlerts(this, "Alerts", observed);
    new NewRelicProbes(this, "Probes", observed, alerts);
    new OneDashboardJson(this, "Dashboard", { accountId: observed.accountId, json: newRelicDashboard(observed) });
  }
}
