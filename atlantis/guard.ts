// guard.ts <policy.json>: run by Atlantis before init, in the clone of a pull request nobody has approved yet. Prints every
// problem. Exit code 1: the stack is refused; 2: the server is not set up as it should be.
import { readFileSync } from "node:fs";
import { checkFolder } from "./check.ts";
import { type Policy, parsePolicy } from "./policy.ts";

function guard(policyFile: string | undefined, environment: NodeJS.ProcessEnv): number {
  const folder = environment.DIR;
  if (policyFile === undefined || !folder) {
    console.error(`usage: DIR=<stack's folder> guard.ts <policy.json>; got policy "${policyFile ?? ""}" and DIR "${folder ?? ""}"`);
    return 2;
  }
  const policy = readPolicy(policyFile);
  if (policy === undefined) return 2;
  const { id, problems } = checkFolder(folder, environment, policy);
  if (problems.length === 0) return 0;
  console.error(`${problems.length} problem${problems.length > 1 ? "s" : ""} in ${id}: not planned, not applied`);
  for (const { path, message } of problems) console.error(`  ${path}: ${message}`);
  return 1;
}

function readPolicy(file: string): Policy | undefined {
  try {
    return parsePolicy(readFileSync(file, "utf8"));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return undefined;
  }
}

try {
  process.exitCode = guard(process.argv[2], process.env);
} catch (error) {
  // Whatever cannot be checked is refused.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
