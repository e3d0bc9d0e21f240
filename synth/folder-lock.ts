import { join } from "node:path";
import { lock, lockSync } from "proper-lockfile";

/** Milliseconds after which the lock of a killed synth is void; a living one renews it three times in that time. */
const STALE_MS = 3000;

/** One synth at a time in a folder. The lock of a killed synth is taken over. */
export class FolderLock {
  private lost = false;
  private drop: () => Promise<void> | void = () => undefined;

  private constructor(private readonly root: string) {}

  /** @param onWait called once if another synth has to be waited for */
  static async take(root: string, onWait: () => void): Promise<FolderLock> {
    const held = new FolderLock(root);
    const options = {
      realpath: false,
      lockfilePath: join(root, ".lock"),
      stale: STALE_MS,
      update: STALE_MS / 3,
      onCompromised: () => {
        held.lost = true;
      },
    };
    try {
      held.drop = lockSync(root, options);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
      onWait();
      held.drop = await lock(root, { ...options, retries: { forever: true, minTimeout: 100, maxTimeout: 500 } });
    }
    return held;
  }

  /** @throws when this process was suspended for so long that another synth took the lock */
  assertHeld(): void {
    if (this.lost)
      throw new Error(`${this.root}: this synth was suspended and lost its lock to another; nothing was written; run it again`);
  }

  async release(): Promise<void> {
    if (!this.lost) await this.drop();
  }
}
