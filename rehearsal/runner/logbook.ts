import type { Chosen } from "./choose-stacks.ts";
import type { Phase } from "./phase.ts";
import { type Problem, refusal } from "./problem.ts";
import { Halted } from "./processes.ts";
import type { StackOutcome, StackResult } from "./result.ts";

/** Hears what happens while it happens. */
export interface Watcher {
  /** @param index the how manieth stack of this pass it is, from 1 */
  phase(id: string, phase: Phase, index: number): void;
  /** A stack was not run. */
  skipped(id: string, outcome: StackOutcome, because: readonly string[], index: number): void;
}

/** A step of a stack, put off. */
export type Task = () => Promise<Phase>;

interface Entry {
  outcome: StackOutcome;
  because: readonly string[];
  resources: number;
  readonly phases: Phase[];
}

/** What became of each stack so far. */
export class Logbook {
  private readonly entries = new Map<string, Entry>();
  private index = 0;

  constructor(
    private readonly chosen: readonly Chosen[],
    private readonly watcher: Watcher,
  ) {
    for (const { stack } of chosen) this.entries.set(stack.id, { outcome: "stopped", because: [], resources: 0, phases: [] });
  }

  /** Every stack is gone over once more: the count begins anew. */
  beginPass(): void {
    this.index = 0;
  }

  /** Does tasks one after the other until one fails; that the stack failed, or passed, is noted down. */
  async follow(id: string, tasks: readonly Task[]): Promise<boolean> {
    const index = ++this.index;
    const entry = this.entryOf(id);
    for (const task of tasks) {
      const phase = await attempt(task);
      if (phase === undefined) {
        entry.outcome = "stopped";
        return false;
      }
      entry.phases.push(phase);
      entry.outcome = outcomeOf(phase);
      this.watcher.phase(id, phase, index);
      if (!phase.passed) return false;
    }
    return entry.outcome === "passed";
  }

  /** Notes down that a stack is not run, and why. */
  skip(id: string, outcome: StackOutcome, because: readonly string[]): false {
    const entry = this.entryOf(id);
    entry.outcome = outcome;
    entry.because = because;
    this.watcher.skipped(id, outcome, because, ++this.index);
    return false;
  }

  count(id: string, resources: number): void {
    this.entryOf(id).resources = resources;
  }

  isApplied(id: string): boolean {
    return this.entryOf(id).phases.some(({ phase, passed }) => phase === "apply" && passed);
  }

  /** A destroy that was refused, as it should be, destroyed nothing. */
  isDestroyed(id: string): boolean {
    return this.entryOf(id).phases.some(({ phase, passed, isProtected }) => phase === "destroy" && passed && !isProtected);
  }

  results(): StackResult[] {
    return this.chosen.map(({ stack: { id }, producer }) => ({ id, producer, ...this.entryOf(id) }));
  }

  private entryOf(id: string): Entry {
    const entry = this.entries.get(id);
    if (entry === undefined) throw new RangeError(`${id} is not of this rehearsal`);
    return entry;
  }
}

function outcomeOf({ passed, isProtected }: Phase): StackOutcome {
  if (!passed) return "failed";
  return isProtected === true ? "protected" : "passed";
}

/** Undefined if the rehearsal was ended meanwhile. */
async function attempt(task: Task): Promise<Phase | undefined> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof Halted) return undefined;
    throw error;
  }
}

/** A phase that did not come about, as what it needs is missing. */
export function notBegun(phase: Phase["phase"], error: unknown): Phase {
  const problems: readonly Problem[] = [refusal(error)];
  return { phase, passed: false, seconds: 0, problems };
}
