import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { launch } from "./launch.ts";
import type { Reads } from "./recorded-reads.ts";
import type { StackFile } from "./source.ts";

/** What a thread is asked: to build stacks, by their ids, each that no other has taken. */
export interface Work {
  readonly ids: readonly string[];
  /** A byte for each of them, 1 when it is taken; shared by all threads. */
  readonly taken: SharedArrayBuffer;
  /** Place in `ids` at which the thread begins. Each has its own: stacks of one kind are near each other, and share classes and code. */
  readonly from: number;
}

/** A stack that was built: its files, or why it could not be. */
export interface Built {
  readonly index: number;
  readonly files?: readonly StackFile[];
  readonly problem?: string;
  /** What was looked at for it. @default that is not known, or changed meanwhile */
  readonly reads?: Reads;
}

/** Fewer stacks than this for each thread are built sooner than a thread has started. */
const FEWEST = 30;

/** How many stacks are thought to be there when none has been written yet: enough that one worker pays. */
export const UNKNOWN = 2 * FEWEST;

/** Places in `ids`, each taken as it is given. */
export function* turns({ ids, taken, from }: Work): Generator<number> {
  const bytes = new Uint8Array(taken);
  for (let step = 0; step < ids.length; step++) {
    const place = (from + step) % ids.length;
    if (Atomics.exchange(bytes, place, 1) === 0) yield place;
  }
}

/** Threads that build stacks beside the first one. They are a help only: what one of them does not give back is built by the first. */
export class Workers {
  private readonly workers: Worker[] = [];
  private readonly ended: Promise<void>[] = [];

  /** Sees to it that there are as many as pay for that many stacks: none on a machine with one processor. */
  startFor(stacks: number): void {
    const { startWorker } = launch() ?? {};
    const paying = startWorker === undefined ? 0 : Math.floor(Math.min(availableParallelism(), stacks / FEWEST)) - 1;
    while (startWorker !== undefined && this.workers.length < paying) {
      const worker = startWorker();
      this.workers.push(worker);
      this.ended.push(end(worker));
    }
  }

  /**
   * @param take is given what they build, as it comes
   * @returns what is left to the first thread, unless one of them is sooner
   */
  begin(ids: readonly string[], take: (built: Built) => void): Work {
    const taken = new SharedArrayBuffer(ids.length);
    const workOf = (thread: number): Work => ({ ids, taken, from: Math.floor((thread * ids.length) / (this.workers.length + 1)) });
    for (const [index, worker] of this.workers.entries()) {
      worker.on("message", take);
      worker.postMessage(workOf(index + 1));
    }
    return workOf(0);
  }

  /** Until the last one has nothing more to give. */
  async finished(): Promise<void> {
    await Promise.all(this.ended);
  }

  /** Does not wait until they have. */
  stop(): void {
    for (const worker of this.workers) void worker.terminate();
  }
}

/** When the worker is gone, for whatever reason: the first thread does what is left, and finds out why if there is a reason. */
const end = (worker: Worker): Promise<void> =>
  new Promise((resolve) => {
    worker.on("error", () => undefined);
    worker.on("exit", () => resolve());
  });
