import { domainPattern, emailPattern, githubPattern, organizationPattern } from "../formats.ts";
import { type Finding, type Path, type Rule, shown } from "../problems.ts";

/** The organization's name fits the tightest names it is part of. */
export const organizationName: Rule = ({ organization: { name } }) => {
  if (organizationPattern.test(name)) return [];
  const fit = name
    .toLowerCase()
    .replace(/^[^a-z]+|[^a-z0-9]/g, "")
    .slice(0, 10);
  return [
    {
      path: ["organization", "name"],
      got: `${shown(name)} is ${name.length} characters and`,
      rule: "is not 2 to 10 lower-case letters and digits starting with a letter, which names of storage accounts (24) and load balancers (32) leave room for",
      remedy: organizationPattern.test(fit) ? `use a short form like ${fit}` : "use a short form like acme",
    },
  ];
};

/** Host names are host names. */
export const hostNames: Rule = ({ organization, terraform }) =>
  invalid([
    { path: ["organization", "domain"], value: organization.domain, pattern: domainPattern, what: "a domain name", example: "example.com" },
    {
      path: ["terraform", "hostname"],
      value: terraform.hostname,
      pattern: domainPattern,
      what: "a host name",
      example: "app.terraform.io",
    },
  ]);

/** Contacts are e-mail addresses. */
export const contacts: Rule = ({ organization: { billingContact, securityContact } }) => {
  const email = { pattern: emailPattern, what: "an e-mail address", example: "team@example.com" };
  return invalid([
    { path: ["organization", "billingContact"], value: billingContact, ...email },
    { path: ["organization", "securityContact"], value: securityContact, ...email },
  ]);
};

/** The repository can be written as `owner/repository`. */
export const repository: Rule = ({ github: { owner, repository: name } }) => {
  const part = { pattern: githubPattern, what: "letters, digits, hyphens, periods and underscores", example: "platform" };
  return invalid([
    { path: ["github", "owner"], value: owner, ...part },
    { path: ["github", "repository"], value: name, ...part },
  ]);
};

interface Format {
  readonly path: Path;
  readonly value: string;
  readonly pattern: RegExp;
  readonly what: string;
  readonly example: string;
}

const invalid = (formats: readonly Format[]): Finding[] =>
  formats
    .filter(({ value, pattern }) => !pattern.test(value))
    .map(({ path, value, what, example }) => ({ path, got: shown(value), rule: `is not ${what}`, remedy: `write it like ${example}` }));
