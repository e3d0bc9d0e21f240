import { describe, expect, it } from "vitest";
import { signInApplications } from "../../../constructs/sso/applications.ts";
import { platformRealm } from "../../../constructs/sso/realm.ts";
import { keycloakSignIn } from "../../../constructs/sso/sign-in.ts";
import { secretsIn } from "../../addons/secrets-in.ts";

interface Client {
  clientId: string;
  enabled: boolean;
  publicClient: boolean;
  secret?: string;
  redirectUris: string[];
  attributes: Record<string, string>;
  authenticationFlowBindingOverrides: { browser: string };
  [field: string]: unknown;
}
interface Step {
  authenticator?: string;
  flowAlias?: string;
  requirement: string;
  authenticatorConfig?: string;
}
interface Flow {
  alias: string;
  topLevel: boolean;
  authenticationExecutions: Step[];
}
interface Realm {
  clients: Client[];
  groups: { name: string; clientRoles: Record<string, string[]> }[];
  roles: { client: Record<string, { name: string }[]> };
  browserFlow: string;
  authenticationFlows: Flow[];
  authenticatorConfig: { alias: string; config: Record<string, string> }[];
  [field: string]: unknown;
}

const facts = {
  domain: "example.com",
  central: { id: "mgmt-aws-use1" },
  places: [{ id: "mgmt-aws-use1" }, { id: "prod-gcp-use4" }],
  accessTeam: "acme",
  groups: { administrators: "platform-administrators", operators: "platform-operators", developers: "developers", auditors: "auditors" },
};
const applications = signInApplications(facts);
const realm = platformRealm(facts) as unknown as Realm;
const clients = realm.clients.filter(({ clientId }) => clientId !== "admin-cli");
const flow = (alias: string): Flow => {
  const [found] = realm.authenticationFlows.filter((one) => one.alias === alias);
  if (found === undefined) throw new Error(`no flow ${alias}`);
  return found;
};
const steps = (alias: string) => flow(alias).authenticationExecutions;
/** Every step of a flow and of the flows within. */
const allSteps = (alias: string): Step[] => steps(alias).flatMap((step) => [step, ...(step.flowAlias ? allSteps(step.flowAlias) : [])]);

describe("the realm's clients", () => {
  it("are the applications and no other", () => {
    expect(clients.map(({ clientId }) => clientId)).toEqual(applications.map(({ clientId }) => clientId));
  });

  it("lead back to the applications' own addresses, without an asterisk", () => {
    for (const [index, { redirectUris }] of clients.entries()) expect(redirectUris).toEqual(applications[index]?.redirectUris);
    expect(JSON.stringify(realm.clients)).not.toContain("*");
  });

  it("sign people in with a proof key, and can do nothing else", () => {
    for (const client of clients)
      expect(client).toMatchObject({
        ...{ standardFlowEnabled: true, implicitFlowEnabled: false, directAccessGrantsEnabled: false, serviceAccountsEnabled: false },
        ...{ fullScopeAllowed: false, webOrigins: [], optionalClientScopes: [] },
        attributes: { "pkce.code.challenge.method": "S256", "oauth2.device.authorization.grant.enabled": "false" },
      });
  });

  it("have a secret, filled in from a variable, if they can keep one", () => {
    for (const { kind, secret, clientId } of applications) {
      const client = clients.find((one) => one.clientId === clientId);
      expect(client?.publicClient, clientId).toBe(kind === "native");
      expect(client?.secret, clientId).toBe(secret && `$(env:${secret.toUpperCase().replaceAll("-", "_")})`);
    }
    expect(secretsIn(realm)).toEqual([]);
  });

  it("leave nobody a way in by password alone", () => {
    expect(realm.clients.find(({ clientId }) => clientId === "admin-cli")).toMatchObject({
      enabled: false,
      directAccessGrantsEnabled: false,
    });
    expect(realm).toMatchObject({ registrationAllowed: false, resetPasswordAllowed: false, rememberMe: false });
  });

  it("hold tokens for minutes, but for the one whose session the token is", () => {
    expect(realm.accessTokenLifespan).toBeLessThanOrEqual(300);
    const longer = clients.filter(({ attributes }) => attributes["access.token.lifespan"] !== undefined);
    expect(longer.map(({ clientId, attributes }) => [clientId, attributes["access.token.lifespan"]])).toEqual([["argocd", "3600"]]);
  });
});

