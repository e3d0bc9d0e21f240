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
  /**
   * Files beside the output folder that are kept up to date with it, paths relative to its parent.
   * @param read gives the JSON of a stack as this synth leaves it; undefined where the stack has no output
   */
  derive?(read: (stackId: string) => string | undefined): readonly StackFile[];
}

/** A file of a stack, its path relative to the stack's folder. */
export interface StackFile {
  readonly path: string;
  readonly bytes: Buffer;
}
