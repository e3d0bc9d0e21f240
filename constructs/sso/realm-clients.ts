import type { PeopleGroup, SignInApplication } from "./applications.ts";
import { flowName } from "./realm-flows.ts";

/** A part of a realm as Keycloak reads it: https://www.keycloak.org/docs-api/latest/rest-api/index.html#RealmRepresentation */
export type Represented = Readonly<Record<string, unknown>>;

/** Role of an application's client; who has it gets in. */
export const signInRole = "sign-in";

/** Environment variable of the job that holds an application's secret: `GRAFANA_OIDC_CLIENT_SECRET`. */
export const secretVariable = (secret: string): string => secret.toUpperCase().replaceAll("-", "_");

/** Groups by their plain names, in every token and answer. */
export const groupsScope = {
  name: "groups",
  description: "Groups a person is in",
  protocol: "openid-connect",
  attributes: { "include.in.token.scope": "true", "display.on.consent.screen": "false" },
  protocolMappers: [
    {
      name: "groups",
      protocol: "openid-connect",
      protocolMapper: "oidc-group-membership-mapper",
      config: {
        "claim.name": "groups",
        "full.path": "false",
        "id.token.claim": "true",
        "access.token.claim": "true",
        "userinfo.token.claim": "true",
      },
    },
  ],
};

/** Programs whose session is the token itself, and the seconds it lasts: else people would sign in anew every five minutes. */
const ownSessions: Readonly<Record<string, number>> = { argocd: 3600 };

function attributes(clientId: string): Represented {
  const seconds = ownSessions[clientId];
  return {
    "pkce.code.challenge.method": "S256",
    "oauth2.device.authorization.grant.enabled": "false",
    ...(seconds !== undefined && { "access.token.lifespan": String(seconds) }),
  };
}

/** A client for signing in and for nothing else. */
export const client = ({ clientId, name, redirectUris, secret }: SignInApplication): Represented => ({
  clientId,
  name,
  enabled: true,
  protocol: "openid-connect",
  redirectUris,
  webOrigins: [],
  standardFlowEnabled: true,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  serviceAccountsEnabled: false,
  fullScopeAllowed: false,
  ...(secret === undefined
    ? { publicClient: true }
    : { publicClient: false, clientAuthenticatorType: "client-secret", secret: `$(env:${secretVariable(secret)})` }),
  attributes: attributes(clientId),
  authenticationFlowBindingOverrides: { browser: flowName(clientId) },
  defaultClientScopes: ["basic", "acr", "profile", "email", groupsScope.name],
  optionalClientScopes: [],
});

/** Every realm has it, and it takes a password without asking for a key. */
export const passwordClient = { clientId: "admin-cli", enabled: false, directAccessGrantsEnabled: false };

/** What groups may do with the realm itself; applications and flows are configuration's alone. */
const realmRights: Partial<Record<PeopleGroup, readonly string[]>> = {
  administrators: ["manage-users", "query-groups", "query-users", "view-events", "view-realm", "view-users"],
  auditors: ["query-groups", "query-users", "view-events", "view-realm", "view-users"],
};

/** A group: which applications its people get in to, and what else they may. */
export function group(kind: PeopleGroup, name: string, applications: readonly SignInApplication[]): Represented {
  const admitted = applications.filter(({ groups }) => groups.includes(kind)).map(({ clientId }) => [clientId, [signInRole]] as const);
  const rights = realmRights[kind];
  return { name, clientRoles: { ...Object.fromEntries(admitted), ...(rights && { "realm-management": rights }) } };
}
