import { AuthBackend } from "@cdktf/provider-vault/lib/auth-backend";
import { IdentityGroup } from "@cdktf/provider-vault/lib/identity-group";
import { IdentityGroupAlias } from "@cdktf/provider-vault/lib/identity-group-alias";
import { JwtAuthBackendRole } from "@cdktf/provider-vault/lib/jwt-auth-backend-role";
import { Policy } from "@cdktf/provider-vault/lib/policy";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import type { PeopleGroup, SignInApplication } from "../sso/applications.ts";
import type { SignIn } from "../sso/sign-in.ts";
import { peopleAuthPath, peopleRole, type VaultPlace } from "./facts.ts";
import { peopleRules } from "./people-rules.ts";
import { policyText } from "./policy.ts";

export interface PeopleProps {
  /** Names of the groups, as the identity provider has them. */
  readonly groups: Readonly<Record<PeopleGroup, string>>;
  /** Vault, as the identity provider knows it. */
  readonly application: SignInApplication;
  readonly signIn: Pick<SignIn, "scopes">;
  readonly environments: readonly string[];
  readonly places: readonly VaultPlace[];
}

/** Seconds people are signed in for, and how far they may renew it: a working day. */
const lifetime = { first: 60 * 60, renewedUpTo: 8 * 60 * 60 } as const;

/**
 * People sign in by the identity provider, and may what their groups may. Which provider that is, a job in the cluster tells Vault: with
 * the client secret, which Terraform would keep in its state.
 */
export class People extends Construct {
  /** Path of the method. */
  readonly path: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PeopleProps,
  ) {
    super(scope, id);
    const backend = new AuthBackend(this, "Resource", {
      type: "oidc",
      path: peopleAuthPath,
      description: "People, by the identity provider",
      // On the page where people sign in, this is the way.
      tune: [{ defaultLeaseTtl: "1h", maxLeaseTtl: "8h", tokenType: "service", listingVisibility: "unauth" }],
      // Groups' people are known by it.
      lifecycle: { preventDestroy: true },
    });
    this.path = backend.path;
    this.role();
    for (const group of props.application.groups) this.group(group, backend.accessor);
  }

  private role(): void {
    const { application, groups, signIn } = this.props;
    new JwtAuthBackendRole(this, "Role", {
      backend: this.path,
      roleName: peopleRole,
      roleType: "oidc",
      userClaim: "sub",
      groupsClaim: "groups",
      claimMappings: { preferred_username: "username", email: "email" },
      boundAudiences: [application.clientId],
      // Whoever is in none of the groups is not let in at all.
      boundClaimsType: "string",
      boundClaims: { groups: application.groups.map((group) => groups[group]).join(",") },
      allowedRedirectUris: [...application.redirectUris],
      // Vault asks for `openid` itself.
      oidcScopes: signIn.scopes.split(" ").filter((scope) => scope !== "openid"),
      tokenTtl: lifetime.first,
      tokenMaxTtl: lifetime.renewedUpTo,
    });
  }

  private group(group: PeopleGroup, mountAccessor: string): void {
    const id = constructId(group);
    const policy = new Policy(this, `${id}Policy`, { name: group, policy: policyText(peopleRules[group](this.props)) });
    const known = new IdentityGroup(this, id, { name: group, type: "external", policies: [policy.name] });
    new IdentityGroupAlias(this, `${id}Alias`, { name: this.props.groups[group], mountAccessor, canonicalId: known.id });
  }
}
