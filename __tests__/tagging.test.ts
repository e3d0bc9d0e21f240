import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformResource } from "cdktf";
import { afterAll, describe, expect, it } from "vitest";
import { standardTags } from "../constructs/tags.ts";
import { built, committed, placedStacks } from "./estate.ts";

const scratch = mkdtempSync(join(tmpdir(), "tagging-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Where a resource's tags can be: the class's name of the input, and the attribute's. */
const places = { tags: "tags", labels: "labels", userLabels: "user_labels", resourceLabels: "resource_labels" };
const accepted: Record<string, RegExp> = {
  aws: /^[\p{L}\p{N} +\-=._:/@]{0,256}$/u,
  google: /^[a-z0-9_-]{0,63}$/,
  azurerm: /^.{0,256}$/,
};
const limits: Record<string, number> = { aws: 50, google: 64, azurerm: 15 };

describe.each(placedStacks().map((spec) => [spec.id, spec] as const))("%s", (id, spec) => {
  const stack = committed(id);
  const resources = built(spec, scratch).node.findAll().filter(TerraformResource.isTerraformResource);
  const taggable = resources.filter((resource) => Object.keys(places).some((input) => `${input}Input` in resource));

  it("has the standard tags on every resource that can carry any, as its cloud accepts them", () => {
    // What runs in clusters has labels; what Google gives it besides are rights.
    const mayHaveNone = spec.place.cloud === "gcp" && ["platform", "apps"].includes(spec.layer);
    if (!mayHaveNone) expect(taggable.length).toBeGreaterThan(0);
    for (const { terraformResourceType: type, friendlyUniqueId: name } of taggable) {
      const attributes = stack.resource[type]?.[name] as unknown as Record<string, Record<string, string> | undefined>;
      const tags = Object.assign({}, ...Object.values(places).map((attribute) => attributes[attribute] ?? {})) as Record<string, string>;
      const expected = standardTags.filter((key) => key !== "auto-stop" || spec.environment === "dev");
      expect(Object.keys(tags), `${type}.${name}`).toEqual(expect.arrayContaining(expected));
      expect(tags.stack, `${type}.${name}`).toBe(id);
      const cloud = type.slice(0, type.indexOf("_"));
      for (const key of expected) expect(tags[key], `${type}.${name} ${key}`).toMatch(accepted[cloud] ?? /^$/);
      expect(Object.keys(tags).length, `${type}.${name}`).toBeLessThanOrEqual(limits[cloud] ?? 0);
    }
  });

  it("has them on what a resource makes in turn: nodes, volumes, database instances", () => {
    for (const [type, path] of nested) {
      for (const [name, attributes] of Object.entries(stack.resource[type] ?? {})) {
        const found = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], attributes);
        expect((found as Record<string, string> | undefined)?.stack, `${type}.${name}`).toBe(id);
      }
    }
  });
});

/** Tags that a stack-wide rule cannot reach, and where they are. */
const nested: [string, (string | number)[]][] = [
  ["aws_launch_template", ["tag_specifications", 0, "tags"]],
  ["aws_launch_template", ["tag_specifications", 1, "tags"]],
  ["google_sql_database_instance", ["settings", 0, "user_labels"]],
  ["google_container_node_pool", ["node_config", 0, "resource_labels"]],
];
