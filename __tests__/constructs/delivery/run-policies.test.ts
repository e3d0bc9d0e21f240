import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { fileReads } from "../../../atlantis/expressions.ts";
import { planRules } from "../../../constructs/delivery/run-policies.ts";
import type { StackSpec } from "../../../stacks/stack-spec.ts";
import { Engine } from "../../../synth/engine.ts";
import { defaultStacks } from "../../estate.ts";

/** Every file of the workspaces stack, by path. */
function render(): Record<string, string> {
  const engine = new Engine();
  try {
    const files = engine.render(defaultStacks().find(({ layer }) => layer === "workspaces") as StackSpec);
    return Object.fromEntries(files.map(({ path, bytes }) => [path, bytes.toString("utf8")]));
  } finally {
    engine.close();
  }
}

const files = render();
const json = JSON.parse(files["cdk.tf.json"] ?? "{}");
const policies = Object.values(json.resource.tfe_policy as Record<string, Record<string, string>>);

it("lays each rule beside the JSON, as it is, where a remote run finds it", () => {
  expect(policies).toHaveLength(2 * Object.keys(planRules).length);
  for (const { policy = "", query = "" } of policies) {
    const [, path = ""] = /^\$\{file\("\$\{path\.module\}\/(assets\/[^"]+)"\)\}$/.exec(policy) ?? [];
    const [, rule = ""] = /^data\.terraform\.(\w+)\.deny$/.exec(query) ?? [];
    expect(files[path], policy).toBe(readFileSync(`policies/terraform/${rule}.rego`, "utf8"));
  }
});

it("reads files that the guard on the Atlantis server lets a stack read", () => {
  expect(fileReads(json)).toEqual([]);
});

it("gives the same files every time, and no others", () => {
  expect(render()).toEqual(files);
  expect(Object.keys(files).filter((path) => path !== "cdk.tf.json" && !/^assets\/\w+\/[0-9A-F]{32}\/\w+\.rego$/.test(path))).toEqual([]);
});
