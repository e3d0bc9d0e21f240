import type { Answer } from "./processes.ts";

/** Something terraform, or the rehearsal, has to say against a stack. */
export interface Problem {
  readonly severity: "error" | "warning";
  /** One line. */
  readonly summary: string;
  readonly detail: string;
  /** The resource or data source it is about. */
  readonly address?: string;
  /** Where in the configuration, e.g. `cdk.tf.json line 12, in resource.aws_vpc.Vpc`. */
  readonly place?: string;
  /** What is written there, on one line. */
  readonly code?: string;
}

interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  readonly snippet?: { readonly context?: string | null; readonly code: string };
}

/** A line of what terraform prints with `-json`. */
export interface UiEvent {
  readonly type?: string;
  readonly diagnostic?: Diagnostic;
  readonly changes?: Readonly<Record<string, number | string>>;
}

/** How much is shown of a line of configuration; generated ones can be very long. */
const LONGEST_CODE = 160;
/** How much is shown of output that is not JSON. */
const LONGEST_OUTPUT = 2000;

/**
 * Every problem that an answer tells of; where it failed without telling, what it printed. In the order of their addresses and texts:
 * terraform's own is that in which its parallel operations happen to end.
 */
export function problemsOf(answer: Answer, command: string): Problem[] {
  const problems = diagnosticsIn(answer)
    .map(problemOf)
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const told = answer.exitCode === 0 || problems.some(({ severity }) => severity === "error");
  return told ? problems : [...problems, untold(answer, command)];
}

const sortKey = ({ address = "", place = "", summary, detail }: Problem): string => JSON.stringify([address, place, summary, detail]);

/** What terraform printed with `-json`, line by line; lines that are not JSON are left out. */
export function eventsIn({ stdout }: Answer): UiEvent[] {
  return stdout.split("\n").flatMap((line) => (line.startsWith("{") ? parse<UiEvent>(line) : []));
}

/** An error the rehearsal itself found. */
export function found(summary: string, detail: string): Problem {
  return { severity: "error", summary, detail };
}

/** `validate` prints one document, all others a line for each. */
function diagnosticsIn(answer: Answer): readonly Diagnostic[] {
  const [document] = parse<{ diagnostics?: readonly Diagnostic[] }>(answer.stdout);
  return document?.diagnostics ?? eventsIn(answer).flatMap(({ diagnostic }) => diagnostic ?? []);
}

function parse<T>(text: string): T[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

function problemOf({ severity, summary, detail = "", address, range, snippet }: Diagnostic): Problem {
  return {
    severity,
    summary,
    detail,
    ...(address !== undefined && { address }),
    ...(range !== undefined && { place: `${range.filename} line ${range.start.line}${snippet?.context ? `, in ${snippet.context}` : ""}` }),
    // What is about a whole resource points at its last brace.
    ...(snippet !== undefined && /\w/.test(snippet.code) && { code: snippet.code.trim().replace(/\s+/g, " ").slice(0, LONGEST_CODE) }),
  };
}

function untold({ exitCode, stdout, stderr }: Answer, command: string): Problem {
  const printed = `${stderr}\n${stdout}`.trim();
  return found(`terraform ${command} ended with exit code ${exitCode}`, printed.slice(0, LONGEST_OUTPUT));
}

/** What kept the rehearsal from running a stack: for people if it was thrown for them, else with all that tells where. */
export function refusal(error: unknown): Problem {
  const isForPeople = error instanceof Error && error.constructor === Error;
  const detail = error instanceof Error ? (isForPeople ? error.message : (error.stack ?? error.message)) : String(error);
  return found("The stack cannot be rehearsed", detail);
}
