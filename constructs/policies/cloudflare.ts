import { argumentOf, equals, isSet } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";

/** What a setting must be, by its id; absence is Cloudflare's default, which is less. */
const wantedSettings: Readonly<Record<string, readonly string[]>> = {
  // The origin's certificate is verified; `origin_pull` also refuses plain HTTP. https://developers.cloudflare.com/ssl/origin-configuration/ssl-modes/
  ssl: ["strict", "origin_pull"],
  min_tls_version: ["1.2", "1.3"],
  always_use_https: ["on"],
};

const title = "A zone encrypts on every way, proves who answers, and lets origins know that Cloudflare asks";
const remedy =
  "set ssl to strict, min_tls_version to 1.2 or 1.3 and always_use_https to on by a cloudflare_zone_setting each; switch on DNSSEC and authenticated origin pulls";

/** CF-01: each zone has the settings, and what makes it trustworthy. */
const zone: Policy = {
  ...{ id: "CF-01", title, severity: "high", remedy },
  reference: "https://developers.cloudflare.com/ssl/",
  appliesTo: ["cloudflare_zone"],
  judge: (subject) => [
    ...Object.entries(wantedSettings).flatMap(([id, wanted]) => isSetFor(subject, id, wanted)),
    ...signed(subject),
    ...knownToOrigins(subject),
  ],
};

/** Its value is judged where the setting is. */
function isSetFor(subject: Subject, id: string, wanted: readonly string[]): Finding[] {
  const settings = subject.stack.companionsOf(subject, "cloudflare_zone_setting", "zone_id");
  const isThere = settings.some(({ attributes }) => attributes.setting_id === id);
  return isThere ? [] : [{ argument: "cloudflare_zone_setting", got: undefined, wanted: `${id} set to ${wanted.join(" or ")}` }];
}

/** Zones whose names are answered elsewhere are signed there. */
function signed(subject: Subject): Finding[] {
  if (!["full", undefined].includes(subject.attributes.type as string | undefined)) return [];
  const records = subject.stack.companionsOf(subject, "cloudflare_zone_dnssec", "zone_id");
  const isOn = records.some(({ attributes }) => attributes.status === "active");
  return isOn ? [] : [{ argument: "cloudflare_zone_dnssec", got: records[0]?.attributes.status, wanted: "one that is active" }];
}

function knownToOrigins(subject: Subject): Finding[] {
  const whole = subject.stack.companionsOf(subject, "cloudflare_authenticated_origin_pulls_settings", "zone_id");
  const hosts = subject.stack.companionsOf(subject, "cloudflare_authenticated_origin_pulls", "zone_id");
  const isOn =
    whole.some(({ attributes }) => attributes.enabled === true) || hosts.some((host) => argumentOf(host, "config.enabled") === true);
  const wanted = "one that is enabled";
  return isOn ? [] : [{ argument: "cloudflare_authenticated_origin_pulls_settings", got: whole[0]?.attributes.enabled, wanted }];
}

/** CF-01: no setting, of the zone or of a host, is below what is wanted. */
const setting: Policy = {
  ...{ id: "CF-01", title: "No setting of a zone or a host weakens how it is encrypted", severity: "high", remedy },
  reference: "https://developers.cloudflare.com/api/resources/zones/subresources/settings/",
  appliesTo: ["cloudflare_zone_setting", "cloudflare_hostname_tls_setting"],
  judge({ attributes }) {
    const wanted = wantedSettings[String(attributes.setting_id)];
    if (wanted === undefined || wanted.includes(String(attributes.value))) return [];
    return [{ argument: "value", got: attributes.value, wanted: wanted.join(" or ") }];
  },
};

/** CF-02: behind a load balancer is more than one place, and it knows which of them serve. */
const balancer: Policy = {
  id: "CF-02",
  title: "A load balancer is proxied, has a pool to fall back on, and two pools in production",
  severity: "high",
  remedy: "set proxied and fallback_pool, and list a pool of each place in default_pools",
  reference: "https://developers.cloudflare.com/load-balancing/",
  appliesTo: ["cloudflare_load_balancer"],
  judge(subject) {
    const pools = subject.attributes.default_pools;
    const isSpread = subject.stack.facts.environment !== "prod" || !Array.isArray(pools) || new Set(pools).size >= 2;
    return [
      ...equals(subject, "proxied", true),
      ...isSet(subject, "fallback_pool", "a pool"),
      ...isSet(subject, "default_pools", "two pools or more in production, one elsewhere"),
      ...(isSpread ? [] : [{ argument: "default_pools", got: pools, wanted: "two different pools or more" }]),
    ];
  },
};

/** CF-02: a pool that nobody asks counts as well for ever. */
const pool: Policy = {
  id: "CF-02",
  title: "Every pool has a monitor",
  severity: "high",
  remedy: "set monitor to a cloudflare_load_balancer_monitor's id",
  reference: "https://developers.cloudflare.com/load-balancing/monitors/",
  appliesTo: ["cloudflare_load_balancer_pool"],
  judge: (subject) => (isSet(subject, "monitor_group", "").length === 0 ? [] : isSet(subject, "monitor", "the id of a monitor")),
};

/** Rules over what is at the edge. */
export const cloudflarePolicies: readonly Policy[] = [zone, setting, balancer, pool];
