import type { Policy, Problem } from "./policy.ts";

const comment = /^\s*(#.*)?$/;
const opening = /^provider "([^"\\]+)" \{$/;
const version = /^ {2}version\s+= "([^"\\]+)"$/;
const rest = /^( {2}constraints\s+= "[^"\\]*"| {2}hashes = \[| {4}"(h1|zh):[A-Za-z0-9+/=]+",| {2}\]|\})$/;

/** Refuses a `.terraform.lock.hcl` that Terraform did not write, or that names other providers or versions. */
export function lockFileProblems(text: string, { providers }: Policy): Problem[] {
  let source = "";
  return text.split("\n").flatMap((line, index) => {
    const path = `.terraform.lock.hcl:${index + 1}`;
    const at = version.exec(line);
    if (comment.test(line) || rest.test(line)) return [];
    if (at === null) {
      source = opening.exec(line)?.[1] ?? "";
      if (source === "") return [{ path, message: "is not a line that terraform init writes; delete the file and run terraform init" }];
      return Object.hasOwn(providers, source) ? [] : [{ path, message: `is ${source}; allowed are ${Object.keys(providers).join(", ")}` }];
    }
    const wanted = Object.hasOwn(providers, source) ? providers[source]?.version : at[1];
    return at[1] === wanted ? [] : [{ path, message: `is ${source} ${at[1]}; it must be ${wanted}` }];
  });
}
