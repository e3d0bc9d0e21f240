import { describe, expect, it } from "vitest";
import { nameAt, obstacle, planFlows, type SyncPlace, type SyncTable, seedObstacle } from "../../../constructs/replication/flows.ts";

const aws: SyncPlace = { id: "prod-aws-use1", cloud: "aws", engine: "postgresql" };
const aws2: SyncPlace = { id: "prod-aws-usw2", cloud: "aws", engine: "postgresql" };
const gcp: SyncPlace = { id: "prod-gcp-use4", cloud: "gcp", engine: "postgresql" };
const azure: SyncPlace = { id: "prod-azure-eus2", cloud: "azure", engine: "sqlserver" };
const azurePostgres: SyncPlace = { ...azure, engine: "postgresql" };

const orders: SyncTable = { name: "public.orders", owner: "aws" };
const catalog: SyncTable = { name: "public.catalog", owner: "gcp" };
const invoices: SyncTable = { name: "dbo.invoices", owner: "azure" };

const said = (tables: readonly SyncTable[], places: readonly SyncPlace[]) =>
  planFlows(tables, places).map(
    ({ table, as, from, to, via, seeded }) => `${from.id} ${table} -> ${to.id} ${as} ${via}${seeded ? " seeded" : ""}`,
  );

describe("flows that tables ask for", () => {
  it("of two clouds: each table once, to the other", () => {
    expect(said([orders, catalog], [aws, gcp])).toEqual([
      "prod-aws-use1 public.orders -> prod-gcp-use4 public.orders dms",
      "prod-gcp-use4 public.catalog -> prod-aws-use1 public.catalog dms",
    ]);
  });

  it("of three clouds: to both others, by DMS where it can and Debezium where it cannot", () => {
    expect(said([orders, catalog, invoices], [aws, gcp, azure])).toEqual([
      "prod-aws-use1 public.orders -> prod-gcp-use4 public.orders dms",
      "prod-aws-use1 public.orders -> prod-azure-eus2 dbo.orders debezium",
      "prod-gcp-use4 public.catalog -> prod-aws-use1 public.catalog dms",
      "prod-gcp-use4 public.catalog -> prod-azure-eus2 dbo.catalog debezium",
      "prod-azure-eus2 dbo.invoices -> prod-aws-use1 public.invoices debezium",
      "prod-azure-eus2 dbo.invoices -> prod-gcp-use4 public.invoices debezium",
    ]);
  });

  it("of two places in a cloud: the first writes, the second gets copies like any other", () => {
    expect(said([orders, catalog], [aws, aws2, gcp])).toEqual([
      "prod-aws-use1 public.orders -> prod-aws-usw2 public.orders dms",
      "prod-aws-use1 public.orders -> prod-gcp-use4 public.orders dms",
      "prod-gcp-use4 public.catalog -> prod-aws-use1 public.catalog dms",
      "prod-gcp-use4 public.catalog -> prod-aws-usw2 public.catalog dms",
    ]);
  });

  it("stay as they are when a place comes", () => {
    const before = said([orders, catalog, invoices], [aws, gcp, azure]);
    const after = said([orders, catalog, invoices], [aws, aws2, gcp, azure]);
    expect(before.filter((flow) => !after.includes(flow))).toEqual([]);
  });

  it("go where they are asked to go, and how", () => {
    expect(said([{ ...orders, to: ["gcp"], via: "debezium" }], [aws, gcp, azure])).toEqual([
      "prod-aws-use1 public.orders -> prod-gcp-use4 public.orders debezium",
    ]);
    expect(said([{ ...invoices, to: ["aws"], seed: "dms" }], [aws, gcp, azure])).toEqual([
      "prod-azure-eus2 dbo.invoices -> prod-aws-use1 public.invoices debezium seeded",
    ]);
  });

  it("are none of a cloud that is not there", () => {
    expect(said([catalog], [aws, azure])).toEqual([]);
    expect(said([orders], [aws])).toEqual([]);
  });

  it("are refused where they are impossible", () => {
    expect(() => said([{ ...invoices, via: "dms" }], [aws, azure])).toThrow(
      /dbo.invoices: from prod-azure-eus2 to prod-aws-use1 via dms: AWS DMS loads/,
    );
    expect(() => said([{ ...invoices, seed: "dms" }], [aws, gcp, azure])).toThrow(/into PostgreSQL on AWS only/);
  });
});

describe("a route", () => {
  it.each([
    [aws, gcp, undefined],
    [gcp, aws, undefined],
    [aws, aws2, undefined],
    [azurePostgres, aws, undefined],
    [gcp, azurePostgres, /one end of an AWS DMS task/],
    [gcp, azure, /one end of an AWS DMS task/],
    [azure, aws, /does not follow its changes/],
    [aws, azure, /does not write to Azure SQL/],
  ] as const)("of DMS from %o to %o", (from, to, why) => {
    const found = obstacle("dms", from, to);
    if (why === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(why);
    expect(obstacle("debezium", from, to)).toBeUndefined();
  });

  it("of a first copy by DMS is from Azure SQL to PostgreSQL on AWS", () => {
    expect(seedObstacle(azure, aws)).toBeUndefined();
    expect(seedObstacle(azure, gcp)).toMatch(/on AWS only/);
    expect(seedObstacle(azurePostgres, aws)).toMatch(/only Azure SQL/);
  });
});

describe("a table's name", () => {
  it("is in the reader's own default schema, or in the same other one", () => {
    expect(nameAt("public.orders", aws, azure)).toBe("dbo.orders");
    expect(nameAt("dbo.orders", azure, aws)).toBe("public.orders");
    expect(nameAt("shop.orders", aws, azure)).toBe("shop.orders");
    expect(nameAt("dbo.orders", aws, gcp)).toBe("dbo.orders");
  });
});
