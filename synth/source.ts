import type { Construct } from "constructs";

/** A stack as the synthesizer sees it: an id, what it comes after, and how to build it under an app. */
export interface StackSource {
  readonly id: string;
  readonly consumes: readonly { readonly id: string }[];
  build(scope: Construct): unknown;
}

/** What a synth writes: the stacks, and what is derived from them. */
export interface SynthSource {
  readonly stacks: readonly StackSource[];
  /** @default anything may be written */
  readonly rules?: Rules;
  /**
   * What `derive` is to know of a stack, out of its document alone: plain data. It is kept, so that only what is built is looked into.
   *
   * @default nothing
   */
  extract?(document: object): unknown;
  /**
   * Files beside the output folder that are kept up to date with it, paths relative to its parent.
   *
   * @param extractOf gives the extract of a stack as this synth leaves it; undefined where the stack has no output
   */
  derive?(extractOf: (stackId: string) => unknown): readonly StackFile[];
}

/** What is held against a stack's document: plain data. */
export interface Verdict {
  /** Last day, `YYYY-MM-DD`, on which it holds. @default as long as the document is the same */
  readonly goodUntil?: string;
}

/** Rules that a synth keeps to: what breaks one is not written. */
export interface Rules {
  judge(stackId: string, document: object): Verdict;
  /** What to refuse with; nothing if all is well. */
  problems(verdicts: readonly Verdict[]): readonly string[];
}

/** A file of a stack, its path relative to the stack's folder. */
export interface StackFile {
  readonly path: string;
  readonly bytes: Buffer;
}
