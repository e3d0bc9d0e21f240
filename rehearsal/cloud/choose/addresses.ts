import type { Question } from "./question.ts";

/** An address in a private network (RFC 1918). */
export function privateAddress(question: Question): string {
  return `10.${question.ownNumber(200)}.${Number(question.own("digits", 2))}.${Number(question.own("digits", 1)) + 3}`;
}

/** A public address, of the range that is kept for tests (RFC 2544), so that it is nobody's. */
export function publicAddress(question: Question): string {
  return `198.${18 + question.ownNumber(2)}.${Number(question.own("digits", 2))}.${Number(question.own("digits", 1)) + 9}`;
}
