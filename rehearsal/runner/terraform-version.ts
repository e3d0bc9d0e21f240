const operators: Readonly<Record<string, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "!=": (order) => order !== 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
};

/** Whether a version (`1.11.4`) is one that a `required_version` allows (`1.11.4`, `>= 1.11, < 2.0`, `~> 1.11`). */
export function allows(constraint: string, version: string): boolean {
  return constraint.split(",").every((part) => allowsOne(part.trim(), version));
}

function allowsOne(part: string, version: string): boolean {
  const [, operator = "", wanted = ""] = /^([=!<>~]*)\s*(\S*)$/.exec(part) ?? [];
  if (operator === "~>") return compare(version, wanted) >= 0 && compare(version, nextOf(wanted)) < 0;
  const holds = operators[operator || "="];
  return holds?.(compare(version, wanted)) ?? false;
}

/** The first version that `~>` shuts out: all but the last number given may not grow. */
function nextOf(wanted: string): string {
  const fixed = numbers(wanted).slice(0, -1);
  return [...fixed.slice(0, -1), (fixed.at(-1) ?? 0) + 1].join(".");
}

function compare(left: string, right: string): number {
  const [a, b] = [numbers(left), numbers(right)];
  for (const [index, number] of a.entries()) {
    const order = number - (b[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** Its three numbers, or as many as are written if fewer; a pre-release (`1.12.0-beta1`) counts as its release. */
const numbers = (version: string): number[] => (version.split("-")[0] ?? "").split(".").map(Number);
