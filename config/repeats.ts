import { type Path, type Problem, pathText, shown } from "./problems.ts";
import type { Source } from "./yaml-source.ts";

/** What is listed twice, anywhere in a file: no list of the configuration means anything by it, and two things would get one name. */
export function repeatsIn(source: Source): { readonly problems: readonly Problem[]; readonly tainted: readonly Path[] } {
  const found: { path: Path; value: unknown }[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (typeof value !== "object" || value === null) return;
    const seen = new Set<unknown>();
    for (const [key, inner] of Object.entries(value)) {
      walk(inner, [...path, key]);
      if (!Array.isArray(value) || typeof inner === "object") continue;
      if (seen.has(inner)) found.push({ path: [...path, key], value: inner });
      seen.add(inner);
    }
  };
  walk(source.data, []);
  const problems = found.map(({ path, value }): Problem => {
    const full = [...source.prefix, ...path];
    return {
      path: pathText(full),
      file: source.file,
      line: source.lineOf(full),
      got: shown(value),
      rule: "is listed twice",
      remedy: "take one away",
    };
  });
  return { problems, tainted: found.map(({ path }) => [...source.prefix, ...path.slice(0, -1)]) };
}
