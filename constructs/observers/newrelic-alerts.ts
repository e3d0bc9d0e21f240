import { AlertPolicy } from "@cdktf/provider-newrelic/lib/alert-policy";
import { NotificationChannel } from "@cdktf/provider-newrelic/lib/notification-channel";
import { NotificationDestination } from "@cdktf/provider-newrelic/lib/notification-destination";
import { NrqlAlertCondition, type NrqlAlertConditionConfig } from "@cdktf/provider-newrelic/lib/nrql-alert-condition";
import { Workflow } from "@cdktf/provider-newrelic/lib/workflow";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import { askedOfNewRelic, type NewRelicObserved } from "./newrelic-observed.ts";
import { type AskedSignal, type Signal, signalId } from "./signals.ts";

/** Values are taken together over this time; every signal's minutes are a multiple of it. */
export const WINDOW_SECONDS = 300;

/** An incident that nobody closes and nothing ends is over after three days, the longest that signals stay out over a weekend. */
const LONGEST_SECONDS = 3 * 24 * 3600;

/** What is in the cluster arrives in order; what New Relic polls comes in bursts, five minutes apart. */
const arrival: Record<Signal["toldBy"], Partial<NrqlAlertConditionConfig>> = {
  cluster: { aggregationMethod: "event_flow", aggregationDelay: "120" },
  account: { aggregationMethod: "event_timer", aggregationTimer: "300" },
};

/** One condition per signal and place, in a policy per severity. Who is on call is told of what is critical; the rest is listed. */
export class NewRelicAlerts extends Construct {
  private readonly policies: Readonly<Record<Signal["severity"], AlertPolicy>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly observed: NewRelicObserved,
  ) {
    super(scope, id);
    this.policies = { critical: this.policy("Critical", "critical"), warning: this.policy("Warning", "warning") };
    for (const asked of askedOfNewRelic(observed)) this.watch(asked);
    this.tell(this.policies.critical);
  }

  /** A condition of the critical policy: what users notice. */
  critical(id: string, config: Pick<NrqlAlertConditionConfig, "name" | "description" | "nrql" | "critical">): void {
    this.condition(id, "critical", { ...arrival.account, ...config });
  }

  private policy(id: string, severity: string): AlertPolicy {
    return new AlertPolicy(this, id, {
      accountId: this.observed.accountId,
      name: `${this.name()} ${severity}`,
      incidentPreference: "PER_CONDITION_AND_TARGET",
    });
  }

  private watch({ name, signal, place, question }: AskedSignal): void {
    const seconds = signal.minutes * 60;
    const silence = signal.bound === "below";
    this.condition(`${constructId(place.id)}${signalId(name)}`, signal.severity, {
      ...arrival[signal.toldBy],
      name: `[${place.id}] ${signal.meaning}`,
      description: signal.action,
      nrql: { query: question },
      critical: { operator: signal.bound, threshold: signal.threshold, thresholdDuration: seconds, thresholdOccurrences: "all" },
      expirationDuration: seconds,
      // What nobody measures is no alarm, but for the measuring itself.
      openViolationOnExpiration: silence,
      closeViolationsOnExpiration: !silence,
    });
  }

  private condition(id: string, severity: Signal["severity"], config: Omit<NrqlAlertConditionConfig, "policyId">): void {
    new NrqlAlertCondition(this, id, {
      accountId: this.observed.accountId,
      policyId: Token.asNumber(this.policies[severity].id),
      type: "static",
      enabled: true,
      aggregationWindow: WINDOW_SECONDS,
      violationTimeLimitSeconds: LONGEST_SECONDS,
      ...config,
    });
  }

  private tell(policy: AlertPolicy): void {
    const { accountId, contacts } = this.observed;
    const name = `${this.name()} on call`;
    const destination = new NotificationDestination(this, "Destination", {
      ...{ accountId, name, type: "EMAIL" },
      property: [{ key: "email", value: contacts.security }],
    });
    const channel = new NotificationChannel(this, "Channel", {
      ...{ accountId, name, type: "EMAIL", product: "IINT", destinationId: destination.id },
      property: [{ key: "subject", value: "{{ issueTitle }}" }],
    });
    new Workflow(this, "Workflow", {
      ...{ accountId, name, mutingRulesHandling: "DONT_NOTIFY_FULLY_MUTED_ISSUES" },
      issuesFilter: {
        ...{ name: "critical", type: "FILTER" },
        predicate: [{ attribute: "labels.policyIds", operator: "EXACTLY_MATCHES", values: [policy.id] }],
      },
      destination: [{ channelId: channel.id }],
    });
  }

  private name(): string {
    return `${this.observed.organization} ${this.observed.environment}`;
  }
}
