import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import type { Problem } from "./policy.ts";

/** Where stacks are, from the repository's root. */
const stacksFolder = "cdktf.out/stacks";
const idPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;

/** The stack whose folder this is. @throws if the folder, followed through symbolic links, is not one of the repository's stacks */
export function stackIdOf(folder: string): string {
  const root = realpathSync(git(folder, "rev-parse", "--show-toplevel").trim());
  const inside = relative(root, realpathSync(folder));
  const id = inside.startsWith(`${stacksFolder}/`) ? inside.slice(stacksFolder.length + 1) : "";
  if (!idPattern.test(id))
    throw new Error(
      `${inside || "."}: is not the folder of a stack; projects must be ${stacksFolder}/<stack id>, as atlantis.yaml is generated`,
    );
  return id;
}

const remedy = "only cdk.tf.json, .terraform.lock.hcl and assets/ belong here";

/** Refuses files that Terraform or its tools would read beside the JSON. `.terraform/` and plans of an earlier run are not in git. */
export function folderProblems(folder: string): Problem[] {
  const tracked = git(folder, "ls-files", "--stage", "-z", "--", ".")
    .split("\0")
    .filter(Boolean)
    .map((row) => ({ mode: row.slice(0, 6), path: row.slice(row.indexOf("\t") + 1) }));
  const names = new Set(tracked.map(({ path }) => path));
  return [
    ...tracked.filter(({ path }) => !isAllowed(path)).map(({ path }) => ({ path, message: `is not allowed; ${remedy}` })),
    ...tracked.filter(({ mode }) => mode === "160000").map(({ path }) => ({ path, message: "is another repository; copy the files" })),
    ...filesOf(folder, "").flatMap(({ path, isLink }) => {
      if (isLink) return [{ path, message: "is a symbolic link, which could lead to any file; copy the file" }];
      if (names.has(path) || isAllowed(path) || !isConfiguration(path)) return [];
      return [{ path, message: `would be read by Terraform; ${remedy}` }];
    }),
  ];
}

const isAllowed = (path: string): boolean => path === "cdk.tf.json" || path === ".terraform.lock.hcl" || /^assets\/./.test(path);

/** Files in the folder itself that Terraform takes as configuration, or as values of variables. */
const isConfiguration = (path: string): boolean =>
  /^[^/]*(\.(tf|tofu|tfvars|tfquery|tftest)(\.json|\.hcl)?|\.terraformrc|\.tfrc)$/.test(path) || path.startsWith("env/");

function filesOf(folder: string, inside: string): { path: string; isLink: boolean }[] {
  return readdirSync(join(folder, inside))
    .sort()
    .flatMap((name) => {
      const path = inside === "" ? name : `${inside}/${name}`;
      const found = lstatSync(join(folder, path));
      if (found.isDirectory() && path !== ".terraform") return filesOf(folder, path);
      return [{ path, isLink: found.isSymbolicLink() }];
    });
}

/** Output of a git command that only reads. */
const git = (folder: string, ...args: string[]): string =>
  execFileSync("git", ["-C", folder, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
