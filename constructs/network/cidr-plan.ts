import { type CloudName, cloudNames, type EnvironmentName, environmentNames, regionFacts } from "../place.ts";

/** The whole estate, unless the configuration says otherwise. */
export const defaultEstateCidr = "10.0.0.0/8";

/**
 * The place's /16: `10.(64 x environment + 16 x cloud + region).0.0/16`, each index from a fixed table, so no two
 * places overlap and adding one never renumbers another. The cloud index 3 stays free for a fourth cloud.
 */
export function placeCidr(environment: EnvironmentName, cloud: CloudName, region: string): string {
  return `10.${placeBlock(environment, cloud, region)}.0.0/16`;
}

/** 0-255, different for every place there can be. */
function placeBlock(environment: EnvironmentName, cloud: CloudName, region: string): number {
  return 64 * environmentNames.indexOf(environment) + 16 * cloudNames.indexOf(cloud) + regionFacts(cloud, region).index;
}

/**
 * The place's BGP number, from the private range 64512-65534: as unique as its block, so any two places can be peers.
 * Azure keeps 65515 and 65517-65520 for itself; the plan ends at 64767.
 */
export function placeAsn(environment: EnvironmentName, cloud: CloudName, region: string): number {
  return 64512 + placeBlock(environment, cloud, region);
}

/**
 * Where a place's standby database is, in another region: `10.(64 x environment + 48 + region).(16 x cloud).0/20`, the region being the
 * place's own. It is in the environment's quarter of a fourth cloud, where no place is, and as unique as the place.
 */
export function standbyCidr(environment: EnvironmentName, cloud: CloudName, region: string): string {
  const quarter = 64 * environmentNames.indexOf(environment) + 16 * cloudNames.length;
  return `10.${quarter + regionFacts(cloud, region).index}.${16 * cloudNames.indexOf(cloud)}.0/20`;
}

/** BGP number of the gateway in front of a standby of AWS: the number that a place of a fourth cloud would have. */
export const standbyAsn = (environment: EnvironmentName, region: string): number =>
  placeAsn(environment, "aws", region) + 16 * (cloudNames.length - cloudNames.indexOf("aws"));

/** A block inside the /16: `blockIn("10.192.0.0/16", "64.0", 18)` is `10.192.64.0/18`. */
export function blockIn(cidr: string, offset: `${number}.${number}`, prefix: number): string {
  const [a, b] = cidr.split(".");
  return `${a}.${b}.${offset}/${prefix}`;
}

/** An address inside the /16: `addressIn("10.192.0.0/16", "64.10")` is `10.192.64.10`. */
export function addressIn(cidr: string, offset: `${number}.${number}`): string {
  const [a, b] = cidr.split(".");
  return `${a}.${b}.${offset}`;
}

/** The address of the /16 that a place's internal gateway takes: in the first block that nodes are in, away from what the clouds hand out and keep. */
export const internalAddressIn = (cloud: CloudName, cidr: string): string => addressIn(cidr, cloud === "aws" ? "64.10" : "63.250");

/** AWS: one subnet of each tier per zone. Private ones (nodes and pods) are large because pods take addresses there. */
export const awsBlocks = (cidr: string) => ({
  public: (["0.0", "4.0", "8.0"] as const).map((offset) => blockIn(cidr, offset, 22)),
  data: (["16.0", "18.0", "20.0"] as const).map((offset) => blockIn(cidr, offset, 23)),
  transit: (["30.0", "30.16", "30.32"] as const).map((offset) => blockIn(cidr, offset, 28)),
  private: (["64.0", "128.0", "192.0"] as const).map((offset) => blockIn(cidr, offset, 18)),
});

/** Three subnets of a standby's /20, one per zone; the rest stays free. */
export function standbyBlocks(cidr: string): string[] {
  const [a, b, c] = cidr.split(".");
  return [0, 1, 2].map((offset) => `${a}.${b}.${Number(c) + offset}.0/24`);
}

/** GCP: subnets are regional. Pods and services are secondary ranges that BGP never advertises, so they may repeat outside the plan. */
export function gcpBlocks(cidr: string, environment: EnvironmentName, region: string) {
  const index = regionFacts("gcp", region).index;
  const environmentIndex = environmentNames.indexOf(environment);
  return {
    nodes: blockIn(cidr, "0.0", 18),
    proxyOnly: blockIn(cidr, "64.0", 23),
    endpoints: blockIn(cidr, "72.0", 24),
    /** Shared volumes: Filestore takes a /24 for each of its instances, and no subnet may be there. */
    files: blockIn(cidr, "80.0", 20),
    pods: gcpPodBlock(environmentIndex, index),
    services: `172.22.${16 * (4 * environmentIndex + (index % 4))}.0/20`,
  };
}

/** 100.64.0.0/10 holds sixteen /14 blocks: four regions for each of four environments; further regions share by position. */
function gcpPodBlock(environmentIndex: number, regionIndex: number): string {
  return `100.${64 + 4 * (4 * environmentIndex + (regionIndex % 4))}.0.0/14`;
}

/**
 * Azure: subnets are regional. Pods sit behind an overlay that is the same everywhere and never routed. The nodes' /18 is cut
 * once and for all, so that a place with one NAT gateway can get one per zone by adding subnets: the first block is in use
 * either way, is the largest, and holds the ingress's internal address.
 */
export const azureBlocks = (cidr: string) => ({
  nodes: [blockIn(cidr, "32.0", 19), blockIn(cidr, "16.0", 20), blockIn(cidr, "0.0", 20)],
  apiServer: blockIn(cidr, "64.0", 28),
  endpoints: blockIn(cidr, "65.0", 24),
  gateway: blockIn(cidr, "66.0", 27),
  applicationGateway: blockIn(cidr, "67.0", 24),
  resolverInbound: blockIn(cidr, "68.0", 28),
  resolverOutbound: blockIn(cidr, "68.16", 28),
});

/** Ranges that are the same in every cluster and never routed between places. */
export const clusterRanges = {
  aws: { services: "172.20.0.0/16" },
  azure: { pods: "192.168.0.0/16", services: "172.21.0.0/16", dns: "172.21.0.10" },
} as const;

/** What no place may overlap: pod and service ranges, Docker's bridge, link-local. */
export const reservedRanges: Readonly<Record<string, string>> = {
  "GKE pods": "100.64.0.0/10",
  "EKS services": clusterRanges.aws.services,
  "AKS services": clusterRanges.azure.services,
  "GKE services": "172.22.0.0/16",
  "AKS pods": clusterRanges.azure.pods,
  "Docker's bridge": "172.17.0.0/16",
  "link-local": "169.254.0.0/16",
};
