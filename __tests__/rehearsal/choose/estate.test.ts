import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Context, chosen } from "../../../rehearsal/cloud/choose/choose.ts";
import { accountOf, StackSettings } from "../../../rehearsal/cloud/settings.ts";
import { readStacks } from "../../../rehearsal/read-stacks.ts";
import type { Attribute } from "../../../rehearsal/schema/schema.ts";
import { schemasFor } from "../../../rehearsal/schema/schemas.ts";
import { usedTypes } from "../../../rehearsal/schema/used.ts";
import type { Stack } from "../../../rehearsal/stacks.ts";
import { Dynamic, isObject, type ObjectValue, type Value } from "../../../rehearsal/values.ts";

const cache = mkdtempSync(join(tmpdir(), "choose-"));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

interface Made {
  /** Of the account, project or cluster it is in. */
  readonly account: string;
  readonly type: string;
  readonly key: string;
  readonly context: Context;
  readonly values: ObjectValue;
  readonly chosen: ObjectValue;
}

/** Every resource of a stack, with what is chosen for its attributes that the configuration leaves out. */
function madeIn(stack: Stack): Made[] {
  const schemas = Object.values(schemasFor(stack, usedTypes(stack), cache));
  const settings = new StackSettings(stack);
  return Object.entries(stack.json.resource ?? {}).flatMap(([type, bodies]) => {
    const attributes = schemas.map(({ resource_schemas }) => resource_schemas[type]?.block.attributes).find(Boolean) ?? {};
    return Object.entries(bodies).map(([name, body]) => {
      const context = { stack: stack.id, settings: settings.literalsOf(type, name) };
      const key = `${stack.id}/${type}.${name}`;
      const config = { ...body } as ObjectValue;
      const account = accountOf(type, body, settings.blockOf(type, name), stack.id);
      return { account, type, key, context, values: config, chosen: chosenFor(key, type, attributes, config, context) };
    });
  });
}

function chosenFor(key: string, type: string, attributes: Readonly<Record<string, Attribute>>, config: ObjectValue, context: Context) {
  const left = Object.entries(attributes).filter(([name, { computed }]) => computed && !Object.hasOwn(config, name));
  const found: Record<string, Value> = {};
  for (const [name, attribute] of left.sort(([one]) => (one === "id" ? -1 : 0))) {
    if (attribute.type === undefined) continue;
    found[name] = chosen({ object: { key, type }, path: [name], type: attribute.type, values: { ...config, ...found } }, context);
  }
  return found;
}

/** Where a value holds a word that says nothing but what it is for: what is left when no table knows better. */
function empty(value: Value | undefined, name: string): string[] {
  if (typeof value === "string") {
    return new RegExp(`^${name.replaceAll("_", "-")}-[0-9a-f]{8}$`).test(value) || value.includes("example.net") ? [name] : [];
  }
  if (value instanceof Dynamic) return [];
  if (Array.isArray(value)) return value.flatMap((element: Value) => empty(element, name));
  return isObject(value) ? Object.entries(value).flatMap(([inner, member]) => empty(member, inner).map((at) => `${name}.${at}`)) : [];
}

const made = readStacks("cdktf.out").flatMap(madeIn);

describe("what is chosen for the estate", () => {
  it("is something a cloud would say, for every attribute that is left out", () => {
    expect(made.length).toBeGreaterThan(2000);
    const places = made.flatMap((one) =>
      Object.entries(one.chosen).flatMap(([name, value]) => empty(value, name).map((at) => `${one.type}.${at}`)),
    );
    expect([...new Set(places)].sort()).toEqual([]);
  });

  it("gives no two objects of a type one id, but for passwords, which have none", () => {
    const ids = made.flatMap(({ account, type, chosen: { id } }) => (id === undefined ? [] : [`${type} ${account} ${id}`]));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index && !id.includes("${") && !id.startsWith("random_password "))).toEqual([]);
  });

  it("gives no two objects one public address", () => {
    const addresses = made.flatMap(({ chosen: all }) =>
      Object.values(all).filter((value) => typeof value === "string" && /^198\.1[89]\./.test(value)),
    );
    expect(addresses.length).toBeGreaterThan(20);
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});
