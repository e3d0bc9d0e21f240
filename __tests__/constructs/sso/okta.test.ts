import { TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { signInApplications } from "../../../constructs/sso/applications.ts";
import { connectOkta, OktaDirectory, type OktaDirectoryProps } from "../../../constructs/sso/okta.ts";
import { platformRealm } from "../../../constructs/sso/realm.ts";

const props: OktaDirectoryProps = {
  domain: "example.com",
  central: { id: "mgmt-aws-use1" },
  places: [{ id: "mgmt-aws-use1" }, { id: "prod-gcp-use4" }],
  accessTeam: "acme",
  groups: { administrators: "platform-administrators", operators: "platform-operators", developers: "dev.elopers", auditors: "auditors" },
  okta: { host: "acme.okta.com", clientId: "0oa0000000000000000", keyId: "platform" },
};

// biome-ignore lint/suspicious/noExplicitAny: what Terraform reads is free-form.
type Resource = Record<string, any>;
interface Stack {
  readonly provider: { readonly okta: Resource[] };
  readonly resource: Record<string, Record<string, Resource>>;
}

/** What Terraform reads; names are without the hash of their path. */
function stackOf(overrides: Partial<OktaDirectoryProps> = {}): Stack {
  const stack = new TerraformStack(Testing.app(), "okta");
  const given = { ...props, ...overrides };
  connectOkta(stack, given.okta);
  new OktaDirectory(stack, "Okta", given);
  return JSON.parse(Testing.synth(stack).replaceAll(/(?<=[A-Za-z0-9]_[A-Za-z0-9]+)_[0-9A-F]{8}\b/g, ""));
}
const whole = stackOf();
const all = (type: string, stack = whole): Resource[] => Object.values(stack.resource[type] ?? {});
const one = (type: string): Resource => {
  const [found, ...others] = all(type);
  if (found === undefined || others.length > 0) throw new Error(`${type}: got ${others.length + (found ? 1 : 0)}, allowed 1`);
  return found;
};
const group = (kind: string) => `\${okta_group.Okta_Groups_${kind}.id}`;
const people = ["Administrators", "Operators", "Developers", "Auditors"].map(group);
const applications = signInApplications(props);
/** By id, since Terraform reads them by address. */
const sorted = <T>(rows: readonly T[]): T[] => [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe("the provider of okta", () => {
  it("acts as the service app, whose key is the run's and not in the configuration", () => {
    expect(whole.provider.okta).toEqual([
      expect.objectContaining({ org_name: "acme", base_url: "okta.com", client_id: "0oa0000000000000000", private_key_id: "platform" }),
    ]);
    expect(JSON.stringify(whole.provider)).not.toMatch(/"(private_key|api_token|access_token)"/);
  });

  it("may do what it does and no more", () => {
    expect(whole.provider.okta[0]?.scopes).toEqual([
      "okta.apps.manage",
      "okta.authorizationServers.manage",
      "okta.groups.manage",
      "okta.policies.manage",
    ]);
  });
});

describe("the groups of okta", () => {
  it("are the four, and who is in them is not terraform's", () => {
    const made = all("okta_group").map(({ name, skip_users }) => [name, skip_users]);
    expect(sorted(made)).toEqual(sorted(Object.values(props.groups).map((name) => [name, true])));
  });
});

describe("the applications of okta", () => {
  const apps = all("okta_app_oauth");

  it("are the clients keycloak would have, with the same ways back", () => {
    const { clients } = platformRealm(props) as { clients: { clientId: string; redirectUris?: string[] }[] };
    const inKeycloak = clients.flatMap(({ clientId, redirectUris }) => (redirectUris ? [[clientId, redirectUris]] : []));
    expect(sorted(apps.map(({ client_id, redirect_uris }) => [client_id, redirect_uris]))).toEqual(sorted(inKeycloak));
    expect(JSON.stringify(apps)).not.toContain("/*");
    for (const { wildcard_redirect } of apps) expect(wildcard_redirect).toBe("DISABLED");
  });

  it("prove with a key that they are who asked, and have no secret in the state", () => {
    for (const app of apps)
      expect(app).toMatchObject({ omit_secret: true, pkce_required: true, grant_types: ["authorization_code"], response_types: ["code"] });
    expect(JSON.stringify(whole)).not.toMatch(/client_basic_secret|client_secret"/);
  });

  it("prove who they are if they can keep a secret", () => {
    for (const { clientId, kind } of applications) {
      const app = apps.find(({ client_id }) => client_id === clientId);
      expect([app?.type, app?.token_endpoint_auth_method], clientId).toEqual([kind, kind === "web" ? "client_secret_basic" : "none"]);
    }
  });

  it("let in their groups only, by the platform's policy", () => {
    const kinds = { administrators: "Administrators", operators: "Operators", developers: "Developers", auditors: "Auditors" };
    const assigned = all("okta_app_group_assignments");
    expect(assigned).toHaveLength(apps.length);
    for (const [address, app] of Object.entries(whole.resource.okta_app_oauth ?? {})) {
      const groups = applications.find(({ clientId }) => clientId === app.client_id)?.groups ?? [];
      const own = assigned.find(({ app_id }) => app_id === `\${okta_app_oauth.${address}.id}`);
      expect(own?.group, address).toEqual(groups.map((kind) => ({ id: group(kinds[kind]) })));
      expect(app).toMatchObject({
        implicit_assignment: false,
        authentication_policy: "${okta_app_signon_policy.Okta_Policies_Applications.id}",
      });
    }
  });

  it("hear of the four groups and of no other a person is in", () => {
    for (const { groups_claim } of apps) {
      const { name, type, filter_type, value } = groups_claim;
      expect([name, type, filter_type]).toEqual(["groups", "FILTER", "REGEX"]);
      const heard = ["platform-administrators", "dev.elopers", "devXelopers", "auditors", "auditors-of-others", "my-auditors"];
      expect(heard.filter((each) => new RegExp(value).test(each))).toEqual(["platform-administrators", "dev.elopers", "auditors"]);
    }
  });

  it("follow the places", () => {
    const argo = (stack: Stack) => all("okta_app_oauth", stack).find(({ client_id }) => client_id === "argocd")?.redirect_uris;
    expect(argo(whole)).toHaveLength(2);
    expect(argo(stackOf({ places: [{ id: "mgmt-aws-use1" }] }))).toEqual(["https://argocd.mgmt-aws-use1.example.com/auth/callback"]);
  });
});

describe("signing in with okta", () => {
  it("takes two factors, one of which withstands phishing, and refuses everybody else", () => {
    expect(one("okta_app_signon_policy").catch_all).toBe(false);
    const rule = one("okta_app_signon_policy_rule");
    expect(rule).toMatchObject({ access: "ALLOW", factor_mode: "2FA", groups_included: people, re_authentication_frequency: "PT10H" });
    expect(rule.constraints.map((text: string) => JSON.parse(text))).toEqual([
      { possession: { phishingResistant: "REQUIRED", userPresence: "REQUIRED" } },
    ]);
  });

  it("lasts a day's work", () => {
    expect(one("okta_policy_signon").groups_included).toEqual(people);
    expect(one("okta_policy_rule_signon")).toMatchObject({
      ...{ mfa_required: true, mfa_remember_device: false, session_persistent: false },
      ...{ session_idle: 60, session_lifetime: 600 },
    });
  });
});

describe("tokens for the platform's own apis", () => {
  it("are for one audience, asked for by the platform's programs for its people, and short", () => {
    expect(one("okta_auth_server")).toMatchObject({
      name: "platform",
      audiences: ["https://api.example.com"],
      credentials_rotation_mode: "AUTO",
    });
    expect(one("okta_auth_server_policy").client_whitelist).toHaveLength(applications.length);
    expect(JSON.stringify(one("okta_auth_server_policy"))).not.toContain("ALL_CLIENTS");
    expect(one("okta_auth_server_policy_rule")).toMatchObject({
      ...{ grant_type_whitelist: ["authorization_code"], group_whitelist: people, access_token_lifetime_minutes: 15 },
      scope_whitelist: ["openid", "${okta_auth_server_scope.Okta_Server_Scope.name}"],
    });
  });

  it("say of a person's groups what the applications hear", () => {
    const { claim_type, value_type, group_filter_type, value } = one("okta_auth_server_claim");
    expect([claim_type, value_type, group_filter_type]).toEqual(["RESOURCE", "GROUPS", "REGEX"]);
    expect(value).toBe(all("okta_app_oauth")[0]?.groups_claim.value);
  });
});
