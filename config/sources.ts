import { join } from "node:path";
import { type EnvironmentName, environmentNames } from "../constructs/place.ts";
import { chooseAmong } from "./did-you-mean.ts";
import type { Files } from "./files.ts";
import type { Path, Problem } from "./problems.ts";
import { type Parsed, parseSource, type Source } from "./yaml-source.ts";

/** The environments that have a file; the management place is in `estate.yaml`. */
export const fileEnvironments = environmentNames.filter((name) => name !== "mgmt");

/** All files of the configuration that can be used, and what is wrong with the others. */
export interface Sources {
  readonly estate?: Source;
  readonly environments: Readonly<Partial<Record<EnvironmentName, Source>>>;
  readonly problems: readonly Problem[];
  readonly tainted: readonly Path[];
}

/** Reads `estate.yaml` and `environments/*.yaml` in `folder`. */
export function readSources(folder: string, files: Files): Sources {
  const estate = readSource(join(folder, "estate.yaml"), [], files);
  const listed = listEnvironments(join(folder, "environments"), files);
  const environments = listed.names.map((name) => {
    const parsed = readSource(join(folder, "environments", `${name}.yaml`), ["environments", name], files);
    return [name, parsed] as const;
  });
  const all = [estate, ...environments.map(([, parsed]) => parsed)];
  return {
    estate: estate.source,
    environments: Object.fromEntries(environments.map(([name, { source }]) => [name, source])),
    problems: [...all.flatMap(({ problems }) => problems), ...listed.problems],
    tainted: [...all.flatMap(({ tainted }) => tainted), ...listed.tainted],
  };
}

function readSource(file: string, prefix: Path, files: Files): Parsed {
  try {
    return parseSource(file, prefix, files.read(file));
  } catch (error) {
    return { problems: [unreadable(file, error)], tainted: [prefix] };
  }
}

interface Listed {
  readonly names: readonly EnvironmentName[];
  readonly problems: readonly Problem[];
  readonly tainted: readonly Path[];
}

function listEnvironments(folder: string, files: Files): Listed {
  const problem = (file: string, got: string, rule: string, remedy: string): Problem => ({ path: file, file, line: 0, got, rule, remedy });
  let entries: string[];
  try {
    entries = files.list(folder).filter((entry) => /\.ya?ml$/i.test(entry));
  } catch (error) {
    return { names: [], problems: [unreadable(folder, error)], tainted: [["environments"]] };
  }
  const names = fileEnvironments.filter((name) => entries.includes(`${name}.yaml`));
  const foreign = entries.filter((entry) => !names.some((name) => entry === `${name}.yaml`)).sort();
  const problems = foreign.map((entry) => {
    const name = entry.replace(/\.ya?ml$/i, "");
    const remedy = (fileEnvironments as readonly string[]).includes(name)
      ? `rename it to ${name}.yaml`
      : `${chooseAmong(name, fileEnvironments)}; the address plan has no room for more`;
    return problem(join(folder, entry), "the file", "is not named after an environment", remedy);
  });
  if (entries.length === 0) problems.push(problem(folder, "the folder", "has no environment", `add one of ${named(fileEnvironments)}`));
  return { names, problems, tainted: [] };
}

const named = (names: readonly string[]): string => names.map((name) => `${name}.yaml`).join(", ");

const reasons: Record<string, [rule: string, remedy: string]> = {
  ENOENT: ["does not exist", "restore it from git, or create it"],
  EACCES: ["may not be read", "allow this user to read it"],
  EPERM: ["may not be read", "allow this user to read it"],
  EISDIR: ["is a folder", "put a file in its place"],
  ENOTDIR: ["is not in a folder", "restore the folder from git"],
};

function unreadable(file: string, error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
  const [rule, remedy] = reasons[code] ?? [`cannot be read (${code})`, "make it readable"];
  return { path: file, file, line: 0, got: "it", rule, remedy };
}
