import { Ruleset } from "@cdktf/provider-cloudflare/lib/ruleset";
import { Construct } from "constructs";
import { isInterface, isOneOf } from "./hosts.ts";

export interface EdgeRateLimitsProps {
  readonly zoneId: string;
  /** Hosts at which people sign in. */
  readonly signInHosts: readonly string[];
  /** Requests to /api/ that one address may make in a minute. */
  readonly requestsPerMinute: number;
}

/** Passwords that may be tried from one address in a minute: a whole office signs in, nobody guesses. */
const ATTEMPTS = 30;

/** Where Keycloak's forms are sent to; tokens, which programs ask for, are elsewhere. */
const isForm = 'http.request.uri.path contains "/login-actions/"';

/** Each address is counted in each of Cloudflare's data centres by itself: https://developers.cloudflare.com/waf/rate-limiting-rules/request-rate/ */
const perMinute = (requestsPerPeriod: number, mitigationTimeout: number) => ({
  ...{ characteristics: ["ip.src", "cf.colo.id"], period: 60, requestsPerPeriod, mitigationTimeout },
});

/**
 * How often one address may ask. Rules look at hosts and paths only, which is all that plan pro allows them, and there are two at most:
 * https://developers.cloudflare.com/waf/rate-limiting-rules/#availability
 */
export class EdgeRateLimits extends Construct {
  constructor(scope: Construct, id: string, { zoneId, signInHosts, requestsPerMinute }: EdgeRateLimitsProps) {
    super(scope, id);
    const api = {
      ref: "api",
      description: "Requests to interfaces",
      action: "block",
      expression: `(${isInterface})`,
      enabled: true,
      ratelimit: perMinute(requestsPerMinute, 60),
    };
    const signIn = {
      ref: "sign_in",
      description: "Attempts to sign in",
      action: "managed_challenge",
      expression: `(${isOneOf(signInHosts)} and ${isForm})`,
      enabled: true,
      // A challenge is over when it is passed.
      ratelimit: perMinute(ATTEMPTS, 0),
    };
    new Ruleset(this, "Resource", {
      ...{ zoneId, kind: "zone", name: "limits", phase: "http_ratelimit" },
      description: "How often one address may ask",
      rules: [api, ...(signInHosts.length > 0 ? [signIn] : [])],
    });
  }
}
