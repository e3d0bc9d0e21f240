import type { Construct } from "constructs";

/** A stack as the synthesizer sees it: an id, what it comes after, and how to build it under an app. */
export interface StackSource {
  readonly id: string;
  readonly consumes: readonly { readonly id: string }[];
  build(scope: Construct): unknown;
}

/** A file of a stack, its path relative to the stack's folder. */
export interface StackFile {
  readonly path: string;
  readonly bytes: Buffer;
}
