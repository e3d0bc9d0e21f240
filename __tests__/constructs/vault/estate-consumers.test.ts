import { describe, expect, it } from "vitest";
import { consumersIn, policyName } from "../../../constructs/vault/facts.ts";
import { estate, sampleEstate, vaultPlace } from "./estate-sample.ts";

const { policies, may, rules } = estate();

describe("pods", () => {
  it("have a policy for each role of their place, and no other", () => {
    const expected = sampleEstate.places.flatMap((place) => consumersIn(place).map(({ role }) => policyName(place.id, role)));
    expect([...policies.keys()].filter((name) => /^(dev|prod|mgmt)-/.test(name)).sort()).toEqual(expected.sort());
  });

  it("read their environment's secrets, and no login of Vault's own but the one they make", () => {
    const secrets = "prod-aws-use1-external-secrets";
    expect(may(secrets, "kv/data/prod/shop")).toEqual(["read"]);
    expect(may(secrets, "kv/data/dev/shop")).toEqual([]);
    expect(may(secrets, "kv/data/prod/database/prod-aws-use1")).toEqual(["read"]);
    expect(may(secrets, "kv/data/prod/database/prod-gcp-use4")).toEqual(["deny"]);
    expect(may("prod-gcp-use4-external-secrets", "kv/data/prod/database/prod-gcp-use4")).toEqual(["deny"]);
    expect(may("prod-aws-use1-vault-secrets-operator", "kv/data/prod/shop")).toEqual(["read"]);
    expect(may("prod-aws-use1-vault-secrets-operator", "kv/data/prod/database/prod-aws-use1")).toEqual(["deny"]);
  });

  it("borrow logins of their own place's database", () => {
    for (const role of ["external-secrets", "vault-secrets-operator"]) {
      for (const login of ["creds/prod-aws-use1-read-write", "creds/prod-aws-use1-read-only", "static-creds/prod-aws-use1-dms"]) {
        expect(may(`prod-aws-use1-${role}`, `database/${login}`)).toEqual(["read"]);
        expect(may(`prod-gcp-use4-${role}`, `database/${login}`)).toEqual([]);
      }
      expect(JSON.stringify(rules(`prod-gcp-use4-${role}`))).not.toContain("creds");
    }
  });

  it("keep their key for the mesh, and read the others'", () => {
    const secrets = "prod-aws-use1-external-secrets";
    expect(may(secrets, "kv/data/mesh/acme-prod-aws-use1")).toEqual(["read", "create", "update"]);
    expect(may(secrets, "kv/metadata/mesh/acme-prod-aws-use1")).toEqual(["read", "create", "update"]);
    expect(may(secrets, "kv/data/mesh/acme-prod-gcp-use4")).toEqual(["read"]);
    expect(may("dev-aws-use1-external-secrets", "kv/data/mesh/acme-prod-aws-use1")).toEqual([]);
    expect(may("dev-aws-use1-external-secrets", "kv/data/mesh/acme-dev-aws-use1")).toEqual([]);
    expect(may("prod-aws-use1-vault-secrets-operator", "kv/data/mesh/acme-prod-aws-use1")).toEqual([]);
    const meshed = estate({ places: [...sampleEstate.places, vaultPlace("staging-aws-use1", { mesh: "istio" })] });
    expect(meshed.may("staging-aws-use1-external-secrets", "kv/data/mesh/acme-prod-aws-use1")).toEqual([]);
  });

  it("read their key of the federation's API, which its host keeps", () => {
    expect(may("prod-gcp-use4-external-secrets", "kv/data/karmada/acme-prod-gcp-use4")).toEqual(["read"]);
    expect(may("prod-gcp-use4-external-secrets", "kv/data/karmada/acme-prod-aws-use1")).toEqual([]);
    expect(may("dev-aws-use1-external-secrets", "kv/data/karmada/acme-dev-aws-use1")).toEqual([]);
    expect(may("mgmt-aws-use1-external-secrets", "kv/data/karmada/acme-prod-aws-use1")).toEqual(["read", "create", "update"]);
  });

  it("ask their own mesh's authority, for what their kind of mesh needs", () => {
    expect(rules("prod-aws-use1-mesh-ca").map(({ path }) => path)).toEqual(["pki_mesh_acme_prod_aws_use1/sign/istio"]);
    const place = vaultPlace("prod-aws-use1", { mesh: "linkerd" });
    const linkerd = estate({ places: [sampleEstate.central, place] });
    expect(linkerd.rules("prod-aws-use1-mesh-ca").map(({ path }) => path)).toEqual(["pki_mesh_acme_prod_aws_use1/root/sign-intermediate"]);
    expect(policies.has("dev-aws-use1-mesh-ca")).toBe(false);
  });

  it("where Vault is, copy it, rotate and tell it the identity provider, each by itself", () => {
    const all = ["vault-snapshots", "vault-rotation", "vault-sign-in", "keycloak"].map((role) =>
      rules(`mgmt-aws-use1-${role}`).map(({ path, capabilities }) => `${capabilities} ${path}`),
    );
    expect(all).toEqual([
      ["read sys/storage/raft/snapshot"],
      ["create,update database/rotate-root/mgmt-aws-use1", "create,update database/rotate-root/prod-aws-use1"],
      ["create,update auth/oidc/config"],
      ["read database/static-creds/mgmt-aws-use1-keycloak"],
    ]);
    expect(may("mgmt-aws-use1-external-secrets", "database/static-creds/mgmt-aws-use1-keycloak")).toEqual([]);
    const central = vaultPlace("mgmt-aws-use1", { isCentral: true });
    expect(estate({ central, places: [central] }).rules("mgmt-aws-use1-vault-rotation")).toEqual([]);
  });
});

