import type { ResourceChange } from "./compare.ts";
import type { AttributeChange } from "./display.ts";
import type { OutputChange } from "./outputs.ts";
import type { Revision } from "./revisions.ts";
import type { Step } from "./staging.ts";

/** What `--json` prints: everything the other formats are made of. Fields are only ever added within a version. */
export interface ChangesReport {
  readonly version: 1;
  readonly base: Revision;
  readonly head: Revision;
  /** What a reader must know of how this was made. */
  readonly notes: readonly string[];
  readonly warnings: readonly Warning[];
  readonly summary: Summary;
  /** Stacks that differ, or hand on what differs, by id. */
  readonly stacks: readonly StackChange[];
  /** Comments for the pull request, in the order in which they work. */
  readonly steps: readonly Step[];
  /** Stacks whose folder is gone while they still held resources. */
  readonly deletions: readonly string[];
}

/** Something to look at before anything is applied. */
export interface Warning {
  /** `error`: it fails, or leaves resources behind. `danger`: something is destroyed. `care`: it needs thought. */
  readonly level: "error" | "danger" | "care";
  readonly stack: string;
  readonly text: string;
}

/** Numbers of what differs. Resources are managed ones; one that is (possibly) replaced counts as that only. */
export interface Summary {
  readonly stacks: { readonly added: number; readonly changed: number; readonly retired: number; readonly removed: number };
  readonly resources: {
    readonly added: number;
    readonly changed: number;
    readonly replaced: number;
    readonly possiblyReplaced: number;
    readonly removed: number;
    readonly moved: number;
  };
}

/** One stack that differs. */
export interface StackChange {
  readonly id: string;
  /** `retired`: it manages nothing any more, and applying it destroys the rest. `unchanged`: it only hands on what differs. */
  readonly action: "added" | "changed" | "retired" | "removed" | "unchanged";
  readonly resources: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  /** Versions, backend, providers, variables, moves: everything but resources and outputs. */
  readonly settings: readonly AttributeChange[];
  /** Lock file and assets. */
  readonly files: readonly FileChange[];
}

/** A file beside the JSON that differs. */
export interface FileChange {
  /** Relative to the stack's folder. */
  readonly path: string;
  readonly change: "added" | "changed" | "removed";
}
