import { AppSignonPolicy } from "@cdktf/provider-okta/lib/app-signon-policy";
import { AppSignonPolicyRule } from "@cdktf/provider-okta/lib/app-signon-policy-rule";
import { PolicyRuleSignon } from "@cdktf/provider-okta/lib/policy-rule-signon";
import { PolicySignon } from "@cdktf/provider-okta/lib/policy-signon";
import { Construct } from "constructs";

/** Minutes a session may lie idle, and minutes it lasts: a day's work, of which an hour may be lunch. */
const IDLE_MINUTES = 60;
const SESSION_MINUTES = 600;

/** By key, passkey or device, and somebody touches it: no page that looks like the real one gets anything. https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Policy/ */
const phishingResistant = JSON.stringify({ possession: { phishingResistant: "REQUIRED", userPresence: "REQUIRED" } });

/**
 * How strictly people of the groups sign in: with two factors, one of which withstands phishing, for a day. Everybody else is refused.
 * Constraints of factors are Okta Identity Engine's.
 */
export class OktaPolicies extends Construct {
  /** Id of the policy that applications take. */
  readonly application: string;

  /** @param groups ids of those who may sign in */
  constructor(scope: Construct, id: string, groups: string[]) {
    super(scope, id);
    this.application = this.ofApplications(groups);
    this.ofSessions(groups);
  }

  private ofApplications(groups: string[]): string {
    const policy = new AppSignonPolicy(this, "Applications", {
      name: "Platform applications",
      description: "Two factors, one of which withstands phishing",
      // Whom no rule below lets in.
      catchAll: false,
    });
    new AppSignonPolicyRule(this, "PhishingResistant", {
      policyId: policy.id,
      name: "Phishing-resistant",
      access: "ALLOW",
      groupsIncluded: groups,
      type: "ASSURANCE",
      factorMode: "2FA",
      constraints: [phishingResistant],
      reAuthenticationFrequency: `PT${SESSION_MINUTES / 60}H`,
      priority: 1,
    });
    return policy.id;
  }

  private ofSessions(groups: string[]): void {
    const policy = new PolicySignon(this, "Sessions", {
      name: "Platform sessions",
      description: "Sessions of the platform's people",
      groupsIncluded: groups,
    });
    new PolicyRuleSignon(this, "Day", {
      policyId: policy.id,
      name: "A day's work",
      access: "ALLOW",
      primaryFactor: "PASSWORD_IDP_ANY_FACTOR",
      mfaRequired: true,
      mfaPrompt: "ALWAYS",
      mfaRememberDevice: false,
      sessionIdle: IDLE_MINUTES,
      sessionLifetime: SESSION_MINUTES,
      sessionPersistent: false,
    });
  }
}
