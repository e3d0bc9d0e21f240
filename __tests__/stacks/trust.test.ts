import { describe, expect, it } from "vitest";
import { type Attributes, committed, defaultStacks, resources } from "../estate.ts";

/** Every resource of a type, of every stack, by its address. */
const everywhere = defaultStacks().flatMap(({ id }) => resources(committed(id)).map((found) => [id, ...found] as const));
const all = (type: string): [string, Attributes][] =>
  everywhere.filter(([, of]) => of === type).map(([id, of, name, attributes]) => [`${id} ${of}.${name}`, attributes]);
/** As it is written; tests read more than the compiler knows of it. */
const plain = (attributes: Attributes) => attributes as unknown as Record<string, unknown>;

interface Statement {
  readonly Principal?: { readonly Federated?: string };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}
/** Expressions of Terraform, quotes among them, stand for one word. */
const statementsOf = (document: unknown): Statement[] =>
  (JSON.parse(String(document).replace(/\$\{[^}]*\}/g, "issuer")) as { Statement: Statement[] }).Statement;

const run = /^organization:acme:project:acme-(mgmt|dev|staging|prod):workspace:\*:run_phase:(plan|apply)$/;
/** Of another environment: it names its workspaces. */
const guest =
  /^organization:acme:project:acme-(dev|staging|prod|global):workspace:acme-(\w+-(interconnect|names)|global-edge):run_phase:(plan|apply)$/;
const job = /^repo:acme\/[\w-]+:(environment:(mgmt|dev|staging|prod)(:\*)?|ref:refs\/heads\/main)$/;
const pod = /^system:serviceaccount:[a-z0-9-]+:[a-z0-9-]+$/;

describe("a role on AWS that a token opens", () => {
  const trusts = all("aws_iam_role").flatMap(([address, role]) =>
    statementsOf(role.assume_role_policy).flatMap((statement) => (statement.Principal?.Federated ? [[address, statement] as const] : [])),
  );

  it("pins who the token is for, and whose it is", () => {
    expect(trusts.length).toBeGreaterThan(10);
    for (const [address, { Condition = {} }] of trusts) {
      const conditions = Object.assign({}, ...Object.values(Condition)) as Record<string, string | readonly string[]>;
      const keys = Object.keys(conditions);
      expect(
        keys.filter((key) => key.endsWith(":aud")),
        address,
      ).toHaveLength(1);
      const subjects = keys.filter((key) => key.endsWith(":sub")).flatMap((key) => conditions[key] ?? []);
      expect(subjects.length, address).toBeGreaterThan(0);
      for (const subject of subjects)
        expect(
          [run, guest, job, pod].some((known) => known.test(subject)),
          `${address} ${subject}`,
        ).toBe(true);
    }
  });
});

describe("a pool on Google Cloud that tokens come by", () => {
  it("lets in the organization's own, and of them a project, a repository or a cluster", () => {
    const providers = all("google_iam_workload_identity_pool_provider");
    expect(providers.length).toBeGreaterThan(6);
    for (const [address, provider] of providers) {
      const condition = String(provider.attribute_condition ?? "");
      const known = [
        /terraform_organization_name == "acme" && assertion\.terraform_project_name == "acme-\w+"/,
        /repository_owner == "acme" && assertion\.repository (==|in) /,
        /assertion\.sub == "system:serviceaccount:|google\.subject/,
      ];
      const isClusters = address.includes("_Cluster");
      expect(isClusters || known.some((pattern) => pattern.test(condition)), address).toBe(true);
    }
  });

  it("is a service account for one project and phase, one repository, or one service account of a cluster", () => {
    const members = all("google_service_account_iam_member").filter(([, { role }]) => String(role) === "roles/iam.workloadIdentityUser");
    expect(members.length).toBeGreaterThan(20);
    for (const [address, { member }] of members)
      expect(String(member), address).toMatch(
        /attribute\.(project_phase\/acme-\w+\/(plan|apply)|pushes\/acme\/[\w-]+)$|\/subject\/[^*]+$|svc\.id\.goog\[[a-z0-9-]+\/[a-z0-9-]+\]$|^serviceAccount:\$\{.*\}\[[a-z0-9-]+\/[a-z0-9-]+\]$/,
      );
  });
});

