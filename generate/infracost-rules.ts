import { parse } from "yaml";
import { z } from "zod";
import type { StackSpec } from "../stacks/stack-spec.ts";
import { onePerStack } from "./one-per-stack.ts";
import { type KeyRemarks, schemaProblems } from "./schema-problems.ts";

/** Where the usage estimates are, from the repository's root. */
export const usageFile = "infracost-usage.yml";

const project = {
  path: z.string(),
  name: z.string(),
  usage_file: z.literal(usageFile),
  skip_autodetect: z.literal(true),
  dependency_paths: z.array(z.string()).optional(),
};
const strict = z.strictObject({ version: z.literal(0.1), projects: z.array(z.strictObject(project)) });
const lenient = z.object({ version: z.literal(0.1), projects: z.array(z.object(project)) });

const needsTerraform = "makes Infracost run terraform, which needs credentials and runs code of the pull request; take it away";

/** https://www.infracost.io/docs/features/config_file */
const remarks: KeyRemarks = {
  terraform_binary: needsTerraform,
  terraform_force_cli: needsTerraform,
  terraform_init_flags: needsTerraform,
  terraform_plan_flags: needsTerraform,
  terraform_use_state: needsTerraform,
};

const keys = [...Object.keys(strict.shape), ...Object.keys(project)];

/**
 * Everything with which Infracost would fail, price something else or need credentials, a line each.
 *
 * @param text `infracost.yml` as it is written: Infracost expands variables in it before it parses it
 * @param document what it says, where that is known
 */
export function infracostProblems(text: string, stacks: readonly StackSpec[], document: unknown = parse(text)): string[] {
  const checked = lenient.safeParse(document).data;
  const projects = (checked?.projects ?? []).map(({ name, path }) => ({ name, folder: path }));
  return [
    ...text
      .split("\n")
      .flatMap((line, index) => (line.includes("$") ? [`line ${index + 1}: has a $, which Infracost expands; take it away`] : [])),
    ...schemaProblems(strict, document, keys, remarks),
    ...(checked === undefined ? [] : onePerStack(projects, stacks, "path")),
  ];
}
