/** Who signs people in, and where its OpenID Connect endpoints are: https addresses. */
export interface SignIn {
  readonly issuer: string;
  readonly authorization: string;
  readonly token: string;
  readonly userInfo: string;
  /** Keys that its tokens are signed with. */
  readonly keys: string;
  /** What to ask for so that groups are among what is said of a person. */
  readonly scopes: string;
}

/** Realm of the platform's people in Keycloak. */
export const realm = "platform";

/** Where the platform's own Keycloak is, with the platform's domain. */
export const keycloakHost = (domain: string): string => `id.${domain}`;

/** The platform's own Keycloak: https://www.keycloak.org/securing-apps/oidc-layers */
export function keycloakSignIn(domain: string): SignIn {
  const issuer = `https://${keycloakHost(domain)}/realms/${realm}`;
  const endpoints = `${issuer}/protocol/openid-connect`;
  return {
    issuer,
    authorization: `${endpoints}/auth`,
    token: `${endpoints}/token`,
    userInfo: `${endpoints}/userinfo`,
    keys: `${endpoints}/certs`,
    scopes: "openid profile email groups",
  };
}

/** Okta's own authorization server, which every organization has: https://developer.okta.com/docs/concepts/auth-servers/#org-authorization-server */
export function oktaSignIn(host: string): SignIn {
  const issuer = `https://${host}`;
  return {
    issuer,
    authorization: `${issuer}/oauth2/v1/authorize`,
    token: `${issuer}/oauth2/v1/token`,
    userInfo: `${issuer}/oauth2/v1/userinfo`,
    keys: `${issuer}/oauth2/v1/keys`,
    // Okta lets sessions be renewed only with the last of them.
    scopes: "openid profile email groups offline_access",
  };
}
