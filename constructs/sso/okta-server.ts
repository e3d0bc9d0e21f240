import { AuthServer } from "@cdktf/provider-okta/lib/auth-server";
import { AuthServerClaim } from "@cdktf/provider-okta/lib/auth-server-claim";
import { AuthServerPolicy } from "@cdktf/provider-okta/lib/auth-server-policy";
import { AuthServerPolicyRule } from "@cdktf/provider-okta/lib/auth-server-policy-rule";
import { AuthServerScope } from "@cdktf/provider-okta/lib/auth-server-scope";
import { Construct } from "constructs";
import type { OktaGroups } from "./okta-groups.ts";

export interface OktaServerProps {
  readonly domain: string;
  readonly groups: OktaGroups;
  /** Client ids of the programs that may ask for its tokens. */
  readonly clients: string[];
}

/** What a token for the platform's own APIs is asked for with. */
const SCOPE = "platform";

/** Minutes a token is good for: an API does not ask whether its owner is still one of the group. */
const TOKEN_MINUTES = 15;

/**
 * Signs access tokens for the platform's own APIs, which Okta's organization-wide server signs for nobody but Okta. Needs the product
 * API Access Management.
 */
export class OktaServer extends Construct {
  readonly issuer: string;

  constructor(scope: Construct, id: string, { domain, groups, clients }: OktaServerProps) {
    super(scope, id);
    const server = new AuthServer(this, "Resource", {
      name: "platform",
      description: "Access tokens for the platform's own APIs",
      audiences: [`https://api.${domain}`],
      credentialsRotationMode: "AUTO",
    });
    const authServerId = server.id;
    const { name: platform } = new AuthServerScope(this, "Scope", {
      authServerId,
      name: SCOPE,
      description: "Ask the platform's APIs as oneself",
      consent: "IMPLICIT",
      metadataPublish: "NO_CLIENTS",
    });
    new AuthServerClaim(this, "Groups", {
      ...{ authServerId, name: "groups", claimType: "RESOURCE", scopes: [platform] },
      ...{ valueType: "GROUPS", groupFilterType: "REGEX", value: groups.pattern },
    });
    this.admit(authServerId, platform, groups, clients);
    this.issuer = server.issuer;
  }

  /** The platform's programs, for its people, and by the one way that leaves no secret with anybody. */
  private admit(authServerId: string, platform: string, groups: OktaGroups, clients: string[]): void {
    const policy = new AuthServerPolicy(this, "Policy", {
      ...{ authServerId, name: "Platform", description: "The platform's programs", priority: 1 },
      clientWhitelist: clients,
    });
    new AuthServerPolicyRule(this, "Rule", {
      ...{ authServerId, policyId: policy.id, name: "People of the platform", priority: 1 },
      grantTypeWhitelist: ["authorization_code"],
      groupWhitelist: groups.all,
      scopeWhitelist: ["openid", platform],
      accessTokenLifetimeMinutes: TOKEN_MINUTES,
    });
  }
}
