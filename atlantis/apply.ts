// apply.ts: run by Atlantis to apply $PLANFILE. Terraform refuses to apply a saved plan of HCP Terraform that changes nothing
// ("Saved plan has no changes"); here that is a success, or the pull request could never be finished.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { hasChanges } from "./plan.ts";
import { isObject } from "./strict-json.ts";

/** Whether there is anything to apply. What cannot be read is left to terraform. */
function isWorthApplying(planFile: string): boolean {
  const shown = spawnSync("terraform", ["show", "-json", planFile], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 1 << 30,
  });
  try {
    const plan = JSON.parse(shown.stdout);
    if (shown.status === 0 && isObject(plan)) return hasChanges(plan);
  } catch {
    // said below
  }
  console.log("the plan could not be read; applying it, terraform decides");
  return true;
}

function apply(planFile: string | undefined): number {
  if (!planFile) {
    console.error("usage: PLANFILE=<saved plan> apply.ts; PLANFILE is not set");
    return 2;
  }
  if (!isWorthApplying(planFile)) console.log("no changes");
  else {
    const { status, error } = spawnSync("terraform", ["apply", "-input=false", planFile], { stdio: "inherit" });
    if (error) console.error(`terraform: ${error.message}; it must be on the PATH`);
    if (status !== 0) return status ?? 1;
  }
  // As Atlantis' own apply step does: a plan that stays would be applied again by the next command.
  rmSync(planFile, { force: true });
  return 0;
}

process.exitCode = apply(process.env.PLANFILE);
