import type { CloudPlacement, Estate } from "../config/estate.ts";
import type { StackSpec } from "../stacks/stack-spec.ts";
import { terraform } from "./stack-folder.ts";
import { commands, fillTemplate, table } from "./template.ts";

type Account = CloudPlacement["account"];

/** The accounts that the configuration names. */
export function accountTable({ environments }: Estate): string {
  const rows = Object.values(environments).flatMap(({ name, clouds }) =>
    Object.values(clouds).map(({ account }) => [name, account.cloud, identify(account)]),
  );
  return table(["environment", "cloud", "account"], rows);
}

function identify(account: Account): string {
  switch (account.cloud) {
    case "aws":
      return `account ${account.accountId}`;
    case "gcp":
      return `project ${account.projectId} (number ${account.projectNumber}), billing account ${account.billingAccount}`;
    case "azure":
      return `subscription ${account.subscriptionId} in tenant ${account.tenantId}`;
  }
}

/** How each account stack is applied for the first time: where the administrator's own session is, cloud by cloud. */
export function accountSections(estate: Estate, stacks: readonly StackSpec[]): string {
  const clouds = [...new Set(stacks.flatMap(({ place }) => place?.cloud ?? []))];
  const sections = clouds.map((cloud) => {
    const lines = stacks.filter(({ place }) => place?.cloud === cloud).flatMap((spec) => firstApply(estate, spec));
    // One session may be for several accounts.
    const once = lines.filter((line, index) => lines.indexOf(line) === index);
    return fillTemplate(`first-account-${cloud}.md`, { commands: commands(once) });
  });
  return sections.map((section) => section.trimEnd()).join("\n\n");
}

function firstApply({ environments }: Estate, { id, place }: StackSpec): string[] {
  const account = place && environments[place.environment]?.clouds[place.cloud]?.account;
  if (account === undefined) return [];
  const session = sessionOf(account);
  return [
    ...session.before,
    `mode ${id} local`,
    terraform(id, "init"),
    `${session.variables}${terraform(id, "apply")}`,
    `mode ${id} remote`,
  ];
}

/** What makes terraform act as the person, in this one account. */
function sessionOf(account: Account): { before: string[]; variables: string } {
  switch (account.cloud) {
    case "aws":
      return { before: [], variables: `AWS_PROFILE=<profile for ${account.accountId}> ` };
    case "gcp":
      return { before: [], variables: `GOOGLE_BILLING_PROJECT=${account.projectId} ` };
    case "azure":
      return { before: [`az login --tenant ${account.tenantId}`], variables: "" };
  }
}
