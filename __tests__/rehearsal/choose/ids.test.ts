import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { AWS_ROWS } from "../../../rehearsal/cloud/choose/aws-ids.ts";
import { AZURE_IDS } from "../../../rehearsal/cloud/choose/azure-ids.ts";
import { identityOf, immutableOf } from "../../../rehearsal/cloud/choose/choose.ts";
import { GCP_IDS } from "../../../rehearsal/cloud/choose/gcp-ids.ts";
import { IMMUTABLE } from "../../../rehearsal/cloud/choose/immutable.ts";
import { OTHER_IDS } from "../../../rehearsal/cloud/choose/other-ids.ts";
import { SAAS_IDS } from "../../../rehearsal/cloud/choose/saas-ids.ts";
import { attributesIn } from "../../../rehearsal/cloud/choose/template.ts";
import { readStacks } from "../../../rehearsal/read-stacks.ts";
import { schemasFor } from "../../../rehearsal/schema/schemas.ts";
import { usedTypes } from "../../../rehearsal/schema/used.ts";
import type { Stack } from "../../../rehearsal/stacks.ts";

const rows = { ...AWS_ROWS, ...GCP_IDS, ...AZURE_IDS, ...OTHER_IDS };
const tables = [AWS_ROWS, GCP_IDS, AZURE_IDS, OTHER_IDS, SAAS_IDS];
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

  it("say every type once", () => {
    const types = tables.flatMap((table) => Object.keys(table));
    expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
  });

  it("hold services without an installed binding, whose types nothing here can judge, in a table of their own", () => {
    const providers = [...new Set(Object.keys(SAAS_IDS).map((type) => type.split("_")[0]))];
    expect(providers.filter((name) => existsSync(`node_modules/@cdktf/provider-${name}`))).toEqual([]);
  });

  it.each(Object.keys(IMMUTABLE))("what cannot be changed of %s are arguments that it has, and its id is drawn by the cloud", (type) => {
    const own = attributes.get(type) ?? {};
    for (const name of immutableOf(type)) expect(own[name]?.required || own[name]?.optional, name).toBe(true);
    const row = AWS_ROWS[type]?.id ?? { ...GCP_IDS, ...AZURE_IDS, ...OTHER_IDS }[type] ?? "";
    expect(row === "{arn}" ? AWS_ROWS[type]?.arn : row).toMatch(/\{([^{}]*\|)?(hex|digits|code|CODE|uuid)\d*\}/);
  });

  it("tell what an object is called from what else cannot be changed of it", () => {
    expect(identityOf("aws_vpc")).toEqual([]);
    expect(immutableOf("aws_vpc")).toEqual(["cidr_block"]);
    expect(immutableOf("aws_iam_role")).toEqual(identityOf("aws_iam_role"));
    expect(identityOf("google_compute_subnetwork")).toEqual(["project", "region", "name"]);
    expect(immutableOf("constructor")).toEqual([]);
  });

  it.each(Object.entries(AWS_ROWS).filter(([, { arn }]) => arn !== undefined))(
    "the ARN of %s is made of what it has",
    (type, { arn = "" }) => {
      for (const name of attributesIn(arn)) expect(attributes.get(type), name).toHaveProperty(name);
      expect(arn).toMatch(/^[a-z0-9-]+::?./);
    },
  );
});
