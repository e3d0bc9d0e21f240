import { join } from "node:path";
import type { Estate } from "../config/estate.ts";
import { jsonSchemas, jsonSchemaText } from "../config/json-schema.ts";
import { custodianFiles } from "../constructs/addons/cost/custodian-policies.ts";
import type { StackSpec } from "../stacks/stack-spec.ts";
import { addonsFile } from "./addons.ts";
import { architectureFile } from "./architecture.ts";
import { atlantisFile } from "./atlantis.ts";
import { atlantisServerFiles } from "./atlantis-server.ts";
import { costLimitsFile } from "./cost-limits.ts";
import { firstDeploymentFile } from "./first-deployment.ts";
import { identityFile } from "./identity-chain.ts";
import { infracostFile } from "./infracost.ts";
import { ownersFile } from "./owners.ts";
import { policiesFile } from "./policies/page.ts";
import { recoveryFile } from "./recovery.ts";
import { runbookFiles } from "./runbooks.ts";
import { type ReadExtract, stackExtract } from "./stack-extract.ts";
import { usageEstimates } from "./usage.ts";

/** A file that is derived from the configuration and the catalog, its path relative to the repository. */
export interface GeneratedFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** What synthesis is to know of each stack for what is derived, and what is derived. */
export const derivation = (estate: Estate, stacks: readonly StackSpec[]) => ({
  extract: stackExtract,
  derive: (read: ReadExtract): GeneratedFile[] => generatedFiles(estate, stacks, read),
});

/**
 * Everything that is written beside `cdktf.out`, in the order of the paths.
 *
 * @param read gives the extract of a stack as the running synth leaves it
 * @throws when a file would break the rules of the tool that reads it
 */
export function generatedFiles(estate: Estate, stacks: readonly StackSpec[], read: ReadExtract): GeneratedFile[] {
  const texts: Record<string, string> = {
    ...schemaFiles(),
    ...atlantisFile(estate, stacks, read),
    ...atlantisServerFiles(estate, stacks, read),
    ...infracostFile(stacks, read),
    ...usageEstimates(estate, stacks, read),
    ...costLimitsFile(estate),
    ...ownersFile(estate),
    ...architectureFile(estate, stacks),
    ...addonsFile(stacks),
    ...custodianFiles(),
    ...identityFile(estate, stacks, read),
    ...firstDeploymentFile(estate, stacks),
    ...recoveryFile(estate),
    ...policiesFile(),
    ...runbookFiles(estate, stacks),
  };
  const paths = Object.keys(texts).sort();
  return paths.map((path) => ({ path, bytes: Buffer.from(texts[path] ?? "") }));
}

/** For editors, beside the YAML they complete. */
const schemaFiles = (): Record<string, string> =>
  Object.fromEntries(Object.entries(jsonSchemas).map(([name, schema]) => [join("config", name), jsonSchemaText(schema)]));
