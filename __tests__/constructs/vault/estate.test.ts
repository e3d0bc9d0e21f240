import { describe, expect, it } from "vitest";
import { vaultRole } from "../../../constructs/vault/facts.ts";
import { estate, sampleEstate } from "./estate-sample.ts";

const { all, resource, policies } = estate();
const DAY = 24 * 60 * 60;
const byName = (type: string, key: string) => Object.fromEntries(all(type).map((body) => [String(body[key]), body]));
const roles = byName("jwt_auth_backend_role", "role_name");
const environments = Object.keys(sampleEstate.projects);

describe("what is mounted", () => {
  it("is described, tuned, and not taken away by a run", () => {
    expect(all("mount").map(({ path }) => path)).toEqual(expect.arrayContaining(["kv", "transit", "pki_root", "database"]));
    for (const mount of [...all("mount"), ...all("jwt_auth_backend"), ...all("auth_backend"), ...all("audit")]) {
      expect(mount.description, String(mount.path)).toBeTruthy();
      expect(mount.lifecycle, String(mount.path)).toEqual({ prevent_destroy: true });
    }
    for (const { default_lease_ttl_seconds: lasting, max_lease_ttl_seconds: most, type } of all("mount")) {
      expect(Number(lasting)).toBeLessThanOrEqual(Number(most));
      if (type !== "pki") expect(most).toBe(DAY);
    }
    expect(byName("mount", "path").kv).toMatchObject({ type: "kv", options: { version: "2" } });
    expect(all("kv_secret_backend_v2")).toMatchObject([{ max_versions: 10 }]);
  });

  it("has a root whose key stays in Vault, for two generations below it", () => {
    expect(all("pki_secret_backend_root_cert")).toMatchObject([
      { type: "internal", key_type: "ec", key_bits: 256, max_path_length: 2, ttl: "87600h", lifecycle: { prevent_destroy: true } },
    ]);
    expect(all("pki_secret_backend_config_urls")).toMatchObject([
      {
        issuing_certificates: ["https://vault.example.com/v1/pki_root/ca"],
        crl_distribution_points: ["https://vault.example.com/v1/pki_root/crl"],
      },
    ]);
    expect(all("pki_secret_backend_crl_config")).toMatchObject([{ auto_rebuild: true }]);
  });

  it("is on record twice, and in clear nowhere", () => {
    expect(all("audit").map(({ options }) => (options as { file_path: string }).file_path)).toEqual(["/vault/audit/audit.log", "stdout"]);
    expect(JSON.stringify(all("audit"))).not.toContain("log_raw");
  });

  it("answers so many requests, and fewer of those who sign in", () => {
    const rates = all("quota_rate_limit");
    const overall = rates.find(({ path }) => path === undefined)?.rate;
    const others = rates.filter(({ path }) => path !== undefined);
    expect(others.map(({ path }) => String(path))).toHaveLength(3);
    for (const { path, rate } of others) {
      expect(path).toMatch(/^auth\/\$\{vault_\w+\.\w+\.path\}\/$/);
      expect(Number(rate)).toBeLessThan(Number(overall));
    }
  });

  it("takes nothing that only the paid edition has, and has no secret in it", () => {
    const text = JSON.stringify(resource);
    for (const word of ["namespace", "snapshot_agent", "quota_lease_count", "client_secret", "password_wo", "secret_id"]) {
      expect(text).not.toContain(`"${word}`);
    }
  });
});

describe("how runs sign in", () => {
  it("is by HCP Terraform's own issuer, as the organization's project in one phase", () => {
    const issuer = "https://app.terraform.io";
    expect(byName("jwt_auth_backend", "path")["jwt/tfc"]).toMatchObject({ oidc_discovery_url: issuer, bound_issuer: issuer, type: "jwt" });
    for (const environment of environments) {
      for (const phase of ["plan", "apply"] as const) {
        const name = vaultRole(environment, phase);
        expect(roles[name]).toMatchObject({
          role_type: "jwt",
          bound_audiences: ["vault.workload.identity"],
          bound_claims_type: "string",
          bound_claims: {
            terraform_organization_name: "acme-hcp",
            terraform_project_name: sampleEstate.projects[environment],
            terraform_run_phase: phase,
          },
        });
        expect(policies.has(name)).toBe(true);
      }
    }
  });
});

