import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributesIn, type Parts, render } from "../../../rehearsal/cloud/choose/template.ts";

const parts = (attributes: Record<string, string>): Parts => ({
  attribute: (name) => attributes[name],
  random: (kind, length) => `<${kind}${length}>`,
  own: (kind, length) => `<own ${kind}${length}>`,
  setting: (name) => `@${name}`,
});

describe("a row of the ids", () => {
  it("takes attributes, settings, the last part of a path, and text drawn by lot", () => {
    const row = "projects/{project|@project}/keys/{ring:last}/{hex17}-{uuid}";
    expect(render(row, parts({ project: "p", ring: "a/b/c" }))).toBe("projects/p/keys/c/<hex17>-<uuid0>");
    expect(render(row, parts({ ring: "c" }))).toBe("projects/@project/keys/c/<hex17>-<uuid0>");
  });

  it("gives nothing while an attribute is unknown, or known to be empty", () => {
    expect(render("{name}", parts({}))).toBeUndefined();
    expect(render("{name}", parts({ name: "" }))).toBeUndefined();
  });

  it("takes the first that is known of several, a text where none is", () => {
    const row = "{path|=/}{name|uuid}";
    expect(render(row, parts({}))).toBe("/<uuid0>");
    expect(render(row, parts({ path: "/teams/", name: "n" }))).toBe("/teams/n");
  });

  it("draws by the place of the attribute where that is asked", () => {
    expect(render("{hex12}.{~hex12}", parts({}))).toBe("<hex12>.<own hex12>");
  });

  it("names the attributes it takes, once each, and nothing else", () => {
    expect(attributesIn("{a}/{b|@region}/{a:last}/{c|d|=x}/{code16}/{c|uuid}/{~hex4}")).toEqual(["a", "b", "c", "d"]);
  });

  it("is filled in exactly when all of its attributes are known", () => {
    const names = fc.uniqueArray(fc.constantFrom("name", "role", "zone", "path"), { minLength: 1 });
    fc.assert(
      fc.property(names, fc.subarray(["name", "role", "zone", "path"]), (taken, known) => {
        const row = taken.map((name) => `{${name}}`).join("/");
        const text = render(row, parts(Object.fromEntries(known.map((name) => [name, name.toUpperCase()]))));
        expect(text).toBe(taken.every((name) => known.includes(name)) ? taken.join("/").toUpperCase() : undefined);
      }),
    );
  });
});
