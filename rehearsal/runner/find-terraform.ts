import { spawnSync } from "node:child_process";
import type { Stack } from "../stacks.ts";
import { withoutTerraformSettings } from "./environment.ts";
import { allows } from "./terraform-version.ts";

/** There is no terraform to rehearse with. */
export class TerraformMissing extends Error {}

/**
 * The version of the terraform on the PATH.
 *
 * @throws TerraformMissing saying which is needed and where it is to be had
 */
export function findTerraform(stacks: readonly Stack[], environment: NodeJS.ProcessEnv): string {
  const { stdout, error } = spawnSync("terraform", ["version", "-json"], {
    encoding: "utf8",
    // A `TF_CLI_ARGS` of the person's would go with this call, too.
    env: { ...withoutTerraformSettings(environment), CHECKPOINT_DISABLE: "1" },
  });
  const version = error === undefined ? /"terraform_version":\s*"([^"]+)"/.exec(stdout)?.[1] : undefined;
  if (version !== undefined) return version;
  const wanted = requirements(stacks).join(" and ") || "1.11 or newer";
  const got = error === undefined ? "what is on the PATH does not tell its version (try terraform version)" : "there is none on the PATH";
  throw new TerraformMissing(
    `terraform: ${got}; the stacks ask for version ${wanted}; get it from https://developer.hashicorp.com/terraform/install`,
  );
}

/** What stacks ask for that this version is not. */
export function unmet(stacks: readonly Stack[], version: string): string[] {
  return requirements(stacks).filter((constraint) => !allows(constraint, version));
}

function requirements(stacks: readonly Stack[]): string[] {
  return [...new Set(stacks.flatMap(({ json }) => json.terraform?.required_version ?? []))].sort();
}
