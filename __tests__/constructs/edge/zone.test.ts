import { TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { EdgeZone } from "../../../constructs/edge/zone.ts";
import { all, named, only, plans, whole, zoneOf } from "./edge-stack.ts";

const settings = (json = zoneOf()) => Object.fromEntries(all(json, "zone_setting").map(({ setting_id, value }) => [setting_id, value]));
const notices = (json = zoneOf()) => all(json, "notification_policy").map(({ alert_type }) => alert_type);

describe("the zone", () => {
  it("is made where there is none, and not deleted where deletion is refused", () => {
    expect(only(zoneOf(), "zone")).toMatchObject({
      name: "example.com",
      type: "full",
      account: { id: "account" },
      lifecycle: { prevent_destroy: true },
    });
    expect(only(zoneOf({ deletionProtection: false }), "zone").lifecycle.prevent_destroy).toBe(false);
  });

  it("is used as it is where there is one, by everything", () => {
    const given = zoneOf({ zoneId: "given" });
    expect(all(given, "zone")).toEqual([]);
    const zones = Object.values(given.resource).flatMap((byName) => Object.values(byName).map(({ zone_id }) => zone_id));
    expect(new Set(zones)).toEqual(new Set(["given", undefined]));
    const made = Object.values(zoneOf().resource).flatMap((byName) => Object.values(byName).map(({ zone_id }) => zone_id));
    expect(new Set(made)).toEqual(new Set(["${cloudflare_zone.Zone.id}", undefined]));
    expect(Object.keys(given.resource)).toEqual(Object.keys(zoneOf().resource).filter((type) => type !== "cloudflare_zone"));
  });

  it("says where it is", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    expect(new EdgeZone(stack, "Zone", { ...whole, zoneId: "given" })).toMatchObject({
      ...{ accountId: "account", zoneId: "given", zone: "example.com" },
    });
  });
});

describe("settings", () => {
  it("encrypt on both sides, with words and not with maps", () => {
    expect(settings()).toMatchObject({
      ssl: "strict",
      min_tls_version: "1.2",
      tls_1_3: "on",
      always_use_https: "on",
      automatic_https_rewrites: "on",
      http3: "on",
      "0rtt": "off",
    });
    const { security_header, ...words } = settings();
    expect(Object.values(words).every((word) => typeof word === "string")).toBe(true);
    expect(security_header.strict_transport_security).toMatchObject({ enabled: true, max_age: 31_536_000, include_subdomains: true });
  });

  it.each(plans)("sign names and show origins a certificate on plan %s", (plan) => {
    const json = zoneOf({ plan });
    expect(only(json, "zone_dnssec").status).toBe("active");
    expect(only(json, "authenticated_origin_pulls_settings").enabled).toBe(true);
    expect(only(json, "universal_ssl_setting").enabled).toBe(true);
  });

  it("keep pretenders out with what the plan has", () => {
    const bots = (plan: (typeof plans)[number]) => only(zoneOf({ plan }), "bot_management");
    expect(bots("pro")).toMatchObject({ sbfm_definitely_automated: "block", sbfm_verified_bots: "allow" });
    expect(bots("pro")).not.toHaveProperty("sbfm_likely_automated");
    expect(bots("business")).toMatchObject({ sbfm_definitely_automated: "block", sbfm_likely_automated: "managed_challenge" });
    expect(bots("enterprise")).toMatchObject({ auto_update_model: true, suppress_session_score: false });
    expect(Object.keys(bots("enterprise")).filter((key) => key.startsWith("sbfm"))).toEqual([]);
    for (const plan of plans) expect(bots(plan)).toMatchObject({ enable_js: true, ai_bots_protection: "block" });
    expect(bots("business")).not.toHaveProperty("auto_update_model");
  });
});

describe("certificates", () => {
  it("are for what is two labels below the domain, one for each environment that has places", () => {
    const packs = named(zoneOf(), "certificate_pack");
    expect(Object.keys(packs)).toEqual(["Zone_Certificates_Mgmt", "Zone_Certificates_Prod"]);
    expect(packs.Zone_Certificates_Prod).toMatchObject({
      type: "advanced",
      hosts: ["example.com", "*.prod.example.com", "*.prod-aws-use1.example.com", "*.prod-gcp-use4.example.com"],
      lifecycle: { create_before_destroy: true },
    });
  });

  it("are none where nobody has such names", () => {
    const { environments: _, ...without } = whole;
    expect(all(zoneOf({ ...without, environments: [] }), "certificate_pack")).toEqual([]);
  });
});

describe("notifications", () => {
  it("go to the contact, for what is known of on the plan", () => {
    for (const policy of all(zoneOf(), "notification_policy")) {
      expect(policy).toMatchObject({ enabled: true, account_id: "account", mechanisms: { email: [{ id: "security@example.com" }] } });
    }
    const basic = ["dos_attack_l7", "real_origin_monitoring", "universal_ssl_event_type"];
    for (const plan of ["pro", "business"] as const) expect(notices(zoneOf({ plan })).sort()).toEqual(basic);
    expect(notices().sort()).toEqual([...basic, "failing_logpush_job_disabled_alert", "http_alert_origin_error"].sort());
  });

  it("of errors are about this zone of the account", () => {
    expect(named(zoneOf(), "notification_policy").Zone_Notifications_HttpAlertOriginError?.filters).toEqual({
      zones: ["${cloudflare_zone.Zone.id}"],
    });
  });
});
