import { type Context, chosen } from "../../../rehearsal/cloud/choose/choose.ts";
import type { Type } from "../../../rehearsal/schema/schema.ts";
import type { ObjectValue, Value } from "../../../rehearsal/values.ts";

/** What surrounds an object of AWS. */
export const aws: Context = {
  stack: "s",
  settings: { region: "eu-west-1", allowed_account_ids: ["111122223333"], default_tags: [{ tags: { a: "1" } }] },
};

/** What surrounds an object of Google Cloud. */
export const gcp: Context = { stack: "s", settings: { project: "acme-prod", region: "us-east4" } };

/** What surrounds an object of Azure. */
export const azure: Context = { stack: "s", settings: { subscription_id: "11111111-2222-4333-8444-555555555555" } };

/** What surrounds an object of HCP Terraform or GitHub. */
export const service: Context = { stack: "s", settings: { organization: "acme", owner: "acme-code" } };

/** What is known of the object that is asked about. */
export interface Asked {
  readonly type?: Type;
  readonly values?: ObjectValue;
  readonly key?: string;
}

/** Asks for `<type>.<path>`; numbers in the path are indexes. */
export function choose(place: string, context: Context, { type = "string", values = {}, key = "s/x.A" }: Asked = {}): Value {
  const [kind = "", ...names] = place.split(".");
  const path = names.map((name) => (/^\d+$/.test(name) ? Number(name) : name));
  return chosen({ object: { key, type: kind }, path, type, values }, context);
}
