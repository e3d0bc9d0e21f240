import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { allowedWords, defaultFiles, mutationLists } from "../../fuzz/configurations.ts";
import { type ConfigFiles, mutated } from "../../fuzz/mutation.ts";
import { Judge } from "../../fuzz/verdict.ts";

const files = defaultFiles();
const judge = new Judge(files);
afterAll(() => judge.close());

/** The default configuration with a text of it replaced. */
function replaced(file: string, from: string | RegExp, to: string): ConfigFiles {
  const text = files.get(file) ?? "";
  expect(text.search(from)).toBeGreaterThanOrEqual(0);
  return new Map([...files, [file, text.replace(from, () => to)]]);
}

const [estate, dev] = ["config/estate.yaml", "config/environments/dev.yaml"];

describe("a configuration", () => {
  it("is accepted as it is", () => expect(judge.verdict(files)).toMatchObject({ is: "accepted" }));

  it("that is mutated is an estate that can be written, or is refused with a reason", () => {
    const allowed = allowedWords();
    const seen = { accepted: 0, refused: 0, failed: 0 };
    fc.assert(
      fc.property(mutationLists, (mutations) => {
        const { is, by, message } = judge.verdict(mutated(files, mutations, allowed));
        seen[is]++;
        expect(is, `${by}\n${message}`).not.toBe("failed");
      }),
      { seed: 20, numRuns: 250 },
    );
    // Both sides are met, or nothing was tested.
    expect(seen.accepted).toBeGreaterThan(20);
    expect(seen.refused).toBeGreaterThan(100);
  }, 120_000);
});

it("takes what mutants have found that it did not: a period in a repository's name, for an identity on Azure", () => {
  const verdict = judge.verdict(replaced(estate, "repository: reports", "repository: re.ports"));
  expect(verdict).toMatchObject({ is: "accepted" });
});

describe("what mutants have found is refused", () => {
  it.each<[string, ConfigFiles, RegExp]>([
    [
      "somebody listed twice",
      replaced(dev, /administrators: \["([^"]+)",/, 'administrators: ["x", "x",'),
      /administrators\.1: "x" is listed twice; take one away/,
    ],
    ["a value without end", replaced(estate, /^/, "tags: &a [*a]\n"), /estate\.yaml:1: \*a is a part of itself; write the value out/],
    ["an empty key", replaced(dev, /^/, '"": 1\n'), /environments\.dev\."": "" is not a key here/],
  ])("%s", (_, broken, message) => {
    const verdict = judge.verdict(broken);
    expect(verdict.is).toBe("refused");
    expect(verdict.message).toMatch(message);
  });
});
