import { describe, expect, it } from "vitest";
import { loadEstate } from "../../config/load.ts";
import { ownersFile } from "../../generate/owners.ts";
import { defaultStacks } from "../estate.ts";

const estate = loadEstate("config");
const text = ownersFile(estate)[".github/CODEOWNERS"] ?? "";
const rows = text
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split(/\s+/));

/** Of GitHub's patterns those that the file uses: `*` alone, paths from the root, folders with a `*` in their last part. */
function matches(pattern: string, path: string): boolean {
  if (pattern === "*") return true;
  const expression = pattern
    .slice(1)
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^/]*");
  return new RegExp(`^${expression}${pattern.endsWith("/") ? "" : "$"}`).test(path);
}

const ownersOf = (path: string, lines = rows): string[] => lines.findLast(([pattern = ""]) => matches(pattern, path))?.slice(1) ?? [];

const administrators = ["@acme/platform-administrators"];
const trusted = ["@acme/platform-operators", ...administrators];
const everybody = ["@acme/developers", "@acme/platform-operators"];

const approvals: [path: string, owners: string[]][] = [
  ["README.md", everybody],
  ["constructs/network/aws.ts", everybody],
  ["docs/architecture.md", everybody],
  [".github/workflows/check.yml", administrators],
  [".github/CODEOWNERS", administrators],
  ["atlantis/guard.ts", administrators],
  ["policies/infracost/limits.json", administrators],
  ["constructs/policies/index.ts", administrators],
  ["generate/templates/atlantis/repos.yaml", administrators],
  ["generate/templates/architecture.md", everybody],
  ["atlantis.yaml", trusted],
  ["infracost.yml", trusted],
  ["infracost-usage.yml", trusted],
  ["config/estate.yaml", administrators],
  ["config/environments/dev.yaml", everybody],
  ["config/environments/staging.yaml", everybody],
  ["config/environments/prod.yaml", trusted],
  ["config/environments/new.yaml", trusted],
  ["cdktf.out/manifest.json", trusted],
  ["cdktf.out/stacks/global-workspaces/cdk.tf.json", administrators],
  ["cdktf.out/stacks/global-github/cdk.tf.json", administrators],
  ["cdktf.out/stacks/mgmt-aws-account/cdk.tf.json", trusted],
  ["cdktf.out/stacks/prod-credentials/cdk.tf.json", trusted],
  ["cdktf.out/stacks/prod-gcp-use4-data/assets/x.json", trusted],
  ["cdktf.out/stacks/dev-aws-use1-network/cdk.tf.json", everybody],
  ["cdktf.out/stacks/staging-azure-eus2-data/.terraform.lock.hcl", everybody],
];

describe("CODEOWNERS", () => {
  it.each(approvals)("%s is approved by one of %j", (path, owners) => expect(ownersOf(path)).toEqual(owners));

  it("never leaves the stacks of a protected environment to developers", () => {
    for (const { id, environment } of defaultStacks()) {
      const isProtected = environment === "global" || estate.environments[environment]?.deletionProtection;
      expect(ownersOf(`cdktf.out/stacks/${id}/cdk.tf.json`).includes("@acme/developers"), id).toBe(!isProtected);
    }
  });

  it("follows protection, the owner and the groups of the configuration", () => {
    const { environments, github, identity } = estate;
    const changed = ownersFile({
      ...estate,
      github: { ...github, owner: "corp" },
      identity: { ...identity, groups: { ...identity.groups, operators: "sre" } },
      environments: { dev: { ...environments.dev, deletionProtection: true } } as typeof environments,
    })[".github/CODEOWNERS"];
    expect(changed).toMatch(/^\/cdktf\.out\/stacks\/dev-\*\/ +@corp\/sre @corp\/platform-administrators$/m);
    expect(changed).not.toContain("prod");
  });

  it("uses only what GitHub understands: no !, no [ ], no \\#, an owner on each line", () => {
    // https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
    for (const [pattern = "", ...owners] of rows) {
      expect(pattern).toMatch(/^(\*|\/[\w./*-]+)$/);
      expect(owners.length, pattern).toBeGreaterThan(0);
      for (const owner of owners) expect(owner).toMatch(/^@[\w-]+\/[\w-]+$/);
    }
    expect(Buffer.byteLength(text)).toBeLessThan(3_000_000);
  });
});
