import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformElement, TerraformStack, Testing } from "cdktf";
import type { Node } from "constructs";
import { type End, Link } from "../../../constructs/interconnect/link.ts";
import { placeAsn, placeCidr } from "../../../constructs/network/cidr-plan.ts";
import { type CloudAccount, type CloudName, type EnvironmentName, makePlace } from "../../../constructs/place.ts";
import { addressOf } from "../../../stacks/addresses.ts";

/** A resource's attributes, as far as tests look into them. */
export type Attributes = Record<string, unknown>;
export type Resources = Record<string, Record<string, Attributes>>;

const accounts: Record<CloudName, CloudAccount> = {
  aws: { cloud: "aws", accountId: "444444444444" },
  gcp: { cloud: "gcp", projectId: "acme-prod", projectNumber: "444444444444", billingAccount: "0A1B2C-3D4E5F-6A7B8C" },
  azure: { cloud: "azure", subscriptionId: "00000000-0000-0000-0000-000000000004", tenantId: "00000000-0000-0000-0000-00000000aaaa" },
};

/** A place that can be linked, whose gateway's facts say whose they are: `prod-aws-use1/outside`. */
export function endIn(cloud: CloudName, region: string, environment: EnvironmentName = "prod", account = accounts[cloud]): End {
  const place = makePlace({ organization: "acme", environment, cloud, region, account });
  const fact = (name: string) => `${place.id}/${name}`;
  return {
    place,
    alertTarget: `arn:aws:sns:us-east-1:${environment}:alerts`,
    gateway: {
      ...{ cloud, region, id: fact("gateway"), asn: placeAsn(environment, cloud, region), cidr: placeCidr(environment, cloud, region) },
      ...{ addresses: cloud === "aws" ? [] : [fact("first"), fact("second")], scope: fact("scope") },
      router: cloud === "gcp" ? fact("router") : "",
      insideTableId: cloud === "aws" ? fact("inside") : "",
      outsideTableId: cloud === "aws" ? fact("outside") : "",
    },
  };
}

/** Names resources as the platform's stacks do. */
class LinkedStack extends TerraformStack {
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return addressOf(TerraformElement.isTerraformElement(element) ? element.node : (element as Node), this);
  }
}

/** What links between places are made of, by their ids; `elsewhere` are ids of places in an account that another provider is for. */
export function linkedAll(
  links: Readonly<Record<string, readonly [End, End]>>,
  keyVersion = 1,
  elsewhere: readonly string[] = [],
): Resources {
  const stack = new LinkedStack(Testing.app(), "stack");
  const provider = elsewhere.length > 0 ? new AwsProvider(stack, "Elsewhere", { alias: "elsewhere", region: "us-east-1" }) : undefined;
  const seen = (end: End): End => (provider && elsewhere.includes(end.place.id) ? { ...end, provider } : end);
  for (const [id, [a, b]] of Object.entries(links)) new Link(stack, id, { a: seen(a), b: seen(b), keyVersion });
  const { resource } = JSON.parse(Testing.synth(stack)) as { resource: Resources };
  for (const byId of Object.values(resource)) for (const attributes of Object.values(byId)) delete attributes["//"];
  return resource;
}

/** What one link is made of. */
export const linked = (a: End, b: End, ...how: [keyVersion?: number, elsewhere?: readonly string[]]): Resources =>
  linkedAll({ Link: [a, b] }, ...how);

/** Resources of a type by logical id; none where there are none. */
export const all = (resources: Resources, type: string): Record<string, Attributes> => resources[type] ?? {};
/** One of them, whole. */
export function get(resources: Resources, type: string, id: string): Attributes {
  const found = all(resources, type)[id];
  if (found === undefined) throw new Error(`no ${type} ${id}; there are ${Object.keys(all(resources, type)).join(", ")}`);
  return found;
}
/** An attribute of every resource of a type. */
export const each = (resources: Resources, type: string, attribute: string): unknown[] =>
  Object.values(all(resources, type)).map((attributes) => attributes[attribute]);
