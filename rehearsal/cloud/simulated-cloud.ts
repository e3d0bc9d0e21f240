import type { Stack } from "../stacks.ts";
import type { Faults } from "./faults.ts";
import { type CloudStats, Ledger, type OnChange } from "./ledger.ts";
import { ADDRESS, type Session } from "./session.ts";
import { StackSession } from "./stack-session.ts";
import type { StoredObject } from "./store/inventory.ts";
import { textOf } from "./store/strings.ts";

/** What a simulated cloud is opened with. */
export interface CloudOptions {
  /** Where it is kept; made if there is none. */
  readonly file: string;
  /** The whole estate: whoever reads what one of its stacks is yet to make is told so. */
  readonly stacks: readonly Stack[];
  /** @default nothing goes wrong */
  readonly faults?: Faults;
  /** @default nobody listens */
  readonly onChange?: OnChange;
}

/** The clouds of a rehearsal, all in one: what lives in them is kept in a file and outlives any process. */
export class SimulatedCloud {
  private constructor(
    private readonly ledger: Ledger,
    private readonly stacks: readonly Stack[],
  ) {}

  /** The cloud of a file, as it was left. Throws if the file holds something else. */
  static open({ file, stacks, faults, onChange }: CloudOptions): SimulatedCloud {
    return new SimulatedCloud(new Ledger(file, faults, onChange), stacks);
  }

  /** The cloud as the runs of one stack see it. */
  session(stack: Stack): Session {
    return new StackSession(this.ledger, stack, this.stacks);
  }

  /** All that lives, in the order in which it was made. */
  live(): readonly StoredObject[] {
    return this.ledger.inventory.live();
  }

  /** Whether a `removed` block of its stack says that an object is to live on in no state. */
  isForgotten({ address, values }: StoredObject): boolean {
    const [id, at = ""] = splitOnce(textOf(values, ADDRESS) ?? address);
    const removed = this.stacks.find((stack) => stack.id === id)?.json.removed ?? [];
    return removed.some(({ from, lifecycle }) => lifecycle?.destroy === false && (from === at || at.startsWith(`${from}[`)));
  }

  get stats(): CloudStats {
    return { ...this.ledger.stats };
  }

  close(): void {
    this.ledger.close();
  }
}

function splitOnce(address: string): readonly [string, string] {
  const slash = address.indexOf("/");
  return [address.slice(0, slash), address.slice(slash + 1)];
}
