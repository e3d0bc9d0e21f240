import { bySeverity, keyOf, type Verdict, type Violation } from "./judge.ts";
import type { Json, Policy } from "./policy.ts";
import { suppressionPolicy } from "./suppression.ts";

/** As many violations of a rule are listed; of the others the number is said. */
const MOST = 10;
/** As much of a value is shown. */
const LENGTH = 100;

/**
 * What people read where synthesis is refused: a text for each rule that is broken, worst first, with what to do about it and where.
 *
 * @param policies the rules that the verdicts were made by
 */
export function policyReport(verdicts: readonly Verdict[], policies: readonly Policy[]): string[] {
  const byRule = new Map<string, Violation[]>();
  for (const violation of verdicts.flatMap(({ violations }) => violations).sort(bySeverity)) {
    const key = keyOf({ id: violation.policy, title: violation.title });
    byRule.set(key, [...(byRule.get(key) ?? []), violation]);
  }
  const rules = new Map([...policies, suppressionPolicy].map((policy) => [keyOf(policy), policy]));
  return [...byRule].map(([key, violations]) => section(rules.get(key), violations));
}

function section(policy: Policy | undefined, violations: readonly Violation[]): string {
  const [{ policy: id, severity, title }] = violations as [Violation];
  const shown = violations.slice(0, MOST).map((violation) => `  ${lineOf(violation)}`);
  const rest = violations.length - shown.length;
  const head = [`${id} (${severity}): ${title}; got ${violations.length === 1 ? "1 violation" : `${violations.length} violations`}`];
  if (policy !== undefined) head.push(`  do: ${policy.remedy}${policy.reference === undefined ? "" : ` (${policy.reference})`}`);
  return [...head, ...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])].join("\n");
}

/** A violation in one line: where, what, got what, wanted what. */
export function lineOf(violation: Violation): string {
  const { path, address, argument, wanted } = violation;
  const where = path === address ? `${violation.stack}/${address}` : `${path} (${address})`;
  return `${where}: ${argument === undefined ? "" : `${argument}: `}got ${shownValue(violation)}, wanted ${wanted}`;
}

/** Literals in places for secrets are not repeated: reports end up in logs. */
function shownValue({ argument = "", got }: Violation): string {
  if (got === undefined || got === null) return "nothing";
  if (typeof got === "string" && isForSecrets(argument, got)) return `a literal of ${got.length} characters`;
  const text = typeof got === "string" ? got : JSON.stringify(got satisfies Json);
  return text === "" ? '""' : text.length > LENGTH ? `${text.slice(0, LENGTH)}...` : text;
}

const isForSecrets = (argument: string, got: string): boolean =>
  /password|secret|token|private_?key|credential|passphrase/i.test(argument) && !got.includes("${") && !argument.startsWith("//");
