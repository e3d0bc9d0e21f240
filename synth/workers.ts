import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { launch } from "./launch.ts";
import type { Reads } from "./recorded-reads.ts";
import type { StackFile } from "./source.ts";

/** What a worker is asked: to build stacks, by their ids, each that nobody else has taken. */
export interface Work {
  readonly ids: readonly string[];
  /** Place in `ids` of the next stack that nobody has taken; shared by all. */
  readonly next: SharedArrayBuffer;
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

/** Takes the place of the next stack that nobody has taken. */
export const takeNext = (next: SharedArrayBuffer): number => Atomics.add(new Int32Array(next), 0, 1);

/** Threads that build stacks beside the first one. They are a help only: what one of them does not give back is built by the first. */
export class Workers {
  private readonly ended: Promise<unknown>;

  private constructor(private readonly workers: readonly Worker[]) {
    this.ended = Promise.all(workers.map(end));
  }

  /** Starts as many as pay for that many stacks: none on a machine with one processor. */
  static start(stacks: number): Workers {
    const { startWorker } = launch() ?? {};
    const count = startWorker === undefined ? 0 : Math.min(availableParallelism() / 2, stacks / FEWEST) - 1;
    return new Workers(Array.from({ length: Math.max(Math.floor(count), 0) }, () => startWorker?.() as Worker));
  }

  /** @param take is given what they build, as it comes */
  begin(work: Work, take: (built: Built) => void): void {
    for (const worker of this.workers) {
      worker.on("message", take);
      worker.postMessage(work);
    }
  }

  /** Until the last one has nothing more to give. */
  async finished(): Promise<void> {
    await this.ended;
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

/** When the worker is gone, for whatever reason: the first thread does what is left, and finds out why if there is a reason. */
const end = (worker: Worker): Promise<void> =>
  new Promise((resolve) => {
    worker.on("error", () => undefined);
    worker.on("exit", () => resolve());
  });
