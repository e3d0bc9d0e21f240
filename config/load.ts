import { environmentSchema } from "./environment-schema.ts";
import type { Estate } from "./estate.ts";
import { disk, type Files } from "./files.ts";
import { locateFindings } from "./locate.ts";
import { ConfigurationError, type Path, type Problem } from "./problems.ts";
import { repeatsIn } from "./repeats.ts";
import { type EnvironmentFiles, resolveEstate } from "./resolve.ts";
import { rules } from "./rules.ts";
import { estateSchema } from "./schema.ts";
import { fileEnvironments, readSources, type Sources } from "./sources.ts";
import { checkStructure } from "./structure.ts";

/**
 * Reads, merges and validates the configuration in `folder`: `defaults` of estate.yaml, then each environment's, cloud's and
 * region's settings, the later ones winning.
 *
 * @throws {ConfigurationError} with everything that is wrong, never just the first
 */
export function loadEstate(folder: string, files: Files = disk): Estate {
  const sources = readSources(folder, files);
  const problems = [...sources.problems];
  const tainted = [...sources.tainted];
  const note = (checked: { problems: readonly Problem[]; tainted: readonly Path[] }) => {
    problems.push(...checked.problems);
    tainted.push(...checked.tainted);
  };
  const environments: EnvironmentFiles = {};
  for (const name of fileEnvironments) {
    const source = sources.environments[name];
    if (source === undefined) continue;
    const checked = checkStructure(environmentSchema, source);
    note(checked);
    note(repeatsIn(source));
    if (checked.value) environments[name] = checked.value;
    else tainted.push(source.prefix);
  }
  const top = sources.estate && checkStructure(estateSchema, sources.estate);
  if (top) note(top);
  if (sources.estate) note(repeatsIn(sources.estate));
  const estate = top?.value && resolveEstate(top.value, environments);
  if (estate) {
    const findings = rules.flatMap((rule) => rule(estate));
    problems.push(...locateFindings(findings, sources, tainted));
  }
  if (estate === undefined || problems.length > 0) throw new ConfigurationError(inOrder(problems, sources));
  return estate;
}

/** By file (estate.yaml first), then by line. */
function inOrder(problems: readonly Problem[], sources: Sources): Problem[] {
  const order = [sources.estate?.file, ...fileEnvironments.map((name) => sources.environments[name]?.file)];
  const rank = ({ file }: Problem) => (order.includes(file) ? order.indexOf(file) : -1);
  return [...problems].sort((a, b) => rank(a) - rank(b) || a.line - b.line || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
