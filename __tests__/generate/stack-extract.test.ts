import { describe, expect, it } from "vitest";
import { addressesIn, stackExtract } from "../../generate/stack-extract.ts";
import { committed, committedIds, resources } from "../estate.ts";

describe("what is derived knows of a stack", () => {
  it.each(committedIds())("%s: the same after it was kept, and every address", (id) => {
    const document = { ...committed(id), resource: committed(id).resource ?? {} };
    const extract = stackExtract(document);
    expect(JSON.parse(JSON.stringify(extract))).toEqual(extract);
    expect(addressesIn(extract)).toEqual(resources(document).map(([type, name]) => `${type}.${name}`));
    expect(extract.providers).toEqual(document.terraform.required_providers);
  });

  it("its Terraform, workspace, providers and what has no price", () => {
    const terraform = {
      required_version: "1.11.4",
      cloud: { workspaces: { name: "acme-one" } },
      required_providers: { aws: { source: "a", version: "1" } },
    };
    const resource = { aws_db_instance: { One: { instance_class: "${local.size}" } }, aws_vpc: { Vpc: {} } };
    expect(stackExtract({ terraform, provider: { aws: [{ region: "r" }] }, resource })).toEqual({
      version: "1.11.4",
      workspace: "acme-one",
      providers: terraform.required_providers,
      settings: { aws: [{ region: "r" }] },
      resources: { aws_db_instance: ["One"], aws_vpc: ["Vpc"] },
      unpriced: [expect.stringContaining("aws_db_instance.One: instance_class: got ${local.size}")],
    });
  });

  it("nothing of a stack without anything", () => {
    expect(stackExtract({})).toEqual({ providers: {}, settings: {}, resources: {}, unpriced: [] });
  });
});
