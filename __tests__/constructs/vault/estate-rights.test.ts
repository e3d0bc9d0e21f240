import { describe, expect, it } from "vitest";
import { consumersIn, policyName } from "../../../constructs/vault/facts.ts";
import { policyText } from "../../../constructs/vault/policy.ts";
import { covers, estate, parsed, sampleEstate, vaultPlace } from "./estate-sample.ts";

const { policies, rules, may } = estate();
const every = [...policies].flatMap(([name, own]) => own.map((rule) => ({ name, ...rule })));
const environments = Object.keys(sampleEstate.projects);
const capabilities = ["create", "read", "update", "delete", "list", "sudo", "deny"];
const changes = ["create", "update", "delete"];

/** Where Vault asks for it: https://developer.hashicorp.com/vault/docs/concepts/policies#root-protected-api-endpoints */
const needSudo = /^sys\/(audit$|audit\/|auth\/|leases\/revoke-(prefix|force)\/|rotate$|seal$|step-down$)/;

describe("a policy's text", () => {
  it("says for a path what may be done, and with which parameters", () => {
    const text = policyText([
      { path: "kv/data/a", may: ["read"] },
      { path: "auth/a/*", may: ["create"], parameters: { token_policies: [["a"], ["b"]], "*": [] }, refused: { policies: [] } },
    ]);
    expect(text).toBe(`path "kv/data/a" {
  capabilities = ["read"]
}

path "auth/a/*" {
  capabilities = ["create"]
  allowed_parameters = {
    "token_policies" = [["a"],["b"]]
    "*" = []
  }
  denied_parameters = {
    "policies" = []
  }
}
`);
    expect(parsed(text)).toHaveLength(2);
  });

  it("asks for sudo where Vault does, by itself, and not where something is refused", () => {
    expect(parsed(policyText([{ path: "sys/auth/jwt/a", may: ["update"] }]))[0]?.capabilities).toEqual(["update", "sudo"]);
    expect(parsed(policyText([{ path: "sys/seal", may: ["deny"] }]))[0]?.capabilities).toEqual(["deny"]);
    expect(parsed(policyText([{ path: "sys/auth", may: ["read"] }]))[0]?.capabilities).toEqual(["read"]);
  });

  it("has one rule for a path, and is never empty", () => {
    const rule = { path: "kv/data/a", may: ["read"] } as const;
    expect(() => policyText([rule, rule])).toThrow("policy: has two rules for kv/data/a; make them one");
    expect(policyText([])).toBe("# nothing\n");
    expect(() => parsed('path "a" { policy = "write" }')).toThrow("not a policy");
  });
});

describe("every policy", () => {
  it("names its paths: none is for everything, or for all of a mount", () => {
    for (const { name, path } of every) {
      expect(path, name).toMatch(/^[\w+/-]+\*?$/);
      if (path.endsWith("*")) expect(path, name).toMatch(/^([\w+-]+\/[\w+-]+\/[\w+-]+.*|pki_mesh_acme_\w+_)\*$/);
    }
  });

  it("has capabilities that Vault knows, and sudo where Vault asks for it only", () => {
    for (const { name, path, capabilities: given } of every) {
      for (const capability of given) expect(capabilities, `${name} ${path}`).toContain(capability);
      expect(given.includes("sudo"), `${name} ${path}`).toBe(needSudo.test(path));
    }
  });

  it("is not for tokens without a role, raw storage, or plugins", () => {
    for (const { name, path } of every) {
      for (const taboo of [
        "auth/token/create",
        "auth/token/create-orphan",
        "sys/raw/core/keyring",
        "sys/plugins/catalog/auth/x",
        "identity/oidc/key/x",
      ]) {
        expect(covers(path, taboo), `${name} ${path}`).toBe(false);
      }
    }
  });
});

describe("rights", () => {
  it("are written by the runs that apply the estate's part, and by nobody else", () => {
    const writers = every.filter(
      ({ path, capabilities: given }) => covers(path, "sys/policies/acl/x") && given.some((one) => changes.includes(one)),
    );
    expect(writers.map(({ name }) => name)).toEqual(["tfc-mgmt-apply"]);
    const grouped = every.filter(
      ({ path, capabilities: given }) => covers(path, "identity/group/id/x") && given.some((one) => changes.includes(one)),
    );
    expect(grouped.map(({ name }) => name)).toEqual(["tfc-mgmt-apply"]);
  });

  it("are not changed in the phase that plans", () => {
    for (const environment of environments) {
      for (const { path, capabilities: given } of rules(`tfc-${environment}-plan`)) {
        expect(
          given.filter((one) => one !== "sudo"),
          path,
        ).toEqual(["read"]);
      }
    }
  });
});

