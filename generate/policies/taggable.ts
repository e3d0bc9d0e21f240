import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the list is committed, for rules that are judged without the bindings. */
export const taggableFile = "constructs/policies/taggable.json";

/** Providers that have tags or labels, and the inputs that may be them: the first that a type has counts, as when they are put on. */
const providers: Readonly<Record<string, readonly string[]>> = {
  aws: ["tags"],
  azurerm: ["tags"],
  google: ["resourceLabels", "userLabels", "labels"],
};
const argumentOf = (input: string): string => input.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * The argument that carries a resource's tags, by type: inputs of the bindings that are maps of text. Lists of the same name are
 * something else (the labels of a metric, the tags of a threat).
 *
 * @param bindings folder of the providers' packages
 */
export function taggableTypes(bindings = "node_modules/@cdktf"): Record<string, string> {
  const found = Object.entries(providers).flatMap(([provider, inputs]) =>
    declarations(join(bindings, `provider-${provider}`, "lib")).flatMap((text): [string, string][] => {
      const type = /tfResourceType = "(\w+)"/.exec(text)?.[1];
      const config = text.slice(text.indexOf("interface "), text.indexOf("\n}"));
      const input = inputs.find((name) => new RegExp(`readonly ${name}\\??: \\{\\s*\\[key: string\\]: string;`).test(config));
      return type === undefined || input === undefined ? [] : [[type, argumentOf(input)]];
    }),
  );
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The list as it is committed. */
export const taggableText = (types: Readonly<Record<string, string>>): string => `${JSON.stringify(types, undefined, 2)}\n`;

/** The declarations of all resources; data sources and the provider itself carry no tags. */
function declarations(lib: string): string[] {
  const folders = readdirSync(lib).filter((name) => !name.startsWith("data-") && name !== "provider");
  const files = folders.map((name) => join(lib, name, "index.d.ts")).filter((file) => existsSync(file));
  return files.map((file) => readFileSync(file, "utf8"));
}
