import { ServiceLevel } from "@cdktf/provider-newrelic/lib/service-level";
import { SyntheticsMonitor } from "@cdktf/provider-newrelic/lib/synthetics-monitor";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import { type NewRelicAlerts, WINDOW_SECONDS } from "./newrelic-alerts.ts";
import type { NewRelicObserved } from "./newrelic-observed.ts";
import { healthPath, marksOf, OBJECTIVE_PERCENT, type Probe, probesOf, QUICK_PERCENT, SLOW_MS } from "./observed.ts";

/** One per continent that users are on. https://docs.newrelic.com/docs/synthetics/synthetic-monitoring/administration/synthetic-public-minion-ips/ */
const locations = ["US_EAST_1", "EU_CENTRAL_1", "AP_NORTHEAST_1"];

/** A failure at one of three is the network's; at two it is ours. */
const LOCATIONS_FAILED = 2;

/** Objectives are counted over 1, 7 or 28 days: https://docs.newrelic.com/docs/service-level-management/create-slm/ */
const OBJECTIVE_WINDOW = { rolling: { count: 28, unit: "DAY" } };

/** Asks every host from outside, and counts how often the answer is good and how often it is quick. Pings are free of charge. */
export class NewRelicProbes extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly observed: NewRelicObserved,
    alerts: NewRelicAlerts,
  ) {
    super(scope, id);
    for (const probe of probesOf(observed)) this.probe(probe, alerts);
  }

  private probe(probe: Probe, alerts: NewRelicAlerts): void {
    const id = constructId(probe.name);
    const monitor = this.monitor(id, probe);
    const checks = `entityGuid = '${monitor.id}'`;
    alerts.critical(`${id}Unavailable`, {
      name: `${probe.name} does not answer`,
      description: `https://${probe.host}${healthPath} fails from several continents`,
      nrql: { query: `SELECT filter(uniqueCount(location), WHERE result = 'FAILED') FROM SyntheticCheck WHERE ${checks}` },
      critical: {
        ...{ operator: "above_or_equals", threshold: LOCATIONS_FAILED },
        ...{ thresholdDuration: WINDOW_SECONDS, thresholdOccurrences: "all" },
      },
    });
    this.objective(`${id}Availability`, `${probe.name} is available`, monitor, "result = 'SUCCESS'", OBJECTIVE_PERCENT);
    // What users wait for is the host, wherever it is answered.
    if (probe.of === "host") this.objective(`${id}Latency`, `${probe.name} is quick`, monitor, `duration < ${SLOW_MS}`, QUICK_PERCENT);
  }

  private monitor(id: string, { name, host, of }: Probe): SyntheticsMonitor {
    return new SyntheticsMonitor(this, id, {
      accountId: this.observed.accountId,
      name: `${name} answers`,
      type: "SIMPLE",
      status: "ENABLED",
      uri: `https://${host}${healthPath}`,
      period: "EVERY_5_MINUTES",
      locationsPublic: locations,
      verifySsl: true,
      treatRedirectAsFailure: true,
      bypassHeadRequest: true,
      tag: Object.entries({ ...marksOf(this.observed), [of]: name }).map(([key, value]) => ({ key, values: [value] })),
    });
  }

  private objective(id: string, name: string, monitor: SyntheticsMonitor, good: string, target: number): void {
    const { accountId } = this.observed;
    const checks = { from: "SyntheticCheck", where: `entityGuid = '${monitor.id}'` };
    new ServiceLevel(this, id, {
      guid: monitor.id,
      name,
      events: { accountId, validEvents: checks, goodEvents: { ...checks, where: `${checks.where} AND ${good}` } },
      objective: { target, timeWindow: OBJECTIVE_WINDOW },
    });
  }
}
