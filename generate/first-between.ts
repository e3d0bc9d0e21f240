import type { StackSpec } from "../stacks/stack-spec.ts";
import { applies } from "./stack-folder.ts";
import { fillTemplate, table } from "./template.ts";

/** How networks are linked; nothing where there is one only. */
export const linksSection = (links: readonly StackSpec[]): string =>
  links.length === 0 ? "" : fillTemplate("first-links.md", { apply: applies(links) });

/** How copies of tables begin; nothing where no table is replicated. */
export function replicationSection(stacks: readonly StackSpec[]): string {
  const flows = stacks.filter(({ layer }) => layer === "datasync" || layer === "cdc");
  if (flows.length === 0) return "";
  const rows = flows.flatMap(({ id, input }) =>
    ((input as { readonly variables?: readonly { readonly name: string; readonly description: string }[] }).variables ?? []).map(
      ({ name, description }) => [`\`${id}\``, `\`${name}\``, description],
    ),
  );
  const variables = rows.length === 0 ? "None, as it is configured now." : table(["stack", "variable", "value"], rows);
  return fillTemplate("first-replication.md", { apply: applies(flows), variables, source: "../replication.md" });
}
