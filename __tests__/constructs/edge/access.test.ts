import { describe, expect, it } from "vitest";
import { type AddonContext, isCentral } from "../../../constructs/addons/addon.ts";
import { catalog } from "../../../constructs/addons/catalog.ts";
import { publicGateway } from "../../../constructs/addons/mesh/istio-gateway.ts";
import { clientSecretVariable, EdgeAccess } from "../../../constructs/edge/access.ts";
import { adminPages, machineHosts, openPages, otherPages, signInHosts, webhooks } from "../../../constructs/edge/admin-pages.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { signInApplications } from "../../../constructs/sso/applications.ts";
import { keycloakSignIn, oktaSignIn, type SignIn } from "../../../constructs/sso/sign-in.ts";
import type { FreeForm } from "../../addons/observability/catalog.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../../addons/sample-context.ts";
import { all, edge, facts, only, type Resource, stackWith } from "./edge-stack.ts";

const groups = { administrators: "admins", operators: "ops", developers: "devs", auditors: "audit" };
const made = (overrides: Partial<typeof facts> = {}, signIn: SignIn = keycloakSignIn("example.com")) =>
  stackWith((scope) => new EdgeAccess(scope, "Access", { ...facts, ...overrides, edge, groups, signIn }));
const json = made();
const policies = json.resource.cloudflare_zero_trust_access_policy ?? {};

/** What decides about an address: the policy of its application. */
function decision(domain: string, from = json): Resource {
  const [application, ...others] = all(from, "zero_trust_access_application").filter((one) => one.domain === domain);
  if (application === undefined || others.length > 0) throw new Error(`${domain}: ${others.length + (application ? 1 : 0)} applications`);
  const [policy] = application.policies;
  return policies[/^\$\{cloudflare_zero_trust_access_policy\.(\w+)\.id\}$/.exec(policy.id)?.[1] ?? ""] as Resource;
}
const letIn = (domain: string): string[] => decision(domain).include.map(({ oidc }: Resource) => oidc.claim_value);

/** Hosts that a place's public gateway leads somewhere, as every add-on of the repository says. */
function servedHosts(context: AddonContext): string[] {
  const found = catalog
    .filter(({ home = "everywhere" }) => ["everywhere", "workloads"].includes(home) || isCentral(context))
    .filter((addon) => addon.appliesTo?.(context) ?? true)
    .flatMap((addon) => addon.resources?.(context, sampleIdentity) ?? [])
    .filter(({ kind }) => kind === "VirtualService")
    .map(({ spec }) => spec as FreeForm)
    .filter(({ gateways }) => gateways.includes(publicGateway));
  return found.flatMap(({ hosts }) => hosts);
}

describe("pages", () => {
  const central = samplePlace("aws", "mgmt");
  const far = { ...samplePlace("gcp", "dev"), interconnect: false };
  const contexts = [
    sampleContext("aws", { place: central.place, places: [central], estate: [central, samplePlace("aws"), far] }),
    ...cloudNames.map((cloud) => sampleContext(cloud)),
  ];
  const estate = { ...facts, places: contexts.map(({ place }) => ({ id: place.id })) };
  const thought = [...adminPages(estate), ...openPages(estate)].map(({ host }) => host);
  const served = contexts.flatMap(servedHosts);

  it("are all that the repository serves to the public", () => {
    expect(served.length).toBeGreaterThan(8);
    expect(served.filter((host) => !thought.includes(host))).toEqual([]);
    expect(thought.filter((host) => !served.includes(host))).toEqual([]);
  });

  it("are either for people who are let in or open, and open only by path where they are both", () => {
    const guarded = adminPages(estate).map(({ host }) => host);
    const open = openPages(estate);
    expect(open.filter(({ host, path }) => path === undefined && guarded.includes(host))).toEqual([]);
    expect(open.filter(({ path }) => path !== undefined).map(({ host, path }) => `${host}${path}`)).toEqual([
      "atlantis.mgmt-aws-use1.example.com/events",
    ]);
  });

  it("go with what is run", () => {
    const less = { ...facts, runs: { keycloak: false, atlantis: false } };
    expect(JSON.stringify([adminPages(less), openPages(less)])).not.toMatch(/keycloak|atlantis|id\.example/i);
    expect([signInHosts(less), webhooks(less)]).toEqual([[], []]);
    expect(machineHosts(less)).toHaveLength(1 + facts.places.length);
    expect(machineHosts(facts)).toHaveLength(2 + facts.places.length);
    expect(webhooks(facts)).toEqual([{ host: "atlantis.mgmt-aws-use1.example.com", path: "/events" }]);
  });
});

