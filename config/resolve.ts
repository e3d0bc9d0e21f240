import { regions as regionTable } from "../constructs/clouds/regions.ts";
import { placeCidr } from "../constructs/network/cidr-plan.ts";
import { type CloudAccount, type CloudName, cloudNames, type EnvironmentName, environmentNames } from "../constructs/place.ts";
import { recoverySchema, trafficSchema } from "./between-schema.ts";
import type { CloudPlacement, Environment, Estate, PlaceSettings, RegionSettings } from "./estate.ts";
import { merge } from "./merge.ts";
import { presetFor } from "./presets.ts";
import type { EnvironmentFile, EstateFile } from "./schema.ts";
import type { Settings } from "./settings-schema.ts";

/** The checked environment files by name. */
export type EnvironmentFiles = Partial<Record<EnvironmentName, EnvironmentFile>>;
type CloudFile = NonNullable<EnvironmentFile["clouds"][CloudName]>;
type RegionFile = Settings & { readonly dr?: string; readonly drained?: boolean };

/** Where the central services are. */
type Central = Estate["central"];

/** What costs are collected in, and Vault's snapshots: the central place has them besides its others. */
const centralBuckets = { cost: { retentionDays: 400 }, vault: { retentionDays: 30 } } satisfies Settings["buckets"];

/** The estate the files describe: layers merged, defaults and computed values filled in, everything in its fixed order. */
export function resolveEstate(file: EstateFile, files: EnvironmentFiles): Estate {
  const { organization, github, identity, observability, tags, network, versions, edge, dataSync, cost, apps, retired, management } = file;
  const own = management?.hosting === "dedicated" ? { mgmt: managementEnvironment(management, files) } : {};
  const all: EnvironmentFiles = { ...files, ...own };
  const central: Central = management && { environment: management.environment ?? "mgmt", region: management.region };
  const environments = environmentNames.flatMap((name) => {
    const environment = all[name];
    return environment ? [[name, resolveEnvironment(name, environment, file, central)] as const] : [];
  });
  return {
    organization,
    terraform: { organization: organization.name, ...file.terraform },
    github: { ...github, repositories: sorted(github.repositories) },
    identity: { accessTeam: organization.name, ...identity },
    observability,
    tags: { ...tags, extra: sorted(tags.extra) },
    network,
    versions,
    ...(central && { central }),
    ...(edge && { edge }),
    dataSync,
    cost: { ...cost, usage: sorted(cost.usage) },
    apps: sorted(apps),
    retired: sorted(retired),
    environments: Object.fromEntries(environments),
  };
}

/** The management place as an environment like the others; it is connected as soon as one of them is. */
function managementEnvironment(management: NonNullable<EstateFile["management"]>, files: EnvironmentFiles): EnvironmentFile {
  const { hosting: _, environment: __, region, accountId, administrators, viewers, settings, gcp, azure, ...rest } = management;
  const interconnect = Object.values(files).some((environment) => environment.interconnect);
  const clouds = {
    aws: { accountId, administrators, viewers, regions: { [region]: {} } },
    ...(gcp && { gcp: withoutPlaces(gcp) }),
    ...(azure && { azure: withoutPlaces(azure) }),
  };
  const [traffic, recovery] = [trafficSchema.parse({}), recoverySchema.parse({})];
  const environment = {
    ...rest,
    criticality: "high",
    autoApply: false,
    interconnect,
    keyVersion: 1,
    traffic,
    recovery,
    dataSync: false,
    settings,
    clouds,
  };
  return environment as EnvironmentFile;
}

const withoutPlaces = <T extends { readonly region: string }>({ region, ...account }: T) => ({
  ...account,
  homeRegion: region,
  regions: {},
});

function resolveEnvironment(name: EnvironmentName, file: EnvironmentFile, estate: EstateFile, central: Central): Environment {
  const { tags, settings, clouds, ...rest } = file;
  const present = cloudNames.filter((cloud) => clouds[cloud] !== undefined);
  const share = evenShare(
    file.budgetUsd,
    present.map((cloud) => clouds[cloud]?.budgetUsd),
  );
  const placements = present.map((cloud) => {
    const layers = [presetFor(file.ha, cloud), estate.defaults, settings];
    return [cloud, resolveCloud(name, cloud, clouds[cloud] as CloudFile, layers, share, central)] as const;
  });
  return {
    name,
    ...rest,
    primary: rest.primary ?? present[0] ?? "aws",
    traffic: { ...rest.traffic, weights: sorted(rest.traffic.weights) },
    owner: tags?.owner ?? estate.tags.owner,
    costCenter: tags?.costCenter ?? estate.tags.costCenter,
    clouds: Object.fromEntries(placements),
  };
}

/** What the clouds with a budget of their own leave of `total`, divided evenly among the others, rounded down. */
function evenShare(total: number, given: readonly (number | undefined)[]): number {
  const left = given.reduce<number>((rest, budget) => rest - (budget ?? 0), total);
  const others = given.filter((budget) => budget === undefined).length;
  return others > 0 ? Math.floor(left / others) : 0;
}

function resolveCloud(
  environment: EnvironmentName,
  cloud: CloudName,
  file: CloudFile,
  layers: readonly unknown[],
  share: number,
  central: Central,
): CloudPlacement {
  const written = file.regions as Record<string, RegionFile | undefined>;
  const bucketsIn = (region: string) =>
    cloud === "aws" && central?.environment === environment && central.region === region ? [{ buckets: centralBuckets }] : [];
  const places = Object.keys(regionTable[cloud]).flatMap((region) => {
    const own = written[region];
    return own ? [[region, resolvePlace(environment, cloud, region, own, [...bucketsIn(region), ...layers, file.settings])] as const] : [];
  });
  return {
    account: accountIn(cloud, file),
    administrators: file.administrators,
    viewers: file.viewers,
    ...("databaseAdministrators" in file && { databaseAdministrators: file.databaseAdministrators }),
    budgetUsd: file.budgetUsd ?? share,
    homeRegion: file.homeRegion ?? places[0]?.[0] ?? "",
    regions: Object.fromEntries(places),
  };
}

function accountIn(cloud: CloudName, file: CloudFile): CloudAccount {
  const { accountId, projectId, projectNumber, billingAccount, subscriptionId, tenantId } = file as CloudFile & Record<string, string>;
  const accounts = {
    aws: { cloud: "aws", accountId },
    gcp: { cloud: "gcp", projectId, projectNumber, billingAccount },
    azure: { cloud: "azure", subscriptionId, tenantId },
  };
  return accounts[cloud] as CloudAccount;
}

function resolvePlace(
  environment: EnvironmentName,
  cloud: CloudName,
  region: string,
  { dr, drained = false, ...own }: RegionFile,
  layers: readonly unknown[],
): RegionSettings {
  const computed = { network: { cidr: placeCidr(environment, cloud, region) } };
  const settings = [...layers, own].reduce(merge, computed) as PlaceSettings;
  const written = Object.entries(settings.buckets as NonNullable<Settings["buckets"]>);
  const buckets = written.flatMap(([purpose, bucket]) => (bucket ? [[purpose, { retentionDays: 0, lockDays: 0, ...bucket }]] : []));
  return {
    ...settings,
    buckets: sorted(Object.fromEntries(buckets)),
    addons: sorted(settings.addons),
    drained,
    ...(dr !== undefined && { dr }),
  };
}

const sorted = <T>(map: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
