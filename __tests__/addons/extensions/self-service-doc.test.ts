import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { definition, type SelfServiceKind, selfServiceKinds } from "../../../constructs/addons/extensions/crossplane-definitions.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { sampleContext } from "../sample-context.ts";

interface Schema {
  readonly type: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
}
interface Example {
  readonly apiVersion: string;
  readonly kind: SelfServiceKind;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: Record<string, unknown>;
}

const page = readFileSync("docs/self-service.md", "utf8");
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => parse(text) as Example);
const exampleOf = (kind: SelfServiceKind) => examples.find((example) => example.kind === kind) as Example;

function schemaOf(kind: SelfServiceKind, cloud: (typeof cloudNames)[number]): { schema: Schema; group: string } {
  const { spec } = definition(kind, sampleContext(cloud)) as unknown as {
    spec: { group: string; versions: { name: string; schema: { openAPIV3Schema: { properties: { spec: Schema } } } }[] };
  };
  const [version] = spec.versions;
  return { schema: version?.schema.openAPIV3Schema.properties.spec as Schema, group: `${spec.group}/${version?.name}` };
}

/** What the API server would say against the value, in short. */
function problems(value: unknown, schema: Schema, at = "spec"): string[] {
  const kinds: Record<string, string> = { integer: "number", object: "object", string: "string", boolean: "boolean", number: "number" };
  if (typeof value !== kinds[schema.type]) return [`${at}: not ${schema.type}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${at}: not one of ${schema.enum.join(", ")}`];
  if (typeof value === "string" && schema.pattern && !new RegExp(schema.pattern).test(value)) return [`${at}: not ${schema.pattern}`];
  if (typeof value === "string" && value.length < (schema.minLength ?? 0)) return [`${at}: too short`];
  if (typeof value === "number" && (value < (schema.minimum ?? value) || value > (schema.maximum ?? value))) return [`${at}: out of range`];
  if (typeof value !== "object" || value === null) return [];
  const missing = (schema.required ?? []).filter((field) => !(field in value)).map((field) => `${at}.${field}: missing`);
  const within = Object.entries(value).flatMap(([field, inner]) => {
    const below = schema.properties?.[field];
    return below ? problems(inner, below, `${at}.${field}`) : [`${at}.${field}: unknown`];
  });
  return [...missing, ...within];
}

describe.each(cloudNames)("the guide's examples on %s", (cloud) => {
  it("show every kind once", () => expect(examples.map(({ kind }) => kind).sort()).toEqual([...selfServiceKinds].sort()));

  it.each(selfServiceKinds)("%s is what the definition accepts", (kind) => {
    const { schema, group } = schemaOf(kind, cloud);
    expect(exampleOf(kind).apiVersion).toBe(group);
    expect(problems(exampleOf(kind).spec, schema)).toEqual([]);
  });
});

describe("the definitions", () => {
  it.each([
    ["ObjectStore", { purpose: "Invoices" }, "spec.purpose: not ^[a-z]{3,8}$"],
    ["ObjectStore", {}, "spec.purpose: missing"],
    ["Database", { storageGib: 100 }, "spec.storageGib: not one of 32, 64, 128, 256, 512"],
    ["Database", { backupDays: 36 }, "spec.backupDays: out of range"],
    ["CacheInstance", { size: "xl" }, "spec.size: not one of s, m, l"],
    ["CacheInstance", { engine: "redis" }, "spec.engine: unknown"],
  ] as const)("refuse for %s: %j", (kind, spec, problem) => {
    expect(problems(spec, schemaOf(kind, "aws").schema)).toEqual([problem]);
  });

  it("ask for an administrator where only the cloud's own logins exist", () => {
    expect(problems({}, schemaOf("Database", "aws").schema)).toEqual([]);
    for (const cloud of ["gcp", "azure"] as const)
      expect(problems({}, schemaOf("Database", cloud).schema)).toEqual(["spec.administrator: missing"]);
  });

  it("have defaults that they accept themselves", () => {
    for (const cloud of cloudNames)
      for (const kind of selfServiceKinds)
        for (const [field, property] of Object.entries(schemaOf(kind, cloud).schema.properties ?? {}))
          if ("default" in property) expect(problems(property.default, property, field)).toEqual([]);
  });
});
