import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { links } from "../../generate/identity-chain.ts";
import { committed, committedIds } from "../estate.ts";

const page = readFileSync("docs/identity.md", "utf8");
const rows = [...page.matchAll(/^\| ([^|]+) → ([^|]+) \| [^|]+ \| `([\w-]+)` \| (.+) \|$/gm)].map(
  ([, from, to, stack = "", made = ""]) => ({
    link: `${from} → ${to}`,
    stack,
    made: [...made.matchAll(/`(\w+)\.(\w+)`/g)].map(([, type = "", name = ""]) => [type, name] as const),
  }),
);

describe("the chain of who proves to whom who it is", () => {
  it("has every link, and a stack that makes it", () => {
    const shown = new Set(rows.map(({ link }) => link));
    expect(links.map(({ from, to }) => `${from} → ${to}`).filter((link) => !shown.has(link))).toEqual([]);
  });

  it("names resources that are there", () => {
    expect(rows.length).toBeGreaterThan(40);
    for (const { link, stack, made } of rows) {
      expect(committedIds(), link).toContain(stack);
      expect(made.length, `${link} ${stack}`).toBeGreaterThan(0);
      for (const [type, name] of made) expect(committed(stack).resource[type], `${stack} ${type}`).toHaveProperty(name);
    }
  });
});
