import { describe, expect, it } from "vitest";
import { datadogQuestions } from "../../constructs/observers/datadog-questions.ts";
import { newRelicQuestions } from "../../constructs/observers/newrelic-questions.ts";
import { signalNames, signalOf } from "../../constructs/observers/signals.ts";
import { cloudNames } from "../../constructs/place.ts";
import { all, named, observed, place, stackOf, whole } from "./observed-stack.ts";

const watchedOf = (id: string, type: string, stack = whole) => all(type, stack).filter(({ name }) => name.startsWith(`[${id}]`));

describe("signals", () => {
  it("that clusters tell are asked of both vendors on every cloud", () => {
    for (const name of signalNames.filter((each) => signalOf(each).toldBy === "cluster"))
      for (const questions of [datadogQuestions, newRelicQuestions])
        for (const cloud of cloudNames) expect(questions[name][cloud]?.(place(cloud)), `${name} ${cloud}`).toContain(place(cloud).name);
  });

  it("that accounts tell are asked of both vendors, but for what a vendor cannot read", () => {
    const untold = [datadogQuestions, newRelicQuestions].map((questions) =>
      signalNames.flatMap((name) => cloudNames.filter((cloud) => questions[name][cloud] === undefined).map((cloud) => `${name} ${cloud}`)),
    );
    const azure = ["databaseBusy azure", "databaseFilling azure", "replicaLate azure", "cacheFilling azure"];
    expect(untold[0]?.sort()).toEqual([...azure].sort());
    expect(untold[1]?.sort()).toEqual([...azure, "replicaLate gcp", "cacheFilling gcp"].sort());
  });

  it("look at one account and region only", () => {
    expect(datadogQuestions.databaseBusy.aws?.(place("aws"))).toContain("{aws_account:444444444444,region:us-east-1}");
    expect(datadogQuestions.databaseBusy.gcp?.(place("gcp"))).toContain("{project_id:acme-prod,region:us-east4}");
    expect(newRelicQuestions.databaseBusy.aws?.(place("aws"))).toContain(
      "providerAccountName = 'acme-prod-aws' AND awsRegion = 'us-east-1'",
    );
  });

  it("close what they open in each question", () => {
    for (const questions of [datadogQuestions, newRelicQuestions])
      for (const name of signalNames)
        for (const cloud of cloudNames) {
          const question = questions[name][cloud]?.(place(cloud)) ?? "";
          for (const [open, close] of ["()", "{}"].map((pair) => pair.split("")) as [string, string][])
            expect(question.split(open).length, question).toBe(question.split(close).length);
        }
  });
});

describe("monitors", () => {
  it("are the same for each place, less what its cloud does not tell", () => {
    expect(cloudNames.map((cloud) => watchedOf(place(cloud).id, "datadog_monitor").length)).toEqual([10, 10, 6]);
    expect(cloudNames.map((cloud) => watchedOf(place(cloud).id, "newrelic_nrql_alert_condition").length)).toEqual([10, 8, 6]);
  });

  it("come and go with their place, and are called after it", () => {
    const less = stackOf({ places: [place("gcp")] });
    for (const type of ["datadog_monitor", "newrelic_nrql_alert_condition"]) {
      expect(watchedOf("prod-aws-use1", type, less)).toEqual([]);
      expect(watchedOf("prod-gcp-use4", type, less)).toEqual(watchedOf("prod-gcp-use4", type));
    }
    expect(named("datadog_monitor")).toHaveProperty("Datadog_Monitors_ProdAwsUse1NodesNotReady");
  });

  it("have the threshold of the signal in the query as in the option: Datadog refuses them otherwise", () => {
    for (const { query, monitor_thresholds } of all("datadog_monitor"))
      expect(query).toMatch(new RegExp(`^(min|max|avg|sum)\\(last_(10|15|30)m\\):.+ [<>] ${monitor_thresholds.critical}$`));
  });

  it("hold for a multiple of the window", () => {
    for (const { aggregation_window, critical } of all("newrelic_nrql_alert_condition"))
      expect(critical.threshold_duration % aggregation_window).toBe(0);
  });

  it("raise an alarm about silence only where silence is what is wrong", () => {
    const silent = all("datadog_monitor").filter(({ on_missing_data }) => on_missing_data === "show_and_notify_no_data");
    expect(silent.map(({ name }) => name)).toEqual(observed.places.map(({ id }) => `[${id}] The cluster's agents do not report`).sort());
    const expiring = all("newrelic_nrql_alert_condition").filter(({ open_violation_on_expiration }) => open_violation_on_expiration);
    expect(expiring.map(({ name }) => name)).toEqual(silent.map(({ name }) => name));
  });

  it("bear whose they are, which the dashboard goes by", () => {
    for (const { tags } of [...all("datadog_monitor"), ...all("datadog_synthetics_test"), ...all("datadog_service_level_objective")])
      expect(tags).toEqual(expect.arrayContaining(["env:prod", "team:platform", "managed-by:terraform"]));
    expect(all("datadog_dashboard_json")[0]?.dashboard).toContain("tag:(env:prod AND managed-by:terraform)");
    for (const { tag } of all("newrelic_synthetics_monitor")) expect(tag).toContainEqual({ key: "team", values: ["platform"] });
    expect(JSON.stringify(stackOf({ tags: {} }).resource)).not.toContain("team");
  });

  it("tell who is on call of what is critical and nothing else", () => {
    for (const { message, tags } of all("datadog_monitor"))
      expect(message.includes("@security@example.com")).toBe(tags.includes("severity:critical"));
    const [workflow] = all("newrelic_workflow");
    expect(workflow?.issues_filter.predicate[0].values).toEqual(["${newrelic_alert_policy.NewRelic_Alerts_Critical.id}"]);
    expect(all("newrelic_notification_destination")[0]?.property).toEqual([{ key: "email", value: "security@example.com" }]);
  });
});
