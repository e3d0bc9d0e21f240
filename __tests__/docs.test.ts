import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { Estate } from "../config/estate.ts";
import { loadEstate } from "../config/load.ts";
import { generatedFiles } from "../generate/files.ts";
import { catalog } from "../stacks/catalog.ts";
import { Repository } from "./changes/repository.ts";
import { committed, committedExtract, committedIds, committedText, synthesized } from "./estate.ts";

const documents = ["README.md", ...["atlantis", "constructs", "stacks"].map((room) => `${room}/README.md`), ...inDocs()];
const text = (file: string): string => readFileSync(file, "utf8");

function inDocs(): string[] {
  const names = readdirSync("docs", { recursive: true }).map((name) => join("docs", String(name)));
  return names.filter((name) => name.endsWith(".md")).sort();
}

/** Of the headings of a page, as GitHub makes them. */
const anchors = (file: string): string[] =>
  [...text(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  );

/** YAML examples: blocks that begin with the file they belong in. */
const examples = documents.flatMap((file) =>
  [...text(file).matchAll(/```yaml\n# (config\/[\w/]+\.yaml)\n([\s\S]*?)```/g)].map(([, target = "", yaml = ""]) => ({
    file,
    target,
    yaml,
  })),
);

let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Tree = Record<string, unknown>;
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

function merged(base: unknown, change: unknown): unknown {
  if (!isTree(base) || !isTree(change)) return change;
  const entries = [...new Set([...Object.keys(base), ...Object.keys(change)])].map((key) => [
    key,
    key in change ? merged(base[key], change[key]) : base[key],
  ]);
  return Object.fromEntries(entries);
}

/** The default estate with the example put in. */
function estateWith(target: string, yaml: string): Estate {
  folder = mkdtempSync(join(tmpdir(), "docs-"));
  cpSync("config", folder, { recursive: true });
  const file = join(folder, target.replace("config/", ""));
  writeFileSync(file, stringify(merged(parse(readFileSync(file, "utf8")), parse(yaml))));
  return loadEstate(folder);
}

/** Everything a synth writes of the estate: the stacks as data, and what is derived from them. */
function written(estate: Estate): string[] {
  const stacks = catalog(estate);
  return [
    ...stacks.map((spec) => JSON.stringify(spec)),
    ...generatedFiles(estate, stacks, committedExtract).map(({ bytes }) => bytes.toString()),
  ];
}

describe("examples in the documents", () => {
  it("are there", () => expect(examples.length).toBeGreaterThan(8));

  it.each(examples)("$file: $yaml", ({ target, yaml }) => {
    const before = new Set(written(loadEstate("config")));
    const after = written(estateWith(target, yaml));
    expect(after.filter((text) => !before.has(text)).length, "the example changes something").toBeGreaterThan(0);
  });

  it("README: the report of the change it shows", () => {
    const [, target = "", yaml = ""] = /before you push it:\n\n```yaml\n# (\S+)\n([\s\S]*?)```/.exec(text("README.md")) ?? [];
    const shown = (/```text\n([\s\S]*?)```/.exec(text("README.md"))?.[1] ?? "").trimEnd().split("\n");
    const stacks = catalog(estateWith(target, yaml));
    const repository = Repository.create();
    for (const id of committedIds()) repository.stack(id, JSON.parse(committedText(id)));
    repository.write("atlantis.yaml", text("atlantis.yaml"));
    repository.commit();
    for (const spec of stacks.filter(({ environment }) => environment === "staging")) repository.stack(spec.id, { ...synthesized(spec) });
    const printed = repository.run().out.split("\n");
    expect(printed.filter((line) => shown.includes(line))).toEqual(shown);
  });

  it("add a region with one entry: its stacks, on the block the README names", () => {
    const [example] = examples.filter(({ yaml }) => yaml.includes("us-west-2"));
    const before = new Set(committedIds());
    const added = catalog(estateWith(example?.target ?? "", example?.yaml ?? "")).filter(({ id }) => !before.has(id));
    expect(added.map(({ id }) => id)).toEqual(["network", "cluster", "data", "platform", "apps"].map((layer) => `prod-aws-usw2-${layer}`));
    expect(JSON.stringify(added[0]?.input)).toContain("10.193.0.0/16");
  });
});

describe("what the documents say of the repository", () => {
  it.each(documents)("%s links to files that exist", (file) => {
    const links = [...text(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = ""]) => join(dirname(file), link));
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });

  it.each(documents)("%s links to headings that exist", (file) => {
    const links = [...text(file).matchAll(/\]\(([\w./-]*\.md)?#([\w-]+)\)/g)];
    const lost = links.filter(([, page, anchor = ""]) => !anchors(page ? join(dirname(file), page) : file).includes(anchor));
    expect(lost.map(([link]) => link)).toEqual([]);
  });

  it.each(documents)("%s runs scripts that exist", (file) => {
    const { scripts } = JSON.parse(text("package.json"));
    const names = [...text(file).matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name = ""]) => name);
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(documents)("%s names files and folders that exist", (file) => {
    const named = [
      ...text(file).matchAll(
        /`((?:atlantis|changes|config|constructs|stacks|synth|generate|policies|docs|__tests__|\.github)\/[\w./-]*)`/g,
      ),
    ].map(([, path = ""]) => path);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  it("README: the command of a clean checkout", () => {
    expect(text(".ci/run").trim().split("\n").pop()).toBe("npm ci && npm test");
    expect(text("README.md")).toContain("```\nnpm ci && npm test\n```");
  });

  it("README: the number of stacks, the versions of terraform and of the providers", () => {
    const versions = new Set(committedIds().map((id) => committed(id).terraform.required_version));
    expect([...versions].map((version) => text("README.md").includes(`Terraform is pinned to ${version}.`))).toEqual([true]);
    expect(text("README.md")).toContain(`The default estate has ${committedIds().length} of them`);
    const rows = [
      ...text("README.md").matchAll(/\b(aws|azurerm|cloudflare|github|google|helm|kubernetes|random|tfe|vault) \| (\d+\.\d+\.\d+)/g),
    ];
    const stated = Object.fromEntries(rows.map(([, name = "", version = ""]) => [name, version]));
    const used = committedIds().flatMap((id) => Object.entries(committed(id).terraform.required_providers));
    expect(stated).toEqual(Object.fromEntries(used.map(([name, { version }]) => [name, version])));
  });
});
