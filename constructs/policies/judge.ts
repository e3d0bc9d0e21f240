import type { Finding, Json, Policy, Severity, Subject } from "./policy.ts";
import type { StackView } from "./stack-view.ts";
import { idle, suppressionPolicy, suppressionsOf, type Written } from "./suppression.ts";

/** What a resource of a stack does against a rule. Plain data, as everything in a verdict: it is kept and handed between processes. */
export interface Violation {
  /** Id of the rule, and its title where several have the id. */
  readonly policy: string;
  readonly title: string;
  readonly severity: Severity;
  readonly stack: string;
  /** Of the construct. */
  readonly path: string;
  readonly address: string;
  readonly argument?: string;
  readonly got?: Json;
  readonly wanted: string;
}

/** A violation that somebody answers for until a date. */
export interface Suppressed {
  readonly policy: string;
  readonly stack: string;
  readonly path: string;
  readonly address: string;
  readonly reason: string;
  readonly expires: string;
}

/** What is held against a stack. */
export interface Verdict {
  readonly stack: string;
  /** By severity, address, rule. */
  readonly violations: readonly Violation[];
  readonly suppressed: readonly Suppressed[];
  /** How many subjects each rule looked at, by `keyOf`; none that looked at nothing. */
  readonly judged: Readonly<Record<string, number>>;
  /** Last day that it holds: on the next one a suppression is over. @default as long as nothing else changes */
  readonly goodUntil?: string;
}

/** One name for a rule, or for a part of it that judges other types: several may share an id. */
export const keyOf = ({ id, title }: Pick<Policy, "id" | "title">): string => `${id}: ${title}`;

const severities: readonly Severity[] = ["critical", "high", "medium"];

/** Worst first, then by where it is. */
export function bySeverity(a: Violation, b: Violation): number {
  const rank = ({ severity }: Violation): number => severities.indexOf(severity);
  const text = ({ stack, address, policy, argument = "" }: Violation): string => [stack, address, policy, argument].join("\0");
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  return text(a) < text(b) ? -1 : Number(text(a) > text(b));
}

/** Judges stacks by rules, which it sorts by what they apply to once. */
export class Judge {
  private readonly known: ReadonlySet<string>;
  private readonly exact = new Map<string, Policy[]>();
  private readonly prefixes: (readonly [prefix: string, policy: Policy])[] = [];
  private readonly byKind = new Map<string, readonly Keyed[]>();

  constructor(private readonly policies: readonly Policy[]) {
    this.known = new Set(policies.map(({ id }) => id));
    for (const policy of policies) for (const wanted of policy.appliesTo) this.sort(wanted, policy);
  }

  /** Everything that the rules hold against the stack. @param today `YYYY-MM-DD`, for suppressions that end */
  judge(view: StackView, today: string): Verdict {
    const notes: Notes = { violations: [], suppressed: [], judged: {} };
    for (const subject of view.subjects) this.judgeOne(subject, today, notes);
    const expiries = notes.suppressed.map(({ expires }) => expires).sort();
    return {
      ...{ stack: view.facts.id, ...notes, violations: notes.violations.sort(bySeverity) },
      ...(expiries[0] !== undefined && { goodUntil: expiries[0] }),
    };
  }

  private judgeOne(subject: Subject, today: string, notes: Notes): void {
    const written = suppressionsOf(subject, this.known, today);
    const policies = this.policiesFor(subject);
    if (policies.length === 0 && written.length === 0) return;
    const idlers = new Set(written.filter(({ faults }) => faults.length === 0));
    for (const { key, policy } of policies) {
      notes.judged[key] = (notes.judged[key] ?? 0) + 1;
      const findings = [...policy.judge(subject)];
      if (findings.length === 0) continue;
      const valid = written.find((one) => one.policy === policy.id && one.faults.length === 0);
      if (valid === undefined) notes.violations.push(...findings.map((finding) => violationOf(policy, subject, finding)));
      else if (idlers.delete(valid)) notes.suppressed.push(suppressedBy(valid, subject));
    }
    const faults = [...written.flatMap((one) => one.faults), ...[...idlers].map(idle)];
    notes.violations.push(...faults.map((finding) => violationOf(suppressionPolicy, subject, finding)));
  }

  private policiesFor({ kind, type }: Subject): readonly Keyed[] {
    const key = kind === "resource" ? type : kindOf(kind, type);
    const known = this.byKind.get(key);
    if (known !== undefined) return known;
    const wide = this.prefixes.filter(([prefix]) => key.startsWith(prefix)).map(([, policy]) => policy);
    const found = new Set([...(this.exact.get(key) ?? []), ...wide]);
    const policies = this.policies.filter((policy) => found.has(policy)).map((policy) => ({ key: keyOf(policy), policy }));
    this.byKind.set(key, policies);
    return policies;
  }

  private sort(wanted: string, policy: Policy): void {
    if (wanted.endsWith("*")) this.prefixes.push([wanted.slice(0, -1), policy]);
    else if (this.exact.get(wanted)?.push(policy) === undefined) this.exact.set(wanted, [policy]);
  }
}

/** A rule with its name. */
interface Keyed {
  readonly key: string;
  readonly policy: Policy;
}

interface Notes {
  readonly violations: Violation[];
  readonly suppressed: Suppressed[];
  readonly judged: Record<string, number>;
}

/** What `appliesTo` calls what is no resource: `data.aws_region`, `provider.aws`, `output`. */
const kindOf = (kind: Subject["kind"], type: string): string => (type === "" ? kind : `${kind}.${type}`);

function violationOf({ id, title, severity }: Policy, { stack, path, address }: Subject, { argument, got, wanted }: Finding): Violation {
  const where = { policy: id, title, severity, stack: stack.facts.id, path, address };
  return { ...where, ...(argument !== undefined && { argument }), ...(got !== undefined && { got }), wanted };
}

const suppressedBy = ({ policy, reason, expires }: Written, { stack, path, address }: Subject): Suppressed => ({
  ...{ policy, stack: stack.facts.id, path, address },
  ...{ reason, expires },
});
