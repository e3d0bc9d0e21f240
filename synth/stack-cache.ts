import { join, resolve } from "node:path";
import { type FileRecord, hashOf, renewed, taken } from "./launch/inputs.cjs";
import { readKept, writeKept } from "./launch/kept-json.cjs";
import { launch, surroundings } from "./launch.ts";
import { isHalfReplaced, stackFiles, stackFolders } from "./output.ts";
import { plainText } from "./plain-data.ts";
import { joined, ReadRecorder, type Reads, stillSame } from "./recorded-reads.ts";
import type { StackSource } from "./source.ts";

/** What was made, from what was read. */
interface Made {
  readonly reads: Reads;
  readonly files: FileRecord;
}

interface MadeStack extends Made {
  /** Stands for the stack's data. */
  readonly key: string;
  /** Last day on which it may be written as it is. @default any */
  readonly goodUntil?: string;
  /** What is derived needs no more of its document than this. */
  readonly extract?: unknown;
}

/** What is known of a stack that was just built; no reads if what was looked at changed meanwhile. */
type Known = Partial<Pick<MadeStack, "reads" | "goodUntil" | "extract">>;

/** Everything that was written last, and what it was made from. */
interface Kept {
  readonly code: string;
  readonly surroundings: string;
  /** By id. */
  readonly stacks: Readonly<Record<string, MadeStack>>;
  /** The manifest and what is derived; none where the last synth wrote only some of the stacks. */
  readonly whole?: Made;
}

/** Where caches are, from the working directory. */
export const CACHE = ".cache";

/**
 * What is known of the output since it was last written, so that a stack need not be built to know that it has not changed. It is
 * believed only where everything that can change a stack's bytes is as it was: its data, the program's code, what was read from disk
 * while it was built, the environment; and where its files are as they were written. One that is lost, damaged or another machine's
 * costs time and nothing else.
 */
export class StackCache {
  private readonly file: string;
  private readonly kept: Kept | undefined;
  /** Records what is looked at while stacks are built. */
  readonly recorder: ReadRecorder;
  private readonly surroundings = surroundings();
  private readonly known = new Map<string, Known>();
  /** What was found of stacks' files, by id, since no other synth can write any more. */
  private readonly asWritten = new Map<string, boolean>();
  private wholeReads: Reads[] | undefined = [];

  private constructor(
    private readonly outdir: string,
    private readonly code: string,
  ) {
    this.file = join(CACHE, "stacks", `${hashOf(resolve(outdir)).slice(0, 16)}.json`);
    this.kept = this.read();
    this.recorder = new ReadRecorder([resolve(outdir), resolve(CACHE)]);
  }

  /** @returns undefined for a program of which nothing may be kept */
  static open(outdir: string): StackCache | undefined {
    const { isKept, code } = launch() ?? {};
    return isKept && code ? new StackCache(outdir, code) : undefined;
  }

  /** The ids of all stacks if nothing at all has changed since they were written; otherwise undefined. */
  unchanged(): string[] | undefined {
    const { whole, stacks = {} } = this.kept ?? {};
    const ids = Object.keys(stacks).sort();
    if (whole === undefined || isHalfReplaced(this.outdir) || stackFolders(this.outdir).sort().join() !== ids.join()) return undefined;
    const isSame = stillSame(whole.reads) && renewed(whole.files) && ids.every((id) => this.look(id));
    return isSame ? ids : undefined;
  }

  /** Whether it knows nothing: every stack has to be built. */
  get isEmpty(): boolean {
    return this.kept === undefined;
  }

  /** Whether building the stack would give the files that are there. */
  has(source: StackSource): boolean {
    return this.kept?.stacks[source.id]?.key === keyOf(source) && this.isAsWritten(source.id);
  }

  /** The extract of a stack's document as it is on disk; undefined where that is not known. */
  extractOf(id: string): unknown {
    return this.isAsWritten(id) ? this.kept?.stacks[id]?.extract : undefined;
  }

  /** Remembers what is known of the stack since it was built. */
  built(source: StackSource, known: Known): void {
    this.known.set(source.id, known);
  }

  /** Runs a part of what is about all stacks, and remembers what it reads. */
  loading<T>(work: () => T): T {
    const { result, reads } = this.recorder.during(work);
    this.wholeReads = reads && this.wholeReads && [...this.wholeReads, reads];
    return result;
  }

  /**
   * Remembers the output as it now is.
   *
   * @param written the stacks that are in it as the code gives them
   * @param files the manifest and what is derived, if it is about all of the stacks
   */
  keep(written: readonly StackSource[], files?: readonly string[]): void {
    const stacks = Object.fromEntries(written.flatMap((source) => this.entry(source)));
    const others = Object.entries(this.kept?.stacks ?? {}).filter(([id]) => files === undefined && !(id in stacks));
    const isWhole = files !== undefined && this.wholeReads !== undefined && Object.keys(stacks).length === written.length;
    const whole = isWhole && { whole: { reads: joined(this.wholeReads ?? []), files: taken(files) } };
    this.write({ code: this.code, surroundings: this.surroundings, stacks: { ...Object.fromEntries(others), ...stacks }, ...whole });
  }

  close(): void {
    this.recorder.close();
  }

  private entry(source: StackSource): [string, MadeStack][] {
    const { id } = source;
    const kept = this.kept?.stacks[id];
    const known = this.known.get(id);
    if (kept !== undefined && known === undefined) return [[id, kept]];
    const [key, reads] = [keyOf(source), known?.reads];
    return key && reads ? [[id, { ...known, key, reads, files: taken(this.filesOf(id)) }]] : [];
  }

  private isAsWritten(id: string): boolean {
    const found = this.asWritten.get(id) ?? this.look(id);
    this.asWritten.set(id, found);
    return found;
  }

  private look(id: string): boolean {
    const today = new Date().toISOString().slice(0, "YYYY-MM-DD".length);
    const { files, reads, goodUntil = today } = this.kept?.stacks[id] ?? {};
    const isSame = files && this.filesOf(id).join() === files.entries.map(([file]) => file).join() && renewed(files);
    return Boolean(goodUntil >= today && isSame && reads && stillSame(reads));
  }

  private filesOf(id: string): string[] {
    const folder = join(this.outdir, "stacks", id);
    return stackFiles(folder).map((path) => join(folder, path));
  }

  private read(): Kept | undefined {
    try {
      const kept = readKept(this.file) as Kept;
      return kept.code === this.code && kept.surroundings === this.surroundings ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  private write(kept: Kept): void {
    try {
      writeKept(this.file, kept);
    } catch {
      // The next synth takes longer; this one is right.
    }
  }
}

/** Stands for a stack's data; undefined for a stack that is more than data. */
function keyOf({ build: _, ...data }: StackSource): string | undefined {
  const text = plainText(data);
  return text && hashOf(text);
}
