import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import type { Problem } from "./policy.ts";

/** Where stacks are, from the repository's root. */
const stacksFolder = "cdktf.out/stacks";
const idPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;

/** The stack whose folder this is. @throws if the folder, followed through symbolic links, is not one of a clone's stacks */
export function stackIdOf(folder: string): string {
  const real = realpathSync(folder);
  const id = basename(real);
  if (!idPattern.test(id) || real !== join(rootOf(real), stacksFolder, id) || !existsSync(join(rootOf(real), ".git")))
    throw new Error(`${real}: is not the folder of a stack; projects must be ${stacksFolder}/<stack id>, as atlantis.yaml is generated`);
  return id;
}

const rootOf = (folder: string): string => join(realpathSync(folder), "../../..");

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

/**
 * Output of a git command that only reads. The clone is named, not looked for: on its way up git would take a folder with `HEAD`,
 * `objects/` and `refs/` in it for a repository of its own, read another list of files there and run what its `config` says
 * (https://git-scm.com/docs/git-config#Documentation/git-config.txt-safebareRepository).
 */
function git(folder: string, ...args: string[]): string {
  const root = rootOf(folder);
  const clone = ["-C", folder, "-c", "safe.bareRepository=explicit", `--git-dir=${join(root, ".git")}`, `--work-tree=${root}`];
  return execFileSync("git", [...clone, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
}
