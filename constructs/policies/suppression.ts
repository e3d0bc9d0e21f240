import type { TerraformElement } from "cdktf";
import type { Finding, Json, Policy, Subject } from "./policy.ts";

/** That one resource may break one rule, why, and until when. */
export interface Suppression {
  /** Id of the rule, `AWS-12`. */
  readonly policy: string;
  /** Why it is right here, for whoever reviews it: at least 20 characters. */
  readonly reason: string;
  /** Last day that it holds, `YYYY-MM-DD`, at most a year ahead. */
  readonly expires: string;
}

const REASON_LENGTH = 20;
/** Where they are in a resource's remarks, by id of the rule. */
const KEY = "suppressed";

/** Lets the resource break the rule until the date. It is written into the resource's JSON, which is what is reviewed and judged. */
export function suppress(element: Pick<TerraformElement, "addOverride">, { policy, reason, expires }: Suppression): void {
  element.addOverride(`//.${KEY}.${policy}`, { expires, reason });
}

/** Breaks itself only: a suppression is judged like the resource that it is on. */
export const suppressionPolicy: Policy = {
  id: "SUP-01",
  title: "A suppression names a rule that the resource breaks, says why, and ends within a year",
  severity: "high",
  remedy: "correct it, or take it away and do what the rule says",
  appliesTo: [],
  judge: () => [],
};

/** A suppression as it is written, and what is wrong with it. */
export interface Written {
  readonly policy: string;
  readonly reason: string;
  readonly expires: string;
  /** One with faults suppresses nothing. */
  readonly faults: readonly Finding[];
}

const NONE: readonly Written[] = [];

/** The suppressions on a subject. @param known ids of the rules that there are */
export function suppressionsOf(subject: Subject, known: ReadonlySet<string>, today: string): readonly Written[] {
  const remarks = subject.attributes["//"];
  const entries = isObject(remarks) ? remarks[KEY] : undefined;
  if (entries === undefined) return NONE;
  if (!isObject(entries)) return [{ policy: "", reason: "", expires: "", faults: [fault("", entries, "an object by id of the rule")] }];
  return Object.entries(entries).map(([policy, entry]) => {
    const { reason, expires } = isObject(entry) ? entry : ({} as { reason?: Json; expires?: Json });
    const faults = [...policyFaults(policy, known), ...reasonFaults(policy, reason), ...dateFaults(policy, expires, today)];
    return { policy, reason: String(reason), expires: String(expires), faults };
  });
}

/** What is held against one that suppresses nothing. */
export const idle = ({ policy }: Written): Finding =>
  fault(policy, "no violation of that rule here", "to be gone: the resource is as the rule wants it");

const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const fault = (where: string, got: Json | undefined, wanted: string): Finding => ({
  argument: ["//", KEY, ...(where === "" ? [] : [where])].join("."),
  got,
  wanted,
});

const policyFaults = (policy: string, known: ReadonlySet<string>): Finding[] =>
  known.has(policy) ? [] : [fault(policy, policy, "the id of one rule; npm run policies lists them")];

function reasonFaults(policy: string, reason: Json | undefined): Finding[] {
  const isReason = typeof reason === "string" && reason.trim().length >= REASON_LENGTH;
  return isReason ? [] : [fault(`${policy}.reason`, reason, `why it is right here, in ${REASON_LENGTH} characters or more`)];
}

function dateFaults(policy: string, expires: Json | undefined, today: string): Finding[] {
  const where = `${policy}.expires`;
  const latest = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
  if (typeof expires !== "string" || !isDate(expires)) return [fault(where, expires, "a date, YYYY-MM-DD")];
  if (expires < today) return [fault(where, expires, `a date that is not over (today is ${today}): decide again`)];
  return expires > latest ? [fault(where, expires, `a date within a year: ${latest} at the latest`)] : [];
}

function isDate(text: string): boolean {
  const [, year = "", month = "", day = ""] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Number(month) - 1] ?? 0;
  return Number(day) >= 1 && Number(day) <= days;
}
