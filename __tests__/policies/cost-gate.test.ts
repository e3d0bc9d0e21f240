import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadEstate } from "../../config/load.ts";
import { costLimitsFile } from "../../generate/cost-limits.ts";
import { infracostOutput } from "./infracost-output.ts";
import { Policy } from "./rego/evaluator.ts";
import { plain, type Value } from "./rego/values.ts";

const folder = "policies/infracost";
const source = readFileSync(join(folder, "gate.rego"), "utf8");
const limits: Value = { limits: { prDeltaUsd: 500, environments: { dev: 2500, prod: 45000 } } };

interface Verdict {
  readonly failed: boolean;
  readonly msg: string;
}
const judge = (input: Value, data: Value = limits): Verdict[] => plain(new Policy(source, data).query("deny", input) as Value) as Verdict[];
const refusals = (verdicts: readonly Verdict[]): string[] => verdicts.filter(({ failed }) => failed).map(({ msg }) => msg);

interface Case {
  readonly name: string;
  readonly input: Value;
  readonly data?: Value;
  /** One pattern for each refusal. */
  readonly refused: readonly RegExp[];
  readonly noted?: readonly RegExp[];
}

const dear = { "prod-aws-use1-data": { before: "50000", after: "50100.5" } };
const cases: Case[] = [
  {
    name: "lets a pull request add what it may",
    input: infracostOutput({ "prod-aws-use1-data": { before: "1000.25", after: "1500.25" } }),
    refused: [],
    noted: [/^The pull request changes the cost by 500 USD a month; it may add 500\.$/],
  },
  {
    name: "refuses a cent more, with what to do",
    input: infracostOutput({ "prod-aws-use1-data": { before: "1000.25", after: "1500.26" } }),
    refused: [/adds 501 USD a month; it may add 500\. .*raise cost\.prDeltaUsd in config\/estate\.yaml/],
  },
  {
    name: "adds up all projects of the pull request",
    input: infracostOutput({ "dev-aws-use1-data": { before: "0", after: "300" }, "prod-aws-use1-data": { before: "0", after: "300" } }),
    refused: [/adds 600 USD a month/],
  },
  {
    name: "sets savings against what is added",
    input: infracostOutput({ "dev-aws-use1-data": { before: "900", after: "0" }, "prod-aws-use1-data": { before: "0", after: "1200" } }),
    refused: [],
    noted: [/changes the cost by 300 USD/],
  },
  {
    name: "adds up the projects itself where Infracost gives no sum",
    input: infracostOutput({ "prod-aws-use1-data": { before: "100", after: "700" } }, null),
    refused: [/adds 600 USD a month/],
  },
  {
    name: "refuses a project's amount that is no number",
    input: infracostOutput({ "prod-aws-use1-data": { before: "100", after: "much" } }),
    refused: [/^The difference in cost is not a number/],
  },
  {
    name: "refuses to raise an environment over its budget",
    input: infracostOutput({
      "dev-aws-use1-data": { before: "1500", after: "1900" },
      "dev-aws-use1-cluster": { before: "700", after: "700" },
    }),
    refused: [/^dev would cost 2600 USD a month, now 2200; its budget is 2500\. .*raise budgetUsd of dev/],
  },
  {
    name: "refuses to raise an environment that is over its budget already",
    input: infracostOutput(dear),
    refused: [/^prod would cost 50101 USD a month, now 50000/],
  },
  {
    name: "lets an environment over its budget become cheaper",
    input: infracostOutput({ "prod-aws-use1-data": { before: "50100", after: "50000" } }),
    refused: [],
    noted: [/^prod costs 50000 USD a month, over its budget of 45000; the pull request does not raise it/, /changes the cost by -100 USD/],
  },
  {
    name: "lets others work while an environment is over its budget, whatever the last digits of its sums",
    input: infracostOutput({
      "prod-aws-use1-data": { before: "50000.10000001", after: "50000.1" },
      "prod-gcp-use4-data": { before: "0.2", after: "0.20000002" },
      "dev-aws-use1-data": { before: "100", after: "200" },
    }),
    refused: [],
    noted: [/^prod costs 50001 USD/, /by 100 USD/],
  },
  {
    name: "counts stacks that come and stacks that go",
    input: infracostOutput({
      "dev-aws-usw2-data": { after: "450" },
      "dev-aws-use1-data": { before: "2400", after: "2400" },
      "dev-aws-use1-network": { before: "50" },
    }),
    refused: [/^dev would cost 2850 USD a month, now 2450/],
  },
  {
    name: "takes amounts that were not priced for nothing",
    input: infracostOutput({ "global-github": { before: null, after: null }, "dev-credentials": { before: null, after: null } }, null),
    refused: [],
    noted: [/by 0 USD/],
  },
  {
    name: "does not mistake one environment for another whose name begins alike",
    input: infracostOutput({ "development-aws-use1-data": { before: "9000", after: "9400" } }),
    refused: [],
    noted: [/^development has no budget at the base/, /by 400 USD/],
  },
  {
    name: "says of a new environment that its budget counts from the next pull request",
    input: infracostOutput({ "staging-aws-account": { after: "20" }, "staging-aws-use1-data": { after: "400" } }),
    refused: [],
    noted: [/^staging has no budget at the base of the pull request yet/, /by 420 USD/],
  },
  {
    name: "refuses a stack that cannot be priced",
    input: infracostOutput({
      "dev-aws-use1-data": { before: "5", after: "0", metadata: { currentErrors: [{ code: 101, message: "invalid JSON" }] } },
    }),
    refused: [/^dev-aws-use1-data could not be priced: invalid JSON\. Correct the stack/],
    noted: [/by -5 USD/],
  },
  {
    name: "refuses a stack that cannot be priced for no given reason",
    input: infracostOutput({ "dev-aws-use1-data": { before: "5", after: "5", metadata: { currentErrors: [{ code: 101 }] } } }),
    refused: [/^dev-aws-use1-data could not be priced: no reason given/],
  },
  {
    name: "lets a stack be corrected that could not be priced",
    input: infracostOutput({
      "dev-aws-use1-data": { before: "0", after: "0", metadata: { pastErrors: [{ code: 101, message: "invalid JSON" }] } },
    }),
    refused: [],
    noted: [/^dev-aws-use1-data could not be priced at the base/, /by 0 USD/],
  },
  { name: "refuses when nothing was priced", input: infracostOutput({}), refused: [/^Infracost found no project/], noted: [/by 0 USD/] },
  {
    name: "refuses a difference that is no number",
    input: infracostOutput({ "dev-aws-use1-data": { before: "5", after: "5" } }, "NaN"),
    refused: [/^The difference in cost is not a number/],
  },
  ...[{}, { limits: {} }, { limits: { prDeltaUsd: 500, environments: {} } }, { limits: { environments: { prod: 45000 } } }].map(
    (data): Case => ({
      name: `refuses when the limits are incomplete: ${JSON.stringify(data)}`,
      input: infracostOutput({ "prod-aws-use1-data": { before: "5", after: "5" } }),
      data: data as Value,
      refused: [/^policies\/infracost\/limits\.json is missing or incomplete/],
    }),
  ),
];

