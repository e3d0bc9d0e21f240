import type { Environment, Estate } from "../config/estate.ts";
import type { StandardTag, Tags } from "../constructs/tags.ts";
import type { Layer, StackEnvironment } from "./stack-spec.ts";

/** How soon data must be back after a loss, by layer: 1 is the most precious; nothing is kept in the others. */
const backupTiers: Partial<Record<Layer, string>> = { account: "1", cluster: "2", data: "1" };

/** The tags of one stack: who owns it, who pays, what it is for, where it comes from; of all environments without one. */
export function tagsOfStack(estate: Estate, environment: Environment | undefined, stackId: string, layer: Layer): Tags {
  const standard: Record<Exclude<StandardTag, "auto-stop">, string> = {
    application: "platform",
    "backup-tier": backupTiers[layer] ?? "none",
    component: layer,
    "cost-center": environment?.costCenter ?? estate.tags.costCenter,
    criticality: environment?.criticality ?? "high",
    "data-classification": estate.tags.dataClassification,
    environment: (environment?.name ?? "global") satisfies StackEnvironment,
    "managed-by": "cdktf",
    owner: environment?.owner ?? estate.tags.owner,
    repository: `${estate.github.owner}/${estate.github.repository}`,
    stack: stackId,
  };
  return { ...estate.tags.extra, ...standard, ...(environment?.autoStop === undefined ? {} : { "auto-stop": environment.autoStop }) };
}