describe("the realm's groups", () => {
  it("are the four, by their plain names in the claim that programs read", () => {
    expect(realm.groups.map(({ name }) => name)).toEqual(Object.values(facts.groups));
    const [scope] = realm.clientScopes as [{ name: string; protocolMappers: [{ protocolMapper: string; config: object }] }];
    expect(scope.protocolMappers[0]).toMatchObject({
      protocolMapper: "oidc-group-membership-mapper",
      config: { "claim.name": "groups", "full.path": "false", "id.token.claim": "true", "userinfo.token.claim": "true" },
    });
    for (const { defaultClientScopes } of clients) expect(defaultClientScopes).toContain(scope.name);
    expect(keycloakSignIn(facts.domain).scopes.split(" ")).toContain(scope.name);
  });

  it("get in to their applications only", () => {
    for (const { clientId, groups } of applications) {
      expect(realm.roles.client[clientId]).toEqual([{ name: "sign-in" }]);
      const admitted = realm.groups.filter(({ clientRoles }) => clientRoles[clientId]?.includes("sign-in")).map(({ name }) => name);
      expect(admitted, clientId).toEqual(groups.map((group) => facts.groups[group]));
    }
  });

  it("change people and never clients, and only administrators do", () => {
    const rights = Object.fromEntries(realm.groups.map(({ name, clientRoles }) => [name, clientRoles["realm-management"] ?? []]));
    expect(rights[facts.groups.administrators]).toContain("manage-users");
    const all = Object.entries(rights).flatMap(([name, roles]) => roles.map((role) => `${name} ${role}`));
    expect(all.filter((right) => /manage|create|realm-admin|impersonation/.test(right))).toEqual([
      `${facts.groups.administrators} manage-users`,
    ]);
  });
});

describe("signing in", () => {
  it("goes by the realm's flow, or by the application's own, and each is there whole", () => {
    const tops = realm.authenticationFlows.filter(({ topLevel }) => topLevel).map(({ alias }) => alias);
    expect(tops).toEqual([realm.browserFlow, ...clients.map((client) => client.authenticationFlowBindingOverrides.browser)]);
    const reached = new Set(tops.flatMap((top) => [top, ...allSteps(top).flatMap(({ flowAlias }) => flowAlias ?? [])]));
    expect([...reached].sort()).toEqual(realm.authenticationFlows.map(({ alias }) => alias).sort());
  });

  it("asks who it is first, and then for a passkey, or for a password and a key", () => {
    for (const top of realm.authenticationFlows.filter(({ topLevel }) => topLevel)) {
      const [identity] = top.authenticationExecutions as [Step, ...Step[]];
      expect(identity.requirement).toBe("REQUIRED");
      const [session, forms] = steps(identity.flowAlias as string) as [Step, Step];
      expect([session.authenticator, session.requirement, forms.requirement]).toEqual(["auth-cookie", "ALTERNATIVE", "ALTERNATIVE"]);
      const [username, proof] = steps(forms.flowAlias as string) as [Step, Step];
      expect([username.authenticator, username.requirement, proof.requirement]).toEqual(["auth-username-form", "REQUIRED", "REQUIRED"]);
      const [passkey, both] = steps(proof.flowAlias as string) as [Step, Step];
      // Were it required, somebody without one would be asked to register one, by nothing but a name.
      expect([passkey.authenticator, passkey.requirement]).toEqual(["webauthn-authenticator-passwordless", "ALTERNATIVE"]);
      const last = steps(both.flowAlias as string);
      expect(last.map(({ authenticator, requirement }) => [authenticator, requirement])).toEqual([
        ["auth-password-form", "REQUIRED"],
        ["webauthn-authenticator", "REQUIRED"],
      ]);
    }
  });

  it("refuses who has not the application's role, session or not", () => {
    for (const { clientId, authenticationFlowBindingOverrides } of clients) {
      const [, stranger] = steps(authenticationFlowBindingOverrides.browser) as [Step, Step];
      expect(stranger.requirement).toBe("CONDITIONAL");
      const [role, deny] = steps(stranger.flowAlias as string) as [Step, Step];
      expect([role.authenticator, role.requirement]).toEqual(["conditional-user-role", "REQUIRED"]);
      expect([deny.authenticator, deny.requirement]).toEqual(["deny-access-authenticator", "REQUIRED"]);
      const settings = realm.authenticatorConfig.filter(({ alias }) => alias === role.authenticatorConfig);
      expect(settings.map(({ config }) => config)).toEqual([{ condUserRole: `${clientId}.sign-in`, negate: "true" }]);
    }
  });

  it("makes new people register a key, for this host", () => {
    expect(realm.requiredActions).toContainEqual(
      expect.objectContaining({ providerId: "webauthn-register", enabled: true, defaultAction: true }),
    );
    expect([realm.webAuthnPolicyRpId, realm.webAuthnPolicyPasswordlessRpId]).toEqual(["id.example.com", "id.example.com"]);
    expect(realm.webAuthnPolicyPasswordlessUserVerificationRequirement).toBe("required");
  });

  it("needs TLS, slows who guesses, and is written down", () => {
    expect(realm).toMatchObject({ sslRequired: "all", bruteForceProtected: true, permanentLockout: false });
    expect(realm).toMatchObject({ eventsEnabled: true, adminEventsEnabled: true, adminEventsDetailsEnabled: true });
    expect(realm.passwordPolicy).toMatch(/^length\(14\) /);
    expect(realm.ssoSessionMaxLifespan).toBeLessThanOrEqual(36_000);
  });
});
