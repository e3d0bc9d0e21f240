import type { Question } from "./question.ts";

/** Text that looks like PEM: nobody can verify anything with it. */
export function pem(question: Question, label = "CERTIFICATE"): string {
  const body = question.own("code", 192).replace(/.{64}/g, "$&\n");
  return `-----BEGIN ${label}-----\n${body}-----END ${label}-----\n`;
}

/** The same in base64, as clouds hand out certificates of clusters. */
export function pemInBase64(question: Question, label?: string): string {
  return Buffer.from(pem(question, label)).toString("base64");
}
