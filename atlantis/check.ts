import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { folderProblems, stackIdOf } from "./folder.ts";
import { lockFileProblems } from "./lock-file.ts";
import type { Policy, Problem } from "./policy.ts";
import { type Request, requestProblems } from "./request.ts";
import { problemsOf } from "./rules.ts";
import { parseStrictly } from "./strict-json.ts";

/** What the guard found. */
export interface Findings {
  readonly id: string;
  readonly problems: readonly Problem[];
}

const missing = {
  json: undefined,
  problems: [{ path: "cdk.tf.json", message: "is not a file here; run npm run synth and commit what it writes" }],
};

/** Links are not followed: what is wrong with a file is told, and what a link leads to is nobody's business. */
const isFile = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** Checks a stack's folder against the server's policy. @throws if the folder is not one of a stack */
export function checkFolder(folder: string, request: Request, policy: Policy): Findings {
  const stack = { id: stackIdOf(folder), policy };
  const main = join(folder, "cdk.tf.json");
  const lock = join(folder, ".terraform.lock.hcl");
  const { json, problems } = isFile(main) ? parseStrictly(readFileSync(main)) : missing;
  return {
    id: stack.id,
    problems: [
      ...requestProblems(request, stack),
      ...folderProblems(folder),
      ...problems,
      ...(json === undefined ? [] : problemsOf(json, stack)),
      ...(isFile(lock) ? lockFileProblems(readFileSync(lock, "utf8"), policy) : []),
    ],
  };
}