describe("access", () => {
  it("lets in the groups of a page, and nobody else", () => {
    expect(letIn("argocd.prod-gcp-use4.example.com")).toEqual(["admins", "ops", "devs", "audit"]);
    expect(letIn("grafana.mgmt-aws-use1.example.com")).toEqual(["admins", "ops", "devs", "audit"]);
    expect(letIn("atlantis.mgmt-aws-use1.example.com")).toEqual(["admins", "ops"]);
    expect(letIn("keycloak.mgmt-aws-use1.example.com")).toEqual(["admins"]);
    for (const { host } of adminPages(facts)) {
      expect(decision(host).decision, host).toBe("allow");
      for (const { oidc } of decision(host).include) expect(oidc).toMatchObject({ claim_name: "groups" });
    }
  });

  it("keeps whatever else a place serves to administrators", () => {
    expect(otherPages(facts).map(({ host }) => host)).toEqual(facts.places.map(({ id }) => `*.${id}.example.com`));
    for (const { host } of otherPages(facts)) expect(letIn(host)).toEqual(["admins"]);
  });

  it("asks nobody where it is asked for by itself", () => {
    const open = ["vault.mgmt-aws-use1", "health.mgmt-aws-use1", "health.prod-aws-use1", "health.prod-gcp-use4", "id"];
    for (const host of open)
      expect(decision(`${host}.example.com`), host).toMatchObject({ decision: "bypass", include: [{ everyone: {} }] });
    expect(decision("atlantis.mgmt-aws-use1.example.com/events").decision).toBe("bypass");
    const bypassed = all(json, "zero_trust_access_application").filter(({ domain }) => decision(domain).decision === "bypass");
    expect(bypassed).toHaveLength(open.length + 1);
  });

  it("lasts a working day, in cookies that scripts do not see", () => {
    for (const application of all(json, "zero_trust_access_application")) {
      expect(application).toMatchObject({ type: "self_hosted", session_duration: "8h", http_only_cookie_attribute: true });
      if (decision(application.domain).decision === "bypass") continue;
      expect(application).toMatchObject({ same_site_cookie_attribute: "lax", auto_redirect_to_identity: true });
      expect(application.allowed_idps).toEqual(["${cloudflare_zero_trust_access_identity_provider.Access.id}"]);
    }
  });
});

describe("sign-in at the edge", () => {
  const application = signInApplications({ ...facts, accessTeam: "acme" }).find(({ clientId }) => clientId === "cloudflare-access");

  it.each([keycloakSignIn("example.com"), oktaSignIn("acme.okta.com")])("is the platform's own, with groups", (signIn) => {
    expect(only(made({}, signIn), "zero_trust_access_identity_provider")).toMatchObject({
      account_id: "account",
      type: "oidc",
      config: {
        client_id: application?.clientId,
        auth_url: signIn.authorization,
        token_url: signIn.token,
        certs_url: signIn.keys,
        scopes: signIn.scopes.split(" "),
        claims: ["groups"],
        pkce_enabled: true,
      },
    });
  });

  it("has its secret from a person, and none in JSON", () => {
    expect(only(json, "zero_trust_access_identity_provider").config.client_secret).toBe(`\${var.${clientSecretVariable}}`);
    expect(json.variable?.[clientSecretVariable]).toMatchObject({ type: "string", sensitive: true });
    expect(json.variable?.[clientSecretVariable]).not.toHaveProperty("default");
  });
});
