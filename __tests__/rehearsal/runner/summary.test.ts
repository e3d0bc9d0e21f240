import { describe, expect, it } from "vitest";
import type { Phase } from "../../../rehearsal/runner/phase.ts";
import { progress } from "../../../rehearsal/runner/progress.ts";
import { isGood, type Result, type StackResult } from "../../../rehearsal/runner/result.ts";
import { problemText, summary } from "../../../rehearsal/runner/summary.ts";

const phase = (name: Phase["phase"], more: Partial<Phase> = {}): Phase => ({
  phase: name,
  passed: true,
  seconds: 1.25,
  problems: [],
  ...more,
});
const stackResult = (id: string, more: Partial<StackResult> = {}): StackResult => ({
  id,
  producer: false,
  outcome: "passed",
  because: [],
  resources: 3,
  phases: [phase("init"), phase("plan")],
  ...more,
});
const result = (stacks: StackResult[], more: Partial<Result> = {}): Result => ({
  outcome: "passed",
  stacks,
  circles: [],
  problems: [],
  lost: [],
  duplicated: [],
  left: [],
  notes: [],
  totals: { stacks: stacks.length, resources: 3, seconds: 9.1, terraformSeconds: 12.3, peakMemoryMb: 210 },
  ...more,
});
const changes = { add: 0, change: 0, remove: 0, import: 0 };

describe("progress", () => {
  it("is a line for each phase that is done", () => {
    const lines: string[] = [];
    const watcher = progress(38, (line) => lines.push(line));
    watcher.phase("a", phase("init"), 1);
    watcher.phase("a", phase("plan", { changes: { ...changes, add: 84, import: 1 } }), 1);
    watcher.phase("a", phase("apply", { changes: { ...changes, add: 84, change: 2, remove: 1 } }), 12);
    watcher.phase("a", phase("second plan", { changes }), 12);
    watcher.phase("a", phase("validate", { passed: false, problems: [{ severity: "error", summary: "", detail: "" }] }), 12);
    watcher.phase("a", phase("destroy", { isProtected: true }), 12);
    watcher.skipped("b", "blocked", ["a", "c"], 13);
    watcher.skipped("b", "stopped", [], 14);
    expect(lines).toEqual([
      "[ 1/38] a init 1.3 s",
      "[ 1/38] a plan 84 to add, 1 to import 1.3 s",
      "[12/38] a apply 84 added, 2 changed, 1 destroyed 1.3 s",
      "[12/38] a second plan no changes 1.3 s",
      "[12/38] a validate FAILED (1 error) 1.3 s",
      "[12/38] a destroy refused, as it is protected 1.3 s",
      "[13/38] b blocked by a, c",
    ]);
  });
});

describe("the summary", () => {
  it("has a row for each stack and a column for each phase that was done", () => {
    const stacks = [
      stackResult("network", { producer: true }),
      stackResult("cluster", { outcome: "blocked", because: ["network"], phases: [], resources: 0 }),
    ];
    const lines = summary(result(stacks, { notes: ["a note"] }))
      .split("\n")
      .map((line) => line.trim().split(/ {2,}/));
    expect(lines).toEqual([
      ["a note"],
      ["stack", "result", "resources", "init", "plan"],
      ["network (read by others)", "passed", "3", "1.3", "1.3"],
      ["cluster", "blocked by network", "0"],
      ["2 stacks, 3 resources in 9.1 s (terraform 12.3 s, added up); at most 210 MB"],
    ]);
  });
});

describe("the problems", () => {
  const unsupported = {
    severity: "error",
    summary: "Unsupported argument",
    detail: "Did you mean cidr_block?",
    place: "cdk.tf.json line 3, in resource.aws_vpc.Vpc",
    code: '"cidr_blok": 1',
  } as const;
  const failed = (id: string, problems: Phase["problems"]): StackResult =>
    stackResult(id, { outcome: "failed", phases: [phase("plan", { passed: false, problems })] });

  it("are told once for each cause, with where they show", () => {
    const stacks = [
      failed("a", [{ ...unsupported, address: "aws_vpc.Vpc" }]),
      failed("b", [unsupported]),
      failed("c", [{ ...unsupported, code: "other" }]),
    ];
    const [first, second] = problemText(result(stacks), false).split("\n\n");
    expect(first).toBe(
      "a · plan · aws_vpc.Vpc\nb · plan\nError: Unsupported argument\n  on cdk.tf.json line 3, in resource.aws_vpc.Vpc\n" +
        '    "cidr_blok": 1\nDid you mean cidr_block?',
    );
    expect(second).toContain("c · plan");
  });

  it("show no more than a few places, and warnings only if asked for", () => {
    const warning = { severity: "warning", summary: "Deprecated", detail: "" } as const;
    const many = ["a", "b", "c", "d", "e", "f", "g"].map((id) => stackResult(id, { phases: [phase("plan", { problems: [warning] })] }));
    expect(problemText(result(many), false)).toBe("");
    expect(problemText(result(many), true)).toBe(
      `${["a", "b", "c", "d", "e"].map((id) => `${id} · plan`).join("\n")}\nand 2 more\nWarning: Deprecated`,
    );
  });

  it("of the whole estate are told last", () => {
    const text = problemText(result([], { circles: [["a", "b"]], lost: ["a/t.X"], duplicated: ["a/t.Y"], left: ["a/t.Z"] }), false);
    expect(text).toMatch(
      /a, b: none can be applied first[\s\S]*lost[\s\S]*a\/t\.X[\s\S]*duplicated[\s\S]*a\/t\.Y[\s\S]*left[\s\S]*a\/t\.Z$/,
    );
  });
});

describe("a rehearsal is good", () => {
  it("if every stack passed, is protected or kept, and nothing else was found", () => {
    const good = [stackResult("a"), stackResult("b", { outcome: "protected" }), stackResult("c", { outcome: "kept" })];
    expect(isGood(result(good))).toBe(true);
    for (const outcome of ["failed", "blocked", "stopped"] as const)
      expect(isGood(result([...good, stackResult("d", { outcome })]))).toBe(false);
    for (const more of [{ lost: ["x"] }, { duplicated: ["x"] }, { left: ["x"] }, { circles: [["x"]] }])
      expect(isGood(result(good, more))).toBe(false);
  });
});
