import { posix } from "node:path";
import { nearest } from "../config/did-you-mean.ts";
import { type StackSpec, workspaceName } from "../stacks/stack-spec.ts";
import { type AtlantisDocument, type AtlantisProject, atlantisShapeProblems, readAtlantis } from "./atlantis-schema.ts";
import { onePerStack } from "./one-per-stack.ts";
import type { ReadExtract, StackExtract } from "./stack-extract.ts";

/** Atlantis takes folders of these names for modules, and plans whatever uses them. */
const moduleFolders = ["env", "modules"];
const stale = "run npm run synth without patterns";

/**
 * Everything Atlantis would refuse, silently ignore or do in a wrong way, a line each.
 *
 * @param document `atlantis.yaml`, parsed
 * @param stacks every stack that must have a project
 */
export function atlantisProblems(document: unknown, stacks: readonly StackSpec[], read: ReadExtract): string[] {
  const shape = atlantisShapeProblems(document);
  const checked = readAtlantis(document);
  if (checked === undefined) return shape;
  const { projects } = checked;
  return [
    ...shape,
    ...parallel(checked),
    ...onePerStack(
      projects.map(({ name, dir }) => ({ name, folder: dir })),
      stacks,
      "dir",
    ),
    ...projects.flatMap((project) => projectProblems(project, stacks, read)),
    ...projects.flatMap((project) => dependencies(project, projects)),
    ...cycles(projects),
  ];
}

function parallel(document: AtlantisDocument): string[] {
  const { abort_on_execution_order_fail: aborts, parallel_plan, parallel_apply } = document;
  if (!aborts || (parallel_plan && parallel_apply)) return [];
  return ["abort_on_execution_order_fail: works only with parallel_plan and parallel_apply; set both to true"];
}

function projectProblems(project: AtlantisProject, stacks: readonly StackSpec[], read: ReadExtract): string[] {
  const spec = stacks.find(({ id }) => id === project.name);
  const written = spec && read(spec.id);
  const found = [
    ...naming(project),
    ...folder(project),
    ...workspace(project, spec, written),
    ...version(project, written),
    ...project.autoplan.when_modified.flatMap(pattern),
  ];
  return found.map((problem) => `${project.name}: ${problem}`);
}

function naming({ name }: AtlantisProject): string[] {
  const problems = /^[A-Za-z0-9\-_.~/]+$/.test(name)
    ? []
    : [`name: got ${JSON.stringify(name)}; Atlantis takes letters, digits and - _ . ~ / in a name`];
  return moduleFolders.includes(name)
    ? [...problems, "name: Atlantis takes a folder of this name for a module; rename the stack"]
    : problems;
}

function folder({ dir }: AtlantisProject): string[] {
  if (dir.split("/").includes("..")) return [`dir: got ${dir}; Atlantis refuses ..; write it from the repository's root`];
  if (/[*?[\]{}]/.test(dir)) return [`dir: got ${dir}; Atlantis takes it for a pattern; name one folder`];
  return posix.isAbsolute(dir) ? [`dir: got ${dir}; write it from the repository's root`] : [];
}

function workspace({ workspace: name }: AtlantisProject, spec: StackSpec | undefined, written: StackExtract | undefined): string[] {
  const refused = /[/\\$\s]|\.\.|^[-~]/.test(name) || name === "";
  const problems = refused
    ? [`workspace: got ${JSON.stringify(name)}; Atlantis takes no / \\ .. $, no spaces and no - or ~ in front in a workspace`]
    : [];
  const expected = spec && workspaceName(spec.terraform, spec.id);
  if (expected !== undefined && name !== expected) problems.push(`workspace: got ${name}; init fails with any other than ${expected}`);
  if (written !== undefined && written.workspace !== name) {
    problems.push(`workspace: got ${name}, and the stack's JSON has ${written.workspace ?? "none"}; ${stale}`);
  }
  return problems;
}

function version({ terraform_version: given }: AtlantisProject, written: StackExtract | undefined): string[] {
  if (!/^v?\d+\.\d+\.\d+$/.test(given)) return [`terraform_version: got ${given}; give an exact version like v1.11.4`];
  if (written === undefined || written.version === given.replace(/^v/, "")) return [];
  return [`terraform_version: got ${given}, and the stack's JSON requires ${written.version ?? "none"}; ${stale}`];
}

/** Patterns are relative to the project's folder. */
function pattern(glob: string): string[] {
  const at = `autoplan: when_modified: got ${glob}`;
  if (/\.[cm]?tsx?$/.test(glob)) return [`${at}; sources change nothing by themselves, the JSON does; name the JSON`];
  if (glob.startsWith("/") || glob.split("/").includes("..")) return [`${at}; it must be inside the stack's folder`];
  return [];
}

/** Atlantis itself looks neither for unknown names nor at the order. */
function dependencies(
  { name, depends_on = [], execution_order_group: group }: AtlantisProject,
  projects: readonly AtlantisProject[],
): string[] {
  return depends_on.flatMap((id) => {
    const before = projects.find((project) => project.name === id);
    if (before === undefined) {
      const likely = nearest(
        id,
        projects.map((project) => project.name),
      );
      return [`${name}: depends_on: ${id} is not a project; ${likely === undefined ? "take it away" : `did you mean ${likely}?`}`];
    }
    if (before.execution_order_group < group) return [];
    return [
      `${name}: execution_order_group: got ${group}; ${id} must come before and is in ${before.execution_order_group}; use a greater one`,
    ];
  });
}

/** Every cycle once, as the path that closes it. */
function cycles(projects: readonly AtlantisProject[]): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    const at = path.indexOf(name);
    if (at >= 0) found.push(`${[...path.slice(at), name].join(" -> ")}: depends_on goes in a circle; take one away`);
    if (at >= 0 || done.has(name)) return;
    for (const before of projects.find((project) => project.name === name)?.depends_on ?? []) visit(before, [...path, name]);
    done.add(name);
  };
  for (const { name } of projects) visit(name, []);
  return found;
}
