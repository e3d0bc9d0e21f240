import type { Estate } from "../config/estate.ts";
import { hashComments } from "./generated-text.ts";

const file = ".github/CODEOWNERS";

type Group = keyof Estate["identity"]["groups"];
type Owned = readonly [pattern: string, owners: readonly Group[]];

const everybody: readonly Group[] = ["developers", "operators"];
const trusted: readonly Group[] = ["operators", "administrators"];
const administrators: readonly Group[] = ["administrators"];

/**
 * `.github/CODEOWNERS`: whose approval a change needs, one of the named teams. The last line that matches a path decides.
 * A change to code is a change to what is deployed by the JSON it makes, which has owners of its own.
 */
export function ownersFile(estate: Estate): Record<string, string> {
  const { github, identity } = estate;
  const rows = ownedPaths(estate);
  const width = Math.max(...rows.map(([pattern]) => pattern.length));
  const lines = rows.map(([pattern, groups]) => {
    const owners = groups.map((group) => `@${github.owner}/${identity.groups[group]}`);
    return `${pattern.padEnd(width)} ${owners.join(" ")}\n`;
  });
  return { [file]: hashComments(["Who must approve: one of the teams of the last line that matches."]) + lines.join("") };
}

/** From the general to the particular. */
function ownedPaths({ environments }: Estate): Owned[] {
  return [
    ["*", everybody],
    // Who is asked, what runs beside tokens, and what says no.
    ["/.github/", administrators],
    ["/agents/", administrators],
    ["/atlantis/", administrators],
    ["/policies/", administrators],
    ["/constructs/policies/", administrators],
    ["/generate/templates/atlantis/", administrators],
    // What is run, how, and at what price.
    ["/atlantis.yaml", trusted],
    ["/infracost.yml", trusted],
    ["/infracost-usage.yml", trusted],
    ["/config/environments/", trusted],
    ["/config/estate.yaml", administrators],
    ["/cdktf.out/", trusted],
    ["/cdktf.out/stacks/global-*/", administrators],
    ...Object.values(environments).flatMap(({ name, deletionProtection }): Owned[] => {
      const owners = deletionProtection ? trusted : everybody;
      // The management place is in estate.yaml.
      const configured: Owned[] = name === "mgmt" ? [] : [[`/config/environments/${name}.yaml`, owners]];
      return [...configured, [`/cdktf.out/stacks/${name}-*/`, owners]];
    }),
  ];
}
