import { ServiceLevelObjective } from "@cdktf/provider-datadog/lib/service-level-objective";
import { SyntheticsTest } from "@cdktf/provider-datadog/lib/synthetics-test";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import { datadogTags } from "./datadog-tags.ts";
import { healthPath, OBJECTIVE_DAYS, OBJECTIVE_PERCENT, type Observed, type Probe, probesOf, QUICK_PERCENT, SLOW_MS } from "./observed.ts";

/** One per continent that users are on. https://docs.datadoghq.com/api/latest/synthetics/#get-all-locations-public-and-private */
const locations = ["aws:us-east-1", "aws:eu-central-1", "aws:ap-northeast-1"];

/** A failure at one of three is the network's; at two it is ours. */
const LOCATIONS_FAILED = 2;

const INTERVAL_SECONDS = 300;

const timeframe = `${OBJECTIVE_DAYS}d`;

/**
 * Asks every host from outside, and counts how often the answer is good and how often it is quick. About $13 per month and host: three
 * locations every five minutes are 26 thousand runs.
 */
export class DatadogProbes extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly observed: Observed,
  ) {
    super(scope, id);
    for (const probe of probesOf(observed)) this.probe(probe);
  }

  private probe(probe: Probe): void {
    const id = constructId(probe.name);
    const test = this.test(id, probe);
    this.availability(id, probe, test);
    // What users wait for is the host, wherever it is answered.
    if (probe.of === "host") this.quickness(id, probe, test);
  }

  private test(id: string, probe: Probe): SyntheticsTest {
    const { contacts } = this.observed;
    return new SyntheticsTest(this, id, {
      name: `${probe.name} answers`,
      type: "api",
      subtype: "http",
      status: "live",
      message: `https://${probe.host}${healthPath} fails from several continents. @${contacts.security}`,
      locations,
      requestDefinition: { method: "GET", url: `https://${probe.host}${healthPath}`, timeout: 30, noSavingResponseBody: true },
      assertion: [{ type: "statusCode", operator: "is", target: "200" }],
      optionsList: {
        tickEvery: INTERVAL_SECONDS,
        minLocationFailed: LOCATIONS_FAILED,
        minFailureDuration: INTERVAL_SECONDS,
        retry: { count: 2, interval: 1000 },
        monitorName: `${probe.name} does not answer`,
        monitorPriority: 1,
      },
      tags: this.tags(probe),
    });
  }

  private availability(id: string, probe: Probe, test: SyntheticsTest): void {
    new ServiceLevelObjective(this, `${id}Availability`, {
      name: `${probe.name} is available`,
      description: "Share of time in which it does not fail from two continents at once",
      type: "monitor",
      monitorIds: [test.monitorId],
      thresholds: [{ timeframe, target: OBJECTIVE_PERCENT }],
      tags: this.tags(probe),
    });
  }

  private quickness(id: string, probe: Probe, test: SyntheticsTest): void {
    new ServiceLevelObjective(this, `${id}Latency`, {
      name: `${probe.name} is quick`,
      description: `Share of five-minute slices in which it answers within ${SLOW_MS} ms`,
      type: "time_slice",
      sliSpecification: {
        timeSlice: {
          comparator: "<",
          threshold: SLOW_MS,
          queryIntervalSeconds: INTERVAL_SECONDS,
          query: {
            formula: { formulaExpression: "answer" },
            query: [
              {
                metricQuery: {
                  dataSource: "metrics",
                  name: "answer",
                  query: `avg:synthetics.http.response.time{check_id:${test.id}}`,
                },
              },
            ],
          },
        },
      },
      thresholds: [{ timeframe, target: QUICK_PERCENT }],
      tags: this.tags(probe),
    });
  }

  private tags({ name, of }: Probe): string[] {
    return [...datadogTags(this.observed), `${of}:${name}`];
  }
}
