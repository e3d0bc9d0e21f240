import { type RulesetRules as Rule, Ruleset } from "@cdktf/provider-cloudflare/lib/ruleset";
import { Construct } from "constructs";
import type { EdgePlan } from "./contract.ts";
import { isInterface, isOneOf } from "./hosts.ts";

/** Where programs of others tell us something, and prove who they are with a signature. */
export interface Webhook {
  readonly host: string;
  /** `/events`. */
  readonly path: string;
}

export interface EdgeFirewallProps {
  readonly zoneId: string;
  readonly plan: EdgePlan;
  /** Hosts that programs speak to on purpose, besides /api/ everywhere: health checks, Vault, where tokens are asked for. */
  readonly machineHosts: readonly string[];
  /** @default nobody tells us anything */
  readonly webhooks?: readonly Webhook[];
}

/** Rules that Cloudflare keeps itself: https://developers.cloudflare.com/waf/managed-rules/reference/ */
const managed = {
  "Cloudflare's managed rules": "efb7b8c949ac4650a09736fc376e9aee",
  "OWASP's core rules": "4814384a9e5d4991b9815dcfc25d2f1f",
};

/** Paths of other people's software, which only somebody who looks for a way in asks for. */
const probes = ["/.env", "/.git/", "/.aws/", "/.ssh/", "/wp-admin", "/wp-login.php", "/phpmyadmin", "/xmlrpc.php"];

/** How programs pass that are meant to come; rules after this one are still asked. https://developers.cloudflare.com/waf/custom-rules/skip/options/ */
const welcome = (ref: string, description: string, expression: string, ...phases: string[]): Rule => ({
  ref,
  description,
  action: "skip",
  expression: `(${expression})`,
  enabled: true,
  actionParameters: { products: ["bic", "securityLevel", "uaBlock"], phases: ["http_request_sbfm", ...phases] },
  logging: { enabled: true },
});

const against = (ref: string, description: string, action: "block" | "managed_challenge", expression: string): Rule => ({
  ...{ ref, description, action, expression: `(${expression})`, enabled: true },
});

/** What a webhook's body says is text and code of anybody's, which looks like an attack. */
const isWebhook = ({ host, path }: Webhook): string =>
  `(http.host eq "${host}" and http.request.uri.path eq "${path}" and http.request.method eq "POST")`;

/** Certainly a program, and none that says what it is: https://developers.cloudflare.com/bots/concepts/bot-score/ */
const isPretending = "cf.bot_management.score eq 1 and not cf.bot_management.verified_bot";

/** Who is kept out of everything in the zone: those who do what is known of attacks, and those who look for a way in. */
export class EdgeFirewall extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: EdgeFirewallProps,
  ) {
    super(scope, id);
    this.ruleset("Managed", "http_request_firewall_managed", "What Cloudflare knows of attacks", this.managed());
    this.ruleset("Custom", "http_request_firewall_custom", "What nobody asks for with good intentions", [
      ...this.welcomes(),
      ...this.refusals(),
    ]);
  }

  private managed(): Rule[] {
    return Object.entries(managed).map(([description, rules]) => ({
      ref: description.toLowerCase().replace(/[^a-z]+/g, "_"),
      description,
      action: "execute",
      expression: "true",
      enabled: true,
      actionParameters: { id: rules },
    }));
  }

  private welcomes(): Rule[] {
    const { webhooks = [] } = this.props;
    const signed = webhooks.map(isWebhook).join(" or ");
    return [
      welcome("machines", "Programs that are meant to come are not asked whether they are people", this.isForMachines()),
      ...(webhooks.length > 0
        ? [welcome("webhooks", "Signed messages, which may say anything", signed, "http_request_firewall_managed")]
        : []),
    ];
  }

  private refusals(): Rule[] {
    const asked = probes.map((path) => `starts_with(lower(http.request.uri.path), "${path}")`).join(" or ");
    const isForPeople = `not (${this.isForMachines()})`;
    const pretending = against(
      "pretending",
      "Programs that pretend to be people",
      "managed_challenge",
      `${isPretending} and ${isForPeople}`,
    );
    return [
      against("probes", "Paths of other people's software", "block", asked),
      against("methods", "Methods that no application has", "block", 'http.request.method in {"TRACE" "TRACK" "CONNECT"}'),
      against("nameless", "Programs that do not say what they are", "managed_challenge", `http.user_agent eq "" and ${isForPeople}`),
      // Other plans have no scores: their zone's own setting does the same.
      ...(this.props.plan === "enterprise" ? [pretending] : []),
    ];
  }

  private isForMachines(): string {
    const { machineHosts } = this.props;
    return [isInterface, ...(machineHosts.length > 0 ? [isOneOf(machineHosts)] : [])].join(" or ");
  }

  private ruleset(id: string, phase: string, description: string, rules: Rule[]): void {
    new Ruleset(this, id, { zoneId: this.props.zoneId, kind: "zone", name: id.toLowerCase(), phase, description, rules });
  }
}