describe("people", () => {
  const groups = ["administrators", "operators", "developers", "auditors"];

  it("never have a login of Vault's own, nor what clusters keep for each other", () => {
    for (const group of groups) {
      for (const environment of ["dev", "prod", "mgmt"]) {
        expect(
          may(group, `kv/data/${environment}/database/x`).filter((one) => one !== "deny"),
          group,
        ).toEqual([]);
      }
      expect(may(group, "kv/data/mesh/acme-prod-aws-use1"), group).toEqual([]);
      expect(may(group, "kv/data/karmada/acme-prod-aws-use1"), group).toEqual([]);
    }
  });

  it("keep secrets: administrators everywhere, developers where they develop; operators read", () => {
    const whole = ["create", "read", "update", "delete"];
    expect(["dev", "prod"].map((environment) => may("administrators", `kv/data/${environment}/shop`))).toEqual([whole, whole]);
    expect(["dev", "prod"].map((environment) => may("developers", `kv/data/${environment}/shop`))).toEqual([whole, []]);
    expect(["dev", "prod"].map((environment) => may("operators", `kv/data/${environment}/shop`))).toEqual([["read"], ["read"]]);
    expect(["administrators", "developers"].map((group) => may(group, "kv/destroy/dev/shop"))).toEqual([["create", "update"], []]);
    expect(estate({ projects: { prod: "acme-prod", mgmt: "acme-mgmt" } }).rules("developers")).toMatchObject([{ path: "kv/metadata" }]);
  });

  it("who audit see how it is set up and which secrets there are, and none of them", () => {
    const seen = [
      "sys/policies/acl/x",
      "auth/jwt/tfc/role/x",
      "auth/oidc/config",
      "kv/metadata/prod/shop",
      "database/config/x",
      "sys/audit",
    ];
    for (const path of seen) expect(may("auditors", path), path).toContain("read");
    for (const { path, capabilities } of rules("auditors")) {
      expect(path).not.toMatch(/creds|^kv\/data/);
      expect(
        capabilities.filter((one) => !["read", "list", "sudo"].includes(one)),
        path,
      ).toEqual([]);
    }
  });

  it("borrow logins of databases for an hour: to change, administrators; to look, operators", () => {
    const logins = (group: string) =>
      ["read-write", "read-only"].map((kind) => may(group, `database/creds/prod-aws-use1-${kind}`).length > 0);
    expect(groups.map(logins)).toEqual([
      [true, true],
      [false, true],
      [false, false],
      [false, false],
    ]);
  });

  it("take back and rotate when they operate, and shut Vault when they administer", () => {
    const paths = ["sys/leases/revoke", "database/rotate-root/prod-aws-use1", "database/rotate-role/prod-aws-use1-dms", "sys/step-down"];
    for (const path of paths) {
      expect(
        ["administrators", "operators"].map((group) => may(group, path).includes("update")),
        path,
      ).toEqual([true, true]);
      expect(
        ["developers", "auditors"].map((group) => may(group, path)),
        path,
      ).toEqual([[], []]);
    }
    for (const path of ["sys/seal", "sys/generate-root/attempt", "sys/leases/revoke-prefix/auth/oidc"]) {
      expect(
        groups.map((group) => may(group, path).includes("update")),
        path,
      ).toEqual([true, false, false, false]);
    }
  });

  it("cannot give themselves rights", () => {
    for (const group of groups) {
      for (const path of [
        "sys/policies/acl/x",
        "identity/group/id/x",
        "identity/group",
        "auth/jwt/tfc/role/x",
        "auth/oidc/role/people",
        "auth/oidc/config",
      ]) {
        expect(
          may(group, path).filter((one) => !["read", "list"].includes(one)),
          `${group} ${path}`,
        ).toEqual([]);
      }
    }
    expect(rules("administrators").find(({ path }) => path === "identity/entity/id/+")?.allowed).toEqual({ disabled: [] });
  });
});
