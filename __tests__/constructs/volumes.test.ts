import { TerraformStack, Testing } from "cdktf";
import { containsCidr, overlapCidr } from "cidr-tools";
import { describe, expect, it } from "vitest";
import type { AddonContext } from "../../constructs/addons/addon.ts";
import { privateZones } from "../../constructs/clouds/azure-private-dns.ts";
import { ClusterConnection } from "../../constructs/cluster/connection.ts";
import { gcpBlocks } from "../../constructs/network/cidr-plan.ts";
import { type CloudName, cloudNames } from "../../constructs/place.ts";
import { StorageClasses } from "../../constructs/volumes/storage-classes.ts";
import { sampleContext, samplePlace } from "../addons/sample-context.ts";

interface Class {
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly storage_provisioner: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly allow_volume_expansion: boolean;
  readonly volume_binding_mode: string;
  readonly reclaim_policy: string;
}
interface Resources {
  readonly kubernetes_storage_class_v1: Readonly<Record<string, Class>>;
  readonly kubernetes_annotations?: Readonly<Record<string, object>>;
}

const DEFAULT = "storageclass.kubernetes.io/is-default-class";

function made(cloud: CloudName, overrides: Partial<AddonContext> = {}): Resources {
  const stack = new TerraformStack(Testing.app(), "stack");
  const context = sampleContext(cloud, overrides);
  new ClusterConnection(stack, "Cluster", { cluster: context.cluster, cloud, dynamicCredentials: true });
  new StorageClasses(stack, "Volumes", context);
  // Without the hashes that this platform's own stacks do not have.
  return JSON.parse(Testing.synth(stack).replaceAll(/_[0-9A-F]{8}\b/g, "")).resource;
}

/** By name. */
const classes = (cloud: CloudName, overrides?: Partial<AddonContext>): Record<string, Class> =>
  Object.fromEntries(Object.values(made(cloud, overrides).kubernetes_storage_class_v1).map((found) => [found.metadata.name, found]));
const parameters = (cloud: CloudName, name: string, overrides?: Partial<AddonContext>) => classes(cloud, overrides)[name]?.parameters ?? {};
const blocks = ["block-standard", "block-premium"];

describe.each(cloudNames)("volumes on %s", (cloud) => {
  const found = classes(cloud);

  it("have the same three names, of which one is what claims get that name none", () => {
    expect(Object.keys(found).sort()).toEqual(["block-premium", "block-standard", "file-shared"]);
    const defaults = Object.values(found).filter(({ metadata }) => metadata.annotations[DEFAULT] === "true");
    expect(defaults.map(({ metadata }) => metadata.name)).toEqual(["block-standard"]);
  });

  it("are made where their pod runs, and go with their claim", () => {
    for (const { volume_binding_mode, reclaim_policy } of Object.values(found)) {
      expect(volume_binding_mode).toBe("WaitForFirstConsumer");
      expect(reclaim_policy).toBe("Delete");
    }
  });

  it.each(blocks)("%s is encrypted with the cluster's volume key, and grows", (name) => {
    expect(Object.values(found[name]?.parameters ?? {})).toContain("<cluster.volumeKeyId>");
    expect(found[name]?.allow_volume_expansion).toBe(true);
  });

  it("are of another kind where speed is asked for", () => {
    expect(found["block-premium"]?.parameters).not.toEqual(found["block-standard"]?.parameters);
  });

  it("keep their state address whatever their parameters", () => {
    expect(Object.keys(made(cloud).kubernetes_storage_class_v1).sort()).toEqual([
      "Volumes_BlockPremium",
      "Volumes_BlockStandard",
      "Volumes_FileShared",
    ]);
  });

  it("take the rank of default from the cloud's own class, where there is one", () => {
    const own = { aws: [], gcp: ["standard-rwo"], azure: ["default"] }[cloud];
    expect(Object.values(made(cloud).kubernetes_annotations ?? {})).toMatchObject(
      own.map((name) => ({ kind: "StorageClass", metadata: { name }, annotations: { [DEFAULT]: "false" }, force: true })),
    );
  });
});

