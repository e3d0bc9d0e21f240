import { TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { AwsPrivateName } from "../../constructs/names/aws.ts";
import { AzurePrivateName } from "../../constructs/names/azure.ts";
import type { PrivateNameProps } from "../../constructs/names/contract.ts";
import { GcpPrivateName } from "../../constructs/names/gcp.ts";
import { type CloudName, cloudNames } from "../../constructs/place.ts";
import { samplePlace } from "../addons/sample-context.ts";

const host = "acme-prd-eus2-app-1a2b.database.windows.net";
const classes = { aws: AwsPrivateName, gcp: GcpPrivateName, azure: AzurePrivateName };

function made(cloud: CloudName): Record<string, Record<string, unknown>> {
  const stack = new TerraformStack(Testing.app(), "stack");
  const props: PrivateNameProps = { place: samplePlace(cloud).place, networkId: "net", host, addresses: ["10.1.2.3"], of: "azure-eus2" };
  new classes[cloud](stack, "Name", props);
  const { resource } = JSON.parse(Testing.synth(stack)) as { resource: Record<string, Record<string, Record<string, unknown>>> };
  return Object.fromEntries(Object.entries(resource).map(([type, byId]) => [type, Object.values(byId)[0] as Record<string, unknown>]));
}

describe("a private name", () => {
  it.each(cloudNames)("on %s is the host itself and nothing else of its domain, at its private address", (cloud) => {
    const text = JSON.stringify(made(cloud));
    expect(text).toContain(host);
    expect(text).toContain('["10.1.2.3"]');
    expect(text).not.toMatch(/"(name|dns_name)":"database\.windows\.net/);
  });

  it("answers inside one VPC", () => {
    expect(made("aws").aws_route53_zone).toMatchObject({ name: host, vpc: [{ vpc_id: "net", vpc_region: "us-east-1" }] });
    expect(made("aws").aws_route53_record).toMatchObject({ name: host, type: "A", ttl: 60 });
  });

  it("answers inside one network of Google", () => {
    expect(made("gcp").google_dns_managed_zone).toMatchObject({ dns_name: `${host}.`, visibility: "private" });
    expect(made("gcp").google_dns_record_set).toMatchObject({ name: `${host}.`, type: "A", ttl: 60 });
  });

  it("answers inside one virtual network", () => {
    expect(made("azure").azurerm_private_dns_zone).toMatchObject({ name: host });
    expect(made("azure").azurerm_private_dns_zone_virtual_network_link).toMatchObject({
      virtual_network_id: "net",
      registration_enabled: false,
    });
    expect(made("azure").azurerm_private_dns_a_record).toMatchObject({ name: "@", ttl: 60 });
  });
});
