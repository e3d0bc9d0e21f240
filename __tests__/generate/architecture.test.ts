import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadEstate } from "../../config/load.ts";
import { architectureFile } from "../../generate/architecture.ts";
import { layers } from "../../stacks/stack-spec.ts";
import { defaultStacks } from "../estate.ts";

const estate = loadEstate("config");
const stacks = defaultStacks();
const pageOf = (of = stacks, about = estate): string => architectureFile(about, of)["docs/architecture.md"] ?? "";
const text = pageOf();

const blocks = [...text.matchAll(/```mermaid\n([\s\S]*?)```/g)].map(([, body = ""]) => body);
/** The diagram of each environment, by name. */
const diagrams = new Map(
  [...text.matchAll(/^### (\w+)\n[\s\S]*?```mermaid\n([\s\S]*?)```/gm)].map(([, name = "", body = ""]) => [name, body] as const),
);
const nodeId = (id: string): string => id.replaceAll("-", "_");
const boxes = (body: string): string[] => [...body.matchAll(/^\s*(\w+)\["([\w-]+)"\]$/gm)].map(([, , label = ""]) => label);
const reads = (body: string): string[] => [...body.matchAll(/^\s*(\w+ --> \w+)$/gm)].map(([, edge = ""]) => edge);

describe("the diagrams", () => {
  it("have every stack exactly once as a box, in the diagram of its environment", () => {
    expect([...diagrams.keys()]).toEqual([...new Set(stacks.map(({ environment }) => environment))].sort());
    for (const [name, body] of diagrams) {
      const own = stacks.filter(({ environment }) => environment === name).map(({ id }) => id);
      expect(boxes(body).sort(), name).toEqual(own.sort());
    }
  });

  it("have every read exactly once, from the producer to its reader", () => {
    for (const [name, body] of diagrams) {
      const own = stacks.filter(({ environment }) => environment === name);
      const expected = own.flatMap(({ id, consumes }) => consumes.map((producer) => `${nodeId(producer.id)} --> ${nodeId(id)}`));
      expect(reads(body).sort(), name).toEqual(expected.sort());
    }
  });

  it("draw arrows only between nodes they name", () => {
    for (const body of blocks.filter((block) => block.startsWith("flowchart"))) {
      const named = [...body.matchAll(/(\w+)(?:\(\[|\[)"/g)].map(([, id]) => id);
      for (const [, from, to] of body.matchAll(/(\w+)(?:\S*\])?(?:\)|\])? --> (\w+)/g))
        expect(named).toEqual(expect.arrayContaining([from, to]));
    }
  });

  it("are written as Mermaid reads them: a kind first, ids of letters and _, labels in quotes, no reserved word", () => {
    expect(blocks.length).toBe(diagrams.size + 3);
    for (const body of blocks) {
      const [kind, ...lines] = body.trimEnd().split("\n");
      expect(["flowchart LR", "sequenceDiagram"]).toContain(kind);
      for (const line of lines) expect(line, line).not.toMatch(/;|\t/);
      if (kind !== "flowchart LR") continue;
      const node = String.raw`\w+(\(?\["[^"]+"\]\)?|\(\["[^"]+"\]\))?`;
      const allowed = new RegExp(String.raw`^ +(${node}( --> ${node})?|subgraph \w+ \["[^"]+"\]|end)$`);
      expect(lines.filter((line) => !allowed.test(line))).toEqual([]);
      expect(lines.filter((line) => /^\s*(graph|style|class|click)\b/.test(line))).toEqual([]);
    }
  });

  it("overview: every layer that has stacks, with their number, and every read between two layers", () => {
    const [overview = ""] = blocks.filter((body) => body.includes('workspaces["'));
    for (const layer of layers) {
      const count = stacks.filter((spec) => spec.layer === layer).length;
      const node = layer.replaceAll("-", "_");
      if (count === 0) expect(overview).not.toContain(`${node}["`);
      else expect(overview).toContain(`${node}["${layer}<br/>${count} stack${count === 1 ? "" : "s"}"]`);
    }
    expect(reads(overview)).toContain("network --> cluster");
    expect(reads(overview)).not.toContain("cluster --> data");
  });
});

describe("the table", () => {
  it("has a row per stack with its step, where it runs, as whom, and who reads it", () => {
    const rows = [...text.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, id]) => id);
    expect(rows).toEqual(stacks.map(({ id }) => id).sort());
    expect(text).toContain(
      "| `prod-azure-eus2-data` | 9 data | agent | azure | prod-azure-account, prod-azure-eus2-network | prod-azure-eus2-apps, prod-azure-eus2-platform, prod-cdc, prod-database-access, prod-datasync, prod-names |",
    );
    expect(text).toMatch(
      /^\| `prod-gcp-use4-network` \| 6 network \| remote \| gcp \| prod-gcp-account \| prod-gcp-use4-cluster, prod-gcp-use4-data, prod-gcp-use4-platform, prod-interconnect, prod-names, prod-traffic \|$/m,
    );
  });

  it("says which stack is emptied", () => {
    const retired = stacks.map((spec) => (spec.id === "dev-aws-use1-data" ? { ...spec, retirement: "emptied" as const } : spec));
    expect(pageOf(retired)).toMatch(/^\| `dev-aws-use1-data` \| \d+ \(emptied\) \|/m);
  });
});

describe("the words", () => {
  it("say where state is", () => {
    expect(text).toContain("State is kept in HCP Terraform (organization `acme` on app.terraform.io)");
    expect(pageOf(stacks, { ...estate, terraform: { ...estate.terraform, backend: "local" } })).toContain("State is kept in files");
  });

  it("name no stack that is not there", () => {
    const ids = new Set(stacks.map(({ id }) => id));
    const named = [...text.matchAll(/\b(?:dev|staging|prod|mgmt|global)-[a-z0-9-]+\b/g)].map(([id]) => id);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
  });

  it("are all in templates that somebody uses", () => {
    const sources = readdirSync("generate", { recursive: true })
      .map(String)
      .filter((name) => name.endsWith(".ts"));
    const code = sources.map((name) => readFileSync(`generate/${name}`, "utf8")).join("\n");
    const templates = readdirSync("generate/templates").filter((name) => name.endsWith(".md"));
    expect(templates.length).toBeGreaterThan(5);
    const used = (name: string): boolean =>
      [name.replace(/-(aws|gcp|azure)\.md$/, "-"), `"${name.replace(/\.md$/, "")}"`].some((text) => code.includes(text));
    expect(templates.filter((name) => !used(name))).toEqual([]);
  });
});
