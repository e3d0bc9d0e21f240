import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { committedIds } from "../estate.ts";
import { Runner } from "./script-run.ts";

const config = [
  "version: 0.1",
  "projects:",
  "  - path: cdktf.out/stacks/dev-aws-account",
  "    name: dev-aws-account",
  "    usage_file: infracost-usage.yml",
  "    skip_autodetect: true",
  "",
].join("\n");
const stack = "cdktf.out/stacks/dev-aws-account/cdk.tf.json";
const key = { INFRACOST_API_KEY: "key" };

let runner: Runner;
beforeEach(() => {
  runner = new Runner();
  // Writes what it was asked for, and what it saw in its folder.
  runner.program(
    "infracost",
    `pwd >> "${runner.root}/folders"\nls -A >> "${runner.root}/seen"\nwhile [ $# -gt 0 ]; do if [ "$1" = --out-file ]; then echo '{}' > "$2"; fi; shift; done`,
  );
});
afterEach(() => runner.end());

/** A base commit and a head commit; undefined removes a file. */
function revisions(base: Record<string, string>, head: Record<string, string | undefined>): string {
  for (const [path, text] of Object.entries(base)) runner.write(path, text);
  const commit = runner.commit();
  for (const [path, text] of Object.entries(head)) text === undefined ? runner.remove(path) : runner.write(path, text);
  runner.commit();
  return commit;
}
const usual = { "infracost.yml": config, "infracost-usage.yml": "version: 0.1\n", [stack]: "{}\n" };
const changed = { [stack]: '{"resource":{}}\n' };

describe("price.sh", () => {
  it("compares the committed output of head with that of the base, each in a folder with nothing else", async () => {
    const base = revisions({ ...usual, ".env": "INFRACOST_PRICING_API_ENDPOINT=https://elsewhere.example.com\n" }, changed);
    const { status, outputs } = await runner.run("price.sh", { BASE: base, ...key });
    expect([status, outputs]).toEqual([0, "judged=true\n"]);
    const work = join(runner.temporary, "cost");
    expect(runner.calls()).toEqual([
      `infracost breakdown --config-file infracost.yml --format json --out-file ${work}/base.json`,
      `infracost diff --config-file infracost.yml --compare-to ${work}/base.json --format json --out-file ${work}/diff.json`,
    ]);
    expect(readFileSync(join(runner.root, "folders"), "utf8")).toBe(`${work}/base\n${work}/head\n`);
    expect(readFileSync(join(runner.root, "seen"), "utf8")).toBe("cdktf.out\ninfracost-usage.yml\ninfracost.yml\n".repeat(2));
    expect([readFileSync(join(work, "base", stack), "utf8"), readFileSync(join(work, "head", stack), "utf8")]).toEqual([
      "{}\n",
      changed[stack],
    ]);
  });

  it("prices what is committed, whatever .gitattributes says of it", async () => {
    const attributes = { ".gitattributes": `/${stack} export-ignore\n`, ...changed };
    expect((await runner.run("price.sh", { BASE: revisions(usual, attributes), ...key })).status).toBe(0);
    expect(readFileSync(join(runner.temporary, "cost/head", stack), "utf8")).toBe(changed[stack]);
  });

  it("says that the first pull request has nothing to compare with", async () => {
    const { status, outputs, summary } = await runner.run("price.sh", { BASE: revisions({ "README.md": "x" }, usual), ...key });
    expect([status, outputs]).toEqual([0, "judged=false\n"]);
    expect(summary).toContain("the base has no infracost.yml");
    expect(runner.calls()).toEqual([]);
  });

  it("needs no key where nothing that has a price changed", async () => {
    const { status, outputs, summary } = await runner.run("price.sh", { BASE: revisions(usual, { "README.md": "new" }) });
    expect([status, outputs, summary]).toEqual([0, "judged=false\n", "Cost: nothing that has a price changed.\n"]);
  });

  it.each([
    ["a change without a key, as from a fork", changed, {}, /no INFRACOST_API_KEY to price it\. Pull requests from forks/],
    ["a change of prices' inputs without a key", { "infracost-usage.yml": "version: 0.2\n" }, {}, /no INFRACOST_API_KEY/],
    ["a head without infracost.yml", { "infracost.yml": undefined }, key, /infracost\.yml is missing: nothing can be priced/],
    [
      "a config that names a program",
      { "infracost.yml": `${config}    terraform_binary: ./evil.sh\n` },
      key,
      /infracost\.yml is not what npm run synth writes for these stacks: unexpected: terraform_binary: \.\/evil\.sh;/,
    ],
    [
      "a config in another form",
      { "infracost.yml": "{version: 0.1, projects: [{path: ., terraform_binary: ./evil.sh}]}\n" },
      key,
      /not what npm run synth writes.*unexpected: \{version: 0\.1/,
    ],
    ["a config that reads the environment", { "infracost.yml": `${config}    usage_file: $HOME\n` }, key, /unexpected: usage_file: \$HOME/],
    [
      "a config that leaves out a stack",
      { "cdktf.out/stacks/prod-aws-use1-data/cdk.tf.json": "{}\n" },
      key,
      /missing: - path: cdktf\.out\/stacks\/prod-aws-use1-data/,
    ],
    [
      "a config that prices one stack as another",
      { "infracost.yml": config.replace("path: cdktf", "path: ../base/cdktf") },
      key,
      /unexpected: - path: \.\.\/base/,
    ],
    [
      "a config without usage",
      { "infracost.yml": config.replace("    usage_file: infracost-usage.yml\n", "") },
      key,
      /missing: usage_file/,
    ],
  ])("refuses %s", async (_, head: Record<string, string | undefined>, env: Record<string, string>, message) => {
    const { status, stdout, summary, outputs } = await runner.run("price.sh", { BASE: revisions(usual, head), ...env });
    expect([status, outputs]).toEqual([1, ""]);
    expect(stdout).toMatch(message);
    expect(stdout).toMatch(/^::error::/);
    expect(summary).toMatch(message);
    expect(runner.calls()).toEqual([]);
  });

  it("refuses a base that is not there", async () => {
    revisions(usual, changed);
    expect(await runner.run("price.sh", { BASE: "0".repeat(40), ...key })).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("fetch-depth: 0"),
    });
  });

  it("fails when Infracost does", async () => {
    runner.program("infracost", "exit 3");
    expect(await runner.run("price.sh", { BASE: revisions(usual, changed), ...key })).toMatchObject({ status: 3, outputs: "" });
  });

  it.skipIf(!existsSync("infracost.yml"))("lets the committed infracost.yml through", async () => {
    const folders = committedIds().map((id) => [`cdktf.out/stacks/${id}/cdk.tf.json`, "{}\n"]);
    const written = { ...usual, ...Object.fromEntries(folders), "infracost.yml": readFileSync("infracost.yml", "utf8") };
    expect(await runner.run("price.sh", { BASE: revisions(written, changed), ...key })).toMatchObject({
      status: 0,
      outputs: "judged=true\n",
    });
  });
});

