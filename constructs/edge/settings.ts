import { AuthenticatedOriginPullsSettings } from "@cdktf/provider-cloudflare/lib/authenticated-origin-pulls-settings";
import { BotManagement } from "@cdktf/provider-cloudflare/lib/bot-management";
import { UniversalSslSetting } from "@cdktf/provider-cloudflare/lib/universal-ssl-setting";
import { ZoneDnssec } from "@cdktf/provider-cloudflare/lib/zone-dnssec";
import { ZoneSetting } from "@cdktf/provider-cloudflare/lib/zone-setting";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import type { EdgePlan } from "./contract.ts";

/** Settings that are one word each: https://developers.cloudflare.com/api/resources/zones/subresources/settings/ */
const words = {
  // The origin's certificate is checked, name and all.
  ssl: "strict",
  min_tls_version: "1.2",
  tls_1_3: "on",
  always_use_https: "on",
  automatic_https_rewrites: "on",
  opportunistic_encryption: "on",
  http3: "on",
  websockets: "on",
  // What comes with the first packet can be sent again by anybody.
  "0rtt": "off",
  email_obfuscation: "on",
  browser_check: "on",
} as const;

/** A year of HTTPS only, for every name below the zone; browsers may build it in. */
const transportSecurity = {
  strict_transport_security: { enabled: true, max_age: 31_536_000, include_subdomains: true, preload: true, nosniff: true },
};

export interface EdgeSettingsProps {
  readonly zoneId: string;
  readonly plan: EdgePlan;
}

/** How the zone speaks to people and to origins: encrypted on both sides, signed names, a client certificate for every origin. */
export class EdgeSettings extends Construct {
  constructor(scope: Construct, id: string, { zoneId, plan }: EdgeSettingsProps) {
    super(scope, id);
    for (const [setting, value] of Object.entries({ ...words, security_header: transportSecurity })) this.setting(zoneId, setting, value);
    new ZoneDnssec(this, "Dnssec", { zoneId, status: "active" });
    new UniversalSslSetting(this, "Certificate", { zoneId, enabled: true });
    new AuthenticatedOriginPullsSettings(this, "ClientCertificate", { zoneId, enabled: true });
    this.bots(zoneId, plan);
  }

  /** The binding takes a map only, where the provider takes anything and most values are words: overridden in JSON. */
  private setting(zoneId: string, settingId: string, value: unknown): void {
    const setting = new ZoneSetting(this, settingId === "0rtt" ? "ZeroRtt" : constructId(settingId), { zoneId, settingId, value: {} });
    setting.addOverride("value", value);
  }

  /**
   * Programs that say what they are may come, those that pretend may not, and those that read for models least of all. Enterprise gives
   * each request a score (Bot Management), which the firewall decides by; there programs that are meant to come are exempt on every plan.
   */
  private bots(zoneId: string, plan: EdgePlan): void {
    const common = { zoneId, enableJs: true, aiBotsProtection: "block" };
    if (plan === "enterprise") {
      new BotManagement(this, "Bots", { ...common, autoUpdateModel: true, suppressSessionScore: false });
      return;
    }
    new BotManagement(this, "Bots", {
      ...common,
      sbfmDefinitelyAutomated: "block",
      ...(plan === "business" && { sbfmLikelyAutomated: "managed_challenge" }),
      sbfmVerifiedBots: "allow",
      sbfmStaticResourceProtection: false,
      optimizeWordpress: false,
    });
  }
}
