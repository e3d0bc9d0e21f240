import { describe, expect, it } from "vitest";
import { loadEstate } from "../../config/load.ts";
import { placesOf } from "../../config/places.ts";
import { folder } from "./fixture.ts";

const estate = loadEstate(folder);

describe("the committed estate", () => {
  it("has its places, in order, each with its own block", () => {
    const blocks = placesOf(estate).map(({ place, settings }) => [place.id, settings.network.cidr, settings.dr]);
    expect(blocks).toEqual([
      ["mgmt-aws-use1", "10.0.0.0/16", undefined],
      ["dev-aws-use1", "10.64.0.0/16", undefined],
      ["staging-aws-use1", "10.128.0.0/16", undefined],
      ["staging-gcp-use4", "10.144.0.0/16", undefined],
      ["staging-azure-eus2", "10.160.0.0/16", undefined],
      ["prod-aws-use1", "10.192.0.0/16", "us-west-2"],
      ["prod-gcp-use4", "10.208.0.0/16", "us-west1"],
      ["prod-azure-eus2", "10.224.0.0/16", "centralus"],
    ]);
  });

  it("fills in what the files leave out", () => {
    expect(estate.terraform).toEqual({
      organization: "acme",
      hostname: "app.terraform.io",
      version: "1.11.4",
      backend: "cloud",
      notifications: "slack",
    });
    expect(estate.network).toEqual({ estateCidr: "10.0.0.0/8" });
    expect(estate.versions).toMatchObject({ kubernetes: "1.34", postgres: "17", valkey: "8.0" });
    expect(estate.dataSync).toMatchObject({ hub: "aws", size: "s" });
    expect(estate.tags).toEqual({ owner: "platform", costCenter: "cc-0000", dataClassification: "internal", extra: {} });
    expect(estate.environments.dev).toMatchObject({
      owner: "platform",
      costCenter: "cc-0000",
      deletionProtection: false,
      auditRetentionDays: 365,
    });
  });

  it("treats the management section as an environment, connected because others are", () => {
    expect(estate.environments.mgmt).toMatchObject({ name: "mgmt", ha: "zonal", criticality: "high", interconnect: true, dataSync: false });
    expect(estate.environments.mgmt?.clouds.aws).toMatchObject({ account: { cloud: "aws", accountId: "111111111111" }, budgetUsd: 2800 });
    expect(estate.environments.mgmt?.clouds.aws?.regions["us-east-1"]?.cache.enabled).toBe(false);
  });

  it("shares an environment's budget evenly", () => {
    const { prod } = estate.environments;
    expect(Object.values(prod?.clouds ?? {}).map(({ budgetUsd }) => budgetUsd)).toEqual([15000, 15000, 15000]);
  });

  it.each([
    ["dev", { natGateways: "one" }, { size: "s", highAvailability: false, backupDays: 7 }, { replicas: 0 }, 30],
    ["staging", { natGateways: "one" }, { size: "s", highAvailability: true, backupDays: 14 }, { replicas: 1 }, 90],
    ["prod", { natGateways: "per-zone" }, { size: "m", highAvailability: true, backupDays: 35 }, { replicas: 2 }, 365],
  ] as const)("takes %s's settings from its ha", (name, network, database, cache, logRetentionDays) => {
    const place = estate.environments[name]?.clouds.aws?.regions["us-east-1"];
    expect(place).toMatchObject({ network, database, cache, logRetentionDays });
  });

  it("gives each cloud its own engine and processors", () => {
    const prod = placesOf(estate).filter(({ place }) => place.environment === "prod");
    const chosen = prod.map(({ settings: { database, cluster } }) => [
      database.kind,
      database.edition,
      cluster.cilium,
      cluster.pools.general.arch,
      cluster.pools.spot.spot,
    ]);
    expect(chosen).toEqual([
      ["postgresql", undefined, "chaining", "arm64", true],
      ["postgresql", "ENTERPRISE", "off", "amd64", true],
      ["sqlserver", undefined, "off", "amd64", true],
    ]);
  });

  it("keeps the accounts in the words of their cloud", () => {
    expect(estate.environments.prod?.clouds.gcp?.account).toEqual({
      cloud: "gcp",
      projectId: "acme-prod",
      projectNumber: "444444444444",
      billingAccount: "0A1B2C-3D4E5F-6A7B8C",
    });
    expect(estate.environments.prod?.clouds.azure?.databaseAdministrators?.name).toBe("database-administrators");
  });

  it("is plain JSON", () => {
    expect(JSON.parse(JSON.stringify(estate))).toStrictEqual(estate);
  });
});
