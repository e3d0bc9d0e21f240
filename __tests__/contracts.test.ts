import { describe, expect, it } from "vitest";
import { accountContract } from "../constructs/account/contract.ts";
import { bucketContract } from "../constructs/bucket/contract.ts";
import { cacheContract } from "../constructs/cache/contract.ts";
import { clusterContract } from "../constructs/cluster/contract.ts";
import { type Contract, outputName } from "../constructs/contract.ts";
import { databaseContract } from "../constructs/database/contract.ts";
import { ingressContract } from "../constructs/ingress/contract.ts";
import { networkContract } from "../constructs/network/contract.ts";
import type { PlacedSpec, StackSpec } from "../stacks/stack-spec.ts";
import { defaultStacks, placedStacks, type StackJson, synthesized } from "./estate.ts";

const contracts: Record<string, Contract> = {
  account: accountContract,
  network: networkContract,
  ingress: ingressContract,
  cluster: clusterContract,
  database: databaseContract,
  cache: cacheContract,
  bucket_velero: bucketContract.named("velero"),
};

/** The stack of each place of prod that publishes the contract. */
const producers = (contract: string): PlacedSpec[] =>
  placedStacks().filter(({ environment, publishes }) => environment === "prod" && publishes.includes(contract));

const outputsOf = (stack: StackJson, contract: string) =>
  Object.entries(stack.output ?? {}).filter(([name]) => name.startsWith(`${contract}__`));

/** Other products for the data stacks that offer them. */
const dataVariants: Record<string, { database?: object; cache?: object }> = {
  "prod-aws-use1-data": { database: { kind: "aurora-postgresql" } },
  "prod-gcp-use4-data": { cache: { product: "legacy" } },
  "prod-azure-eus2-data": { database: { kind: "postgresql" }, cache: { product: "legacy" } },
};

describe.each(Object.keys(contracts))("contract %s", (name) => {
  const contract = contracts[name] as Contract;

  it("is published by all three clouds, with exactly its fields, none of them empty of meaning", () => {
    const stacks = producers(name);
    expect(stacks.map(({ place }) => place.cloud)).toEqual(["aws", "gcp", "azure"]);
    for (const spec of stacks) expectContract(spec, contract);
  });
});

describe.each(Object.keys(dataVariants))("%s with its other products", (id) => {
  it("publishes the same contracts", () => {
    const spec = defaultStacks().find((candidate) => candidate.id === id) as StackSpec;
    for (const [part, change] of Object.entries(dataVariants[id] ?? {}))
      Object.assign((spec.input as Record<string, object>)[part] ?? {}, change);
    for (const contract of [databaseContract, cacheContract]) expectContract(spec, contract);
  });
});

function expectContract(spec: StackSpec, contract: Contract): void {
  const outputs = new Map(outputsOf(synthesized(spec), contract.name).map(([name, { value }]) => [name, value]));
  const fields = Object.entries(contract.fields);
  expect([...outputs.keys()].sort(), spec.id).toEqual(fields.map(([field]) => outputName(contract, field)).sort());
  const kinds = { string: ["string"], number: ["number", "string"], boolean: ["boolean", "string"], list: ["object", "string"] };
  for (const [field, { kind }] of fields) {
    const value = outputs.get(outputName(contract, field));
    expect(kinds[kind], `${spec.id} ${field}: ${JSON.stringify(value)}`).toContain(typeof value);
    // What is not text is either a literal of its kind or exactly one reference.
    if (kind !== "string" && typeof value === "string") expect(value, `${spec.id} ${field}`).toMatch(/^\$\{[\s\S]*\}$/);
    if (kind === "list" && typeof value === "object") expect(Array.isArray(value), `${spec.id} ${field}`).toBe(true);
  }
}