describe("volumes on aws", () => {
  it("are Auto Mode's where it runs the nodes, with the tags that its driver is not told of otherwise", () => {
    const drivers = (compute: AddonContext["compute"]) => blocks.map((name) => classes("aws", { compute })[name]?.storage_provisioner);
    expect(drivers("pools")).toEqual(["ebs.csi.aws.com", "ebs.csi.aws.com"]);
    expect(drivers("managed")).toEqual(["ebs.csi.eks.amazonaws.com", "ebs.csi.eks.amazonaws.com"]);
    expect(parameters("aws", "block-standard", { compute: "managed" })).toMatchObject({
      encrypted: "true",
      tagSpecification_1: "environment=prod",
      tagSpecification_2: "owner=platform",
    });
    expect(parameters("aws", "block-standard")).not.toHaveProperty("tagSpecification_1");
  });

  it("share a folder each of the place's file system, which has no sizes", () => {
    expect(classes("aws")["file-shared"]).toMatchObject({
      storage_provisioner: "efs.csi.aws.com",
      parameters: { provisioningMode: "efs-ap", fileSystemId: "<files.fileSystemId>" },
      allow_volume_expansion: false,
    });
  });
});

describe("volumes on gcp", () => {
  const { cidr, place } = samplePlace("gcp");

  it("are of the kind that the nodes' machines can attach", () => {
    const { pools } = sampleContext("gcp");
    const arm = { pools: { ...pools, general: { ...pools.general, arch: "arm64" } } } as const;
    expect(blocks.map((name) => parameters("gcp", name).type)).toEqual(["pd-balanced", "pd-ssd"]);
    expect(blocks.map((name) => parameters("gcp", name, arm).type)).toEqual(["hyperdisk-balanced", "hyperdisk-balanced"]);
  });

  it("share regional instances in the place's network, at addresses of the place that no subnet has", () => {
    const shared = parameters("gcp", "file-shared");
    expect(shared).toMatchObject({
      tier: "enterprise",
      multishare: "true",
      network: "acme-prod-gcp-use4",
      "instance-encryption-kms-key": "<cluster.volumeKeyId>",
    });
    const range = shared["reserved-ipv4-cidr"] ?? "";
    const { nodes, proxyOnly, endpoints } = gcpBlocks(cidr, place.environment, place.region);
    expect(containsCidr(cidr, range)).toBe(true);
    for (const subnet of [nodes, proxyOnly, endpoints]) expect(overlapCidr(subnet, range)).toBe(false);
  });

  it("say which place is not known", () => {
    expect(() => made("gcp", { places: [] })).toThrow("prod-gcp-use4: volumes: its block is unknown");
  });
});

describe("volumes on azure", () => {
  it("are in all zones with high availability, and in one without", () => {
    const skus = (highAvailability: boolean) =>
      Object.values(classes("azure", { highAvailability })).map((found) => found.parameters.skuName);
    expect(skus(true).sort()).toEqual(["Premium_ZRS", "Premium_ZRS", "StandardSSD_ZRS"]);
    expect(skus(false).sort()).toEqual(["Premium_LRS", "Premium_LRS", "StandardSSD_LRS"]);
  });

  it.each(blocks)("%s names the kind of the cluster's disk encryption set", (name) => {
    expect(parameters("azure", name)).toMatchObject({
      diskEncryptionSetID: "<cluster.volumeKeyId>",
      diskEncryptionType: "EncryptionAtRestWithPlatformAndCustomerKeys",
    });
  });

  it("share files over NFS, encrypted, at a private endpoint, without any key of the account", () => {
    expect(parameters("azure", "file-shared")).toMatchObject({
      protocol: "nfs",
      encryptInTransit: "true",
      allowSharedKeyAccess: "false",
      publicNetworkAccess: "Disabled",
      networkEndpointType: "privateEndpoint",
      vnetResourceGroup: "acme-prod-azure-eus2-network",
      vnetName: "acme-prod-azure-eus2",
      subnetName: "endpoints",
    });
  });

  it("resolve in a zone that the network stack has, whose link the driver finds by name", () => {
    expect(Object.values(privateZones)).toContain("privatelink.file.core.windows.net");
    expect(parameters("azure", "file-shared").vnetLinkName).toBe(samplePlace("azure").place.shortName);
  });

  it("bear tags of which none breaks the list", () => {
    const tags = { owner: "platform", purpose: "a, b = c" };
    expect(parameters("azure", "block-standard", { tags }).tags).toBe("owner=platform,purpose=a_ b _ c");
  });
});
