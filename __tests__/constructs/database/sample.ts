import { TerraformElement, TerraformOutput, TerraformStack, Testing } from "cdktf";
import type { Construct, Node } from "constructs";
import { type Database, type DatabaseProps, databaseContract } from "../../../constructs/database/contract.ts";
import { placeCidr } from "../../../constructs/network/cidr-plan.ts";
import type { Gateway } from "../../../constructs/network/gateway-contract.ts";
import { type CloudAccount, type CloudName, makePlace } from "../../../constructs/place.ts";
import { addressOf } from "../../../stacks/addresses.ts";

/** A resource's attributes, as far as tests look into them. */
export type Attributes = Record<string, unknown>;
/** The database's contract, and the stack's resources: type, logical id, attributes. */
export interface Built {
  readonly database: Database;
  readonly resources: Record<string, Record<string, Attributes>>;
  readonly text: string;
}

const accounts: Record<CloudName, CloudAccount> = {
  aws: { cloud: "aws", accountId: "444444444444" },
  gcp: { cloud: "gcp", projectId: "acme-prod", projectNumber: "444444444444", billingAccount: "0A1B2C-3D4E5F-6A7B8C" },
  azure: { cloud: "azure", subscriptionId: "00000000-0000-0000-0000-000000000004", tenantId: "00000000-0000-0000-0000-00000000aaaa" },
};
const homes = { aws: ["us-east-1", "us-west-2"], gcp: ["us-east4", "us-west1"], azure: ["eastus2", "centralus"] } as const;

/** Blocks of the places that the sample is linked with: the central one, and another cloud's. */
export const peers = ["10.0.0.0/16", "10.208.0.0/16"];

const gatewayOf = (cloud: CloudName, region: string): Gateway => ({
  cloud,
  region,
  id: "tgw-place",
  addresses: [],
  asn: 64704,
  cidr: placeCidr("prod", cloud, region),
  scope: "444444444444",
  router: "",
  insideTableId: "table-inside",
  outsideTableId: "table-outside",
});

/** A production database with a replica in another region. */
export function sampleProps(cloud: CloudName, changes: Partial<DatabaseProps> = {}): DatabaseProps {
  const [region, drRegion] = homes[cloud];
  const place = makePlace({ organization: "acme", environment: "prod", cloud, region, account: accounts[cloud] });
  const network = { cidr: placeCidr("prod", cloud, region), networkId: "network", workloadGroup: "nodes", endpointSubnetIds: ["subnet"] };
  return {
    place,
    network: network as unknown as DatabaseProps["network"],
    account: {
      alertTarget: "arn:aws:sns:us-east-1:444444444444:alerts",
      logStore: "logs",
      applyPrincipal: "runs",
    } as DatabaseProps["account"],
    peerCidrs: peers,
    kind: cloud === "azure" ? "sqlserver" : "postgresql",
    postgresVersion: "17",
    size: "m",
    storageGib: 256,
    maxStorageGib: 1024,
    highAvailability: true,
    backupDays: 35,
    drRegion,
    failedOver: false,
    gateway: gatewayOf(cloud, region),
    cdc: true,
    passwordLogins: true,
    administratorGroup: { name: "database-administrators", objectId: "00000000-0000-0000-0000-0000000000d1" },
    logRetentionDays: 365,
    deletionProtection: true,
    ...changes,
  };
}

/** Names resources as the platform's stacks do. */
class SampleStack extends TerraformStack {
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return addressOf(TerraformElement.isTerraformElement(element) ? element.node : (element as Node), this);
  }
}

/** What `make` puts into a stack of its own. */
export function build(make: (scope: Construct, id: string) => Database): Built {
  const stack = new SampleStack(Testing.app(), "data");
  const database = make(stack, "Database");
  for (const field of Object.keys(databaseContract.fields) as (keyof Database)[]) {
    new TerraformOutput(stack, field, { value: database[field], staticId: true });
  }
  stack.prepareStack();
  const { output, resource } = stack.toTerraform() as { output: Record<keyof Database, { value: unknown }>; resource: Built["resources"] };
  const values = Object.fromEntries(Object.entries(output).map(([field, { value }]) => [field, value]));
  return { database: values as unknown as Database, resources: resource, text: JSON.stringify(resource) };
}

/** The resources of a type by logical id; none where there are none. */
export const all = ({ resources }: Built, type: string): Record<string, Attributes> => resources[type] ?? {};

/** One resource, by type and logical id. */
export function get(built: Built, type: string, id: string): Attributes {
  const found = all(built, type)[id];
  if (found === undefined) throw new Error(`no ${type} ${id}; there are ${Object.keys(all(built, type)).join(", ")}`);
  return found;
}
