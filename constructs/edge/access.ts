import {
  ZeroTrustAccessApplication,
  type ZeroTrustAccessApplicationConfig,
} from "@cdktf/provider-cloudflare/lib/zero-trust-access-application";
import { ZeroTrustAccessIdentityProvider } from "@cdktf/provider-cloudflare/lib/zero-trust-access-identity-provider";
import { ZeroTrustAccessPolicy } from "@cdktf/provider-cloudflare/lib/zero-trust-access-policy";
import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import type { PeopleGroup } from "../sso/applications.ts";
import type { SignIn } from "../sso/sign-in.ts";
import { type AdminPage, adminPages, type OpenPage, openPages, otherPages, type PageFacts } from "./admin-pages.ts";
import type { Edge } from "./contract.ts";

/** The client's secret, which a person copies from the identity provider. */
export const clientSecretVariable = "access_client_secret";

/** A working day; then people sign in again. */
const SESSION = "8h";

export interface EdgeAccessProps extends PageFacts {
  readonly edge: Edge;
  readonly signIn: SignIn;
  /** Names of the groups at the identity provider. */
  readonly groups: Readonly<Record<PeopleGroup, string>>;
}

/**
 * Cloudflare's Zero Trust in front of the pages that are not for everybody: who wants to see one signs in at the platform's identity provider
 * and is in one of the page's groups, before a request reaches any place. The pages' own sign-in comes after. Of applications that fit an
 * address the narrowest decides: https://developers.cloudflare.com/cloudflare-one/access-controls/policies/app-paths/
 *
 * The client's secret is a sensitive variable and so in the state: Cloudflare takes it in no other way.
 */
export class EdgeAccess extends Construct {
  private readonly provider: ZeroTrustAccessIdentityProvider;
  private readonly everyone: ZeroTrustAccessPolicy;
  private readonly policies = new Map<string, ZeroTrustAccessPolicy>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EdgeAccessProps,
  ) {
    super(scope, id);
    this.provider = this.identityProvider();
    this.everyone = this.bypass();
    for (const page of [...adminPages(props), ...otherPages(props)]) this.page(page);
    for (const page of openPages(props)) this.open(page);
  }

  private identityProvider(): ZeroTrustAccessIdentityProvider {
    const { edge, signIn } = this.props;
    const clientSecret = new TerraformVariable(this, "ClientSecret", {
      type: "string",
      sensitive: true,
      description: "Secret of the client cloudflare-access at the identity provider",
    });
    clientSecret.overrideLogicalId(clientSecretVariable);
    return new ZeroTrustAccessIdentityProvider(this, "Resource", {
      accountId: edge.accountId,
      name: "Platform",
      type: "oidc",
      config: {
        clientId: "cloudflare-access",
        clientSecret: clientSecret.stringValue,
        authUrl: signIn.authorization,
        tokenUrl: signIn.token,
        certsUrl: signIn.keys,
        scopes: signIn.scopes.split(" "),
        claims: ["groups"],
        emailClaimName: "email",
        pkceEnabled: true,
      },
    });
  }

  private page({ name, host, groups }: AdminPage): void {
    this.application(host, {
      name,
      sameSiteCookieAttribute: "lax",
      allowedIdps: [this.provider.id],
      autoRedirectToIdentity: true,
      policies: [{ id: this.policy(groups).id, precedence: 1 }],
    });
  }

  private open({ name, host, path = "" }: OpenPage): void {
    this.application(`${host}${path}`, { name, policies: [{ id: this.everyone.id, precedence: 1 }] });
  }

  private application(address: string, config: ZeroTrustAccessApplicationConfig): void {
    const { edge, domain } = this.props;
    new ZeroTrustAccessApplication(this, constructId(address.replace(`.${domain}`, "")), {
      accountId: edge.accountId,
      type: "self_hosted",
      domain: address,
      sessionDuration: SESSION,
      httpOnlyCookieAttribute: true,
      appLauncherVisible: false,
      ...config,
    });
  }

  /** One for each set of groups. */
  private policy(groups: readonly PeopleGroup[]): ZeroTrustAccessPolicy {
    const id = constructId(groups.join("-"));
    const { edge, groups: names } = this.props;
    const made =
      this.policies.get(id) ??
      new ZeroTrustAccessPolicy(this, id, {
        accountId: edge.accountId,
        name: groups.map((group) => names[group]).join(", "),
        decision: "allow",
        include: groups.map((group) => ({
          oidc: { claimName: "groups", claimValue: names[group], identityProviderId: this.provider.id },
        })),
        sessionDuration: SESSION,
      });
    this.policies.set(id, made);
    return made;
  }

  private bypass(): ZeroTrustAccessPolicy {
    return new ZeroTrustAccessPolicy(this, "Everyone", {
      accountId: this.props.edge.accountId,
      name: "Everyone: what is asked proves by itself who is there",
      decision: "bypass",
      include: [{ everyone: {} }],
    });
  }
}
