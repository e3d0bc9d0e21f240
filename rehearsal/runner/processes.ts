import { type ChildProcess, spawn } from "node:child_process";
import { isWhole, sizeOf } from "./state-file.ts";

/** One call of terraform. */
export interface Call {
  readonly args: readonly string[];
  /** Where it runs: the copy of a stack. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The state it may write. */
  readonly stateFile: string;
}

/** What came of a call. */
export interface Answer {
  readonly exitCode: number;
  readonly seconds: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Why no terraform may run any more. */
export type Halt = "interrupted" | "killed";

/** Thrown by calls that a halt cut off, or that come after it. */
export class Halted extends Error {}

interface Running {
  readonly child: ChildProcess;
  readonly stateFile: string;
  /** The state file held something when the call began. */
  readonly hadState: boolean;
}

/** How long an interrupted terraform may take to end by itself. */
const GRACE_MS = 10_000;
/** How often, and how far apart, state files are looked at until none is half written. */
const LOOKS = 100;
const LOOK_MS = 10;

/** The terraform processes of a rehearsal. Each is the leader of a process group, so that a Ctrl-C reaches it once, from here. */
export class Processes {
  private readonly running = new Set<Running>();
  private halt: Halt | undefined;
  private spent = 0;

  /** @param command @default "terraform", from the PATH */
  constructor(private readonly command = "terraform") {}

  /** Why everything was ended, if it was. */
  get halted(): Halt | undefined {
    return this.halt;
  }

  /** Seconds that all calls took so far, added up. */
  get seconds(): number {
    return this.spent;
  }

  /** @throws Halted if the processes were ended before or during the call */
  async run(call: Call): Promise<Answer> {
    if (this.halt !== undefined) throw new Halted();
    const started = performance.now();
    const child = spawn(this.command, call.args, {
      cwd: call.folder,
      env: call.environment,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const entry = { child, stateFile: call.stateFile, hadState: sizeOf(call.stateFile) > 0 };
    this.running.add(entry);
    try {
      const ended = await outputOf(child);
      if (this.halt !== undefined) throw new Halted();
      return { ...ended, seconds: Math.round(performance.now() - started) / 1000 };
    } finally {
      this.running.delete(entry);
      this.spent += (performance.now() - started) / 1000;
    }
  }

  /** Asks all to end, as Ctrl-C does: terraform writes its state and goes. The second time, and after ten seconds, they are killed. */
  interrupt(): void {
    this.signal(this.halt === undefined ? "SIGINT" : "SIGKILL");
    this.halt ??= "interrupted";
    setTimeout(() => this.signal("SIGKILL"), GRACE_MS).unref();
  }

  /**
   * Kills all at once, as a power cut would, except that no state file is left half written: terraform writes them in place.
   * Returns only when they are dead; until then nothing else happens in this process, so none gets an answer from a provider.
   */
  kill(): void {
    this.halt ??= "killed";
    for (let look = 0; look < LOOKS; look++) {
      this.signal("SIGSTOP");
      sleep(LOOK_MS);
      if ([...this.running].every(({ stateFile, hadState }) => isWhole(stateFile, hadState))) break;
      this.signal("SIGCONT");
      sleep(LOOK_MS);
    }
    this.signal("SIGKILL");
  }

  private signal(signal: NodeJS.Signals): void {
    for (const { child } of this.running) {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, signal);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    }
  }
}

function outputOf(child: ChildProcess): Promise<Omit<Answer, "seconds">> {
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout?.on("data", (chunk: Buffer) => chunks.stdout.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => chunks.stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ exitCode: code ?? 1, stdout: Buffer.concat(chunks.stdout).toString(), stderr: Buffer.concat(chunks.stderr).toString() }),
    );
  });
}

/** Blocks this whole process. */
function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
