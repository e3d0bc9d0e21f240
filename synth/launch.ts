import type { MessagePort, Worker } from "node:worker_threads";
import { hashOf } from "./launch/inputs.cjs";

/** What the launcher says of the program that runs. */
interface Launch {
  /** Stands for all code of the program: its own, its packages', the launcher's. */
  readonly code: string;
  /** Whether anything may be kept for the next run. */
  readonly isKept: boolean;
  /** Starts the program once more on another thread. @default it cannot be had again */
  readonly startWorker?: () => Worker;
  /** To the thread that started this one. @default this is the first */
  readonly port?: MessagePort;
}

/** Variables that cdktf, or we, read while stacks are built. */
const environment = /^(CDKTF_|SYNTH_|TERRAFORM_BINARY_NAME$)/;

/** Variables that say where output goes, not what it is. */
const unimportant = ["CDKTF_OUTDIR"];

/** Undefined for a program that nobody launched, such as a test. */
export const launch = (): Launch | undefined => (globalThis as Record<symbol, unknown>)[Symbol.for("synth.launch")] as Launch | undefined;

/** Stands for what every stack depends on besides its data and its code. */
export function surroundings(): string {
  const variables = Object.entries(process.env).filter(([name]) => environment.test(name) && !unimportant.includes(name));
  return hashOf(JSON.stringify([process.version, variables.sort()]));
}
