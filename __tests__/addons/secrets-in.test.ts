import { describe, expect, it } from "vitest";
import { unknownKeys } from "./chart-keys.ts";
import { secretsIn } from "./secrets-in.ts";

describe("a secret in plain text", () => {
  it.each([
    ["by its key", { auth: { password: "Hunter2!" } }, ".auth.password"],
    ["by its format", { url: "https://hooks.slack.com/services/T0/B0/x" }, ".url"],
    ["by its look", { list: ["x", "aB3dE5gH7jK9mN1pQ3sT5uVw"] }, ".list[1]"],
  ])("is found %s", (_, value, path) => {
    expect(secretsIn(value)).toEqual([path]);
  });

  it("is not a reference to one, nor a name", () => {
    expect(
      secretsIn({
        existingSecret: "loki",
        apiKey: "$DD_API_KEY",
        key: "objstore.yml",
        token: "cloudflare-token",
        arn: "<bucket.kms_key_id>",
      }),
    ).toEqual([]);
  });
});

describe("a key that a chart does not know", () => {
  const known = { chart: "x", version: "1.0.0", source: "https://example.com", keys: ["a.b", "list"], free: ["a.open"] };

  it("is found at any depth, but not below what is open", () => {
    expect(unknownKeys({ a: { b: 1, c: 2, open: { anything: { goes: 1 } } }, list: [{ x: 1 }], other: { deep: 1 } }, known)).toEqual([
      "a.c",
      "other.deep",
    ]);
  });
});
