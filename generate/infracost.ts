import type { StackSpec } from "../stacks/stack-spec.ts";
import { refuseIfAny, yamlText } from "./generated-text.ts";
import { infracostProblems, usageFile } from "./infracost-rules.ts";
import type { ReadExtract } from "./stack-extract.ts";
import { byId, folderOf } from "./stack-folder.ts";

const file = "infracost.yml";

/**
 * `infracost.yml`: a project per stack, also of those without prices, so that one that gets them is compared with nothing less.
 * Infracost matches base and head by name and path.
 *
 * @throws one error with everything that Infracost would refuse or price in a wrong way
 */
export function infracostFile(stacks: readonly StackSpec[], read: ReadExtract): Record<string, string> {
  const projects = byId(stacks).map(({ id }) => ({ path: folderOf(id), name: id, usage_file: usageFile, skip_autodetect: true }));
  const document = { version: 0.1, projects };
  const text = yamlText(["For Infracost v0.10: prices without terraform and without credentials."], document);
  const unpriced = stacks.flatMap(({ id }) => read(id)?.unpriced.map((problem) => `${id}: ${problem}`) ?? []);
  refuseIfAny(file, [...infracostProblems(text, stacks, document), ...unpriced]);
  return { [file]: text };
}
