import { failedOver, recoveryTiers } from "../../config/rules/recovery.ts";
import { syncCentral, tableReaders, tableRoutes, tableSeeds } from "../../config/rules/replication.ts";
import {
  centralReached,
  centralTunnels,
  edgeIds,
  edgeThere,
  healthInterval,
  lastPlaceServes,
  primaryCloud,
  trafficWeights,
  writePaths,
} from "../../config/rules/traffic.ts";
import type { Refusal } from "./refusal.ts";

const tables = (...rows: object[]) => ({ "estate:dataSync.tables": rows });
const orders = { name: "public.orders", owner: "aws" };
const catalog = { name: "public.catalog", owner: "gcp" };
const invoices = { name: "dbo.invoices", owner: "azure" };

/** Rules about what is between places: copies of tables, requests, and what is left when a region is lost. */
export const betweenRefusals: readonly Refusal[] = [
  {
    rule: tableReaders,
    refuse: tables({ ...orders, to: ["aws"] }),
    says: "dataSync.tables.0.to: aws has no database in staging that could have a copy; name clouds with one, or take the table away",
    accept: tables({ ...orders, to: ["gcp"] }),
  },
  {
    rule: tableReaders,
    refuse: {
      ...tables(orders),
      "prod:dataSync": false,
      "staging:settings.database.enabled": false,
      "staging:clouds.aws.settings.database.enabled": true,
      "estate:apps": {},
    },
    says: "dataSync.tables.0.name: public.orders has no database in staging that could have a copy; name clouds with one, or take the table away",
    accept: { ...tables(orders), "prod:dataSync": false },
  },
  {
    rule: tableRoutes,
    refuse: tables({ ...catalog, to: ["azure"], via: "dms" }),
    says: "dataSync.tables.0.via: dms cannot carry changes from staging-gcp-use4 to staging-azure-eus2: one end of an AWS DMS task must be in AWS; use debezium, which reads the database's log and goes through Kafka, or leave via out",
    accept: tables({ ...catalog, to: ["azure"], via: "debezium" }),
  },
  {
    rule: tableRoutes,
    refuse: tables({ ...invoices, to: ["aws"], via: "dms" }),
    says: "dataSync.tables.0.via: dms cannot carry changes from staging-azure-eus2 to staging-aws-use1: AWS DMS loads from Azure SQL Database once and does not follow its changes; use debezium, which reads the database's log and goes through Kafka, or leave via out",
    accept: {
      ...tables({ ...invoices, to: ["aws"], via: "dms" }),
      "staging:clouds.azure.settings.database.kind": "postgresql",
      "prod:clouds.azure.settings.database.kind": "postgresql",
    },
  },
  {
    rule: tableRoutes,
    refuse: tables({ ...orders, to: ["azure"], via: "dms" }),
    says: "dataSync.tables.0.via: dms cannot carry changes from staging-aws-use1 to staging-azure-eus2: AWS DMS does not write to Azure SQL Database; use debezium, which reads the database's log and goes through Kafka, or leave via out",
    accept: tables({ ...orders, to: ["gcp"], via: "dms" }),
  },
  {
    rule: tableSeeds,
    refuse: tables({ ...catalog, seed: "dms" }),
    says: "dataSync.tables.0.seed: dms cannot make the first copy of public.catalog: only Azure SQL Database needs one: whatever else follows a table copies it first; leave seed out, or narrow to",
    accept: tables(catalog),
  },
  {
    rule: tableSeeds,
    refuse: tables({ ...invoices, seed: "dms" }),
    says: "dataSync.tables.0.seed: dms cannot make the first copy of dbo.invoices: AWS DMS loads from Azure SQL Database into PostgreSQL on AWS only; leave seed out, or narrow to",
    accept: tables({ ...invoices, to: ["aws"], seed: "dms" }),
  },
  {
    rule: tableSeeds,
    refuse: tables({ ...invoices, to: ["aws"], seed: "dms" }, { ...invoices, name: "dbo.refunds", to: ["aws"] }),
    says: "dataSync.tables.0.seed: dms is not what dbo.refunds says, and Debezium's connector of staging-azure-eus2 copies all of its tables first, or none; use the same for both",
    accept: tables({ ...invoices, to: ["aws"], seed: "dms" }, { ...invoices, name: "dbo.refunds", to: ["aws"], seed: "dms" }),
  },
  {
    rule: syncCentral,
    refuse: { "estate:management.gcp": undefined, ...tables({ ...catalog, to: ["azure"] }), "staging:dataSync": false },
    says: "management.gcp: nothing is there for the images of clusters on gcp, and dataSync runs Kafka Connect in them; add an account of gcp, or keep its databases out of dataSync.tables",
    accept: { "estate:management.gcp": undefined, ...tables({ ...orders, to: ["gcp"] }) },
  },
  {
    rule: syncCentral,
    refuse: {
      "estate:management": undefined,
      "dev:interconnect": false,
      "staging:mesh": "none",
      "prod:mesh": "none",
      "staging:dataSync": false,
    },
    says: "environments.prod.dataSync: true needs the central place, whose Vault makes the logins of databases; add the management section, or use false",
    accept: {
      "estate:management": undefined,
      "dev:interconnect": false,
      "staging:mesh": "none",
      "prod:mesh": "none",
      "staging:dataSync": false,
      "prod:dataSync": false,
    },
  },
  {
    rule: edgeIds,
    refuse: { "estate:edge.zoneId": "example.com" },
    says: 'edge.zoneId: "example.com" is not 32 hexadecimal digits; copy it from the zone\'s overview page',
    accept: { "estate:edge.zoneId": "fedcba9876543210fedcba9876543210" },
  },
  {
    rule: edgeThere,
    refuse: { "estate:edge": undefined, "prod:traffic.origin": "tunnel" },
    says: "environments.prod.traffic.origin: tunnel needs the edge; add the edge section",
    accept: { "estate:edge": undefined },
  },
  {
    rule: healthInterval,
    refuse: { "estate:edge.plan": "pro", "prod:traffic.intervalSeconds": 30 },
    says: "environments.prod.traffic.intervalSeconds: 30 seconds is more often than the pro plan checks (60); use 60 or more, or another plan",
    accept: { "prod:traffic.intervalSeconds": 10 },
  },
  {
    rule: trafficWeights,
    refuse: { "prod:traffic.weights": { "prod-aws-use1": 0.5 } },
    says: "environments.prod.traffic.weights: weights mean nothing in mode active-active; use mode: weighted, or take them away",
    accept: { "prod:traffic": { mode: "weighted", weights: { "prod-aws-use1": 0.5 } } },
  },
  {
    rule: trafficWeights,
    refuse: { "prod:traffic": { mode: "weighted", weights: { "prod-aws-euw1": 1 } } },
    says: 'environments.prod.traffic.weights.prod-aws-euw1: "prod-aws-euw1" is no place of prod; use one of prod-aws-use1, prod-gcp-use4, prod-azure-eus2',
    accept: { "prod:traffic.mode": "weighted" },
  },
  {
    rule: trafficWeights,
    refuse: { "dev:traffic": { mode: "weighted", weights: { "dev-aws-use1": 0 } } },
    says: "environments.dev.traffic.weights: 0 for every place would send nobody anywhere; give one of them more",
    accept: { "dev:traffic": { mode: "weighted", weights: { "dev-aws-use1": 0.1 } } },
  },
  {
    rule: primaryCloud,
    refuse: { "dev:primary": "gcp" },
    says: "environments.dev.primary: gcp is no cloud of dev; use one of aws",
    accept: { "prod:primary": "gcp" },
  },
  {
    rule: lastPlaceServes,
    refuse: { "dev:clouds.aws.regions.us-east-1.drained": true },
    says: "environments.dev.clouds.aws.regions.us-east-1.drained: true is the last place of dev that serves shop.example.com of shop; leave one place undrained",
    accept: { "prod:clouds.aws.regions.us-east-1.drained": true },
  },
  {
    rule: writePaths,
    refuse: { "estate:apps.shop.writePaths": ["api/*/orders"] },
    says: 'apps.shop.writePaths.0: "api/*/orders" is not a path, with * at most at its end; write it like /api/orders/*',
    accept: { "estate:apps.shop.writePaths": ["/api/orders"] },
  },
  {
    rule: writePaths,
    refuse: { "estate:apps.reports.writePaths": ["/api/*"] },
    says: 'apps.reports.writePaths.0: "/api/*" leads nowhere: reports has no hosts; give it hosts, or take the path away',
    accept: { "estate:apps.reports.writePaths": [] },
  },
  {
    rule: centralReached,
    refuse: {
      "estate:management": { hosting: "colocated", environment: "prod", region: "us-east-1" },
      "prod:mesh": "none",
      "prod:traffic.origin": "tunnel",
    },
    says: "environments.prod.traffic.origin: tunnel leaves no address for the central services, which share its place; use l4, or hosting: dedicated",
    accept: { "prod:traffic.origin": "tunnel" },
  },
  {
    rule: centralTunnels,
    refuse: { "staging:clouds.azure.regions": { eastus2: {}, northeurope: {} } },
    says: "environments.prod.clouds.azure.regions.eastus2: prod-azure-eus2 would have the addresses of staging-azure-neu inside its tunnels to the central place: Azure has room for eight, by region and environment; use another region, or interconnect: false",
    accept: { "staging:clouds.azure.regions": { eastus2: {}, centralus: {} } },
  },
  {
    rule: recoveryTiers,
    refuse: { "prod:clouds.azure.regions.eastus2.dr": undefined },
    says: [
      "environments.prod.recovery.database: 1 allows 15 minutes of lost changes and 1 hour until it is back, and prod-azure-eus2 has geo-redundant backups, restored; set dr there, or ask for less",
      "environments.prod.recovery.cluster: 1 allows 1 day of lost changes and 4 hours until it is back, and prod-azure-eus2 has nothing outside of the region; set dr there, or ask for less",
      "environments.prod.recovery.objects: 1 allows 15 minutes of lost changes and 1 hour until it is back, and prod-azure-eus2 has nothing outside of the region; set dr there, or ask for less",
    ],
    accept: { "prod:clouds.azure.regions.eastus2.dr": undefined, "prod:recovery": { database: 2 } },
  },
  {
    rule: failedOver,
    refuse: { "staging:clouds.gcp.settings.database.failedOver": true },
    says: "environments.staging.clouds.gcp.settings.database.failedOver: true means the replica of staging-gcp-use4 in its dr region, and there is none; use false",
    accept: { "prod:clouds.gcp.settings.database.failedOver": true },
  },
];
