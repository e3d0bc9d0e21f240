import { describe, expect, it } from "vitest";
import { Repository, type Stack, stack } from "./repository.ts";

const many = (count: number, value: string): Stack =>
  stack({ aws_s3_bucket: Object.fromEntries(Array.from({ length: count }, (_none, at) => [`Bucket${at}`, { bucket: `${value}-${at}` }])) });

describe("the comment", () => {
  it("begins with its marker, even if nothing differs", () => {
    const repository = Repository.create().stack("s", stack({}));
    repository.commit();
    expect(repository.run("--markdown").out).toMatch(/^<!-- platform-changes -->\n### What this changes\n\n\*\*no stack differs\*\*/);
  });

  it("puts what is dangerous first, then what to do, then the details", () => {
    const repository = Repository.create().stack("s", many(1, "a")).atlantis(["s", []]);
    repository.commit();
    const { out } = repository.stack("s", many(1, "b")).run("--markdown");
    const order = [
      "> [!CAUTION]",
      "**Destroys** `s`: aws\\_s3\\_bucket.Bucket0",
      "#### Comments for Atlantis",
      "`atlantis apply -p s`",
      "<details><summary><code>s</code>: changed",
    ];
    expect(order.map((text) => out.indexOf(text))).toEqual([...order.map((text) => out.indexOf(text))].sort((a, b) => a - b));
    expect(order.filter((text) => !out.includes(text))).toEqual([]);
  });

  it("cannot be broken out of by what is in the output", () => {
    const evil = "</details>\n````\n@everyone <img src=x> `code` [a](b)";
    const named = { "A`</details><img>@me": { bucket: "x" } };
    const repository = Repository.create().stack("s", stack({ aws_s3_bucket: { Bucket0: { bucket: "a" }, ...named } }));
    repository.commit();
    repository.stack("s", stack({ aws_s3_bucket: { Bucket0: { bucket: evil } } }));
    const { out } = repository.run("--markdown");
    const rows = out.split("\n");
    const open = rows.findIndex((row) => /^`{5,}diff$/.test(row));
    expect(open).toBeGreaterThan(0);
    expect(rows.indexOf(rows[open]?.replace("diff", "") ?? "", open) - open).toBeGreaterThan(1);
    const outside = rows.slice(0, open).join("\n");
    expect(outside).toContain("&lt;img");
    expect(outside).not.toContain("<img");
    expect(outside).not.toMatch(/@(me|everyone)/);
    expect(rows.filter((row) => row === "</details>")).toHaveLength(1);
  });

  it.each([
    [1, 3000],
    [400, 30],
  ])("is shortened to what GitHub takes: %i stacks of %i resources", (stacks, resources) => {
    const repository = Repository.create();
    const ids = Array.from({ length: stacks }, (_none, at) => `prod-aws-place${at}-network`);
    for (const id of ids) repository.stack(id, many(resources, "before"));
    repository.atlantis(...ids.map((id) => [id, []] as [string, string[]])).commit();
    for (const id of ids) repository.stack(id, many(resources, "after"));
    const { out } = repository.run("--markdown");
    expect(Buffer.byteLength(out)).toBeLessThanOrEqual(65_536);
    expect(Buffer.byteLength(out)).toBeGreaterThan(stacks === 1 ? 20_000 : 1_000);
    expect(out).toContain("_Too long for a comment, and shortened. `npm run changes` prints all of it._");
    expect(out).toContain("> [!CAUTION]");
    expect(out.split("<details>").length).toBe(out.split("</details>").length);
    expect(out).toMatch(/\*\*Destroys\*\*.*Bucket0/);
  });
});
