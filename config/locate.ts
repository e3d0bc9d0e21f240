import type { EnvironmentName } from "../constructs/place.ts";
import { type Finding, formatProblem, type Path, type Problem, pathText } from "./problems.ts";
import type { Sources } from "./sources.ts";
import type { Source } from "./yaml-source.ts";

interface Location {
  readonly source: Source;
  readonly path: Path;
}

/** Findings about the resolved estate as problems in the files, without those that only follow from `tainted` keys. */
export function locateFindings(findings: readonly Finding[], sources: Sources, tainted: readonly Path[]): Problem[] {
  const problems = new Map<string, Problem>();
  for (const finding of findings) {
    if (follows(finding, sources, tainted)) continue;
    const problem = problemAt(finding, sources);
    problems.set(formatProblem(problem), problem);
  }
  return [...problems.values()];
}

function problemAt({ path, got, rule, remedy }: Finding, sources: Sources): Problem {
  const [location] = authored(path, sources);
  if (location === undefined) return { path: pathText(path), file: "estate.yaml", line: 0, got, rule, remedy };
  const { source, path: shownPath } = location;
  return { path: pathText(shownPath), file: source.file, line: source.lineOf(shownPath), got, rule, remedy };
}

function follows({ path, involves = [] }: Finding, sources: Sources, tainted: readonly Path[]): boolean {
  const within = (outer: Path, inner: Path) => outer.every((key, index) => inner[index] === key);
  const own = authored(path, sources).some((place) => tainted.some((taint) => within(taint, place.path)));
  const related = involves.flatMap((one) => authored(one, sources));
  return own || related.some((place) => tainted.some((taint) => within(taint, place.path) || within(place.path, taint)));
}

/**
 * Where the value at `path` was written: the level that won. When no level has it, all levels that could, nearest first.
 */
function authored(path: Path, sources: Sources): Location[] {
  const locations = candidates(path).flatMap((candidate) => {
    const source = candidate[0] === "environments" ? sources.environments[candidate[1] as EnvironmentName] : sources.estate;
    return source ? [{ source, path: candidate }] : [];
  });
  const winner = locations.find((location) => location.source.has(location.path));
  return winner ? [winner] : locations;
}

/** The keys that may set the value at `path` of the resolved estate, the strongest first. */
function candidates(path: Path): Path[] {
  const [top, environment = "", ...rest] = path;
  if (top !== "environments" || rest.length === 0) return [path];
  const [, cloud, part, , ...setting] = rest;
  const inPlace = rest[0] === "clouds" && part === "regions" && setting.length > 0 && setting[0] !== "dr";
  if (environment === "mgmt") return managementCandidates(rest, inPlace ? setting : []);
  if (rest[0] === "tags") return [path, rest];
  if (!inPlace) return [path];
  const own = ["environments", environment];
  return [path, [...own, "clouds", cloud ?? "", "settings", ...setting], [...own, "settings", ...setting], ["defaults", ...setting]];
}

function managementCandidates(rest: Path, setting: Path): Path[] {
  if (setting.length > 0)
    return [
      ["management", "settings", ...setting],
      ["defaults", ...setting],
    ];
  if (rest[0] === "tags") return [rest];
  if (rest[0] !== "clouds") return [["management", ...rest]];
  if (rest[1] !== "aws") return [["management", ...rest.slice(1)].map((key) => (key === "homeRegion" ? "region" : key))];
  return rest[2] === "regions" ? [["management", "region"]] : [["management", ...rest.slice(2)]];
}
