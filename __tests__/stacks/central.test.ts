import { describe, expect, it } from "vitest";
import type { AddonsInput } from "../../stacks/addons-input.ts";
import { catalog } from "../../stacks/catalog.ts";
import type { StackSpec } from "../../stacks/stack-spec.ts";
import type { VaultInput } from "../../stacks/vault.ts";
import type { WorkspacesInput } from "../../stacks/workspaces.ts";
import { type Edits, edited, load } from "../config/fixture.ts";

const stacksOf = (edits: Edits = {}): StackSpec[] => catalog(load(edited(edits)));
const byDefault = stacksOf();
const idsOf = (stacks: readonly StackSpec[]): string[] => stacks.map(({ id }) => id);

/** What a switch adds to the estate's stacks, and takes away. */
function difference(edits: Edits, from: readonly StackSpec[] = byDefault): { added: string[]; removed: string[]; stacks: StackSpec[] } {
  const stacks = stacksOf(edits);
  const [before, after] = [idsOf(from), idsOf(stacks)];
  return {
    added: after.filter((id) => !before.includes(id)).sort(),
    removed: before.filter((id) => !after.includes(id)).sort(),
    stacks,
  };
}

const find = (stacks: readonly StackSpec[], id: string): StackSpec => {
  const found = stacks.find((spec) => spec.id === id);
  if (found === undefined) throw new Error(`${id}: there is no such stack`);
  return found;
};
const addonsIn = (stacks: readonly StackSpec[], id: string): string[] =>
  (find(stacks, id).input as AddonsInput).addons.map(({ name }) => name);
const vaultIn = (stacks: readonly StackSpec[], id = "mgmt-vault"): VaultInput => find(stacks, id).input as VaultInput;
const setsIn = (stacks: readonly StackSpec[]): string[] => Object.keys((find(stacks, "global-workspaces").input as WorkspacesInput).sets);
const okta: Edits = { "estate:identity": { provider: "okta", okta: { host: "acme.okta.com", clientId: "0oa1", keyId: "platform" } } };
const newrelic: Edits = { "estate:observability.newrelic.accountId": "1000000" };

describe("the order around Vault", () => {
  const consumedBy = (id: string): string[] => idsOf(find(byDefault, id).consumes as StackSpec[]);

  it("is server, rights, sign-in of clusters, add-ons, logins of databases", () => {
    expect(consumedBy("mgmt-vault")).toEqual(["mgmt-aws-use1-platform"]);
    for (const environment of ["mgmt", "dev", "staging", "prod"]) {
      expect(consumedBy(`${environment}-vault-access`)).toContain("mgmt-vault");
      expect(consumedBy(`${environment}-database-access`)).toContain(`${environment}-vault-access`);
    }
    const platforms = byDefault.filter(({ layer }) => layer === "platform");
    expect(platforms).toHaveLength(7);
    for (const { id, environment } of platforms) {
      expect(consumedBy(id)).toContain(`${environment}-vault-access`);
      expect(consumedBy(`${environment}-database-access`)).toContain(id);
    }
  });

  it("does not let the place that Vault is in wait for it", () => {
    expect(find(byDefault, "mgmt-aws-use1-platform").layer).toBe("central");
    expect(consumedBy("mgmt-aws-use1-platform")).not.toContain("mgmt-vault-access");
    expect(addonsIn(byDefault, "mgmt-aws-use1-platform")).toContain("vault");
    for (const { id } of byDefault.filter(({ layer }) => layer === "platform")) expect(addonsIn(byDefault, id)).not.toContain("vault");
  });

  it("runs what speaks with Vault where Vault is reached, as the environment it is about", () => {
    for (const spec of byDefault.filter(({ layer }) => ["vault", "vault-access", "database-access"].includes(layer)))
      expect([spec.execution, spec.credentials]).toEqual(["agent", ["vault"]]);
  });
});

describe("a place reaches Vault", () => {
  const addressOf = (stacks: readonly StackSpec[], id: string) => (find(stacks, id).input as AddonsInput).settings.vaultAddress;

  it("at its private address where it is connected with it, by the edge elsewhere", () => {
    const isolated = stacksOf({ "dev:interconnect": false, "dev:settings": { cluster: { apiAllowlist: ["198.51.100.0/24"] } } });
    expect(addressOf(byDefault, "dev-aws-use1-platform")).toBe("https://vault.example.com");
    expect(addressOf(isolated, "dev-aws-use1-platform")).toBe("https://vault.mgmt-aws-use1.example.com");
    expect(addressOf(isolated, "prod-gcp-use4-platform")).toBe("https://vault.example.com");
  });

  it("and Vault its database only where they are connected", () => {
    const isolated = { "dev:interconnect": false, "dev:settings": { cluster: { apiAllowlist: ["198.51.100.0/24"] } } };
    const { removed, stacks } = difference(isolated);
    expect(removed).toEqual(["dev-database-access", "dev-interconnect"]);
    expect(vaultIn(stacks).places.find(({ id }) => id === "dev-aws-use1")).toMatchObject({ logins: [] });
    expect(vaultIn(stacks).places.find(({ id }) => id === "dev-aws-use1")).not.toHaveProperty("engine");
  });
});

