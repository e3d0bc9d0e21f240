import { describe } from "vitest";
import { cloudflarePolicies } from "../../../constructs/policies/cloudflare.ts";
import { but, development, type PolicyCase, type Subjects, testPolicies, without } from "./policy-cases.ts";

const zone_id = "${cloudflare_zone.It.id}";
const setting = (setting_id: string, value: unknown) => ({ zone_id, setting_id, value });
const zone: Subjects = {
  "cloudflare_zone.It": { name: "example.com", type: "full" },
  "cloudflare_zone_setting.Ssl": setting("ssl", "strict"),
  "cloudflare_zone_setting.Tls": setting("min_tls_version", "1.2"),
  "cloudflare_zone_setting.Https": setting("always_use_https", "on"),
  "cloudflare_zone_dnssec.It": { zone_id, status: "active" },
  "cloudflare_authenticated_origin_pulls_settings.It": { zone_id, enabled: true },
};
const pulls = "cloudflare_authenticated_origin_pulls_settings.It";

const pools = ["${cloudflare_load_balancer_pool.A.id}", "${cloudflare_load_balancer_pool.B.id}"];
const balancer: Subjects = { "cloudflare_load_balancer.It": { proxied: true, fallback_pool: pools[0], default_pools: pools } };
const itself = "cloudflare_load_balancer.It";

const cases: PolicyCase[] = [
  ["CF-01: a zone with all of it", zone, []],
  ["CF-01: a newer TLS", but(zone, "cloudflare_zone_setting.Tls", { value: "1.3" }), []],
  ["CF-01: origins that are reached by HTTPS only", but(zone, "cloudflare_zone_setting.Ssl", { value: "origin_pull" }), []],
  [
    "CF-01: a certificate that nobody verifies",
    but(zone, "cloudflare_zone_setting.Ssl", { value: "full" }),
    [/Ssl value: got "full", wanted strict/],
  ],
  ["CF-01: an old TLS", but(zone, "cloudflare_zone_setting.Tls", { value: "1.1" }), [/Tls value: got "1\.1", wanted 1\.2 or 1\.3/]],
  ["CF-01: plain HTTP", but(zone, "cloudflare_zone_setting.Https", { value: "off" }), [/Https value: got "off", wanted on/]],
  ["CF-01: another setting", { ...zone, "cloudflare_zone_setting.Zero": setting("0rtt", "off") }, []],
  [
    "CF-01: a host below its zone",
    { ...zone, "cloudflare_hostname_tls_setting.It": { zone_id, hostname: "a.example.com", setting_id: "min_tls_version", value: "1.0" } },
    [/hostname_tls_setting\.It value: got "1\.0"/],
  ],
  [
    "CF-01: defaults of Cloudflare",
    { "cloudflare_zone.It": {} },
    [/wanted ssl set to strict/, /wanted min_tls/, /wanted always_use_https/, /dnssec: got nothing/, /origin_pulls_settings: got nothing/],
  ],
  [
    "CF-01: settings of another zone",
    but(zone, "cloudflare_zone_setting.Ssl", { zone_id: "${cloudflare_zone.ItsCopy.id}" }),
    [/wanted ssl set/],
  ],
  [
    "CF-01: no signature",
    but(zone, "cloudflare_zone_dnssec.It", { status: "disabled" }),
    [/dnssec: got "disabled", wanted one that is active/],
  ],
  [
    "CF-01: names that are answered elsewhere",
    without(but(zone, "cloudflare_zone.It", { type: "partial" }), "cloudflare_zone_dnssec.It"),
    [],
  ],
  ["CF-01: origins that anybody reaches", but(zone, pulls, { enabled: false }), [/origin_pulls_settings: got false/]],
  [
    "CF-01: a certificate for each host",
    {
      ...without(zone, pulls),
      "cloudflare_authenticated_origin_pulls.It": { zone_id, config: [{ hostname: "a.example.com", enabled: true }] },
    },
    [],
  ],
  ["CF-02: two places", balancer, []],
  ["CF-02: a balancer that is only DNS", but(balancer, itself, { proxied: undefined }), [/proxied: got nothing, wanted true/]],
  ["CF-02: nothing to fall back on", but(balancer, itself, { fallback_pool: "" }), [/fallback_pool: got "", wanted a pool/]],
  [
    "CF-02: one pool, twice",
    but(balancer, itself, { default_pools: [pools[0], pools[0]] }),
    [/default_pools: got \[.*wanted two different pools/],
  ],
  ["CF-02: one pool in dev", but(balancer, itself, { default_pools: [pools[0]] }), [], development],
  ["CF-02: no pool in dev", but(balancer, itself, { default_pools: [] }), [/default_pools: got \[\]/], development],
  ["CF-02: pools that are only known at apply", but(balancer, itself, { default_pools: "${var.pools}" }), []],
  ["CF-02: a pool with a monitor", { "cloudflare_load_balancer_pool.It": { monitor: "${cloudflare_load_balancer_monitor.It.id}" } }, []],
  ["CF-02: a pool with a group of them", { "cloudflare_load_balancer_pool.It": { monitor_group: "id" } }, []],
  [
    "CF-02: a pool that nobody asks",
    { "cloudflare_load_balancer_pool.It": {} },
    [/pool\.It monitor: got nothing, wanted the id of a monitor/],
  ],
];

describe("rules over the edge", () => testPolicies(cloudflarePolicies, cases));
