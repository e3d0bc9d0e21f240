import { type Attempt, type Fault, type Faults, faultsAt } from "./faults.ts";
import { Inventory } from "./store/inventory.ts";
import { type Happening, Journal, readJournal } from "./store/journal.ts";

/** Called after a change is stored and before it is answered, with the number of changes so far. */
export type OnChange = (count: number, key: string) => void;

/** What was done to a simulated cloud since it was opened. */
export interface CloudStats {
  readonly made: number;
  readonly changed: number;
  readonly deleted: number;
  /** Creates, updates and deletes that the cloud said no to. */
  readonly refused: number;
}

/** Where all that happens in the simulated cloud goes through: it is stored, counted, and fails where it is to fail. */
export class Ledger {
  readonly inventory = new Inventory();
  readonly stats = { made: 0, changed: 0, deleted: 0, refused: 0 };
  private readonly journal: Journal;
  private readonly faultAt: (attempt: Attempt) => Fault | undefined;

  constructor(
    file: string,
    private readonly faults: Faults | undefined,
    private readonly onChange: OnChange | undefined,
  ) {
    for (const happening of readJournal(file)) this.inventory.apply(happening);
    this.journal = new Journal(file, this.inventory.happenings());
    this.faultAt = faultsAt(faults ?? { fail: [] });
  }

  /** Stores what happens, lets it happen, and tells who listens. */
  record(happening: Happening): void {
    this.journal.append(happening);
    this.inventory.apply(happening);
    const { event } = happening;
    if (event !== "made" && event !== "changed" && event !== "deleted") return;
    this.stats[event] += 1;
    const { made, changed, deleted } = this.stats;
    this.onChange?.(made + changed + deleted, event === "made" ? happening.object.key : happening.key);
  }

  /** How an attempt at an operation is to fail; undefined if it is not. Attempts are counted where their number decides. */
  fault(attempt: Omit<Attempt, "before">): Fault | undefined {
    const operation = `${attempt.operation} ${attempt.key}`;
    const before = this.inventory.triesOf(operation);
    if (this.faults?.random !== undefined) this.record({ event: "tried", operation });
    return this.faultAt({ ...attempt, before });
  }

  /** Counts a refusal and throws it. */
  refuse(refusal: Error): never {
    this.stats.refused += 1;
    throw refusal;
  }

  close(): void {
    this.journal.close();
  }
}
