import { createHash } from "node:crypto";
import picomatch from "picomatch";

/** What is to go wrong in a rehearsal. */
export interface Faults {
  /** Resources whose every create, update and delete fails: `<stack>/<type>.<name>`, `<type>.<name>` (in any stack), or a glob of either. */
  readonly fail: readonly string[];
  /** Any operation may fail, with this probability (0 to 1); which ones do is decided by the seed and by how often each was tried. */
  readonly random?: { readonly probability: number; readonly seed: number };
}

/** What a cloud is asked to do to an object. */
export type Operation = "create" | "update" | "delete";

/** How an operation fails: nothing is done, or the object is made and a failure reported all the same. */
export type Fault = "refused" | "made";

/** An attempt at an operation. */
export interface Attempt {
  readonly operation: Operation;
  readonly key: string;
  /** `<stack>/<address>` */
  readonly address: string;
  /** How often the same was tried before. */
  readonly before: number;
  /** Terraform may not replace it, so it cannot recover from one made with a failure. */
  readonly irreplaceable: boolean;
}

/** Decides which attempts fail; the same attempt always the same way. */
export function faultsAt(faults: Faults): (attempt: Attempt) => Fault | undefined {
  const isNamed = named(faults.fail);
  return (attempt) => (isNamed(attempt.address) ? "refused" : randomFault(faults, attempt));
}

function named(patterns: readonly string[]): (address: string) => boolean {
  const exact = new Set(patterns);
  const globs = patterns.map((pattern) => picomatch(pattern));
  return (address) => {
    const [, within = address] = address.match(/^[^/]*\/(.*)$/s) ?? [];
    const all = [address, within, withoutInstance(address), withoutInstance(within)];
    return all.some((one) => exact.has(one) || globs.some((matches) => matches(one)));
  };
}

/** The resource of an instance: `aws_subnet.Public["a"]` is one of `aws_subnet.Public`. */
function withoutInstance(address: string): string {
  return address.replace(/\[.*\]$/s, "");
}

function randomFault({ random }: Faults, { operation, key, before, irreplaceable }: Attempt): Fault | undefined {
  if (random === undefined) return undefined;
  const digest = createHash("sha256")
    .update(JSON.stringify([random.seed, key, operation, before]))
    .digest();
  if (digest.readUInt32BE(0) / 2 ** 32 >= random.probability) return undefined;
  const mayBeMade = operation === "create" && !irreplaceable;
  return mayBeMade && digest.readUInt8(4) % 2 === 0 ? "made" : "refused";
}
