import type { CloudName } from "../place.ts";

/** What the platform needs to know of a cloud region. */
export interface Region {
  /** At most four characters; part of stack ids and names. Never change one: it renames everything in the region. */
  readonly short: string;
  /** 0-15, unique per cloud: the region's block in the address plan. Never change one: it renumbers the network. */
  readonly index: number;
  /** Availability zones to spread over, in the cloud's own spelling; fewer than three means no zonal redundancy. */
  readonly zones: readonly string[];
  /** The continent's code in GCP's and Azure's sense; a DR pair must share it (dual-region buckets, backup location). */
  readonly geography: "US" | "EU" | "ASIA" | "AU" | "SA";
  /** Whether the cloud sells Arm machines here. */
  readonly arm: boolean;
  /** Regions that a bucket can be in together with this one; only GCP has such buckets. */
  readonly bucketPartners: readonly string[];
  /** Degrees, for proximity steering. */
  readonly latitude: number;
  readonly longitude: number;
  /** Cloudflare's regions that are served from here first: https://developers.cloudflare.com/load-balancing/reference/region-mapping-api/ */
  readonly edgeRegions: readonly string[];
}

type Row = [short: string, index: number, zones: string, geography: Region["geography"], latitude: number, longitude: number, edge: string];

interface Exceptions {
  readonly withoutArm?: readonly string[];
  /** Groups of regions of which any two can share a bucket. */
  readonly bucketGroups?: readonly (readonly string[])[];
}

function table(
  zoneName: (region: string, zone: string) => string,
  rows: Record<string, Row>,
  { withoutArm = [], bucketGroups = [] }: Exceptions = {},
): Record<string, Region> {
  const partners = (name: string): string[] =>
    [...new Set(bucketGroups.filter((group) => group.includes(name)).flat())].filter((other) => other !== name);
  return Object.fromEntries(
    Object.entries(rows).map(([name, [short, index, zones, geography, latitude, longitude, edge]]) => [
      name,
      {
        short,
        index,
        zones: [...zones].map((zone) => zoneName(name, zone)),
        geography,
        arm: !withoutArm.includes(name),
        bucketPartners: partners(name),
        latitude,
        longitude,
        edgeRegions: edge.split(" "),
      },
    ]),
  );
}

const aws = table((region, zone) => `${region}${zone}`, {
  "us-east-1": ["use1", 0, "abc", "US", 38.9, -77.5, "ENAM SAF"],
  "us-west-2": ["usw2", 1, "abc", "US", 45.8, -119.7, "WNAM"],
  "eu-west-1": ["euw1", 2, "abc", "EU", 53.3, -6.3, "WEU NAF"],
  "eu-central-1": ["euc1", 3, "abc", "EU", 50.1, 8.7, "WEU EEU ME"],
  "us-east-2": ["use2", 4, "abc", "US", 40.0, -83.0, "ENAM"],
  "us-west-1": ["usw1", 5, "ac", "US", 37.4, -121.9, "WNAM"],
  "eu-west-2": ["euw2", 6, "abc", "EU", 51.5, -0.1, "WEU"],
  "eu-west-3": ["euw3", 7, "abc", "EU", 48.9, 2.4, "WEU"],
  "eu-north-1": ["eun1", 8, "abc", "EU", 59.3, 18.1, "EEU"],
  "ca-central-1": ["cac1", 9, "abd", "US", 45.5, -73.6, "ENAM"],
  "ap-south-1": ["aso1", 10, "abc", "ASIA", 19.1, 72.9, "SAS"],
  "ap-southeast-1": ["ase1", 11, "abc", "ASIA", 1.3, 103.8, "SEAS"],
  "ap-southeast-2": ["ase2", 12, "abc", "AU", -33.9, 151.2, "OC"],
  "ap-northeast-1": ["ane1", 13, "acd", "ASIA", 35.7, 139.7, "NEAS"],
  "sa-east-1": ["sae1", 14, "abc", "SA", -23.5, -46.6, "SSAM NSAM"],
});

const gcp = table(
  (region, zone) => `${region}-${zone}`,
  {
    "us-east4": ["use4", 0, "abc", "US", 39.0, -77.5, "ENAM SAF"],
    "us-west1": ["usw1", 1, "abc", "US", 45.6, -121.2, "WNAM"],
    "europe-west1": ["euw1", 2, "bcd", "EU", 50.4, 3.8, "WEU NAF"],
    "europe-west3": ["euw3", 3, "abc", "EU", 50.1, 8.7, "WEU EEU ME"],
    "us-central1": ["usc1", 4, "abc", "US", 41.3, -95.9, "ENAM WNAM"],
    "us-east1": ["use1", 5, "bcd", "US", 33.2, -80.0, "ENAM"],
    "europe-west4": ["euw4", 6, "abc", "EU", 53.4, 6.8, "WEU"],
    "europe-west2": ["euw2", 7, "abc", "EU", 51.5, -0.1, "WEU"],
    "europe-north1": ["eun1", 8, "abc", "EU", 60.6, 27.1, "EEU"],
    "asia-southeast1": ["ase1", 9, "abc", "ASIA", 1.3, 103.8, "SEAS"],
    "asia-northeast1": ["ane1", 10, "abc", "ASIA", 35.7, 139.7, "NEAS"],
    "australia-southeast1": ["aus1", 11, "abc", "AU", -33.9, 151.2, "OC"],
  },
  {
    // Axion machines (c4a): https://cloud.google.com/compute/docs/regions-zones (2026-08)
    withoutArm: ["europe-north1"],
    // Dual regions: https://cloud.google.com/storage/docs/locations#location-dr; europe-north1 with europe-west4 exists only as EUR4.
    bucketGroups: [
      ["us-central1", "us-east1", "us-east4", "us-west1"],
      ["europe-north1", "europe-west1", "europe-west3"],
      ["europe-west1", "europe-west3", "europe-west4"],
    ],
  },
);

const azure = table((_region, zone) => zone, {
  eastus2: ["eus2", 0, "123", "US", 36.7, -78.4, "ENAM SAF"],
  centralus: ["cus", 1, "123", "US", 41.6, -93.6, "ENAM WNAM"],
  westeurope: ["weu", 2, "123", "EU", 52.4, 4.9, "WEU NAF"],
  northeurope: ["neu", 3, "123", "EU", 53.3, -6.3, "WEU EEU ME"],
  eastus: ["eus", 4, "123", "US", 37.4, -79.8, "ENAM"],
  westus2: ["wus2", 5, "123", "US", 47.2, -119.9, "WNAM"],
  westus3: ["wus3", 6, "123", "US", 33.4, -112.1, "WNAM"],
  westus: ["wus", 7, "", "US", 37.8, -122.4, "WNAM"],
  uksouth: ["uks", 8, "123", "EU", 50.9, -0.8, "WEU"],
  francecentral: ["frc", 9, "123", "EU", 46.4, 2.4, "WEU"],
  germanywestcentral: ["gwc", 10, "123", "EU", 50.1, 8.7, "EEU"],
  swedencentral: ["sec", 11, "123", "EU", 60.7, 17.1, "EEU"],
  southeastasia: ["sea", 12, "123", "ASIA", 1.3, 103.8, "SEAS"],
  japaneast: ["jpe", 13, "123", "ASIA", 35.7, 139.8, "NEAS"],
  australiaeast: ["aue", 14, "123", "AU", -33.9, 151.2, "OC"],
});

/** Every region the platform can be placed in, by cloud. To add one: a new row with the next free index and a new short code. */
export const regions: Record<CloudName, Record<string, Region>> = { aws, gcp, azure };
