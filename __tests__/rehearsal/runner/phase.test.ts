import { describe, expect, it } from "vitest";
import { destroy, plan, type Run, secondPlan, validate } from "../../../rehearsal/runner/phase.ts";
import type { Answer } from "../../../rehearsal/runner/processes.ts";

const answer = (exitCode: number, stdout: unknown[] = [], stderr = ""): Answer => ({
  exitCode,
  seconds: 1,
  stdout: stdout.map((line) => JSON.stringify(line)).join("\n"),
  stderr,
});

/** Answers in turn, and knows what was asked. */
function terraform(...answers: Answer[]): { run: Run; asked: string[] } {
  const asked: string[] = [];
  const run: Run = async (args) => {
    asked.push(args.join(" "));
    const next = answers.shift();
    if (next === undefined) throw new Error("asked too often");
    return next;
  };
  return { run, asked };
}

const summary = (counts: object): object => ({ type: "change_summary", changes: { add: 0, change: 0, remove: 0, import: 0, ...counts } });
const error = (text: string, more = {}): object => ({
  type: "diagnostic",
  diagnostic: { severity: "error", summary: text, detail: "why", ...more },
});

describe("a phase", () => {
  it("counts what changes, and keeps terraform's own words with address and place", async () => {
    const at = {
      address: "aws_vpc.Vpc",
      range: { filename: "cdk.tf.json", start: { line: 12 } },
      snippet: { context: "resource.aws_vpc.Vpc", code: '   "cidr_blok": "10.0.0.0/16",' },
    };
    const { run, asked } = terraform(answer(1, [{ type: "version" }, error("Unsupported argument", at), summary({ add: 3, import: 1 })]));
    expect(await plan(run)).toEqual({
      phase: "plan",
      passed: false,
      seconds: 1,
      changes: { add: 3, change: 0, remove: 0, import: 1 },
      problems: [
        {
          severity: "error",
          summary: "Unsupported argument",
          detail: "why",
          address: "aws_vpc.Vpc",
          place: "cdk.tf.json line 12, in resource.aws_vpc.Vpc",
          code: '"cidr_blok": "10.0.0.0/16",',
        },
      ],
    });
    expect(asked).toEqual(["plan -json -input=false -out=rehearsal.tfplan"]);
  });

  it("reads the one document of validate", async () => {
    const { run } = terraform({
      ...answer(0),
      stdout: JSON.stringify({ valid: true, diagnostics: [{ severity: "warning", summary: "Old" }] }, undefined, 2),
    });
    expect(await validate(run)).toMatchObject({ passed: true, problems: [{ severity: "warning", summary: "Old", detail: "" }] });
  });

  it("shows what was printed where terraform gives no reason", async () => {
    const { run } = terraform(answer(2, [], "panic: out of memory"));
    expect((await plan(run)).problems).toEqual([
      { severity: "error", summary: "terraform plan ended with exit code 2", detail: "panic: out of memory" },
    ]);
  });
});

describe("the second plan", () => {
  it("passes when it is empty", async () => {
    expect(await secondPlan(terraform(answer(0, [summary({})])).run)).toMatchObject({ passed: true, problems: [] });
  });

  it("names what is not settled, without values", async () => {
    const change = (actions: string[], before: object | null, after: object | null, unknown: object = {}): object => ({
      actions,
      before,
      after,
      after_unknown: unknown,
    });
    const shown = {
      resource_changes: [
        { address: "a.Same", change: change(["no-op"], { x: 1 }, { x: 1 }) },
        { address: "data.d.Read", change: change(["read"], null, {}) },
        {
          address: "a.Other",
          change: change(["update"], { x: 1, secret: "old", same: 1 }, { x: 2, secret: "new", same: 1 }, { tags: { all: true } }),
        },
        { address: "a.New", change: change(["create"], null, { x: 1 }) },
        { address: "a.Again", change: change(["delete", "create"], { x: 1 }, { x: 2 }) },
      ],
      output_changes: { name: change(["update"], {}, {}) },
    };
    const { run, asked } = terraform(answer(2), { ...answer(0), stdout: JSON.stringify(shown) });
    const phase = await secondPlan(run);
    expect(phase).toMatchObject({ passed: false, seconds: 2, problems: [{ severity: "error", summary: "The second plan is not empty" }] });
    expect(phase.problems[0]?.detail.split("\n")).toEqual([
      "a.Other: update (secret, tags, x)",
      "a.New: create",
      "a.Again: delete, create (x)",
      "output name: update",
    ]);
    expect(asked[1]).toBe("show -json rehearsal.tfplan");
  });

  it("fails as every other when terraform fails", async () => {
    expect(await secondPlan(terraform(answer(1, [error("No")])).run)).toMatchObject({ passed: false, problems: [{ summary: "No" }] });
  });
});

describe("a destroy", () => {
  const refused = answer(1, [summary({ remove: 2 }), error("Instance cannot be destroyed"), error("Instance cannot be destroyed")]);

  it("counts what it did, not what it planned", async () => {
    const { run } = terraform(answer(0, [summary({ remove: 5 }), summary({ remove: 4 })]));
    expect(await destroy(run, [])).toMatchObject({ passed: true, changes: { remove: 4 } });
  });

  it("of something protected passes when it is refused", async () => {
    expect(await destroy(terraform(refused).run, ["a.B"])).toMatchObject({ passed: true, isProtected: true, problems: [] });
  });

  it("of something protected fails when it is not refused, or fails otherwise", async () => {
    expect(await destroy(terraform(answer(0)).run, ["a.B"])).toMatchObject({
      passed: false,
      problems: [{ summary: "Destroyed all the same", detail: expect.stringContaining("a.B") }],
    });
    const other = answer(1, [error("Instance cannot be destroyed"), error("Unsupported argument")]);
    expect(await destroy(terraform(other).run, ["a.B"])).toMatchObject({
      passed: false,
      problems: [{}, { summary: "Unsupported argument" }],
    });
  });

  it("of something unprotected fails when it is refused", async () => {
    expect(await destroy(terraform(refused).run, [])).toMatchObject({ passed: false });
  });
});
