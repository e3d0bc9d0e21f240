import { DashboardJson } from "@cdktf/provider-datadog/lib/dashboard-json";
import { Construct } from "constructs";
import { DatadogAccounts } from "./datadog-accounts.ts";
import { datadogDashboard } from "./datadog-dashboard.ts";
import { DatadogMonitors } from "./datadog-monitors.ts";
import { DatadogProbes } from "./datadog-probes.ts";
import type { Observed } from "./observed.ts";

/** Datadog's account side of an environment: what it reads of the clouds, what it warns of, what it asks from outside, what it shows. */
export class DatadogObserver extends Construct {
  constructor(scope: Construct, id: string, observed: Observed) {
    super(scope, id);
    new DatadogAccounts(this, "Accounts", observed);
    new DatadogMonitors(this, "Monitors", observed);
    new DatadogProbes(this, "Probes", observed);
    new DashboardJson(this, "Dashboard", { dashboard: datadogDashboard(observed) });
  }
}
