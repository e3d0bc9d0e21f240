import type { Value } from "./rego/values.ts";

interface Priced {
  /** Monthly, as Infracost writes it; null where nothing was priced. */
  readonly before?: string | null;
  readonly after?: string | null;
  readonly metadata?: { readonly [key: string]: Value };
}

const amount = (text: string | null | undefined): number => Number(text ?? 0);

/** What `infracost diff --format json` of v0.10 gives, as far as a policy reads it: amounts are text or null. */
export function infracostOutput(projects: Readonly<Record<string, Priced>>, difference?: string | null): Value {
  const all = Object.values(projects);
  const sum = all.reduce((total, { before, after }) => total + amount(after) - amount(before), 0);
  return {
    version: "0.2",
    currency: "USD",
    projects: Object.entries(projects).map(([name, { before, after, metadata }]) => ({
      name,
      metadata: { path: `cdktf.out/stacks/${name}`, type: "terraform_dir", ...metadata },
      pastBreakdown: before === undefined ? null : { resources: [], totalMonthlyCost: before },
      breakdown: after === undefined ? null : { resources: [], totalMonthlyCost: after },
    })),
    diffTotalMonthlyCost: difference === undefined ? String(sum) : difference,
  };
}
