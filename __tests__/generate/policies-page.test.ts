import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { policies } from "../../constructs/policies/index.ts";
import { planRules, policiesFile } from "../../generate/policies/page.ts";

const page = policiesFile()["docs/policies.md"] ?? "";
const rows = page.split("\n").filter((line) => /^\| [A-Z0-9]{1,3}-\d\d \|/.test(line));
const cells = (row: string): string[] => row.split(/(?<!\\)\|/).map((cell) => cell.trim());

describe("docs/policies.md", () => {
  it("has a row for each rule, and one for suppressions", () => {
    const named = rows.map((row) => cells(row)[1]);
    expect([...new Set(named)].sort()).toEqual([...new Set([...policies.map(({ id }) => id), "SUP-01"])].sort());
    for (const { title } of policies) expect(page).toContain(` | ${title.replaceAll("|", "\\|")} | `);
  });

  it("says of each rule in which files it is judged over plans, as the files do", () => {
    for (const row of rows) {
      const [, id = "", , , , , inPlans = ""] = cells(row);
      const files = readdirSync("policies/terraform").filter((name) =>
        readFileSync(`policies/terraform/${name}`, "utf8").includes(`"${id}`),
      );
      expect(inPlans, id).toBe(
        files.length === 0
          ? "-"
          : files
              .map((name) => name.replace(".rego", ""))
              .sort()
              .join(", "),
      );
    }
  });

  it("knows the files of the rules that are judged over plans", () => {
    const byId = planRules();
    expect(byId.get("X-02")).toEqual(["stateful"]);
    expect(byId.get("T-01")).toEqual(["tagging"]);
    expect(byId.get("AWS-06")).toEqual(["aws", "exposure"]);
    expect(byId.get("C-06")).toBeUndefined();
    expect([...new Set([...byId.values()].flat())].sort()).toEqual(
      readdirSync("policies/terraform")
        .map((name) => name.replace(".rego", ""))
        .sort(),
    );
  });

  it("counts them by how bad they are", () => {
    const [, all = "", ...counts] = /^(\d+) rules: (\d+) critical, (\d+) high, (\d+) medium\./m.exec(page) ?? [];
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(Number(all));
    expect(Number(all)).toBe(rows.length);
  });
});
