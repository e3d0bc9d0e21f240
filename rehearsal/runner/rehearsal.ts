import { type Agreement, agreement } from "../cloud/agreement.ts";
import type { Faults } from "../cloud/faults.ts";
import { SimulatedCloud } from "../cloud/simulated-cloud.ts";
import type { Stack } from "../stacks.ts";
import type { Chosen } from "./choose-stacks.ts";
import type { Outcome } from "./conclude.ts";
import { Logbook, notBegun, type Task, type Watcher } from "./logbook.ts";
import { apply, destroy, init, type Phase, plan, type Run, release, secondPlan, validate } from "./phase.ts";
import { found, type Problem } from "./problem.ts";
import { protectedAddresses, releaseOf } from "./release.ts";
import { type Ground, openSimulated } from "./site.ts";
import { addressesIn, countIn, isWhole, readState } from "./state-file.ts";
import { circles, walk } from "./walk.ts";

/** What to rehearse, and how. */
export interface RehearsalOptions {
  /** Every stack there is. */
  readonly all: readonly Stack[];
  /** Those that take part. */
  readonly chosen: readonly Chosen[];
  /** Applies only what others read, and destroys nothing. */
  readonly planOnly: boolean;
  /** Lets go of what is protected, before it is destroyed. */
  readonly releaseProtected: boolean;
  /** How many stacks run at once. */
  readonly jobs: number;
  readonly faults?: Faults;
  /** After how many changes of the simulated cloud every terraform is killed. */
  readonly killAfter?: number;
}

/** Takes stacks through terraform's phases against the simulated cloud, those first that others read; then back. */
export class Rehearsal {
  private readonly logbook: Logbook;
  private readonly stacks: ReadonlyMap<string, Stack>;
  private readonly isRead: ReadonlySet<string>;
  private readonly cloud: SimulatedCloud;

  constructor(
    private readonly options: RehearsalOptions,
    private readonly ground: Ground,
    watcher: Watcher,
  ) {
    this.logbook = new Logbook(options.chosen, watcher);
    this.stacks = new Map(options.chosen.map(({ stack }) => [stack.id, stack]));
    this.isRead = new Set([...this.stacks.values()].flatMap(({ reads }) => reads));
    let changes = 0;
    this.cloud = SimulatedCloud.open({
      file: ground.work.store,
      stacks: options.all,
      ...(options.faults && { faults: options.faults }),
      onChange: () => {
        if (++changes === options.killAfter) ground.processes.kill();
      },
    });
  }

  /** Runs once: the store is closed afterwards. */
  async run(): Promise<Outcome> {
    try {
      const steps = [...this.stacks.values()].map(({ id, reads }) => ({ id, after: reads }));
      this.logbook.beginPass();
      await walk(steps, this.options.jobs, (id, blockers) => this.forth(this.stackOf(id), blockers));
      let agreed = this.agreement();
      if (!this.options.planOnly && this.isFine(agreed)) {
        await this.goBack();
        agreed = this.agreement();
      }
      const findings = { circles: circles(steps), problems: this.orphans(), ...agreed, left: this.left() };
      return { logbook: this.logbook, findings };
    } catch (error) {
      this.ground.processes.interrupt();
      throw error;
    } finally {
      this.cloud.close();
    }
  }

  /** @returns whether others can read it now */
  private async forth(stack: Stack, blockers: readonly string[]): Promise<boolean> {
    if (this.ground.processes.halted !== undefined) return this.logbook.skip(stack.id, "stopped", []);
    if (blockers.length > 0) return this.logbook.skip(stack.id, "blocked", blockers);
    const { planOnly } = this.options;
    const passed = await this.onSite(stack, "init", (run) => {
      const planned: Task[] = [() => init(run), () => validate(run), () => this.counted(stack, plan(run))];
      if (planOnly && !this.isRead.has(stack.id)) return planned;
      const applied: Task[] = [...planned, () => this.counted(stack, apply(run))];
      return planOnly ? applied : [...applied, () => secondPlan(run)];
    });
    return passed || this.logbook.isApplied(stack.id);
  }

  /** What is wrong is left as it is, to be looked at. */
  private isFine({ lost, duplicated }: Agreement): boolean {
    const isApplied = this.logbook.results().every(({ outcome }) => outcome === "passed");
    return isApplied && this.unreadable().length === 0 && lost.length === 0 && duplicated.length === 0;
  }

  private async goBack(): Promise<void> {
    const stacks = [...this.stacks.values()];
    const readers = (id: string): string[] => stacks.filter(({ reads }) => reads.includes(id)).map((stack) => stack.id);
    this.logbook.beginPass();
    const steps = stacks.map(({ id }) => ({ id, after: readers(id) })).reverse();
    await walk(steps, this.options.jobs, (id, blockers) => this.back(this.stackOf(id), blockers));
  }

