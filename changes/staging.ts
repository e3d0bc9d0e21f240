import type { Project } from "./atlantis.ts";

/** Comments that can be written at the same time, after those of the step before have finished. */
export interface Step {
  readonly action: "plan" | "apply";
  readonly commands: readonly Command[];
}

/** One comment on the pull request: Atlantis takes one project a comment. */
export interface Command {
  readonly stack: string;
  readonly command: string;
  readonly reason: string;
}

/** A stack that must be applied. */
export interface Stage {
  readonly stack: string;
  readonly action: "added" | "changed" | "retired" | "unchanged";
  /** What it reads that differs after an earlier stage: its plan of before is worth nothing then. */
  readonly rereads: readonly { producer: string; outputs: readonly string[] }[];
  /** Whether it reads an output that there is not yet: planned before an earlier stage it fails. */
  readonly readsNew: boolean;
}

/**
 * Commands in the order in which they work: producers are applied, then their readers are planned again, then applied.
 *
 * @param projects of `atlantis.yaml` at the head; a stack without one is named as if it had one
 */
export function stagedSteps(stages: readonly Stage[], projects: ReadonlyMap<string, Project>): Step[] {
  const levels = levelsOf(stages, projects);
  const groupOf = ({ stack }: Stage): number | undefined => projects.get(stack)?.group;
  const needsMore = (stage: Stage): boolean => stage.readsNew || (stage.action === "added" && (levels.get(stage.stack) ?? 0) > 0);
  const stop = Math.min(...stages.filter(needsMore).map((stage) => groupOf(stage) ?? Number.POSITIVE_INFINITY));
  const isPlanned = (stage: Stage): boolean => stage.rereads.length === 0 && !needsMore(stage) && (groupOf(stage) ?? 0) <= stop;
  const steps: Step[] = [];
  for (let level = 0; ; level++) {
    const now = stages.filter(({ stack }) => levels.get(stack) === level).sort((a, b) => (a.stack < b.stack ? -1 : 1));
    if (now.length === 0) return steps;
    const nameOf = (stack: string): string => projects.get(stack)?.name ?? stack;
    const commands = (action: Step["action"], staged: readonly Stage[], reason: (stage: Stage) => string): Command[] =>
      staged.map((stage) => ({ stack: stage.stack, command: `atlantis ${action} -p ${nameOf(stage.stack)}`, reason: reason(stage) }));
    const again = now.filter((stage) => !isPlanned(stage));
    if (again.length > 0) steps.push({ action: "plan", commands: commands("plan", again, planReason) });
    steps.push({ action: "apply", commands: commands("apply", now, applyReason) });
  }
}

function planReason({ rereads, action }: Stage): string {
  if (rereads.length === 0 && action === "added") return "new: its first plan needs what the step before makes";
  if (rereads.length === 0) return "not planned yet: where a new stack's plan fails, Atlantis leaves out the later groups";
  return `reads ${rereads.map(({ producer, outputs }) => `${listed(outputs)} of ${producer}`).join("; ")}`;
}

const listed = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(", ") : `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;

const reasons: Record<Stage["action"], string> = {
  added: "new",
  changed: "changed",
  retired: "retired: destroys what it holds",
  unchanged: "takes over what its producers changed",
};

const applyReason = ({ action }: Stage): string => reasons[action];

/** How many others must be applied before each, in a row. */
function levelsOf(stages: readonly Stage[], projects: ReadonlyMap<string, Project>): Map<string, number> {
  const staged = new Set(stages.map(({ stack }) => stack));
  const reads = new Map(stages.map(({ stack, rereads }) => [stack, rereads.map(({ producer }) => producer)]));
  const levels = new Map<string, number>();
  const depth = new Map<string, number>();
  const visit = (stack: string, trail: readonly string[]): number => {
    const known = depth.get(stack);
    if (known !== undefined) return known;
    if (trail.includes(stack))
      throw new Error(`atlantis.yaml: depends_on goes in a circle: ${[...trail, stack].join(" -> ")}; run npm run synth`);
    const before = [...(projects.get(stack)?.after ?? []), ...(reads.get(stack) ?? [])].map((other) => visit(other, [...trail, stack]));
    // A stack in between that is not applied itself hands its place on.
    const level = Math.max(-1, ...before) + (staged.has(stack) ? 1 : 0);
    depth.set(stack, level);
    if (staged.has(stack)) levels.set(stack, level);
    return level;
  };
  for (const stack of staged) visit(stack, []);
  return levels;
}
