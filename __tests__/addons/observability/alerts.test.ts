import { describe, expect, it } from "vitest";
import type { AddonContext } from "../../../constructs/addons/addon.ts";
import { alertmanager } from "../../../constructs/addons/observability/alertmanager.ts";
import { type Alert, alertRules } from "../../../constructs/addons/observability/alerts.ts";
import { kubePrometheusStack } from "../../../constructs/addons/observability/kube-prometheus-stack.ts";
import { sampleContext } from "../sample-context.ts";
import type { FreeForm } from "./catalog.ts";

const rules = alertRules(sampleContext("aws"));
const alerts = rules.flatMap(({ spec }) => (spec as { groups: { rules: Alert[] }[] }).groups.flatMap((group) => group.rules));
const named = (name: string) => alerts.find(({ alert }) => alert === name) as Alert;
const of = (overrides: Partial<AddonContext> = {}): FreeForm => alertmanager(sampleContext("aws", overrides));

describe("alerts", () => {
  it("have one name each, wait, and say what to do", () => {
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
    for (const alert of alerts) {
      expect(alert.for, alert.alert).toMatch(/^\d+[mhd]$/);
      expect(["critical", "warning", "info"]).toContain(alert.labels.severity);
      expect(alert.annotations.summary.length, alert.alert).toBeGreaterThan(15);
      expect(alert.annotations.description, alert.alert).not.toBe("");
    }
  });

  it("close what they open in each expression", () => {
    for (const { alert, expr } of alerts)
      for (const [open, close] of ["()", "{}", "[]"].map((pair) => pair.split("")) as [string, string][])
        expect(expr.split(open).length, `${alert}: ${expr}`).toBe(expr.split(close).length);
  });

  it("cover add-ons, certificates, backups, telemetry and waste", () => {
    expect(rules.map(({ metadata }) => metadata.name)).toEqual([
      "platform-addons",
      "platform-certificates",
      "platform-backups",
      "platform-telemetry",
      "platform-idle",
    ]);
    expect(named("CertificateExpires").labels.severity).toBe("critical");
    expect(named("BackupTooOld").expr).toContain("> 36 * 3600");
  });

  it("call a volume or deployment idle after a week, a load balancer after a day, and name who asks", () => {
    expect(["VolumeNotMounted", "DeploymentScaledToZero", "LoadBalancerWithoutEndpoints"].map((name) => named(name).for)).toEqual([
      "7d",
      "7d",
      "1d",
    ]);
    for (const { labels, annotations } of alerts.filter(({ labels: { topic } }) => topic === "idle")) {
      expect(labels.severity).toBe("info");
      expect(annotations.description).toContain("finops@example.com");
    }
  });
});

describe("alertmanager", () => {
  it("reads the channel's address from a file, whose secret it gets only where there is a channel", () => {
    const [, chat] = of().config.receivers;
    expect(chat.slack_configs[0].api_url_file).toBe("/etc/alertmanager/secrets/alertmanager-chat/webhook-url");
    expect(of().alertmanagerSpec.secrets).toEqual(["alertmanager-chat"]);
    expect(kubePrometheusStack.secrets?.(sampleContext("aws")).map(({ name }) => name)).toEqual(["alertmanager-chat"]);
    const silent = of({ alertsToChat: false });
    expect(silent.config.receivers).toEqual([{ name: "nobody" }, { name: "chat" }]);
    expect(silent.alertmanagerSpec).not.toHaveProperty("secrets");
    expect(kubePrometheusStack.secrets?.(sampleContext("aws", { alertsToChat: false }))).toEqual([]);
  });

  it("sends to receivers that there are, waste before other information is dropped", () => {
    const { route, receivers } = of().config;
    const names = receivers.map(({ name }: { name: string }) => name);
    for (const { receiver } of [route, ...route.routes]) expect(names).toContain(receiver);
    const matchers = route.routes.map((each: { matchers: string[] }) => each.matchers[0]);
    expect(matchers.indexOf('topic = "idle"')).toBeLessThan(matchers.indexOf('severity = "info"'));
  });

  it("agrees by majority with high availability", () => {
    expect(of().alertmanagerSpec.replicas).toBe(3);
    expect(of({ highAvailability: false }).alertmanagerSpec.replicas).toBe(1);
  });
});
