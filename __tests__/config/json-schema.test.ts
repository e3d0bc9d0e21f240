import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jsonSchemas, jsonSchemaText } from "../../config/json-schema.ts";
import { committed, folder } from "./fixture.ts";

type Json = { [key: string]: Json };

describe.each(Object.entries(jsonSchemas))("%s", (file, schema) => {
  const text = jsonSchemaText(schema);

  it("is what the schema gives; run the generator when it is not", () => {
    expect(readFileSync(join(folder, file), "utf8")).toBe(text);
  });

  it("describes every key", () => {
    expect(undescribed(JSON.parse(text), JSON.parse(text))).toEqual([]);
  });
});

it("is named by every file for the editor", () => {
  const yaml = Object.entries(committed).filter(([path]) => path.endsWith(".yaml"));
  expect(yaml.length).toBe(4);
  for (const [, text] of yaml) expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/schema\.json\n/);
});

it("offers the regions of each cloud", () => {
  const prod = JSON.parse(jsonSchemaText(jsonSchemas["environments/schema.json"] as never));
  expect(Object.keys(prod.properties.clouds.properties.azure.properties.regions.properties)).toContain("eastus2");
});

/** Keys without a description, of their own or of what they refer to. */
function undescribed(root: Json, schema: Json, path = ""): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const target = [value, ...((value.allOf as unknown as Json[]) ?? [])].map((part) => refer(root, part));
    const described = target.some((part) => part?.description !== undefined);
    return [...(described ? [] : [`${path}${key}`]), ...undescribed(root, value, `${path}${key}.`)];
  });
  const definitions = path === "" ? Object.entries(schema.definitions ?? {}) : [];
  return [...own, ...definitions.flatMap(([name, value]) => undescribed(root, value, `${name}.`))];
}

const refer = (root: Json, schema: Json): Json | undefined =>
  typeof schema.$ref === "string" ? root.definitions?.[(schema.$ref as string).split("/").at(-1) ?? ""] : schema;
