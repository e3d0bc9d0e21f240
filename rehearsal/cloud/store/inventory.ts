import { isTelling } from "./ids.ts";
import type { Happening, MadeObject } from "./journal.ts";
import { handlesOf, References } from "./references.ts";
import { comparable } from "./strings.ts";

/** An object that lives in the simulated cloud. */
export interface StoredObject extends MadeObject {
  /** Terraform came back with it: it is in a state. */
  readonly seen: boolean;
}

/** Names an object: its address and, from the second one at that address on, which one it is. */
export function keyAt(address: string, generation: number): string {
  return generation === 1 ? address : `${address}#${generation}`;
}

/** What lives in the simulated cloud, and what it remembers of the dead: what all happenings so far led to. */
export class Inventory {
  readonly references = new References();
  private readonly objects = new Map<string, StoredObject>();
  private readonly byType = new Map<string, Set<string>>();
  private readonly generations = new Map<string, number>();
  private readonly tries = new Map<string, number>();
  private readonly gone = new Set<string>();

  /** Lets something happen. */
  apply(happening: Happening): void {
    switch (happening.event) {
      case "made":
        this.make(happening.object);
        break;
      case "changed":
        this.replace(happening.key, (object) => ({ ...object, values: happening.values, seen: true }));
        break;
      case "seen":
        this.replace(happening.key, (object) => ({ ...object, seen: true }));
        break;
      case "deleted":
        this.delete(happening.key);
        break;
      case "tried":
        this.tries.set(happening.operation, this.triesOf(happening.operation) + 1);
        break;
      case "history":
        for (const [address, generation] of Object.entries(happening.generations)) this.generations.set(address, generation);
        for (const [operation, times] of Object.entries(happening.tries)) this.tries.set(operation, times);
        for (const handle of happening.gone) this.gone.add(handle);
    }
  }

  /** The fewest happenings that lead to the same. */
  *happenings(): Generator<Happening> {
    yield {
      event: "history",
      generations: Object.fromEntries(this.generations),
      tries: Object.fromEntries(this.tries),
      gone: [...this.gone],
    };
    for (const { seen, ...object } of this.objects.values()) {
      yield { event: "made", object };
      if (seen) yield { event: "seen", key: object.key };
    }
  }

  get(key: string): StoredObject | undefined {
    return this.objects.get(key);
  }

  /** All that live, in the order in which they were made. */
  live(): readonly StoredObject[] {
    return [...this.objects.values()];
  }

  ofType(type: string): readonly StoredObject[] {
    return this.all(this.byType.get(type) ?? []);
  }

  all(keys: Iterable<string>): StoredObject[] {
    return [...keys].flatMap((key) => this.objects.get(key) ?? []);
  }

  /** How many objects there were at an address so far. */
  generationAt(address: string): number {
    return this.generations.get(address) ?? 0;
  }

  /** How often an operation was tried, as far as that is counted. */
  triesOf(operation: string): number {
    return this.tries.get(operation) ?? 0;
  }

  /** Whether it is the id of something that lived and that nothing is known by now. */
  isGone(handle: string): boolean {
    return this.gone.has(comparable(handle)) && this.references.known(handle).length === 0;
  }

  private make(object: MadeObject): void {
    this.references.replace(object.key, this.objects.get(object.key)?.values, object.values);
    this.objects.set(object.key, { ...object, seen: false });
    this.byType.set(object.type, (this.byType.get(object.type) ?? new Set()).add(object.key));
    this.generations.set(object.address, Math.max(object.generation, this.generationAt(object.address)));
    for (const handle of handlesOf(object.values)) this.gone.delete(handle);
  }

  private replace(key: string, change: (object: StoredObject) => StoredObject): void {
    const before = this.objects.get(key);
    if (before === undefined) return;
    const after = change(before);
    this.objects.set(key, after);
    if (after.values !== before.values) this.references.replace(key, before.values, after.values);
  }

  private delete(key: string): void {
    const object = this.objects.get(key);
    if (object === undefined) return;
    this.objects.delete(key);
    this.byType.get(object.type)?.delete(key);
    this.references.replace(key, object.values, undefined);
    for (const handle of handlesOf(object.values)) if (isTelling(object, handle)) this.gone.add(handle);
  }
}
