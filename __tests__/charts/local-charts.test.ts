import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { appsStack, givenTo } from "../constructs/sample-apps.ts";
import { hasHelm, linted, renderedRaw } from "./render.ts";

describe.skipIf(!hasHelm)("local charts", () => {
  it("are those that Helm is asked about here", () => expect(readdirSync("charts").sort()).toEqual(["raw", "service"]));

  it("please Helm's own checks", () => {
    const service = { image: { repository: "ghcr.io/acme/shop", tag: "1.2.3" }, platform: givenTo(appsStack("aws"), "shop") };
    expect(linted("service", service)).toContain("0 chart(s) failed");
    expect(linted("raw", {})).toContain("0 chart(s) failed");
  });

  it("raw: gives objects as they are, whatever is in them", () => {
    const resources = [
      {
        apiVersion: "example.com/v1",
        kind: "Rule",
        metadata: { name: "a" },
        spec: { summary: "{{ $labels.pod }} of ${POD}", text: "one\ntwo\n" },
      },
      { apiVersion: "example.com/v1", kind: "Rule", metadata: { name: "b" }, spec: { number: "12", list: [] } },
    ];
    expect(renderedRaw({ resources })).toEqual(resources);
    expect(renderedRaw({})).toEqual([]);
  });
});
