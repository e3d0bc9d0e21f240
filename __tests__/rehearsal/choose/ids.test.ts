import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { AWS_ROWS } from "../../../rehearsal/cloud/choose/aws-ids.ts";
import { AZURE_IDS } from "../../../rehearsal/cloud/choose/azure-ids.ts";
import { identityOf } from "../../../rehearsal/cloud/choose/choose.ts";
import { GCP_IDS } from "../../../rehearsal/cloud/choose/gcp-ids.ts";
import { OTHER_IDS } from "../../../rehearsal/cloud/choose/other-ids.ts";
import { attributesIn } from "../../../rehearsal/cloud/choose/template.ts";
import { readStacks } from "../../../rehearsal/read-stacks.ts";
import { schemasFor } from "../../../rehearsal/schema/schemas.ts";
import { usedTypes } from "../../../rehearsal/schema/used.ts";
import type { Stack } from "../../../rehearsal/stacks.ts";

const rows = { ...AWS_ROWS, ...GCP_IDS, ...AZURE_IDS, ...OTHER_IDS };
const cache = mkdtempSync(join(tmpdir(), "choose-"));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const hashicorp = ["aws", "azurerm", "google", "helm", "kubernetes", "random", "tfe", "vault"];
const sources = Object.fromEntries(hashicorp.map((name) => [name, { source: name }]));
const required_providers = {
  ...sources,
  github: { source: "integrations/github" },
  cloudflare: { source: "cloudflare/cloudflare" },
};
const stack: Stack = { id: "all", folder: "", reads: [], json: { terraform: { required_providers } } };
const schemas = schemasFor(stack, { resources: new Set(Object.keys(rows)), data: new Set(), ephemeral: new Set() }, cache);
const attributes = new Map(
  Object.values(schemas).flatMap(({ resource_schemas }) =>
    Object.entries(resource_schemas).map(([type, { block }]) => [type, block.attributes ?? {}] as const),
  ),
);

describe("the tables of ids", () => {
  it("have a row for every resource type of the estate", () => {
    const used = new Set(readStacks("cdktf.out").flatMap((one) => [...usedTypes(one).resources]));
    expect(used.size).toBeGreaterThan(200);
    expect([...used].filter((type) => !Object.hasOwn(rows, type))).toEqual([]);
  });

  it.each(Object.keys(rows))("%s is a type that there is, called by arguments that it has", (type) => {
    const own = attributes.get(type) ?? {};
    expect(attributes.has(type)).toBe(true);
    for (const name of identityOf(type)) expect(own[name]?.required || own[name]?.optional, name).toBe(true);
  });

  it.each(Object.entries(AWS_ROWS).filter(([, { arn }]) => arn !== undefined))(
    "the ARN of %s is made of what it has",
    (type, { arn = "" }) => {
      for (const name of attributesIn(arn)) expect(attributes.get(type), name).toHaveProperty(name);
      expect(arn).toMatch(/^[a-z0-9-]+::?./);
    },
  );
});
