import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { ProviderSchema } from "../../../rehearsal/schema/schema.ts";
import { schemasFor } from "../../../rehearsal/schema/schemas.ts";
import { type UsedTypes, usedTypes } from "../../../rehearsal/schema/used.ts";
import type { Stack, StackJson } from "../../../rehearsal/stacks.ts";

const RANDOM = "registry.terraform.io/hashicorp/random";
const folder = mkdtempSync(join(tmpdir(), "schemas-"));
const cache = join(folder, "cache");
beforeEach(() => rmSync(cache, { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stackOf = (json: StackJson): Stack => ({ id: "dev-network", folder: "/stacks/dev-network", json, reads: [] });
const requiring = (sources: Readonly<Record<string, string>>, more: StackJson = {}): Stack => {
  const required_providers = Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, { source }]));
  return stackOf({ terraform: { required_providers }, ...more });
};
const serve = (stack: Stack, used: UsedTypes = usedTypes(stack), root?: string) => schemasFor(stack, used, cache, root);
const pets = requiring({ random: "hashicorp/random" }, { resource: { random_pet: { Name: {} }, random_string: { Suffix: {} } } });
const cached = (): string => join(cache, readdirSync(cache)[0] ?? "");

describe("schemas for a stack", () => {
  it("are keyed by full address, whatever the source leaves out and the stack calls the provider", () => {
    const stack = requiring({
      aws: "aws",
      chance: "hashicorp/random",
      cloudflare: "cloudflare/cloudflare",
      hub: "registry.terraform.io/integrations/github",
    });
    expect(Object.keys(serve(stack)).sort()).toEqual([
      "registry.terraform.io/cloudflare/cloudflare",
      "registry.terraform.io/hashicorp/aws",
      RANDOM,
      "registry.terraform.io/integrations/github",
    ]);
  });

  it("hold only the types the stack uses, with the facts of the provider", () => {
    const { resource_schemas } = serve(pets)[RANDOM] as ProviderSchema;
    expect(Object.keys(resource_schemas)).toEqual(["random_pet", "random_string"]);
    expect(resource_schemas.random_string?.version).toBe(2);
    expect(resource_schemas.random_pet?.block.attributes?.length).toEqual({ type: "number", optional: true, computed: true });
  });

  it("leave out a type the binding does not have", () => {
    const stack = requiring({ random: "random" }, { resource: { random_pets: { Name: {} } }, data: { random_pet: { Name: {} } } });
    expect(serve(stack)[RANDOM]).toMatchObject({ resource_schemas: {}, data_source_schemas: {} });
  });

  it("derive an ephemeral resource from the resource of its name", () => {
    const stack = requiring({ random: "random" }, { ephemeral: { random_password: { Admin: {} } } });
    const attributes = serve(stack)[RANDOM]?.ephemeral_resource_schemas.random_password?.block.attributes;
    expect(attributes?.result).toEqual({ type: "string", computed: true, sensitive: true });
    expect(attributes?.length).toEqual({ type: "number", required: true });
    expect(attributes?.keepers).toBeUndefined();
  });

  it("cover a provider that only the state still needs", () => {
    const used = usedTypes(stackOf({}), { resources: [{ mode: "managed", type: "github_team" }] });
    expect(Object.keys(serve(stackOf({}), used)["registry.terraform.io/integrations/github"]?.resource_schemas ?? {})).toEqual([
      "github_team",
    ]);
  });

  it("refuse a provider whose binding is not installed and say which are", () => {
    const stack = requiring({ null: "hashicorp/null" });
    expect(() => serve(stack)).toThrow(
      /dev-network: provider null \(registry\.terraform\.io\/hashicorp\/null\).*aws, azurerm.*npm install @cdktf\/provider-null/,
    );
  });
});

describe("the cache", () => {
  it("answers the second time without deriving", () => {
    const first = serve(pets);
    expect(serve(pets)).toEqual(first);
    const file = join(cached(), "resource.random_pet.json");
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), version: 77 }));
    expect(serve(pets)[RANDOM]?.resource_schemas.random_pet?.version).toBe(77);
  });

  it("leaves no half-written files behind", () => {
    serve(pets);
    expect(readdirSync(cached()).sort()).toEqual(["provider.json", "resource.random_pet.json", "resource.random_string.json"]);
  });

  it("derives anew when the facts change, and forgets what was derived before", () => {
    const root = join(folder, "root");
    mkdirSync(join(root, "rehearsal", "schema"), { recursive: true });
    symlinkSync(resolve("node_modules"), join(root, "node_modules"));
    cpSync(join("rehearsal", "schema", "facts"), join(root, "rehearsal", "schema", "facts"), { recursive: true });
    const file = join(root, "rehearsal", "schema", "facts", "random.json");
    serve(pets, usedTypes(pets), root);
    writeFileSync(file, readFileSync(file, "utf8").replace('"version":2', '"version":9'));
    expect(serve(pets, usedTypes(pets), root)[RANDOM]?.resource_schemas.random_string?.version).toBe(9);
    expect(readdirSync(cache)).toHaveLength(1);
  });
});
