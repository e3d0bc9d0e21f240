import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nearest } from "../../config/did-you-mean.ts";
import { loadEstate } from "../../config/load.ts";
import { ConfigurationError } from "../../config/problems.ts";
import { committed, edited, errorOf, folder, inMemory, refusals } from "./fixture.ts";

const prod = committed["environments/prod.yaml"] ?? "";
const messages = (files: Parameters<typeof errorOf>[0]) =>
  errorOf(files)
    .message.split("\n")
    .slice(1)
    .map((line) => line.trim());

describe("files", () => {
  it.each([
    [
      "syntax",
      { "environments/prod.yaml": "ha: regional\nclouds: [aws\nbudgetUsd: 1\n" },
      /^config\/environments\/prod\.yaml:\d: column \d+ is not valid yaml: /,
    ],
    [
      "a tab",
      { "environments/prod.yaml": "ha: regional\nclouds:\n\taws: {}\n" },
      /^config\/environments\/prod\.yaml:3: column 1 is not valid yaml: tabs/,
    ],
    [
      "an unknown tag",
      { "environments/prod.yaml": "ha: !secret x\n" },
      /^config\/environments\/prod\.yaml:1: column 5 is not valid yaml: unresolved tag/,
    ],
    [
      "two documents",
      { "environments/prod.yaml": `${prod}---\nha: single\n` },
      /^config\/environments\/prod\.yaml:\d+: column \d+ is not valid yaml: /,
    ],
    [
      "an unfinished alias",
      { "environments/prod.yaml": "ha: *there\n" },
      /^config\/environments\/prod\.yaml:1: \*there refers to no anchor above it; add the anchor, or write the value out$/,
    ],
    ["no content", { "environments/prod.yaml": "" }, /^config\/environments\/prod\.yaml: the file is empty; fill it in, or delete it$/],
    ["comments only", { "estate.yaml": "# nothing\n" }, /^config\/estate\.yaml: the file is empty; fill it in, or restore it$/],
    [
      "latin-1",
      { "environments/prod.yaml": Uint8Array.of(0x68, 0x61, 0x3a, 0x20, 0xe9) },
      /^config\/environments\/prod\.yaml: the file is not utf-8 text; save it as utf-8$/,
    ],
    [
      "a list",
      { "environments/prod.yaml": "- ha\n" },
      /^config\/environments\/prod\.yaml:1: environments\.prod: a list is given where a map is expected; write a map$/,
    ],
    ["no file", { "estate.yaml": undefined }, /^config\/estate\.yaml: it does not exist; restore it from git, or create it$/],
    [
      "an unknown name",
      { "environments/production.yaml": prod },
      /^config\/environments\/production\.yaml: the file is not named after an environment; use one of dev, staging, prod; the address plan/,
    ],
    [
      "a near name",
      { "environments/stagin.yaml": prod },
      /stagin\.yaml: the file is not named after an environment; did you mean staging\?/,
    ],
    [
      "another suffix",
      { "environments/prod.yml": prod },
      /^config\/environments\/prod\.yml: the file is not named after an environment; rename it to prod\.yaml$/,
    ],
    ["mgmt", { "environments/mgmt.yaml": prod }, /mgmt\.yaml: the file is not named after an environment/],
  ])("%s is one problem with its file", (_, files, message) => {
    expect(messages(inMemory(files))).toEqual([expect.stringMatching(message)]);
  });

  it("reports aliases that multiply", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (const [to, from] of ["ba", "cb", "dc", "ed"]) bomb.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(", ")}]`);
    expect(messages(inMemory({ "environments/dev.yaml": bomb.join("\n") }))).toEqual([
      expect.stringMatching(/^config\/environments\/dev\.yaml: the file cannot be read as yaml: excessive alias count/),
    ]);
  });

  it("reports a key that is given twice, with its second line, and checks the rest", () => {
    const twice = `${prod}budgetUsd: 2\nha: zonl\n`.replace("ha: regional\n", "");
    expect(messages(inMemory({ "environments/prod.yaml": twice }))).toEqual([
      expect.stringMatching(
        /^config\/environments\/prod\.yaml:\d+: environments\.prod\.budgetUsd: the key is given twice; keep one of the two$/,
      ),
      expect.stringMatching(/environments\.prod\.ha: "zonl" is not allowed; did you mean zonal\?/),
    ]);
  });

  it("reports what it may not read", () => {
    const copy = mkdtempSync(join(tmpdir(), "config-"));
    cpSync(folder, copy, { recursive: true });
    rmSync(join(copy, "environments/dev.yaml"));
    cpSync(folder, join(copy, "environments/dev.yaml"), { recursive: true });
    expect(() => loadEstate(copy)).toThrow(/dev\.yaml: it is a folder; put a file in its place/);
    expect(() => loadEstate(join(copy, "nowhere"))).toThrow(ConfigurationError);
    rmSync(copy, { recursive: true });
  });

  it("asks for an environment where there is none", () => {
    const none = Object.fromEntries(["dev", "staging", "prod"].map((name) => [`environments/${name}.yaml`, undefined]));
    expect(messages(inMemory(none))).toEqual([
      "config/environments: the folder has no environment; add one of dev.yaml, staging.yaml, prod.yaml",
    ]);
  });
});

describe("keys and values", () => {
  it.each([
    [
      { "prod:intreconnect": true },
      /^environments\.prod\.intreconnect: "intreconnect" is not a key here; did you mean interconnect\? \(use one of ha, /,
    ],
    [{ "prod:zzz": 1 }, /^environments\.prod\.zzz: "zzz" is not a key here; use one of ha, /],
    [{ "prod:database": {} }, /^environments\.prod\.database: "database" is not a key here; write it under settings$/],
    [
      { "dev:clouds.aws.regions.us-esat-1": {} },
      /us-esat-1: "us-esat-1" is not a region of aws; did you mean us-east-1\? \(use one of us-east-1, /,
    ],
    [{ "dev:clouds.azur": {} }, /clouds\.azur: "azur" is not a cloud here; did you mean azure\?/],
    [{ "prod:clouds.gcp.regions.us-east4.dr": "us-wset1" }, /dr: "us-wset1" is not allowed; did you mean us-west1\?/],
    [{ "prod:settings.database.kind": "postgres" }, /kind: "postgres" is not allowed; did you mean postgresql\?/],
    [{ "estate:versions.kubernetes": 1.3 }, /^versions\.kubernetes: 1\.3 is given where text is expected; put it in quotes/],
    [
      { "estate:organization.domain": undefined },
      /^organization\.domain: nothing is given, and it is required; add it \(Public domain of the platform\)$/,
    ],
    [{ "estate:tags.owner": "" }, /^tags\.owner: "" is empty; fill it in/],
    [{ "dev:clouds.aws.regions.us-east-1": null }, /us-east-1: nothing is given where a map is expected; write \{\} to take every default/],
    [{ "dev:budgetUsd": "2500" }, /^environments\.dev\.budgetUsd: "2500" is given where a number is expected; write a number/],
    [{ "dev:deletionProtection": "yes" }, /deletionProtection: "yes" is given where true or false is expected; write true or false/],
    [{ "dev:settings.network.flowLogSampling": 1.5 }, /flowLogSampling: 1\.5 is above 1; use 1 or less/],
    [{ "dev:settings.database.backupDays": -1 }, /backupDays: -1 is below 0; use 0 or more/],
    [{ "dev:settings.database.backupDays": 1.5 }, /backupDays: 1\.5 is given where a whole number is expected/],
    [{ "dev:clouds.aws.administrators": "me" }, /administrators: "me" is given where a list is expected/],
    [
      { "estate:dataSync.tables": [{ name: "a.b", owner: "oracle" }] },
      /^dataSync\.tables\.0\.owner: "oracle" is not allowed; use one of aws, gcp, azure/,
    ],
  ])("%o is one problem, and nothing follows from it", (edits, message) => {
    expect(refusals(edited(edits))).toEqual([expect.stringMatching(message)]);
  });

  it("says in which line", () => {
    const line = prod.split("\n").findIndex((text) => text.includes("us-east4:")) + 1;
    const broken = prod.replace("{ dr: us-west1 }", "{ dr: us-west1, network: { cidr: 10.192.0.0/16 } }");
    expect(messages(inMemory({ "environments/prod.yaml": broken }))).toEqual([
      `config/environments/prod.yaml:${line}: environments.prod.clouds.gcp.regions.us-east4.network.cidr: 10.192.0.0/16 overlaps prod-aws-use1 (10.192.0.0/16); use the computed 10.208.0.0/16`,
    ]);
  });

  it("finds the line through anchors", () => {
    const text =
      "ha: single\nbudgetUsd: 9\ninterconnect: true\nsettings: &s\n  logRetentionDays: 8\nclouds:\n  aws:\n    accountId: '222222222222'\n    administrators: ['arn:aws:iam::222222222222:role/a']\n    settings: *s\n    regions: { us-east-1: {} }\n";
    expect(messages(inMemory({ "environments/dev.yaml": text }))).toEqual([
      expect.stringMatching(/^config\/environments\/dev\.yaml:5: environments\.dev\.clouds\.aws\.settings\.logRetentionDays: 8 days/),
    ]);
  });
});

describe("all at once", () => {
  const files = edited({
    "estate:organization.name": 7,
    "estate:versions.postgres": "12",
    "dev:ha": "singel",
    "dev:budgetUsd": -5,
    "staging:unknown": 1,
    "prod:deletionProtection": false,
    "prod:clouds.aws.accountId": undefined,
    "prod:clouds.gcp.regions.us-east4.network.cidr": "10.192.0.0/16",
    "prod:clouds.azure.regions": { westus: {} },
    "prod:recovery": undefined,
  });

  it("reports structure and meaning of every file in one error, in the order of files and lines", () => {
    const paths = errorOf(files).problems.map(({ path }) => path);
    expect(paths).toEqual([
      "organization.name",
      "versions.postgres",
      "environments.dev.ha",
      "environments.dev.budgetUsd",
      "environments.staging.unknown",
      "environments.prod.deletionProtection",
      "environments.prod.clouds.aws.accountId",
      "environments.prod.clouds.gcp.regions.us-east4.network.cidr",
      "environments.prod.clouds.azure.regions.westus",
    ]);
  });

  it("counts them, and shows no stack trace", () => {
    const error = errorOf(files);
    expect(error.message).toMatch(/^9 problems in the configuration\n/);
    expect(`${error.stack}${error}`).not.toMatch(/\n\s*at |node_modules|\.ts:\d/);
  });

  it("does not say what follows from a mistyped key", () => {
    const typo = edited({ "prod:interconnect": undefined, "prod:interconect": true });
    expect(refusals(typo)).toEqual([expect.stringMatching(/did you mean interconnect\?/)]);
  });

  it("checks environments although estate.yaml cannot be read", () => {
    const both = inMemory({ "estate.yaml": "a: [", "environments/dev.yaml": "ha: single\n" });
    expect(errorOf(both).problems.map(({ path }) => path)).toEqual([
      "config/estate.yaml",
      "environments.dev.budgetUsd",
      "environments.dev.clouds",
    ]);
  });
});

describe("did you mean", () => {
  it.each([
    ["us-east1", "us-east-1"],
    ["AWS", "aws"],
    ["oracle", undefined],
    ["", undefined],
    ["x", undefined],
  ])("%s: %s", (given, meant) => {
    expect(nearest(given, ["us-east-1", "eu-west-1", "aws", "azure", "s"])).toBe(meant);
  });
});