describe("identity.provider", () => {
  it("keycloak is run in the central place, with a login that Vault changes", () => {
    expect(addonsIn(byDefault, "mgmt-aws-use1-services")).toContain("keycloak");
    expect(vaultIn(byDefault).central.logins).toEqual(["keycloak"]);
    expect(setsIn(byDefault)).not.toContain("global_okta");
  });

  it("okta takes it away and adds a stack with its own credential", () => {
    const { added, removed, stacks } = difference(okta);
    expect([added, removed]).toEqual([["global-okta"], []]);
    expect(find(stacks, "global-okta").credentials).toEqual(["okta"]);
    expect(setsIn(stacks)).toContain("global_okta");
    const gone = addonsIn(byDefault, "mgmt-aws-use1-services").filter((name) => !addonsIn(stacks, "mgmt-aws-use1-services").includes(name));
    expect(gone.sort()).toEqual(["keycloak", "keycloak-database", "keycloak-realm"]);
    expect(vaultIn(stacks).central.logins).toEqual([]);
    for (const { input } of stacks.filter(({ layer }) => layer === "platform"))
      expect((input as AddonsInput).settings.signIn.issuer).toBe("https://acme.okta.com");
  });
});

describe("observers", () => {
  it("are none by default", () => {
    expect(idsOf(byDefault).filter((id) => id.endsWith("-observability"))).toEqual([]);
  });

  it.each([
    ["datadog", {}],
    ["newrelic", newrelic],
  ])("%s adds a stack, its credential and its agents to that environment alone", (vendor, account) => {
    const { added, removed, stacks } = difference({ ...account, "prod:observers": [vendor] });
    expect([added, removed]).toEqual([["prod-observability"], []]);
    expect(find(stacks, "prod-observability").credentials).toEqual(["aws", "gcp", "azure", vendor]);
    expect(setsIn(stacks).filter((set) => !setsIn(byDefault).includes(set))).toEqual([`prod_${vendor}`]);
    for (const id of ["prod-aws-use1-platform", "prod-gcp-use4-platform", "prod-azure-eus2-platform"])
      expect(addonsIn(stacks, id)).toContain(vendor);
    expect(addonsIn(stacks, "staging-aws-use1-platform")).not.toContain(vendor);
  });
});

describe("management.hosting", () => {
  const colocated = { "estate:management": { hosting: "colocated", environment: "prod", region: "us-east-1" }, "prod:mesh": "none" };

  it("colocated moves the central services into a place that is there", () => {
    const { added, removed, stacks } = difference(colocated);
    expect(removed).toEqual(
      idsOf(byDefault)
        .filter((id) => id.startsWith("mgmt-"))
        .sort(),
    );
    expect(added).toEqual(
      [
        "prod-aws-registry",
        "prod-aws-use1-agents",
        "prod-aws-use1-services",
        "prod-azure-registry",
        "prod-gcp-registry",
        "prod-vault",
      ].sort(),
    );
    expect(find(stacks, "prod-aws-use1-platform").layer).toBe("central");
    expect(addonsIn(stacks, "prod-aws-use1-platform")).toContain("vault");
    expect(addonsIn(stacks, "prod-gcp-use4-platform")).not.toContain("vault");
    expect(vaultIn(stacks, "prod-vault").central.id).toBe("prod-aws-use1");
  });

  it("without a management section there is none of it", () => {
    const { added, removed } = difference({
      "estate:management": undefined,
      "staging:dataSync": false,
      "prod:dataSync": false,
      "dev:interconnect": false,
      "staging:mesh": "none",
      "prod:mesh": "none",
    });
    expect(added).toEqual([]);
    const kinds = ["vault", "vault-access", "database-access", "agents", "registry", "services"];
    const others = byDefault.filter(({ layer, environment }) => kinds.includes(layer) || environment === "mgmt");
    expect(removed).toEqual(expect.arrayContaining(idsOf(others)));
  });
});