function expectVerdicts(verdicts: readonly Verdict[], { refused, noted }: Case): void {
  const found = refusals(verdicts);
  expect(found.length, found.join("\n")).toBe(refused.length);
  for (const pattern of refused)
    expect(
      found.some((msg) => pattern.test(msg)),
      `${pattern} in ${found.join("\n")}`,
    ).toBe(true);
  const notes = verdicts.filter(({ failed }) => !failed).map(({ msg }) => msg);
  for (const pattern of noted ?? [])
    expect(
      notes.some((msg) => pattern.test(msg)),
      `${pattern} in ${notes.join("\n")}`,
    ).toBe(true);
  if (noted) expect(notes.length, notes.join("\n")).toBe(noted.length);
}

describe("cost gate", () => {
  it.each(cases)("$name", (item) => expectVerdicts(judge(item.input, item.data), item));

  it("gives what Infracost reads: objects of a message and a flag", () => {
    for (const { input, data } of cases)
      for (const verdict of judge(input, data))
        expect(
          Object.entries(verdict)
            .map(([key, value]) => `${key}: ${typeof value}`)
            .sort(),
        ).toEqual(["failed: boolean", "msg: string"]);
    expect(new Policy(source).package).toBe("infracost");
  });
});

const hasOpa = spawnSync("opa", ["version"]).status === 0;

describe.skipIf(!hasOpa)(
  `cost gate with OPA itself${hasOpa ? "" : " (skipped: no opa on PATH; install it to run the same cases through it)"}`,
  () => {
    it.each(cases)("$name", (item) => {
      const temporary = mkdtempSync(join(tmpdir(), "cost-gate-"));
      try {
        writeFileSync(join(temporary, "gate.rego"), source);
        writeFileSync(join(temporary, "limits.json"), JSON.stringify(item.data ?? limits));
        const args = [
          "eval",
          "--v0-compatible",
          "--format",
          "json",
          "--data",
          join(temporary, "gate.rego"),
          "--data",
          join(temporary, "limits.json"),
        ];
        const text = execFileSync("opa", [...args, "--stdin-input", "data.infracost.deny"], {
          input: JSON.stringify(item.input),
          encoding: "utf8",
        });
        expectVerdicts(JSON.parse(text).result[0].expressions[0].value, item);
      } finally {
        rmSync(temporary, { recursive: true, force: true });
      }
    });
  },
);

describe("limits of the cost gate", () => {
  const estate = loadEstate("config");
  const [[path = "", text = ""] = []] = Object.entries(costLimitsFile(estate));

  it("are those of the configuration, for every environment", () => {
    expect(path).toBe(join(folder, "limits.json"));
    const { limits: written } = JSON.parse(text);
    expect(written.prDeltaUsd).toBe(estate.cost.prDeltaUsd);
    expect(Object.keys(written.environments)).toEqual(Object.keys(estate.environments));
    expect(written.environments.prod).toBe(estate.environments.prod?.budgetUsd);
  });

  it("follow the configuration", () => {
    const changed = { ...estate, cost: { ...estate.cost, prDeltaUsd: 7 }, environments: {} };
    expect(Object.values(costLimitsFile(changed))).toEqual(['{\n  "limits": {\n    "prDeltaUsd": 7,\n    "environments": {}\n  }\n}\n']);
  });

  it("are committed as the configuration gives them", () => {
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(refusals(judge(infracostOutput({ "prod-aws-account": { before: "0", after: "1" } }), JSON.parse(text)))).toEqual([]);
  });
});
