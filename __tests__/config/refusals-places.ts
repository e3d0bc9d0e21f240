import { accountFormat, isolatedAccounts, people, somebodyAdministers } from "../../config/rules/accounts.ts";
import { apiAllowlist, ciliumOnAwsOnly, managedCompute, poolArchitecture, poolSizes, systemNodes } from "../../config/rules/cluster.ts";
import { estateBlock, placeBlocks, placesApart, placesInsideEstate, placesOffReserved, standbysApart } from "../../config/rules/network.ts";
import { drRegions, enoughZones, gcpDrPairs, homeRegionInUse, nothingEmpty } from "../../config/rules/regions.ts";
import type { Refusal } from "./refusal.ts";

const gcp = "environments.prod.clouds.gcp.regions.us-east4";
const gcpCidr = "prod:clouds.gcp.regions.us-east4.network.cidr";
const unpromised = { "prod:recovery": undefined };
const westus = { "prod:clouds.azure.regions": { westus: {} }, ...unpromised };

/** Rules about accounts, networks, regions and clusters. */
export const placeRefusals: readonly Refusal[] = [
  {
    rule: estateBlock,
    refuse: { "estate:network.estateCidr": "10.0.0.0" },
    says: "network.estateCidr: 10.0.0.0 is not an ipv4 block; write it like 10.0.0.0/8",
    accept: { "estate:network.estateCidr": "10.0.0.0/8" },
  },
  {
    rule: estateBlock,
    refuse: { "estate:network.estateCidr": "10.1.0.0/8" },
    says: "network.estateCidr: 10.1.0.0/8 does not start at its network address; use 10.0.0.0/8",
    accept: {},
  },
  {
    rule: placeBlocks,
    refuse: { [gcpCidr]: "10.300.0.0/16" },
    says: `${gcp}.network.cidr: 10.300.0.0/16 is not an ipv4 block; write it like 10.208.0.0/16, the computed one`,
    accept: { [gcpCidr]: "10.250.0.0/16" },
  },
  {
    rule: placeBlocks,
    refuse: { [gcpCidr]: "10.208.0.0/20" },
    says: `${gcp}.network.cidr: 10.208.0.0/20 is a /20; a place takes a /16; use the computed 10.208.0.0/16`,
    accept: { [gcpCidr]: "10.208.0.0/16" },
  },
  {
    rule: placeBlocks,
    refuse: { [gcpCidr]: "10.250.5.0/16" },
    says: `${gcp}.network.cidr: 10.250.5.0/16 does not start at its network address; use 10.250.0.0/16`,
    accept: { [gcpCidr]: "10.209.0.0/16" },
  },
  {
    rule: placesInsideEstate,
    refuse: { [gcpCidr]: "192.169.0.0/16" },
    says: `${gcp}.network.cidr: 192.169.0.0/16 is outside of network.estateCidr (10.0.0.0/8); use the computed 10.208.0.0/16`,
    accept: { [gcpCidr]: "10.255.0.0/16" },
  },
  {
    rule: placesInsideEstate,
    refuse: { "estate:network.estateCidr": "10.128.0.0/9" },
    says: [
      "management.settings.network.cidr: 10.0.0.0/16 is outside of network.estateCidr (10.128.0.0/9); use the free 10.129.0.0/16",
      "environments.dev.clouds.aws.regions.us-east-1.network.cidr: 10.64.0.0/16 is outside of network.estateCidr (10.128.0.0/9); use the free 10.130.0.0/16",
    ],
    accept: { "estate:network.estateCidr": "10.0.0.0/8" },
  },
  {
    rule: placesApart,
    refuse: { [gcpCidr]: "10.192.0.0/16" },
    says: `${gcp}.network.cidr: 10.192.0.0/16 overlaps prod-aws-use1 (10.192.0.0/16); use the computed 10.208.0.0/16`,
    accept: { [gcpCidr]: "10.193.0.0/16" },
  },
  {
    rule: placesOffReserved,
    refuse: { "estate:network.estateCidr": "0.0.0.0/0", [gcpCidr]: "172.20.0.0/16" },
    says: [
      "network.estateCidr: 0.0.0.0/0 is not in a private range (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16); use 10.0.0.0/8 or a part of it",
      `${gcp}.network.cidr: 172.20.0.0/16 overlaps EKS services (172.20.0.0/16); use the computed 10.208.0.0/16`,
    ],
    accept: { [gcpCidr]: "10.172.0.0/16" },
  },
  {
    rule: nothingEmpty,
    refuse: { "dev:clouds": {}, "dev:interconnect": false },
    says: "environments.dev.clouds: no cloud is given, and an environment runs on at least one; add aws, gcp or azure",
    accept: {},
  },
  {
    rule: nothingEmpty,
    refuse: { "dev:clouds.aws.regions": {}, "dev:interconnect": false },
    says: "environments.dev.clouds.aws.regions: no region is given; add one (`us-east-1: {}`), or take aws away",
    accept: { "dev:clouds.aws.regions": { "eu-west-1": {} } },
  },
  {
    rule: enoughZones,
    refuse: westus,
    says: "environments.prod.clouds.azure.regions.westus: westus has no availability zones, and ha: regional needs 3; use westus2, westus3, centralus, eastus, eastus2, or ha: single",
    accept: { "prod:clouds.azure.regions": { westus3: {} }, ...unpromised },
  },
  {
    rule: enoughZones,
    refuse: { "estate:management.region": "us-west-1" },
    says: "management.region: us-west-1 has 2 availability zones, and ha: zonal needs 3; use us-west-2, us-east-2, us-east-1, ca-central-1, or ha: single",
    accept: { "estate:management.region": "us-west-1", "estate:management.ha": "single" },
  },
  {
    rule: homeRegionInUse,
    refuse: { "prod:clouds.aws.homeRegion": "us-west-2" },
    says: "environments.prod.clouds.aws.homeRegion: us-west-2 is not a region in use; use one of us-east-1, or add us-west-2",
    accept: { "prod:clouds.aws.homeRegion": "us-east-1" },
  },
  {
    rule: drRegions,
    refuse: { "prod:clouds.gcp.regions.us-east4.dr": "us-east4" },
    says: `${gcp}.dr: us-east4 is the place's own region, which would be lost with it; use one of us-east1, us-central1, us-west1`,
    accept: { "prod:clouds.gcp.regions.us-east4.dr": "us-central1" },
  },
  {
    rule: drRegions,
    refuse: { "prod:clouds.gcp.regions.us-east4.dr": "europe-west1" },
    says: `${gcp}.dr: europe-west1 is in EU, us-east4 in US; dual-region buckets and backups stay on one continent; use one of us-east1, us-central1, us-west1`,
    accept: { "prod:clouds.gcp.regions.us-east4.dr": undefined, ...unpromised },
  },
  {
    rule: gcpDrPairs,
    refuse: { "prod:clouds.gcp.regions": { "europe-west4": { dr: "europe-north1" } } },
    says: "environments.prod.clouds.gcp.regions.europe-west4.dr: europe-north1 cannot share dual-region buckets with europe-west4; use one of europe-west1, europe-west3, or take the buckets away",
    accept: { "prod:clouds.gcp.regions": { "europe-west4": { dr: "europe-west3" } } },
  },
  {
    rule: accountFormat,
    refuse: { "dev:clouds.aws.accountId": "22222222222", "prod:clouds.gcp.projectId": "Acme_prod", "prod:clouds.azure.tenantId": "acme" },
    says: [
      'environments.dev.clouds.aws.accountId: "22222222222" is not 12 digits; correct it',
      'environments.prod.clouds.gcp.projectId: "Acme_prod" is not 6 to 30 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen; correct it',
      'environments.prod.clouds.azure.tenantId: "acme" is not a GUID like 12345678-9abc-def0-1234-56789abcdef0; correct it',
    ],
    accept: { "dev:clouds.aws.accountId": "000000000001" },
  },
  {
    rule: isolatedAccounts,
    refuse: { "prod:clouds.aws.accountId": "111111111111", "prod:clouds.gcp.projectId": "acme-staging" },
    says: [
      'environments.prod.clouds.aws.accountId: "111111111111" is mgmt\'s as well, and environments are isolated from each other; give prod its own',
      'environments.prod.clouds.gcp.projectId: "acme-staging" is staging\'s as well, and environments are isolated from each other; give prod its own',
    ],
    accept: { "prod:clouds.aws.accountId": "555555555555" },
  },
  {
    rule: people,
    refuse: { "prod:clouds.aws.administrators": ["arn:aws:iam::444444444444:user/root"], "estate:management.viewers": ["everyone"] },
    says: [
      'management.viewers.0: "everyone" is not the ARN of an IAM role like arn:aws:iam::123456789012:role/admins; correct it',
      'environments.prod.clouds.aws.administrators.0: "arn:aws:iam::444444444444:user/root" is not the ARN of an IAM role like arn:aws:iam::123456789012:role/admins; correct it',
    ],
    accept: { "prod:clouds.aws.administrators": ["arn:aws-us-gov:iam::444444444444:role/path/admins"] },
  },
  {
    rule: people,
    refuse: { "prod:clouds.azure.databaseAdministrators.objectId": "dba" },
    says: 'environments.prod.clouds.azure.databaseAdministrators.objectId: "dba" is not a GUID like 12345678-9abc-def0-1234-56789abcdef0; correct it',
    accept: { "prod:clouds.azure.viewers": [] },
  },
  {
    rule: somebodyAdministers,
    refuse: { "prod:clouds.gcp.administrators": [] },
    says: "environments.prod.clouds.gcp.administrators: nobody is named, and nobody else can enter the cluster; add the e-mail address of a Google group",
    accept: { "prod:clouds.gcp.administrators": ["admins@example.com"] },
  },
  {
    rule: apiAllowlist,
    refuse: { "estate:defaults.cluster.apiAllowlist": ["0.0.0.0/0", "198.51.100.7"] },
    says: [
      "defaults.cluster.apiAllowlist.0: 0.0.0.0/0 opens the api server to the internet; list the networks people come from, or none to keep the server private",
      'defaults.cluster.apiAllowlist.1: "198.51.100.7" is not an ipv4 block; write it like 198.51.100.0/24',
    ],
    accept: { "estate:defaults.cluster.apiAllowlist": ["198.51.100.7/32"] },
  },
  {
    rule: ciliumOnAwsOnly,
    refuse: { "prod:clouds.gcp.settings.cluster.cilium": "chaining" },
    says: "environments.prod.clouds.gcp.settings.cluster.cilium: chaining is for aws; the network of gcp's clusters is cilium already; use off",
    accept: { "prod:clouds.aws.settings.cluster.cilium": "chaining" },
  },
  {
    rule: managedCompute,
    refuse: { "prod:clouds.aws.settings.cluster.compute": "managed", "prod:clouds.azure.settings.cluster.compute": "managed" },
    says: [
      "environments.prod.clouds.aws.settings.cluster.compute: managed excludes cilium: chaining; add cilium: off, or use pools",
      "environments.prod.clouds.azure.settings.cluster.compute: managed is eks auto mode, and the place is on azure; use pools",
    ],
    accept: { "prod:clouds.aws.settings.cluster": { compute: "managed", cilium: "off" } },
  },
  {
    rule: poolSizes,
    refuse: { "dev:settings.cluster.pools": { general: { min: 5 }, spot: { min: 0, max: 0 } } },
    says: [
      "environments.dev.settings.cluster.pools.general: min 5 is more than max (3); use 5 or more for max",
      "environments.dev.settings.cluster.pools.spot.max: 0 nodes is no pool; use 1 or more",
    ],
    accept: { "dev:settings.cluster.pools": { general: { min: 3 } } },
  },
  {
    rule: systemNodes,
    refuse: { "prod:settings.cluster.pools.system.min": 2, "dev:settings.cluster.pools.system.min": 0 },
    says: [
      "environments.dev.settings.cluster.pools.system.min: 0 system nodes is less than 1, for what the platform itself runs; use 1 or more",
      "environments.prod.settings.cluster.pools.system.min: 2 system nodes is less than 3, one per zone, with high availability; use 3 or more",
    ],
    accept: { "dev:settings.cluster.pools.system.min": 1 },
  },
  {
    rule: poolArchitecture,
    refuse: { "prod:clouds.gcp.regions.europe-north1": { cluster: { pools: { spot: { arch: "arm64" } } } }, ...unpromised },
    says: "environments.prod.clouds.gcp.regions.europe-north1.cluster.pools.spot.arch: arm64 is not offered in europe-north1; use amd64",
    accept: { "prod:clouds.gcp.regions.europe-west4": { cluster: { pools: { spot: { arch: "arm64" } } } }, ...unpromised },
  },
  {
    rule: standbysApart,
    refuse: { "dev:clouds.aws.regions.us-east-1.network.cidr": "10.240.0.0/16" },
    says: "environments.dev.clouds.aws.regions.us-east-1.network.cidr: 10.240.0.0/16 overlaps the standby of prod-aws-use1 (10.240.0.0/20); use the computed 10.64.0.0/16",
    accept: { "dev:clouds.aws.regions.us-east-1.network.cidr": "10.241.0.0/16" },
  },
  {
    rule: standbysApart,
    refuse: { "estate:network.estateCidr": "10.0.0.0/8", "prod:clouds.gcp.regions.us-east4.network.cidr": "10.240.0.0/16" },
    says: "environments.prod.clouds.gcp.regions.us-east4.network.cidr: 10.240.0.0/16 overlaps the standby of prod-aws-use1 (10.240.0.0/20); use the computed 10.208.0.0/16",
    accept: { "prod:clouds.gcp.regions.us-east4.network.cidr": "10.241.0.0/16" },
  },
];
