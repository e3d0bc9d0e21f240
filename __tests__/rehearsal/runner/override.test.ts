import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readStacks } from "../../../rehearsal/read-stacks.ts";
import { withAddresses } from "../../../rehearsal/runner/addresses.ts";
import { overrideOf } from "../../../rehearsal/runner/override.ts";
import { protectedAddresses, releaseOf } from "../../../rehearsal/runner/release.ts";
import { allows } from "../../../rehearsal/runner/terraform-version.ts";
import { variableValues } from "../../../rehearsal/runner/variables.ts";
import { reads, stack, stackJson } from "./estate.ts";

const settings = {
  stateFile: (id: string) => `/tmp/r/states/${id}.tfstate`,
  byWorkspace: new Map([["acme-network", "network"]]),
  anyVersion: false,
};

describe("the override of a stack", () => {
  it("keeps the state here, and reads the states of others here", () => {
    const data = { terraform_remote_state: { ...reads("network"), ...reads("elsewhere") } };
    expect(overrideOf(stack("cluster", { data }), settings)).toEqual({
      terraform: { backend: { local: { path: "/tmp/r/states/cluster.tfstate" } } },
      data: {
        terraform_remote_state: {
          network: { backend: "local", config: { path: "/tmp/r/states/network.tfstate" } },
          elsewhere: { backend: "local", config: { path: "/tmp/r/states/acme-elsewhere.tfstate" } },
        },
      },
    });
  });

  it("asks for no version only when the machine's is another", () => {
    expect(overrideOf(stack("s"), { ...settings, anyVersion: true }).terraform).toHaveProperty("required_version", ">= 0.12");
  });
});

describe("the address of a resource", () => {
  const json = {
    resource: {
      random_pet: { One: { prefix: 'a "{" \\ brace' }, Each: { for_each: "${toset([])}" }, Counted: { count: 2 }, Empty: {} },
      terraform_data: { Own: { input: { resource: { a: { b: {} } } } } },
    },
    data: { random_pet: { Other: {} } },
    output: { list: { value: [{ resource: {} }, {}, "x"] } },
  };
  const addresses = {
    One: "s/random_pet.One",
    Each: 's/random_pet.Each["${each.key}"]',
    Counted: "s/random_pet.Counted[${count.index}]",
    Empty: "s/random_pet.Empty",
  };

  it.each([0, 2])("is added to the text, with the key of an instance, and to nothing else (indented by %i)", (indent) => {
    const text = JSON.stringify(json, undefined, indent);
    const expected = structuredClone(json) as { resource: { random_pet: Record<string, object> } };
    for (const [name, address] of Object.entries(addresses))
      Object.assign(expected.resource.random_pet[name] ?? {}, { rehearsal_address: address });
    const written = withAddresses(text, { id: "s", json });
    expect(JSON.parse(written)).toEqual(expected);
    expect(written.split("\n").length).toBe(text.split("\n").length);
    expect(
      written
        .split("\n")
        .map((line) => line.replace(/ "rehearsal_address": "(?:[^"\\]|\\.)*",?/g, ""))
        .join("\n"),
    ).toBe(text);
  });

  it("is found in every resource of the repository", () => {
    for (const { id, json: real, folder } of readStacks("cdktf.out")) {
      const written = JSON.parse(withAddresses(readFileSync(join(folder, "cdk.tf.json"), "utf8"), { id, json: real }));
      for (const [type, byName] of Object.entries(real.resource ?? {}))
        for (const name of Object.keys(byName)) expect(written.resource[type][name].rehearsal_address).toBe(`${id}/${type}.${name}`);
    }
  });
});

describe("a required version", () => {
  it.each([
    ["1.11.4", "1.11.4", true],
    ["= 1.11.4", "1.11.5", false],
    ["1.11.4", "1.12.0", false],
    [">= 1.10, < 2.0", "1.11.4", true],
    [">= 1.10, < 2.0", "2.0.0", false],
    ["~> 1.11", "1.12.3", true],
    ["~> 1.11", "2.0.0", false],
    ["~> 1.11.2", "1.11.9", true],
    ["~> 1.11.2", "1.12.0", false],
    ["> 1.11, != 1.11.4", "1.11.4", false],
    ["<= 1.11.4", "1.11.4", true],
  ])("%s and %s: %s", (constraint, version, expected) => {
    expect(allows(constraint, version)).toBe(expected);
  });

  it("is met by itself and by what is newer, by property", () => {
    const part = fc.nat(40);
    fc.assert(
      fc.property(part, part, part, fc.integer({ min: 1, max: 9 }), (a, b, c, more) => {
        expect(allows(`${a}.${b}.${c}`, `${a}.${b}.${c}`)).toBe(true);
        expect(allows(`~> ${a}.${b}.${c}`, `${a}.${b}.${c + more}`)).toBe(true);
        expect(allows(`>= ${a}.${b}.${c}`, `${a}.${b + more}.0`)).toBe(true);
        expect(allows(`< ${a}.${b}.${c}`, `${a + more}.0.0`)).toBe(false);
      }),
    );
  });
});

