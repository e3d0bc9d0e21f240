import { describe, expect, it } from "vitest";
import { ClusterAccess } from "../../../constructs/vault/cluster-access.ts";
import { clusterConsumers, type VaultPlace } from "../../../constructs/vault/facts.ts";
import { all, each, one, place, type Resource, stackOf } from "./vault-stack.ts";

const issuer = "https://oidc.example.com/id/1";
const access = (changed: Partial<VaultPlace> = {}) =>
  stackOf((scope) => new ClusterAccess(scope, "Use1", { place: { ...place, ...changed }, cluster: { oidcIssuer: issuer } }));
const everything = { logins: ["keycloak", "debezium"], handsOn: ["prod-aws-use1"] } as const;
const central = { isCentral: true, ...everything };
const roles = (changed: Partial<VaultPlace> = {}): Record<string, Resource> =>
  Object.fromEntries(Object.values(all(access(changed), "jwt_auth_backend_role")).map((role) => [role.role_name, role]));

describe("pods of a cluster", () => {
  it("sign in with tokens of the cluster's own issuer", () => {
    expect(one(access(), "jwt_auth_backend")).toMatchObject({
      path: "jwt/acme-prod-aws-use1",
      type: "jwt",
      oidc_discovery_url: issuer,
      bound_issuer: issuer,
      tune: [{ default_lease_ttl: "15m", max_lease_ttl: "1h" }],
    });
  });

  it.each([
    ["external-secrets", "system:serviceaccount:external-secrets:external-secrets"],
    ["vault-secrets-operator", "system:serviceaccount:vault-secrets-operator:default"],
    ["mesh-ca", "system:serviceaccount:istio-system:mesh-ca"],
    ["vault-snapshots", "system:serviceaccount:vault:vault-snapshots"],
    ["vault-rotation", "system:serviceaccount:vault:vault-rotation"],
    ["vault-sign-in", "system:serviceaccount:vault:vault-sign-in"],
    ["keycloak", "system:serviceaccount:keycloak:keycloak-database"],
    ["kafka-connect", "system:serviceaccount:kafka:kafka-connect"],
    ["dms-logins", "system:serviceaccount:kafka:dms-logins"],
  ])("take the role %s as %s only", (name, subject) => {
    const role = roles(central)[name] as Resource;
    expect(role).toMatchObject({
      backend: "${vault_jwt_auth_backend.Use1.path}",
      role_type: "jwt",
      user_claim: "sub",
      bound_subject: subject,
      bound_audiences: ["vault"],
      token_policies: [`prod-aws-use1-${name}`],
    });
    // Any of these would let in others than the subject, or be compared loosely.
    for (const key of ["bound_claims", "bound_claims_type"]) expect(role).not.toHaveProperty(key);
  });

  it("are all of a place's consumers, and each is one account", () => {
    expect(Object.keys(roles(central)).sort()).toEqual(clusterConsumers.map(({ role }) => role).sort());
    const several = clusterConsumers.filter(({ serviceAccounts }) => serviceAccounts.length > 1);
    expect(several.map(({ role }) => role)).toEqual(["mesh-ca"]);
  });

  it("get tokens for an hour at most, and for a quarter where they can be renewed or are soon done with", () => {
    for (const [name, role] of Object.entries(roles(central))) {
      expect(role.token_max_ttl, name).toBe(3600);
      expect(role.token_ttl, name).toBe(name === "external-secrets" ? 3600 : 900);
    }
    // A token with a period could be renewed for ever.
    expect(each(access(), "jwt_auth_backend_role", "token_period").filter(Boolean)).toEqual([]);
  });

  it("take backups, change passwords and set up signing in only where Vault is", () => {
    const there = ["vault-snapshots", "vault-rotation", "vault-sign-in", "keycloak"];
    expect(Object.keys(roles(everything))).toEqual(Object.keys(roles(central)).filter((role) => !there.includes(role)));
  });

  it("read the password of Keycloak's login only where there is such a login", () => {
    expect(Object.keys(roles({ isCentral: true, logins: ["dms"] }))).not.toContain("keycloak");
  });

  it("read logins of replication only where there are some to use, or to hand on", () => {
    expect(Object.keys(roles({ logins: ["debezium"] }))).toContain("kafka-connect");
    expect(Object.keys(roles({ logins: ["dms"] }))).not.toContain("kafka-connect");
    expect(Object.keys(roles({ logins: ["dms"] }))).not.toContain("dms-logins");
    expect(Object.keys(roles({ logins: [], handsOn: ["prod-aws-use1"] }))).toContain("dms-logins");
  });

  it("ask the mesh's authority as the mesh they are in, or not at all", () => {
    expect(roles({ mesh: "linkerd" })["mesh-ca"]).toHaveProperty("bound_subject", "system:serviceaccount:linkerd:mesh-ca");
    expect(Object.keys(roles({ mesh: "none", logins: [] }))).toEqual(["external-secrets", "vault-secrets-operator"]);
  });
});
