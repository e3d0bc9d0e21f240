import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Estate } from "../config/estate.ts";
import { loadEstate } from "../config/load.ts";
import { generatedFiles } from "../generate/files.ts";
import { catalog } from "../stacks/catalog.ts";
import { committedExtract } from "./estate.ts";

/** Path and text of all that is derived from the estate. */
function derived(estate: Estate): [path: string, text: string][] {
  return generatedFiles(estate, catalog(estate), committedExtract).map(({ path, bytes }) => [path, bytes.toString()]);
}

const files = derived(loadEstate("config"));

describe("what is derived from the catalog", () => {
  it("is all there", () => {
    expect(files.map(([path]) => path)).toEqual(
      expect.arrayContaining([
        ".github/CODEOWNERS",
        "atlantis.yaml",
        "atlantis/repos.yaml",
        "config/schema.json",
        "docs/architecture.md",
        "docs/runbooks/first-deployment.md",
        "infracost-usage.yml",
        "infracost.yml",
        "policies/infracost/limits.json",
      ]),
    );
  });

  it.each(files)("%s is committed as the code gives it", (path, text) => {
    expect(existsSync(path), `${path}: run npm run synth`).toBe(true);
    expect(readFileSync(path, "utf8") === text, `${path}: run npm run synth`).toBe(true);
  });

  it("has the same bytes from a second run, with the catalog in another order", () => {
    const estate = loadEstate("config");
    expect(derived(loadEstate("config"))).toEqual(files);
    const ordered = ["atlantis.yaml", "infracost.yml", "infracost-usage.yml", ".github/CODEOWNERS"];
    const backwards = generatedFiles(estate, catalog(estate).reverse(), committedExtract).map(({ path, bytes }) => [
      path,
      bytes.toString(),
    ]);
    expect(backwards.filter(([path = ""]) => ordered.includes(path))).toEqual(files.filter(([path]) => ordered.includes(path)));
  });

  it.each(files)("%s says that it is generated, and ends with one line end", (path, text) => {
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).not.toMatch(/\r|[ \t]+$/m);
    // JSON Schema and OPA's data have no place for a remark that their readers would not take for content.
    const hasNoRemark = /^config\/.*schema\.json$|limits\.json$/.test(path);
    if (!hasNoRemark) expect(text.split("\n").slice(0, 2).join("\n")).toMatch(/generated (by npm run synth|from generate\/templates)/i);
  });

  it("forgets a stack that is gone, everywhere", () => {
    const estate = loadEstate("config");
    const { gcp, ...clouds } = estate.environments.prod?.clouds ?? {};
    const environments = { ...estate.environments, prod: { ...estate.environments.prod, clouds } } as Estate["environments"];
    const gone = ["prod-gcp-account", "prod-gcp-use4-network", "prod-gcp-use4-cluster", "prod-gcp-use4-data"];
    expect(gcp).toBeDefined();
    const naming = (all: [string, string][]) => all.filter(([, text]) => gone.some((id) => new RegExp(`\\b${id}\\b`).test(text)));
    expect(naming(files).map(([path]) => path)).toEqual(
      expect.arrayContaining(["atlantis.yaml", "docs/architecture.md", "docs/runbooks/first-deployment.md", "infracost.yml"]),
    );
    expect(naming(derived({ ...estate, environments })).map(([path]) => path)).toEqual([]);
  });
});