describe("cost-gate.sh", () => {
  const env = {
    ...key,
    GITHUB_TOKEN: "token",
    GITHUB_REPOSITORY: "acme/platform",
    GITHUB_API_URL: "https://api.github.com",
    GITHUB_SHA: "abc",
  };
  const own = { "policies/infracost/gate.rego": "base rule", "policies/infracost/limits.json": "base limits" };
  const loose = { "policies/infracost/gate.rego": "loose rule", "policies/infracost/limits.json": "loose limits" };
  const common =
    "infracost comment github --path diff.json --policy-path policies --repo acme/platform --github-api-url https://api.github.com --github-token token";
  const policies = (): string[] =>
    ["gate.rego", "limits.json"].map((file) => readFileSync(join(runner.temporary, "cost/policies", file), "utf8"));
  beforeEach(() => mkdirSync(join(runner.temporary, "cost")));

  it("judges by the policy and the limits of the base, and comments on the pull request", async () => {
    const { status, summary } = await runner.run("cost-gate.sh", { ...env, BASE: revisions(own, loose), PR_NUMBER: "7" });
    expect([status, summary]).toEqual([0, ""]);
    expect(policies()).toEqual(["base rule", "base limits"]);
    expect(runner.calls()).toEqual([`${common} --pull-request 7 --behavior update`]);
  });

  it("says where it must judge by the pull request's own", async () => {
    const { summary } = await runner.run("cost-gate.sh", { ...env, BASE: revisions({ "README.md": "x" }, loose), PR_NUMBER: "7" });
    expect(policies()).toEqual(["loose rule", "loose limits"]);
    expect(summary).toContain("the base has no policies/infracost/gate.rego; this pull request is judged by its own");
  });

  it("judges in the merge queue without a comment", async () => {
    await runner.run("cost-gate.sh", { ...env, BASE: revisions(own, loose), PR_NUMBER: "" });
    expect(runner.calls()).toEqual([`${common} --commit abc --dry-run`]);
  });

  it("fails when a policy refuses", async () => {
    runner.program("infracost", "exit 1");
    expect((await runner.run("cost-gate.sh", { ...env, BASE: revisions(own, loose), PR_NUMBER: "7" })).status).toBe(1);
  });
});

describe("install-infracost.sh", () => {
  it("refuses an archive that is not the pinned one", async () => {
    runner.program("curl", 'while [ $# -gt 0 ]; do if [ "$1" = --output ]; then echo other > "$2"; fi; shift; done');
    runner.program("tar", "exit 0");
    const { status, stdout } = await runner.run("install-infracost.sh");
    expect(status).toBe(1);
    expect(stdout).toContain("not the one this repository pins");
    expect(runner.calls().map((call) => call.split(" ")[0])).toEqual(["curl"]);
    expect(runner.calls()[0]).toContain("/releases/download/v0.10.45/infracost-linux-amd64.tar.gz");
  });

  it("puts the pinned one on PATH", async () => {
    runner.program("curl", 'while [ $# -gt 0 ]; do if [ "$1" = --output ]; then echo archive > "$2"; fi; shift; done');
    runner.program("sha256sum", "cat > /dev/null");
    runner.program("tar", `echo program > "${runner.temporary}/infracost/infracost-linux-amd64"`);
    expect((await runner.run("install-infracost.sh")).status).toBe(0);
    expect(readFileSync(join(runner.root, "PATH"), "utf8")).toBe(`${runner.temporary}/infracost\n`);
    expect(existsSync(join(runner.temporary, "infracost/infracost"))).toBe(true);
  });
});
