import { describe, expect, it } from "vitest";
import { outputName } from "../../constructs/contract.ts";
import { addressKinds, ingressContract, type ingressModes } from "../../constructs/ingress/contract.ts";
import { internalAddressIn } from "../../constructs/network/cidr-plan.ts";
import { type CloudName, cloudNames } from "../../constructs/place.ts";
import { committed, resources, type StackJson, synthesized } from "../estate.ts";
import { variantOf } from "./variants.ts";

const cidrs: Record<CloudName, string> = { aws: "10.192.0.0/16", gcp: "10.208.0.0/16", azure: "10.224.0.0/16" };
const made = new Map<string, StackJson>();

/** Production's network stack in the mode; each is made once. */
function network(cloud: CloudName, mode: (typeof ingressModes)[number]): StackJson {
  const key = `${cloud} ${mode}`;
  const known = made.get(key) ?? synthesized(variantOf(cloud, "network", { input: { mode } }));
  made.set(key, known);
  return known;
}

/** `type.id` of whatever the way in consists of. */
const wayIn = (stack: StackJson): string[] =>
  resources(stack)
    .filter(([, id]) => id.startsWith("Ingress_") || id === "Ingress")
    .map(([type, id]) => `${type}.${id}`)
    .sort();

const outputs = ({ output = {} }: StackJson): Record<string, unknown> =>
  Object.fromEntries(Object.keys(ingressContract.fields).map((field) => [field, output[outputName(ingressContract, field)]?.value]));

const everywhere = cloudNames.flatMap((cloud) => (["l4", "tunnel"] as const).map((mode) => [cloud, mode] as const));

describe.each(everywhere)("the way into a place of %s by %s", (cloud, mode) => {
  const stack = network(cloud, mode);
  const given = outputs(stack);

  it("gives every field of the contract, and no other", () => {
    const names = Object.keys(stack.output ?? {}).filter((name) => name.startsWith("ingress__"));
    expect(names.sort()).toEqual(
      Object.keys(ingressContract.fields)
        .map((field) => outputName(ingressContract, field))
        .sort(),
    );
    expect(Object.entries(given).filter(([, value]) => value === undefined || value === null)).toEqual([]);
  });

  it("has the kind of address that is known before it is there", () => {
    expect(given.addressKind).toBe(addressKinds[mode][cloud]);
    expect(given.port).toBe(443);
  });

  it("says where it is, and whom it serves first", () => {
    expect([typeof given.latitude, typeof given.longitude]).toEqual(["number", "number"]);
    expect((given.edgeRegions as string[]).length).toBeGreaterThan(0);
  });

  it("keeps the same private address for other places", () => {
    expect(given.internalAddress).toBe(internalAddressIn(cloud, cidrs[cloud]));
  });
});

describe.each(cloudNames)("a tunnel instead of an address on %s", (cloud) => {
  const [open, closed] = [network(cloud, "l4"), network(cloud, "tunnel")];

  it("leaves nothing that the internet reaches", () => {
    const kept: Record<CloudName, string[]> = {
      aws: ["aws_ec2_subnet_cidr_reservation.Ingress_InternalAddress"],
      gcp: ["google_compute_address.Ingress_InternalAddress"],
      azure: [],
    };
    expect(wayIn(closed)).toEqual(kept[cloud]);
    expect(outputs(closed)).toMatchObject({ address: "", bindingId: "", bindingScope: "" });
  });

  it("takes the way in and its log away, and touches nothing else", () => {
    const rest = (stack: StackJson) => resources(stack).filter(([, id]) => !/^(Ingress(_|$)|AccessLogs)/.test(id));
    expect(rest(closed)).toEqual(rest(open));
  });

  it("keeps the private address's reservation where it was, so that changing over moves nobody", () => {
    const reserved = (stack: StackJson) => resources(stack).filter(([, id]) => id === "Ingress_InternalAddress");
    expect(reserved(closed)).toEqual(reserved(open));
  });

  it("leaves what is there with l4 as it is committed", () => {
    expect(open).toEqual(committed(variantOf(cloud, "network").id));
  });
});

it("a tunnel opens no firewall: what remains of public addresses is for the way out", () => {
  const external = (cloud: CloudName, type: string, mode: (typeof ingressModes)[number]) =>
    Object.keys(network(cloud, mode).resource[type] ?? {});
  for (const type of ["aws_lb", "aws_lb_listener", "aws_lb_target_group", "aws_ec2_managed_prefix_list"]) {
    expect(external("aws", type, "l4"), type).toHaveLength(1);
    expect(external("aws", type, "tunnel"), type).toEqual([]);
  }
  expect(external("aws", "aws_eip", "tunnel").filter((id) => id.startsWith("Ingress"))).toEqual([]);
  expect(external("azure", "azurerm_network_security_rule", "l4")).toContain("Ingress_Edge");
  expect(external("azure", "azurerm_network_security_rule", "tunnel")).not.toContain("Ingress_Edge");
  expect(external("gcp", "google_compute_address", "tunnel")).not.toContain("Ingress_PublicAddress");
});