describe("an environment's runs", () => {
  /** What its stacks make, of a place: every path Terraform asks for. */
  const paths = (id: string): string[] => {
    const name = `acme-${id}`;
    const mesh = `pki_mesh_${name.replaceAll("-", "_")}`;
    const environment = id.slice(0, id.indexOf("-"));
    return [
      ...[`sys/auth/jwt/${name}`, `sys/mounts/auth/jwt/${name}/tune`, `auth/jwt/${name}/config`, `auth/jwt/${name}/role/external-secrets`],
      ...[`sys/mounts/${mesh}`, `sys/mounts/${mesh}/tune`, `${mesh}/config/urls`, `${mesh}/config/issuers`, `${mesh}/roles/istio`],
      ...[`${mesh}/intermediate/generate/internal`, `${mesh}/intermediate/set-signed`],
      ...[`database/config/${id}`, `database/roles/${id}-read-only`, `database/static-roles/${id}-dms`],
      ...[`kv/data/${environment}/database/${id}`, `kv/metadata/${environment}/database/${id}`],
    ];
  };

  it("make what is theirs", () => {
    for (const path of [...paths("prod-aws-use1"), "pki_root/root/sign-intermediate"]) {
      expect(may("tfc-prod-apply", path), path).toEqual(expect.arrayContaining(["update"]));
    }
  });

  it("take away a place that the configuration has no more", () => {
    const { may: after } = estate({ places: sampleEstate.places.filter(({ id }) => id !== "prod-gcp-use4") });
    for (const path of ["sys/auth/jwt/acme-prod-gcp-use4", "sys/mounts/pki_mesh_acme_prod_gcp_use4", "database/config/prod-gcp-use4"]) {
      expect(after("tfc-prod-apply", path), path).toContain("delete");
    }
  });

  it("do not see another environment's, nor what all share", () => {
    const shared = ["jwt/tfc", "jwt/github", "oidc"].flatMap((path) => [`sys/auth/${path}`, `auth/${path}/config`, `auth/${path}/role/x`]);
    const others = ["dev-aws-use1", "mgmt-aws-use1"].flatMap(paths);
    for (const path of [...others, ...shared, "sys/mounts/kv", "sys/audit/x", "pki_root/root", "kv/data/prod/other", "kv/data/mesh/x"]) {
      expect(may("tfc-prod-apply", path), path).toEqual([]);
      expect(may("tfc-prod-plan", path), path).toEqual([]);
    }
  });

  it.each(environments)("of %s give clusters one policy each, of the environment's own", (environment) => {
    const own = sampleEstate.places.filter((place) => place.environment === environment);
    const names = own.flatMap((place) => consumersIn(place).map(({ role }) => [policyName(place.id, role)]));
    const roles = rules(`tfc-${environment}-apply`).filter(({ path }) => covers(path, `auth/jwt/acme-${environment}-x/role/y`));
    expect(roles.map(({ allowed, denied }) => ({ allowed, denied }))).toEqual([
      { allowed: { token_policies: names, "*": [] }, denied: { policies: [] } },
    ]);
    for (const [name] of names) expect(policies.has(String(name)), name).toBe(true);
  });

  it("of an environment without places give nothing", () => {
    const { rules: without } = estate({ places: [sampleEstate.central] });
    const role = without("tfc-prod-apply").find(({ path }) => path === "auth/jwt/acme-prod-*");
    expect(role?.allowed.token_policies).toEqual([""]);
  });

  it("mount nothing but methods and authorities of their kind, and have signed what bears their name", () => {
    const byPath = Object.fromEntries(rules("tfc-prod-apply").map((rule) => [rule.path, rule.allowed]));
    expect(byPath["sys/auth/jwt/acme-prod-*"]?.type).toEqual(["jwt"]);
    expect(byPath["sys/mounts/pki_mesh_acme_prod_*"]?.type).toEqual(["pki"]);
    expect(byPath["pki_root/root/sign-intermediate"]).toEqual({ common_name: ["acme-prod-*"], use_csr_values: [false], "*": [] });
  });
});

describe("the runs of the environment Vault is in", () => {
  it("make what all share, wherever that is", () => {
    const made = [
      "sys/policies/acl/x",
      "sys/audit/file",
      "sys/quotas/rate-limit/all",
      "sys/auth/oidc",
      "auth/jwt/tfc/role/x",
      "identity/group-alias",
    ];
    for (const path of [...made, "sys/mounts/kv", "kv/config", "pki_root/config/urls", "pki_root/root/generate/internal"]) {
      expect(may("tfc-mgmt-apply", path), path).toEqual(expect.arrayContaining(["update"]));
      expect(may("tfc-dev-apply", path), path).toEqual([]);
    }
    const central = vaultPlace("prod-aws-use1", { isCentral: true });
    const colocated = estate({ central, places: [central], projects: { prod: "acme-prod", dev: "acme-dev" } });
    expect(colocated.may("tfc-prod-apply", "sys/policies/acl/x")).toContain("update");
    expect(colocated.may("tfc-dev-apply", "sys/policies/acl/x")).toEqual([]);
  });

  it("take away nothing that holds data, keeps records or lets people in, and read no secret", () => {
    const kept = ["sys/mounts/kv", "sys/mounts/pki_root", "sys/auth/jwt/tfc", "sys/auth/oidc", "sys/audit/file", "pki_root/root"];
    for (const path of kept) expect(may("tfc-mgmt-apply", path), path).not.toContain("delete");
    expect(may("tfc-mgmt-apply", "kv/data/prod/x")).toEqual([]);
    expect(may("tfc-mgmt-apply", "auth/oidc/config")).toEqual([]);
  });
});
