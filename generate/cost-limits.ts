import type { Estate } from "../config/estate.ts";

/**
 * `policies/infracost/limits.json`: what the cost gate compares with, US dollars a month.
 * OPA puts it at the root of `data` (https://www.openpolicyagent.org/docs/cli), so the policy reads `data.limits`.
 */
export function costLimitsFile({ cost, environments }: Estate): Record<string, string> {
  const limits = {
    prDeltaUsd: cost.prDeltaUsd,
    environments: Object.fromEntries(Object.values(environments).map(({ name, budgetUsd }) => [name, budgetUsd])),
  };
  return { "policies/infracost/limits.json": `${JSON.stringify({ limits }, undefined, 2)}\n` };
}
