import { CloudError } from "../cloud/session.ts";
import type { Path } from "./shape.ts";

/** What a provider has to say to whoever runs terraform. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** One line, as terraform shows it after "Error:". */
  readonly summary: string;
  readonly detail: string;
  /** The attribute it is about; empty when it is about the whole. */
  readonly path: Path;
}

/** A refusal of the cloud, or, of anything else that went wrong, what and where: a bug of the rehearsal is named as one. */
export function diagnosticOf(thrown: unknown, rpc: string, type: string | undefined): Diagnostic {
  if (thrown instanceof CloudError) {
    return { severity: "error", summary: thrown.summary, detail: thrown.detail, path: thrown.options.path ?? [] };
  }
  const { message, stack = "" } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const what = type === undefined ? rpc : `${rpc} of ${type}`;
  return {
    severity: "error",
    summary: `${what}: ${message}`,
    detail: `The simulated provider could not answer; no real cloud would say this. Mend the rehearsal.\n${placesOf(stack)}`,
    path: [],
  };
}

/** Where it was thrown: the first lines of a stack that name a place. */
function placesOf(stack: string): string {
  const places = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return places.slice(0, 4).join("\n");
}
