import { parseDocument } from "yaml";
import { stacksFolder } from "./snapshot.ts";

/** One project of `atlantis.yaml`. */
export interface Project {
  /** What follows `-p` in a comment. */
  readonly name: string;
  /** The stack in its folder. */
  readonly stack: string;
  /** Stacks that must be applied before it. */
  readonly after: readonly string[];
  /** Its place among the groups, where a plan that fails keeps Atlantis from planning the later ones. */
  readonly group?: number;
}

interface Entry {
  readonly name: string;
  readonly dir: string;
  readonly depends_on?: readonly string[];
  readonly execution_order_group?: number;
}

/** The projects of an `atlantis.yaml`, by stack. */
export function projectsOf(text: string, where: string): Map<string, Project> {
  const document = parseDocument(text, { logLevel: "silent" });
  const [problem] = document.errors;
  if (problem) throw new Error(`${where}: is not YAML (${problem.code}); run npm run synth to write it anew`);
  const { projects, abort_on_execution_order_fail: aborts } = (document.toJS() ?? {}) as Record<string, unknown>;
  if (!Array.isArray(projects)) throw new Error(`${where}: has no list of projects; run npm run synth to write it anew`);
  const entries = projects.filter(isEntry);
  const stacks = new Map(entries.map(({ name, dir }) => [name, stackIn(dir)]));
  return new Map(
    entries.map(({ name, dir, depends_on = [], execution_order_group: group = 0 }) => {
      const after = depends_on.map((other) => stacks.get(other) ?? other);
      return [stackIn(dir), { name, stack: stackIn(dir), after, ...(aborts === true && { group }) }];
    }),
  );
}

const isEntry = (value: unknown): value is Entry => {
  const { name, dir } = (value ?? {}) as Record<string, unknown>;
  return typeof name === "string" && typeof dir === "string";
};

const stackIn = (dir: string): string => (dir.startsWith(`${stacksFolder}/`) ? dir.slice(stacksFolder.length + 1).replace(/\/$/, "") : dir);
