import { Monitor } from "@cdktf/provider-datadog/lib/monitor";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import { datadogQuestions } from "./datadog-questions.ts";
import { datadogTags } from "./datadog-tags.ts";
import type { Observed } from "./observed.ts";
import { type AskedSignal, askedIn, signalId } from "./signals.ts";

/** Datadog's scale is 1 to 5. */
const priorities = { critical: "2", warning: "4" } as const;

/** CloudWatch and Cloud Monitoring are read minutes late: https://docs.datadoghq.com/integrations/guide/cloud-metric-delay/ */
const CRAWL_DELAY_SECONDS = 900;

/** One monitor per signal and place. Who is on call is told of what is critical; the rest is listed. */
export class DatadogMonitors extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly observed: Observed,
  ) {
    super(scope, id);
    for (const asked of askedIn(observed.places, datadogQuestions)) this.watch(asked);
  }

  private watch({ name, signal, place, question }: AskedSignal): void {
    const { contacts } = this.observed;
    const to = signal.severity === "critical" ? ` @${contacts.security}` : "";
    new Monitor(this, `${constructId(place.id)}${signalId(name)}`, {
      name: `[${place.id}] ${signal.meaning}`,
      type: "query alert",
      query: question,
      message: `${signal.action}.${to}`,
      monitorThresholds: { critical: String(signal.threshold) },
      priority: priorities[signal.severity],
      // What nobody measures is no alarm, but for the measuring itself.
      onMissingData: signal.bound === "below" ? "show_and_notify_no_data" : "resolve",
      requireFullWindow: false,
      includeTags: true,
      ...(signal.toldBy === "account" && { evaluationDelay: CRAWL_DELAY_SECONDS }),
      tags: [...datadogTags(this.observed), `place:${place.id}`, `cloud:${place.cloud}`, `severity:${signal.severity}`],
    });
  }
}