describe("an identity on Azure", () => {
  it("believes one subject per credential, whole, and tokens for itself alone", () => {
    const credentials = all("azurerm_federated_identity_credential");
    expect(credentials.length).toBeGreaterThan(30);
    for (const [address, { subject, audience }] of credentials) {
      expect(String(subject), address).toMatch(
        /^(organization:acme:project:acme-\w+:workspace:acme-[\w-]+:run_phase:(plan|apply)|repo:acme\/\S+|system:serviceaccount:\S+)$/,
      );
      expect(String(subject), address).not.toContain("*");
      expect(audience, address).toEqual(["api://AzureADTokenExchange"]);
    }
  });
});

describe("Vault", () => {
  const roles = all("vault_jwt_auth_backend_role");
  const DAY = 24 * 60 * 60;

  it("pins audience and subject, or claims that say as much, in every role that a token opens", () => {
    expect(roles.length).toBeGreaterThan(30);
    for (const [address, role] of roles.filter(([, { role_type: kind }]) => String(kind) !== "oidc")) {
      const { bound_audiences: audiences, bound_subject: subject, bound_claims: claims = {} } = plain(role);
      expect((audiences as string[]).length, address).toBe(1);
      if (subject !== undefined) expect(subject, address).toMatch(pod);
      else expect(Object.keys(claims as object).length, address).toBeGreaterThanOrEqual(2);
      expect(JSON.stringify([subject, claims]), address).not.toContain('"*"');
    }
  });

  it("knows runs by organization, project and phase, exactly", () => {
    const runs = roles.filter(([, { role_name: name }]) => String(name).startsWith("tfc-"));
    expect(runs).toHaveLength(8);
    for (const [address, role] of runs) {
      const [, environment, phase] = String(role.role_name).split("-");
      expect(plain(role).bound_claims, address).toMatchObject({
        terraform_organization_name: "acme",
        terraform_project_name: `acme-${environment}`,
        terraform_run_phase: phase,
      });
    }
  });

  it("gives no token for more than a day, and no root", () => {
    for (const [address, role] of roles) {
      const { token_ttl: ttl, token_max_ttl: most, token_policies: policies = [] } = plain(role);
      expect(Number(ttl), address).toBeGreaterThan(0);
      expect(Number(most), address).toBeLessThanOrEqual(DAY);
      expect(policies, address).not.toContain("root");
    }
  });

  it("has no policy over everything", () => {
    const policies = all("vault_policy");
    expect(policies.length).toBeGreaterThan(30);
    for (const [address, policy] of policies) expect(String(policy.policy), address).not.toMatch(/^path "(\*|\+\/?\*?|sys\/\*|auth\/\*)"/m);
  });

  it("writes down what was asked, twice", () => {
    expect(all("vault_audit")).toHaveLength(2);
  });

  it("has a role to read and write and one to read, for an hour and at most a day, of every database it reaches", () => {
    const databases = all("vault_database_secret_backend_connection").map(([, { name }]) => String(name));
    const places = defaultStacks().flatMap(({ id, publishes }) => (publishes.includes("database") ? [id.replace(/-data$/, "")] : []));
    expect(databases.sort()).toEqual(places.sort());
    const made = all("vault_database_secret_backend_role").map(([, { name, default_ttl: ttl, max_ttl: most }]) => [name, ttl, most]);
    for (const place of places) for (const may of ["read-write", "read-only"]) expect(made).toContainEqual([`${place}-${may}`, 3600, DAY]);
  });

  it("signs for meshes with keys that nobody has seen", () => {
    const requests = all("vault_pki_secret_backend_intermediate_cert_request");
    expect(requests).toHaveLength(6);
    for (const [address, { type }] of requests) expect(String(type), address).toBe("internal");
  });
});

describe("what must stay secret", () => {
  it("is in no argument that is kept: ephemeral values go into write-only arguments", () => {
    for (const [id, type, name, attributes] of everywhere)
      for (const [argument, value] of Object.entries(plain(attributes))) {
        const held = (inner: unknown, key: string): boolean =>
          typeof inner === "string"
            ? inner.includes("ephemeral.") && !/_wo$/.test(key)
            : typeof inner === "object" &&
              inner !== null &&
              Object.entries(inner).some(([k, v]) => held(v, Array.isArray(inner) ? key : k));
        expect(held(value, argument), `${id} ${type}.${name} ${argument}`).toBe(false);
      }
  });
});
