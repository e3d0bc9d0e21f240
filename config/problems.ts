import type { Estate } from "./estate.ts";

/** Where a key is in the configuration, from the top: `["environments", "prod", "ha"]`. */
export type Path = readonly string[];

/** What a rule has to say about one key of the resolved estate. */
export interface Finding {
  readonly path: Path;
  /** What is there: `10.192.0.0/16`. */
  readonly got: string;
  /** What is wrong with it, and what is allowed: `overlaps prod-aws-use1 (10.192.0.0/16)`. */
  readonly rule: string;
  /** What to do: `use the computed 10.208.0.0/16`. */
  readonly remedy: string;
  /** Other keys the finding follows from; a mistake in one of them is reported in its place. */
  readonly involves?: readonly Path[];
}

/** A rule over the resolved estate: what is wrong, or nothing. */
export type Rule = (estate: Estate) => Finding[];

/** A finding with the place in the files where it is to be mended. */
export interface Problem {
  /** `environments.prod.clouds.gcp.regions.us-east4.network.cidr`; the file's own name where the file itself is meant. */
  readonly path: string;
  readonly file: string;
  /** Counted from 1; 0 where there is no file to point into. */
  readonly line: number;
  readonly got: string;
  readonly rule: string;
  readonly remedy: string;
}

/** A path as people read it; a key that is empty is shown as one. */
export const pathText = (path: Path): string => path.map((key) => key || '""').join(".");

/** `config/environments/prod.yaml:31: <path>: <what, got what, allowed what>; <do what>` */
export function formatProblem({ path, file, line, got, rule, remedy }: Problem): string {
  return `${file}${line > 0 ? `:${line}` : ""}: ${path === file ? "" : `${path}: `}${got} ${rule}; ${remedy}`;
}

/** Everything that is wrong with the configuration, at once. Its message is for people; it has no use for a stack trace. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";

  constructor(readonly problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`${count} in the configuration\n${problems.map((problem) => `  ${formatProblem(problem)}`).join("\n")}`);
    this.stack = `${this.name}: ${this.message}`;
  }
}

const LONGEST_SHOWN = 80;

/** A value as an error shows it: short, on one line. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}
