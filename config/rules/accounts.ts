import type { CloudName } from "../../constructs/place.ts";
import {
  awsAccountPattern,
  awsRolePattern,
  emailPattern,
  gcpBillingAccountPattern,
  gcpProjectNumberPattern,
  gcpProjectPattern,
  guidPattern,
} from "../formats.ts";
import { cloudsOf } from "../places.ts";
import { type Finding, type Path, type Rule, shown } from "../problems.ts";

interface Format {
  readonly pattern: RegExp;
  readonly what: string;
}

const guid: Format = { pattern: guidPattern, what: "a GUID like 12345678-9abc-def0-1234-56789abcdef0" };

const accountFormats: Record<string, Format> = {
  accountId: { pattern: awsAccountPattern, what: "12 digits" },
  projectId: {
    pattern: gcpProjectPattern,
    what: "6 to 30 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen",
  },
  projectNumber: { pattern: gcpProjectNumberPattern, what: "a project number, digits only" },
  billingAccount: { pattern: gcpBillingAccountPattern, what: "a billing account like 012345-6789AB-CDEF01" },
  subscriptionId: guid,
  tenantId: guid,
};

/** Accounts, projects and subscriptions are written as their cloud writes them. */
export const accountFormat: Rule = (estate) =>
  cloudsOf(estate).flatMap(({ placement, path }) => {
    const keys = Object.entries(placement.account).filter(([key]) => key in accountFormats);
    return keys.flatMap(([key, value]) => mismatch([...path, key], value, accountFormats[key] as Format));
  });

/** What must not be shared, since a mistake in one environment must not reach another. */
const isolating = ["accountId", "projectId", "projectNumber", "subscriptionId"];

/** Environments do not share accounts. */
export const isolatedAccounts: Rule = (estate) => {
  const owners = new Map<string, { environment: string; path: Path }>();
  return cloudsOf(estate).flatMap(({ placement, environment, path }) =>
    Object.entries(placement.account).flatMap(([key, value]) => {
      if (!isolating.includes(key)) return [];
      const own = { environment: environment.name, path: [...path, key] };
      const other = owners.get(`${key} ${value.toLowerCase()}`);
      if (other === undefined) owners.set(`${key} ${value.toLowerCase()}`, own);
      if (other === undefined) return [];
      const rule = `is ${other.environment}'s as well, and environments are isolated from each other`;
      return [{ path: own.path, got: shown(value), rule, remedy: `give ${environment.name} its own`, involves: [other.path] }];
    }),
  );
};

const personFormats: Record<CloudName, Format> = {
  aws: { pattern: awsRolePattern, what: "the ARN of an IAM role like arn:aws:iam::123456789012:role/admins" },
  gcp: { pattern: emailPattern, what: "the e-mail address of a Google group" },
  azure: { pattern: guidPattern, what: "the object id (a GUID) of an Entra group" },
};

/** Whoever may enter a cluster is named in the cloud's own way. */
export const people: Rule = (estate) =>
  cloudsOf(estate).flatMap(({ cloud, placement, path }) => {
    const named = (["administrators", "viewers"] as const).flatMap((role) =>
      placement[role].flatMap((person, index) => mismatch([...path, role, String(index)], person, personFormats[cloud])),
    );
    const group = placement.databaseAdministrators;
    return [...named, ...(group ? mismatch([...path, "databaseAdministrators", "objectId"], group.objectId, guid) : [])];
  });

/** Somebody administers every cluster: nobody else is let in, not even who made it. */
export const somebodyAdministers: Rule = (estate) =>
  cloudsOf(estate)
    .filter(({ placement }) => placement.administrators.length === 0)
    .map(({ cloud, path }) => ({
      path: [...path, "administrators"],
      got: "nobody",
      rule: "is named, and nobody else can enter the cluster",
      remedy: `add ${personFormats[cloud].what}`,
    }));

const mismatch = (path: Path, value: string, { pattern, what }: Format): Finding[] =>
  pattern.test(value) ? [] : [{ path, got: shown(value), rule: `is not ${what}`, remedy: "correct it" }];
