import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Agreement } from "../../../rehearsal/schema/agreement.ts";
import { countFacts, type ProviderFacts, readFacts } from "../../../rehearsal/schema/facts.ts";
import { type InstalledProvider, installedNames, installedProvider, typeFolders } from "../../../rehearsal/schema/installed.ts";
import { TABLE_PAGE, tableRows, withRows } from "../../../rehearsal/schema/table.ts";

const page = readFileSync(TABLE_PAGE, "utf8");
const made: Agreement = {
  provider: "aws",
  version: "9.9.9",
  types: 3,
  unbound: 1,
  members: 40,
  alone: 12,
  usually: 5,
  facts: 4,
  withFacts: 1,
  reasons: new Map([["computed", 12]]),
};

describe("the committed table", () => {
  it("has a row for every installed provider", () => {
    expect(tableRows(page).map(([name]) => name)).toEqual(installedNames());
  });

  it.each(tableRows(page).map((row) => [row[0] ?? "", row] as const))("agrees with the binding and the facts of %s", (name, row) => {
    const installed = installedProvider(name) as InstalledProvider;
    const [, version, types, members, alone, usually, facts, withFacts, why = ""] = row;
    expect(version).toBe(installed.version);
    expect(Number(types)).toBe(typeFolders(installed).length);
    expect(Number(facts)).toBe(countFacts(readFacts(name) as ProviderFacts));
    const counts = [Number(withFacts), Number(usually), Number(alone), Number(members)];
    expect(counts).toEqual([...counts].sort((one, other) => one - other));
    const reasons = [...why.matchAll(/ (\d+)(?:,|$)/g)].map(([, count]) => Number(count));
    expect(reasons.reduce((sum, count) => sum + count, 0)).toBe(Number(alone));
  });
});

describe("new rows", () => {
  it("take the place of their provider's and leave the rest of the page", () => {
    const changed = withRows(page, [made]);
    expect(tableRows(changed).find(([name]) => name === "aws")).toEqual([
      "aws",
      "9.9.9",
      "3 (1 not bound)",
      "40",
      "12",
      "5",
      "4",
      "1",
      "computed 12",
    ]);
    expect(tableRows(changed).filter(([name]) => name !== "aws")).toEqual(tableRows(page).filter(([name]) => name !== "aws"));
    expect(changed.split("<!--")[0]).toBe(page.split("<!--")[0]);
  });

  it("are refused by a page without the markers", () => {
    expect(() => withRows("# A page", [made])).toThrow("markers are missing");
  });
});
