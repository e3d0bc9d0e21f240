import { rmSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import { runRehearse } from "../../rehearsal/command.ts";
import type { Result } from "../../rehearsal/runner/result.ts";
import { committedIds } from "../estate.ts";
import { describeWithTerraform } from "./terraform.ts";

async function rehearse(...args: string[]): Promise<Result> {
  const printed: string[] = [];
  const exitCode = await runRehearse([...args, "--json"], ".", { out: (text) => printed.push(text), error: (text) => printed.push(text) });
  const result: Result = JSON.parse(printed.join("\n"));
  const { folder } = result;
  if (folder !== undefined) onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  expect(exitCode).toBe(result.outcome === "passed" ? 0 : 1);
  return result;
}

const problemsOf = ({ stacks, problems }: Result) => [
  ...problems,
  ...stacks.flatMap(({ phases }) => phases.flatMap((phase) => phase.problems)),
];

describeWithTerraform("an environment of the default estate", () => {
  it("is planned, applied, planned to no change, released and destroyed on three clouds without an error", {
    timeout: 300_000,
  }, async () => {
    const result = await rehearse("staging-*", "--release-protected");
    expect(problemsOf(result)).toEqual([]);
    expect(result.outcome).toBe("passed");
    const own = result.stacks.filter(({ id }) => id.startsWith("staging-"));
    expect(own.map(({ id }) => id).sort()).toEqual(committedIds().filter((id) => id.startsWith("staging-")));
    for (const { id, outcome, phases, resources } of own) {
      expect([outcome, resources > 0], id).toEqual(["passed", true]);
      expect(
        phases.map(({ phase }) => phase).filter((phase) => phase !== "release"),
        id,
      ).toEqual(["init", "validate", "plan", "apply", "second plan", "destroy"]);
    }
    expect([result.lost, result.duplicated, result.left]).toEqual([[], [], []]);
    expect(result.totals.peakMemoryMb).toBeGreaterThan(0);
  });

  it("recovers from a kill amid the apply with nothing lost or made twice", { timeout: 300_000 }, async () => {
    const killed = await rehearse("dev-*", "--kill-after", "300");
    expect([killed.outcome, killed.folder]).toEqual(["killed", expect.any(String)]);
    const recovered = await rehearse("dev-*", "--continue", killed.folder ?? "");
    expect(problemsOf(recovered)).toEqual([]);
    expect(killed.totals.resources).toBeLessThan(recovered.totals.resources);
    expect([recovered.outcome, recovered.lost, recovered.duplicated, recovered.left]).toEqual(["passed", [], [], []]);
  });
});