describe("variables", () => {
  const valuesOf = (variable: object, given = {}): object => variableValues(stackJson("s", { variable }), given);

  it("without a value of their own get one of their type", () => {
    const variable = {
      text: { type: "string" },
      untyped: {},
      number: { type: "number" },
      flag: { type: "bool" },
      names: { type: "list(string)" },
      tags: { type: "${map(string)}" },
      pair: { type: "tuple([string, number])" },
      shape: { type: "object({ name = string, size = optional(number), inner = object({ ids = set(string), on = bool }) })" },
      run: { type: "object({ default = object({ client_id_file_path = string }) })" },
    };
    expect(valuesOf(variable)).toEqual({
      text: "rehearsal",
      untyped: "rehearsal",
      number: "1",
      flag: "false",
      names: "[]",
      tags: "{}",
      pair: '["rehearsal", 1]',
      shape: '{ name = "rehearsal", inner = { ids = [], on = false } }',
      run: '{ default = { client_id_file_path = "rehearsal.txt" } }',
    });
  });

  it("have in their maps what the stack looks up there", () => {
    const type = "object({ aliases = map(object({ file = string })) })";
    const provider = { aws: [{ shared_config_files: ['${var.keys.aliases["CENTRAL"].file}', '${var.other["MINE"]}'] }] };
    expect(variableValues(stackJson("s", { variable: { keys: { type } }, provider }), {})).toEqual({
      keys: '{ aliases = { CENTRAL = { file = "rehearsal" } } }',
    });
  });

  it("that are secrets with the default null get a value, others keep their default", () => {
    const variable = {
      pem: { type: "string", sensitive: true, default: null },
      note: { type: "string", default: null },
      list: { type: "list(string)", sensitive: true, default: null },
      region: { type: "string", default: "x" },
    };
    expect(valuesOf(variable)).toEqual({ pem: "rehearsal" });
    expect(valuesOf(variable, { region: "y", pem: "key", unknown: "z" })).toEqual({ pem: "key", region: "y" });
  });
});

describe("the release of what is protected", () => {
  const released = (body: object): unknown => releaseOf(stack("s", { resource: { t: { R: body } } }));
  const content = (body: object): unknown => (released(body) as { override: { resource: { t: { R: unknown } } } }).override.resource.t.R;

  it("lifts prevent_destroy, which needs no apply", () => {
    expect(released({ name: "x", lifecycle: { prevent_destroy: true, ignore_changes: ["name"] } })).toEqual({
      override: { resource: { t: { R: { lifecycle: { prevent_destroy: false } } } } },
      changesResources: false,
    });
  });

  it("turns what protects, whatever its sense and however it is written", () => {
    const body = { deletion_protection: true, force_destroy: false, enable_deletion_protection: "true", deletion_policy: "PREVENT" };
    const expected = { deletion_protection: false, force_destroy: true, enable_deletion_protection: false, deletion_policy: "DELETE" };
    expect(content(body)).toEqual(expected);
    expect(released(body)).toHaveProperty("changesResources", true);
    expect(content({ deletion_protection: "ACTIVE" })).toEqual({ deletion_protection: "INACTIVE" });
  });

  it("repeats a block that holds a protection with all that it has", () => {
    const settings = [{ tier: "small", deletion_protection_enabled: true, backup: [{ hours: 3 }] }];
    expect(content({ name: "x", settings })).toEqual({
      settings: [{ tier: "small", deletion_protection_enabled: false, backup: [{ hours: 3 }] }],
    });
  });

  it("is nothing where nothing protects", () => {
    expect(
      released({ deletion_protection: false, force_destroy: true, deletion_policy: "ABANDON", lifecycle: { prevent_destroy: false } }),
    ).toBeUndefined();
    expect(protectedAddresses(stack("s", { resource: { t: { R: {}, P: { lifecycle: { prevent_destroy: true } } } } }))).toEqual(["t.P"]);
  });
});
