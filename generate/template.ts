import { readFileSync } from "node:fs";
import { notice } from "./generated-text.ts";

const folder = "generate/templates";

/** A Markdown page from a template, with the notice that it is generated. */
export const markdownPage = (template: string, values: Readonly<Record<string, string>>): string =>
  `<!-- ${notice} The words are in ${folder}/${template}. -->\n\n${fillTemplate(template, values)}`;

/**
 * A template with every `{{name}}` replaced, and nothing left where a value is empty.
 *
 * @throws when the template names a value that is not given, or does not use one that is
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  const text = readFileSync(`${folder}/${template}`, "utf8");
  const asked = new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = ""]) => name));
  const missing = [...asked].filter((name) => !(name in values));
  const unused = Object.keys(values).filter((name) => !asked.has(name));
  const problems = [
    ...missing.map((name) => `{{${name}}}: there is no such value; use one of ${Object.keys(values).join(", ")}`),
    ...unused.map((name) => `{{${name}}}: is nowhere in the text; add it where readers look for it`),
  ];
  if (problems.length > 0) throw new Error(problems.map((problem) => `${folder}/${template}: ${problem}`).join("\n"));
  const filled = text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => (values[name] ?? "").trimEnd());
  return filled.replaceAll(/\n{3,}/g, "\n\n");
}

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** Commands to copy. */
export const commands = (lines: readonly string[]): string => ["```", ...lines, "```"].join("\n");
