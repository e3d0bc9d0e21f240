import { describe, expect, it } from "vitest";
import { all, hostless, only, plans, type Resource, rules, zoneOf } from "./edge-stack.ts";

const custom = (overrides = {}) => rules(zoneOf(overrides), "http_request_firewall_custom");
const limits = (overrides = {}) => rules(zoneOf(overrides), "http_ratelimit");
const cache = (overrides = {}) => rules(zoneOf(overrides), "http_request_cache_settings");

describe("rules", () => {
  it.each(plans)("of plan %s are on, each by a name of its own, in one set for a phase", (plan) => {
    const sets = all(zoneOf({ plan }), "ruleset");
    expect(new Set(sets.map(({ phase }) => phase)).size).toBe(sets.length);
    for (const set of sets) {
      expect(set.kind).toBe("zone");
      const refs = set.rules.map(({ ref }: Resource) => ref);
      expect(new Set(refs).size).toBe(refs.length);
      for (const rule of set.rules) expect(rule).toMatchObject({ enabled: true, expression: expect.any(String) });
    }
  });

  it("name no empty set of hosts where nothing has a host", () => {
    const text = JSON.stringify(zoneOf(hostless));
    expect(text).not.toContain("in {}");
    expect(text).not.toContain('"expression":"()"');
    expect(Object.keys(custom(hostless))).not.toContain("webhooks");
    expect(Object.keys(limits(hostless))).toEqual(["api"]);
  });

  it("do not ask for a score that is no more", () => {
    expect(JSON.stringify(zoneOf())).not.toContain("threat_score");
  });
});

describe("the firewall", () => {
  it("asks Cloudflare's rules and OWASP's of every request", () => {
    const managed = Object.values(rules(zoneOf(), "http_request_firewall_managed"));
    expect(managed.map(({ action_parameters }) => action_parameters.id)).toEqual([
      "efb7b8c949ac4650a09736fc376e9aee",
      "4814384a9e5d4991b9815dcfc25d2f1f",
    ]);
    expect(managed.every(({ action, expression }) => action === "execute" && expression === "true")).toBe(true);
  });

  it("refuses probes and odd methods to all, and asks the nameless whether they are people", () => {
    const { probes, methods, nameless } = custom();
    expect(probes).toMatchObject({ action: "block", expression: expect.stringContaining('"/.env"') });
    expect(methods).toMatchObject({ action: "block", expression: expect.stringContaining('"TRACE"') });
    expect(nameless).toMatchObject({ action: "managed_challenge", expression: expect.stringContaining('http.user_agent eq ""') });
  });

  it("leaves programs alone that are meant to come, but not what they say", () => {
    const { machines, nameless, pretending } = custom();
    expect(machines).toMatchObject({ action: "skip", action_parameters: { phases: ["http_request_sbfm"] }, logging: { enabled: true } });
    const hosts = ["vault.mgmt-aws-use1", "health.mgmt-aws-use1", "health.prod-aws-use1", "health.prod-gcp-use4", "id"];
    for (const host of hosts) expect(machines?.expression).toContain(`"${host}.example.com"`);
    expect(machines?.expression).toContain('starts_with(http.request.uri.path, "/api/")');
    expect(machines?.expression).not.toContain("atlantis");
    for (const rule of [nameless, pretending]) expect(rule?.expression).toContain(`not ${machines?.expression}`);
  });

  it("lets through what GitHub tells Atlantis, which may look like an attack, and nothing else of Atlantis'", () => {
    expect(custom().webhooks).toMatchObject({
      action: "skip",
      expression:
        '((http.host eq "atlantis.mgmt-aws-use1.example.com" and http.request.uri.path eq "/events" and http.request.method eq "POST"))',
      action_parameters: { phases: ["http_request_sbfm", "http_request_firewall_managed"] },
    });
  });

  it("skips nothing that comes after, and counts everybody", () => {
    for (const { action, action_parameters } of Object.values(custom())) {
      if (action !== "skip") continue;
      expect(action_parameters).not.toHaveProperty("ruleset");
      expect(action_parameters.phases).not.toContain("http_ratelimit");
    }
  });

  it("decides by scores where the plan has them", () => {
    expect(custom().pretending).toMatchObject({ action: "managed_challenge", expression: expect.stringContaining("score eq 1") });
    for (const plan of ["pro", "business"]) expect(JSON.stringify(custom({ plan }))).not.toContain("bot_management");
  });
});

describe("limits", () => {
  it("count each address, to interfaces and where people sign in", () => {
    const { api, sign_in, ...others } = limits({ requestsPerMinute: 1200 });
    expect(others).toEqual({});
    expect(api).toMatchObject({ action: "block", ratelimit: { period: 60, requests_per_period: 1200, mitigation_timeout: 60 } });
    expect(sign_in?.expression).toContain('"id.example.com"');
    expect(sign_in).toMatchObject({ action: "managed_challenge", ratelimit: { period: 60, mitigation_timeout: 0 } });
    for (const rule of [api, sign_in]) expect(rule?.ratelimit.characteristics).toEqual(["ip.src", "cf.colo.id"]);
  });

  it("leave programs alone that ask for tokens at the host where people sign in", () => {
    expect(limits().sign_in?.expression).toContain('http.request.uri.path contains "/login-actions/"');
  });

  it.each(plans)("on plan %s look at hosts and paths only, and are two", (plan) => {
    const found = Object.values(limits({ plan }));
    expect(found.length).toBeLessThanOrEqual(2);
    const fields = found.flatMap(({ expression }) => expression.match(/\b(http|cf|ip|ssl)\.[a-z_.]+/g));
    expect(new Set(fields)).toEqual(new Set(["http.host", "http.request.uri.path"]));
  });
});

describe("copies", () => {
  it("are kept of static files only, for as long as the origin says", () => {
    const { static: kept, other } = cache();
    expect(kept?.action_parameters).toEqual({
      cache: true,
      edge_ttl: { mode: "respect_origin" },
      cache_key: { cache_deception_armor: true },
    });
    expect(kept?.expression).toContain('"woff2"');
    expect(kept?.expression).not.toMatch(/"(html|json|pdf|zip)"/);
    expect(other).toMatchObject({ expression: `(not ${kept?.expression.slice(1, -1)})`, action_parameters: { cache: false } });
    expect(only(zoneOf(), "tiered_cache").value).toBe("on");
  });

  it("are never kept for who is signed in, of interfaces and of admin pages; and that is said last", () => {
    const found = Object.values(cache());
    const last = found.at(-1);
    expect(last).toMatchObject({ ref: "private", action_parameters: { cache: false } });
    for (const part of ['"authorization"', '"/api/"', '"grafana.mgmt-aws-use1.example.com"']) expect(last?.expression).toContain(part);
  });
});
