import { spawnSync } from "node:child_process";
import { describe } from "vitest";

const found = spawnSync("terraform", ["version"], { encoding: "utf8" }).status === 0;

/** A group of tests that run terraform: skipped, and shown as skipped with the reason, where there is none on the PATH. */
export function describeWithTerraform(name: string, tests: () => void): void {
  if (found) describe(name, tests);
  else describe.skip(`${name} (skipped: no terraform on the PATH)`, tests);
}
