import { privateAddress, publicAddress } from "./addresses.ts";
import type { Question } from "./question.ts";
import type { Rule } from "./rules.ts";

const pem = (question: Question, what: string): string => `-----BEGIN ${what}-----\n${question.own("code", 64)}\n-----END ${what}-----\n`;

/** What a cloud chooses by the name of an attribute alone, where it has no rule of its own. */
export const GENERAL_RULES: readonly Rule[] = [
  [
    /\.(organization|owner)$/,
    (question) =>
      typeof question.context.settings[question.name] === "string" ? String(question.context.settings[question.name]) : undefined,
  ],
  [/_pem$|\.public_key$/, (question) => pem(question, question.name.includes("key") ? "PUBLIC KEY" : "CERTIFICATE")],
  [/certificate|_ca_|\.ca_data$|base64/, (question) => Buffer.from(pem(question, "CERTIFICATE")).toString("base64")],
  [/_json$|\.json$|policy(_document)?$|_document$/, () => "{}"],
  [/ipv6_cidr/, () => "2001:db8::/56"],
  [/cidr|\.address_(space|prefix(es)?)$|ip_range$/, () => "10.0.0.0/16"],
  [/ipv6_address/, () => "2001:db8::10"],
  [/public_ip|\.external_ip/, publicAddress],
  [/(^|[._])ip(_address(es)?)?$|\.addresses$/, privateAddress],
  [
    /(create|update|creation|modified|expir\w*|last_\w+)(d?_?(at|time|date|on|timestamp))?$|_(at|time|date|timestamp)$/,
    () => "2025-01-01T00:00:00Z",
  ],
  [/(url|uri)s?$|\.issuer$/, (question) => `https://${question.random("hex", 12)}.example.net/`],
  [/endpoints?$|host(name)?s?$|fqdn$|dns_name$|domain(_name)?$/, (question) => `${question.random("hex", 12)}.example.net`],
  [/version$/, (question) => question.attribute("version") ?? "1"],
  [/(^|[._])(status|state)$/, () => "ACTIVE"],
  [/provisioning_state$/, () => "Succeeded"],
  [/(etag|fingerprint|hash|checksum|sha\d*)$/, (question) => question.own("hex", 40)],
  [/(^|[._])(uid|uuid)$|_uuid$/, (question) => question.own("uuid")],
  [/(password|secret|token|_key)$/, (question) => question.own("code", 32)],
  [/^[a-z]+_\w+\.name$/, (question) => `${question.kind.replaceAll("_", "-").slice(0, 12)}-${question.own("hex", 8)}`],
  [/_id$/, (question) => question.own("hex", 32)],
  [/^(cloudflare|vault|tfe|github|random|kubernetes|helm)_\w+\.\w+$/, (question) => question.own("hex", 12)],
];
