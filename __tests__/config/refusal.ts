import type { Rule } from "../../config/problems.ts";
import type { Edits } from "./fixture.ts";

/** What a rule refuses, in which words, and the nearest that it accepts. */
export interface Refusal {
  readonly rule: Rule;
  readonly refuse: Edits;
  /** All that is said: nothing follows from the one mistake. */
  readonly says: string | readonly string[];
  readonly accept: Edits;
}
