// Lists the stacks whose drift can be looked for: those with a workspace and with resources, as a matrix of drift.yml.
import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { main, required } from "./github-api.mjs";

const folder = "cdktf.out/stacks";
// https://docs.github.com/en/actions/reference/limits: jobs that one matrix may have.
const most = 256;

function look(stack) {
  const { terraform, provider = {}, resource = {} } = JSON.parse(readFileSync(join(folder, stack, "cdk.tf.json"), "utf8"));
  if (!terraform.cloud) return { stack, why: "its state is local" };
  if (Object.keys(resource).length === 0) return { stack, why: "it has no resources" };
  if (provider.tfe || provider.github) return { stack, why: "its run holds a token; HCP Terraform's assessments look at it" };
  return { stack, terraform: terraform.required_version, hostname: terraform.cloud.hostname };
}

await main(() => {
  const all = readdirSync(folder).sort().map(look);
  const stacks = all.filter(({ why }) => !why);
  for (const { stack, why } of all) if (why) console.log(`${stack}: not looked at, ${why}`);
  if (stacks.length > most)
    throw new Error(`${stacks.length} stacks; GitHub runs ${most} jobs of a matrix; split drift.yml by environment`);
  appendFileSync(required("GITHUB_OUTPUT"), `stacks=${JSON.stringify(stacks)}\n`);
  console.log(`${stacks.length} stacks to look at`);
});
