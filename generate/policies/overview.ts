import { keyOf, type Verdict } from "../../constructs/policies/judge.ts";
import type { Policy, Severity } from "../../constructs/policies/policy.ts";
import { suppressionPolicy } from "../../constructs/policies/suppression.ts";

/** A rule, and what came of it. */
export interface RuleRow {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly remedy: string;
  readonly reference?: string;
  readonly types: readonly string[];
  /** How many resources it looked at. */
  readonly judged: number;
  readonly violations: number;
  readonly suppressed: number;
}

/** What stands in a table for the types that a rule judges: the first few. */
export function typesInShort(types: readonly string[], most = 3): string {
  const shown = types.slice(0, most).join(", ");
  return types.length > most ? `${shown} and ${types.length - most} more` : shown || "suppressions";
}

/** Rules that share id and title are one, whichever files their parts are in; by severity, then as they are listed. */
export function uniqueRules(policies: readonly Policy[]): Policy[] {
  const byKey = new Map<string, Policy>();
  for (const policy of policies) {
    const known = byKey.get(keyOf(policy));
    byKey.set(keyOf(policy), known === undefined ? policy : { ...known, appliesTo: [...known.appliesTo, ...policy.appliesTo] });
  }
  return [...byKey.values()];
}

/** A row for each rule. */
export function overview(policies: readonly Policy[], verdicts: readonly Verdict[]): RuleRow[] {
  const violations = verdicts.flatMap((verdict) => verdict.violations);
  const suppressed = verdicts.flatMap((verdict) => verdict.suppressed);
  return uniqueRules([...policies, suppressionPolicy]).map((policy) => {
    const { id, severity, title, remedy, reference, appliesTo } = policy;
    const key = keyOf(policy);
    const found = violations.filter((one) => keyOf({ id: one.policy, title: one.title }) === key).length;
    return {
      ...{ id, severity, title, remedy, ...(reference !== undefined && { reference }), types: appliesTo },
      judged: verdicts.reduce((sum, { judged }) => sum + (judged[key] ?? 0), 0),
      violations: found,
      suppressed: suppressed.filter(({ policy: suppressedId }) => suppressedId === id).length,
    };
  });
}

/** Rules that found nothing to look at: their types may be misspelt, or gone. */
export const idleRules = (rows: readonly RuleRow[]): RuleRow[] => rows.filter(({ judged, types }) => judged === 0 && types.length > 0);