describe("how jobs sign in", () => {
  it("is by GitHub's issuer, as one repository's job in one environment", () => {
    const issuer = "https://token.actions.githubusercontent.com";
    expect(byName("jwt_auth_backend", "path")["jwt/github"]).toMatchObject({ oidc_discovery_url: issuer, bound_issuer: issuer });
    for (const environment of environments) {
      const subject = `repo:acme/platform:environment:${environment}`;
      expect(roles[`github-${environment}`]).toMatchObject({
        bound_audiences: ["https://vault.example.com"],
        bound_claims: { sub: `${subject},${subject}:*`, repository: "acme/platform", environment },
      });
    }
  });

  it("lets no environment's name begin like another's", () => {
    const { sub = "" } = (roles["github-dev"]?.bound_claims ?? {}) as { sub?: string };
    const matches = (subject: string) =>
      sub.split(",").some((bound) => (bound.endsWith("*") ? subject.startsWith(bound.slice(0, -1)) : subject === bound));
    expect(matches("repo:acme/platform:environment:dev")).toBe(true);
    expect(matches("repo:acme/platform:environment:dev:job_workflow_ref:acme/platform/.github/workflows/ci.yml@refs/heads/main")).toBe(
      true,
    );
    expect(matches("repo:acme/platform:environment:development")).toBe(false);
    expect(matches("repo:acme/platform:pull_request")).toBe(false);
  });

  it("reads what is for the environment's pipelines, and nothing else", () => {
    for (const environment of environments) {
      expect(policies.get(`github-${environment}`)).toMatchObject([{ path: `kv/data/${environment}/ci/*`, capabilities: ["read"] }]);
    }
  });
});

describe("every role", () => {
  it("pins who the token is for and what it says, and gives rights for a day at most", () => {
    expect(Object.keys(roles)).toHaveLength(environments.length * 3 + 1);
    for (const [name, role] of Object.entries(roles)) {
      expect((role.bound_audiences as string[]).length, name).toBe(1);
      expect(Object.keys(role.bound_claims as object).length, name).toBeGreaterThan(0);
      for (const ttl of ["token_ttl", "token_max_ttl"]) {
        expect(Number(role[ttl]), `${name} ${ttl}`).toBeGreaterThan(0);
        expect(Number(role[ttl]), `${name} ${ttl}`).toBeLessThanOrEqual(DAY);
      }
      expect(role, name).not.toHaveProperty("token_period");
    }
  });
});

describe("how people sign in", () => {
  it("is by the identity provider, whose secret is not here", () => {
    expect(all("auth_backend")).toMatchObject([{ type: "oidc", path: "oidc" }]);
    expect(roles.people).toMatchObject({
      role_type: "oidc",
      groups_claim: "groups",
      bound_audiences: ["platform-vault"],
      bound_claims: { groups: "platform-admins,platform-ops,platform-devs,platform-audit" },
      allowed_redirect_uris: ["https://vault.example.com/ui/vault/auth/oidc/oidc/callback", "http://localhost:8250/oidc/callback"],
      oidc_scopes: ["profile", "email", "groups"],
    });
    expect(roles.people).not.toHaveProperty("token_policies");
  });

  it("gives each group its policy, by the name the identity provider has for it", () => {
    expect(all("identity_group").map(({ type }) => type)).toEqual(["external", "external", "external", "external"]);
    const groups = resource.vault_identity_group ?? {};
    const aliases = all("identity_group_alias").map(({ canonical_id, name }) => {
      const [, address = ""] = /^\$\{vault_identity_group\.(\w+)\.id\}$/.exec(String(canonical_id)) ?? [];
      return [groups[address]?.name, name];
    });
    expect(Object.fromEntries(aliases)).toEqual(sampleEstate.groups);
    for (const { name, policies: given } of Object.values(groups)) {
      const [, address = ""] = /^\$\{vault_policy\.(\w+)\.name\}$/.exec(String((given as string[])[0])) ?? [];
      expect(resource.vault_policy?.[address]?.name).toBe(name);
    }
  });
});
