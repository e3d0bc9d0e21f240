import { eventsIn, type Problem, problemsOf } from "./problem.ts";
import type { Answer } from "./processes.ts";

/** The steps a stack goes through, in this order. */
export const phaseNames = ["init", "validate", "plan", "apply", "second plan", "release", "destroy"] as const;

/** One of the steps a stack goes through. */
export type PhaseName = (typeof phaseNames)[number];

/** How many resources are (or would be) made, changed, removed, taken over. */
export interface Changes {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  readonly import: number;
}

/** A step of a stack that was done. */
export interface Phase {
  readonly phase: PhaseName;
  readonly passed: boolean;
  readonly seconds: number;
  /** Absent where terraform counts nothing, as in init, or stopped before it did. */
  readonly changes?: Changes;
  /** Terraform refused to destroy what `prevent_destroy` protects, as it should. */
  readonly isProtected?: true;
  readonly problems: readonly Problem[];
}

/** Runs terraform in the copy of one stack. */
export type Run = (args: readonly string[]) => Promise<Answer>;

/** Where a plan is kept between two steps; in the copy. */
const PLAN_FILE = "rehearsal.tfplan";

/** No question is asked. The lock of a local state stays on: a terraform that outlived a killed rehearsal may still write there. */
const ASK_NOTHING = ["-json", "-input=false"];

/** Takes the backend and the providers; `-reconfigure` as a copy may have been somewhere else before. */
export async function init(run: Run): Promise<Phase> {
  return phaseOf("init", await run(["init", ...ASK_NOTHING, "-reconfigure"]));
}

/** Only providers, and the real ones. */
export async function initProviders(run: Run): Promise<Phase> {
  return phaseOf("init", await run(["init", ...ASK_NOTHING, "-backend=false"]));
}

/** References, types, arguments. */
export async function validate(run: Run): Promise<Phase> {
  return phaseOf("validate", await run(["validate", "-json"]));
}

/** The plan is kept for `apply`. */
export async function plan(run: Run): Promise<Phase> {
  return phaseOf("plan", await run(["plan", ...ASK_NOTHING, `-out=${PLAN_FILE}`]));
}

/** Applies the plan that was kept. */
export async function apply(run: Run): Promise<Phase> {
  return phaseOf("apply", await run(["apply", ...ASK_NOTHING, PLAN_FILE]));
}

/** Applies what the release override changes: arguments that protect. */
export async function release(run: Run): Promise<Phase> {
  return phaseOf("release", await run(["apply", ...ASK_NOTHING, "-auto-approve"]));
}

/** A plan right after the apply, which must be empty. */
export async function secondPlan(run: Run): Promise<Phase> {
  const answer = await run(["plan", ...ASK_NOTHING, "-detailed-exitcode", `-out=${PLAN_FILE}`]);
  const NOT_EMPTY = 2;
  if (answer.exitCode !== NOT_EMPTY) return phaseOf("second plan", answer);
  const shown = await run(["show", "-json", PLAN_FILE]);
  const phase = phaseOf("second plan", { ...answer, exitCode: 0, seconds: answer.seconds + shown.seconds });
  const problem = { severity: "error", summary: "The second plan is not empty", detail: differences(shown.stdout).join("\n") } as const;
  return { ...phase, passed: false, problems: [...phase.problems, problem] };
}

/**
 * Destroys all of a stack, or sees it refused.
 *
 * @param guarded addresses that exist and that `prevent_destroy` protects: with any, terraform must refuse
 */
export async function destroy(run: Run, guarded: readonly string[]): Promise<Phase> {
  const answer = await run(["destroy", ...ASK_NOTHING, "-auto-approve"]);
  const phase = phaseOf("destroy", answer);
  if (guarded.length === 0) return phase;
  if (phase.passed) return { ...phase, passed: false, problems: [...phase.problems, notRefused(guarded)] };
  const errors = phase.problems.filter(({ severity }) => severity === "error");
  return errors.every(({ summary }) => summary === "Instance cannot be destroyed")
    ? { ...phase, passed: true, isProtected: true, problems: phase.problems.filter((problem) => !errors.includes(problem)) }
    : phase;
}

function notRefused(guarded: readonly string[]): Problem {
  return {
    severity: "error",
    summary: "Destroyed all the same",
    detail: `prevent_destroy is set, and terraform did not refuse: ${guarded.join(", ")}`,
  };
}

function phaseOf(phase: PhaseName, answer: Answer): Phase {
  const problems = problemsOf(answer, phase);
  const changes = changesIn(answer);
  return { phase, passed: answer.exitCode === 0, seconds: answer.seconds, ...(changes && { changes }), problems };
}

/** A destroy counts twice: what it plans, and last what it did. */
function changesIn(answer: Answer): Changes | undefined {
  const last = eventsIn(answer).findLast(({ type }) => type === "change_summary")?.changes;
  if (last === undefined) return undefined;
  const count = (name: string): number => Number(last[name] ?? 0);
  return { add: count("add"), change: count("change"), remove: count("remove"), import: count("import") };
}

interface Change {
  readonly actions: readonly string[];
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly after_unknown: Readonly<Record<string, unknown>> | boolean;
}

interface ShownPlan {
  readonly resource_changes?: readonly { readonly address: string; readonly change: Change }[];
  readonly output_changes?: Readonly<Record<string, Change>>;
}

/** One line a resource or output that is to change, with the names (never the values) of what changes in it. */
function differences(shown: string): string[] {
  const { resource_changes: resources = [], output_changes: outputs = {} }: ShownPlan = JSON.parse(shown || "{}");
  const rows = [
    ...resources.map(({ address, change }) => ({ what: address, change, names: changedNames(change) })),
    ...Object.entries(outputs).map(([name, change]) => ({ what: `output ${name}`, change, names: [] as string[] })),
  ];
  const isChange = ({ change }: { change: Change }): boolean => change.actions.some((action) => action !== "no-op" && action !== "read");
  return rows
    .filter(isChange)
    .map(({ what, change, names }) => `${what}: ${change.actions.join(", ")}${names.length > 0 ? ` (${names.join(", ")})` : ""}`);
}

function changedNames({ actions, before, after, after_unknown: unknown }: Change): string[] {
  if (!actions.includes("update") && actions.length < 2) return [];
  const isUnknown = (name: string): boolean => typeof unknown === "object" && JSON.stringify(unknown[name] ?? false).includes("true");
  const names = new Set([
    ...Object.keys(before ?? {}),
    ...Object.keys(after ?? {}),
    ...Object.keys(typeof unknown === "object" ? unknown : {}),
  ]);
  return [...names].filter((name) => isUnknown(name) || JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name])).sort();
}