  /** @returns whether it is gone, so that what it reads may go too */
  private async back(stack: Stack, readersLeft: readonly string[]): Promise<boolean> {
    if (this.ground.processes.halted !== undefined) return this.logbook.skip(stack.id, "stopped", []);
    const { work } = this.ground;
    const keepers = [...readersLeft, ...this.bystanders(stack)];
    const exist = new Set(addressesIn(readState(work.stateFile(stack.id))));
    const guarded = this.options.releaseProtected ? [] : protectedAddresses(stack).filter((address) => exist.has(address));
    if (keepers.length > 0 && guarded.length === 0) return this.logbook.skip(stack.id, "kept", keepers);
    const letGo = this.options.releaseProtected ? releaseOf(stack) : undefined;
    if (letGo !== undefined) work.release(stack.id, letGo.override);
    return this.onSite(stack, "destroy", (run) => [
      ...(letGo?.changesResources ? [() => release(run)] : []),
      () => this.emptied(stack, destroy(run, guarded)),
    ]);
  }

  /** Stacks that read it, were not chosen, and are still there from an earlier rehearsal in the folder. */
  private bystanders({ id }: Stack): string[] {
    const { work } = this.ground;
    const others = this.options.all.filter((stack) => stack.reads.includes(id) && !this.stacks.has(stack.id));
    return others.filter((stack) => countIn(readState(work.stateFile(stack.id))) > 0).map((stack) => stack.id);
  }

  private async onSite(stack: Stack, first: Phase["phase"], tasks: (run: Run) => Task[]): Promise<boolean> {
    const site = await openSimulated(stack, this.cloud, this.ground).catch((error: unknown) => notBegun(first, error));
    if (!("run" in site)) return this.logbook.follow(stack.id, [async () => site]);
    try {
      return await this.logbook.follow(stack.id, tasks(site.run));
    } finally {
      await site.close();
    }
  }

  /** Notes down how many resources there are, or by the plan would be. */
  private async counted(stack: Stack, work: Promise<Phase>): Promise<Phase> {
    const phase = await work;
    const { add = 0, remove = 0, import: taken = 0 } = phase.phase === "plan" ? (phase.changes ?? {}) : {};
    this.logbook.count(stack.id, this.countOf(stack) + add + taken - remove);
    return phase;
  }

  private async emptied(stack: Stack, work: Promise<Phase>): Promise<Phase> {
    const phase = await work;
    const left = this.countOf(stack);
    if (!phase.passed || phase.isProtected || left === 0) return phase;
    const problem = found("The state is not empty", `${left} resources are left after a destroy that terraform calls complete`);
    return { ...phase, passed: false, problems: [...phase.problems, problem] };
  }

  private countOf(stack: Stack): number {
    return countIn(readState(this.ground.work.stateFile(stack.id)));
  }

  private stackOf(id: string): Stack {
    const stack = this.stacks.get(id);
    if (stack === undefined) throw new RangeError(`${id} does not take part`);
    return stack;
  }

  /** Nothing can be said of processes that were cut off: what they made is found when they go on. */
  private agreement(): Agreement {
    if (this.ground.processes.halted !== undefined) return { lost: [], duplicated: [] };
    const { work } = this.ground;
    // What a state that is half written holds cannot be told.
    if (this.unreadable().length > 0) return { lost: [], duplicated: [] };
    return agreement(new Map(work.states().map((id) => [id, readState(work.stateFile(id))])), this.cloud);
  }

  /** State files that were cut off while they were written. */
  private unreadable(): Problem[] {
    const { work } = this.ground;
    return work.states().flatMap((id) => {
      const file = work.stateFile(id);
      return isWhole(file, false) ? [] : [found(`${id}: its state is half written`, `${file} cannot be read; begin a new rehearsal`)];
    });
  }

  /** What a folder to go on in holds of stacks that are gone by now. */
  private orphans(): Problem[] {
    const unreadable = this.unreadable();
    if (unreadable.length > 0) return unreadable;
    const known = new Set(this.options.all.map(({ id }) => id));
    const { work } = this.ground;
    return work.states().flatMap((id) => {
      const count = known.has(id) ? 0 : countIn(readState(work.stateFile(id)));
      const detail = `the folder has a state with ${count} resources for it; put the stack back, or begin a new rehearsal`;
      return count === 0 ? [] : [found(`${id}: there is no such stack any more`, detail)];
    });
  }

  private left(): string[] {
    const gone = new Set(this.logbook.results().flatMap(({ id }) => (this.logbook.isDestroyed(id) ? [id] : [])));
    const isLeft = (key: string): boolean => gone.has(key.split("/", 1)[0] ?? "");
    return this.cloud
      .live()
      .filter((object) => isLeft(object.key) && !this.cloud.isForgotten(object))
      .map(({ key }) => key);
  }
}
