import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { policies } from "../../constructs/policies/index.ts";
import type { Policy, Severity } from "../../constructs/policies/policy.ts";
import { suppressionPolicy } from "../../constructs/policies/suppression.ts";
import { markdownPage, table } from "../template.ts";
import { typesInShort, uniqueRules } from "./overview.ts";

/** Rules in Rego, which HCP Terraform runs over plans. */
const folder = "policies/terraform";
const severities: readonly Severity[] = ["critical", "high", "medium"];

/** `docs/policies.md`: every rule, how bad it is to break it, what it judges, and which are judged in plans as well. */
export function policiesFile(): Record<string, string> {
  const rules = uniqueRules([...policies, suppressionPolicy]);
  const inPlans = planRules();
  const count = (severity: Severity): string => `${rules.filter((rule) => rule.severity === severity).length} ${severity}`;
  const values = {
    rules: table(
      ["rule", "severity", "what must hold", "do", "judges", "in plans"],
      rules.map((rule) => row(rule, inPlans)),
    ),
    counts: `${rules.length} rules: ${severities.map(count).join(", ")}`,
  };
  return { "docs/policies.md": markdownPage("policies.md", values) };
}

/** The files that mirror a rule, by its id: ids stand in their messages and tables. */
export function planRules(): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".rego"))
    .sort();
  const byId = new Map<string, string[]>();
  for (const name of files) {
    const ids = new Set(
      [...readFileSync(join(folder, name), "utf8").matchAll(/"(?:[^"\n]*\b)?([A-Z][A-Z0-9]{0,2}-\d\d)\b/g)].map(([, id = ""]) => id),
    );
    for (const id of ids) byId.set(id, [...(byId.get(id) ?? []), basename(name, ".rego")]);
  }
  return byId;
}

function row(policy: Policy, inPlans: ReadonlyMap<string, readonly string[]>): string[] {
  const { id, severity, title, remedy, reference, appliesTo } = policy;
  const types = appliesTo.length === 0 ? "what carries one" : typesInShort(appliesTo.map((type) => `\`${type}\``));
  const more = reference === undefined ? "" : ` (${reference})`;
  return [id, severity, title, `${remedy}${more}`, types, inPlans.get(id)?.join(", ") ?? "-"].map((cell) => cell.replaceAll("|", "\\|"));
}
