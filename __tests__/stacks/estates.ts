import { catalog } from "../../stacks/catalog.ts";
import { type Edits, edited, load } from "../config/fixture.ts";
import type { StackJson } from "../estate.ts";
import { synthesized } from "../estate.ts";

/** What production promises of three clouds; an estate with fewer takes it away. */
export const unpromised: Edits = { "prod:recovery": undefined };

const orders = { name: "public.orders", owner: "aws" };
const catalogTable = { name: "public.catalog", owner: "gcp" };
const invoices = { name: "dbo.invoices", owner: "azure", to: ["aws"], seed: "dms" };

/** Estates that differ in how many places production has, with tables that ask for what can be had there. */
export const productions: Readonly<Record<string, Edits>> = {
  "AWS and Google": {
    ...unpromised,
    "staging:dataSync": false,
    "prod:clouds.azure": undefined,
    "estate:dataSync.tables": [orders, catalogTable],
  },
  "AWS and Azure": { ...unpromised, "staging:dataSync": false, "prod:clouds.gcp": undefined, "estate:dataSync.tables": [orders, invoices] },
  "three clouds": {},
  "two places in each of three clouds": {
    ...unpromised,
    "prod:clouds.aws.regions.us-west-2": {},
    "prod:clouds.gcp.regions.us-west1": {},
    "prod:clouds.azure.regions.westus3": {},
  },
};

/** A stack of an estate, as it is synthesized. */
export function stackIn(edits: Edits, id: string): StackJson | undefined {
  const spec = catalog(load(edited(edits))).find((one) => one.id === id);
  return spec && synthesized(spec);
}
