import { budgetsAddUp, budgetsPositive } from "../../config/rules/budgets.ts";
import { dataSyncNeeds, interconnectEnds, tableNames, tableOwners } from "../../config/rules/connections.ts";
import { generatedNames } from "../../config/rules/names.ts";
import { contacts, hostNames, organizationName, repository } from "../../config/rules/organization.ts";
import { productionProtected } from "../../config/rules/production.ts";
import { extraKeys, labelsApart, tagCount, tagValues } from "../../config/rules/tags.ts";
import { kubernetesVersion, postgresVersion, terraformVersion, valkeyVersion } from "../../config/rules/versions.ts";
import type { Refusal } from "./refusal.ts";

const long = "a".repeat(33);
const manyTags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, "x"]));

/** Rules about the estate and its environments as a whole. */
export const estateRefusals: readonly Refusal[] = [
  {
    rule: organizationName,
    refuse: { "estate:organization.name": "acme-corporation" },
    says: 'organization.name: "acme-corporation" is 16 characters and is not 2 to 10 lower-case letters and digits starting with a letter, which names of storage accounts (24) and load balancers (32) leave room for; use a short form like acmecorpor',
    accept: { "estate:organization.name": "acmecorp42" },
  },
  {
    rule: hostNames,
    refuse: { "estate:organization.domain": "https://example.com", "estate:terraform.hostname": "app" },
    says: [
      'organization.domain: "https://example.com" is not a domain name; write it like example.com',
      'terraform.hostname: "app" is not a host name; write it like app.terraform.io',
    ],
    accept: { "estate:organization.domain": "platform.example.co.uk", "estate:apps": {}, "estate:terraform.hostname": "tfe.example.com" },
  },
  {
    rule: contacts,
    refuse: { "estate:organization.billingContact": "finops", "estate:organization.securityContact": "security@localhost" },
    says: [
      'organization.billingContact: "finops" is not an e-mail address; write it like team@example.com',
      'organization.securityContact: "security@localhost" is not an e-mail address; write it like team@example.com',
    ],
    accept: { "estate:organization.billingContact": "fin+ops@mail.example.com" },
  },
  {
    rule: repository,
    refuse: { "estate:github.repository": "acme/platform" },
    says: 'github.repository: "acme/platform" is not letters, digits, hyphens, periods and underscores; write it like platform',
    accept: { "estate:github.repository": "platform.live" },
  },
  {
    rule: generatedNames,
    refuse: { "estate:terraform.organization": long },
    says: `terraform.organization: "${long}" makes a name that does not fit: tfe:Project "${long}-staging" has 41 characters, allowed 3 to 40 (letters, digits, spaces, hyphens and underscores); use a shorter or plainer one`,
    accept: { "estate:terraform.organization": long.slice(1) },
  },
  {
    rule: terraformVersion,
    refuse: { "estate:terraform.version": "~> 1.11.0" },
    says: "terraform.version: ~> 1.11.0 is not an exact version, which state and plans are tied to; use an exact one like 1.11.4",
    accept: { "estate:terraform.version": "1.11.0" },
  },
  {
    rule: terraformVersion,
    refuse: { "estate:terraform.version": "1.10.5" },
    says: "terraform.version: 1.10.5 lacks write-only arguments (1.11.0 and later), which keep passwords out of state; use an exact one like 1.11.4",
    accept: { "estate:terraform.version": "1.12.2" },
  },
  {
    rule: kubernetesVersion,
    refuse: { "estate:versions.kubernetes": "1.37" },
    says: "versions.kubernetes: 1.37 is outside of what karpenter 1.14.1 supports (1.30 to 1.36); use 1.30 to 1.34",
    accept: { "estate:versions.kubernetes": "1.30" },
  },
  {
    rule: kubernetesVersion,
    refuse: { "estate:versions.kubernetes": "1.35" },
    says: "versions.kubernetes: 1.35 is newer than what kubecost 3.2.1 is tested with (1.34); use 1.30 to 1.34",
    accept: { "estate:versions.kubernetes": "1.33" },
  },
  {
    rule: kubernetesVersion,
    refuse: { "estate:versions.kubernetes": "1.34.2" },
    says: "versions.kubernetes: 1.34.2 is not a minor version of kubernetes like 1.34; use 1.30 to 1.34",
    accept: { "estate:versions.kubernetes": "1.34" },
  },
  {
    rule: postgresVersion,
    refuse: { "estate:versions.postgres": "13" },
    says: "versions.postgres: 13 is not offered by all of rds, cloud sql and azure database for postgresql; use one of 14, 15, 16, 17",
    accept: { "estate:versions.postgres": "14" },
  },
  {
    rule: valkeyVersion,
    refuse: { "estate:versions.valkey": "8.1" },
    says: "versions.valkey: 8.1 is not offered by both elasticache and memorystore; use one of 7.2, 8.0",
    accept: { "estate:versions.valkey": "7.2" },
  },
  {
    rule: extraKeys,
    refuse: { "estate:tags.extra": { CostUnit: "a", owner: "b" } },
    says: [
      'tags.extra.CostUnit: "CostUnit" is not kebab-case, which is what all clouds accept; use a key like cost-unit',
      'tags.extra.owner: "owner" is a tag the platform sets itself; choose another key',
    ],
    accept: { "estate:tags.extra": { "cost-unit": "a" } },
  },
  {
    rule: tagCount,
    refuse: { "estate:tags.extra": manyTags(39) },
    says: "tags.extra: 39 tags is more than aws has room for; use 38 at most",
    accept: { "estate:tags.extra": manyTags(38) },
  },
  {
    rule: tagValues,
    refuse: { "prod:tags.owner": "team #1" },
    says: 'environments.prod.tags.owner: "team #1" has characters no tag may have; use letters, digits, spaces and + - = . _ : / @',
    accept: { "prod:tags.owner": "team/1 (eu)".replace(/[()]/g, "") },
  },
  {
    rule: tagValues,
    refuse: { "estate:tags.extra": { note: "x".repeat(257) } },
    says: `tags.extra.note: "${"x".repeat(79)}... has 257 characters; use 256 at most`,
    accept: { "estate:tags.extra": { note: "x".repeat(256) } },
  },
  {
    rule: labelsApart,
    refuse: { "prod:tags.owner": "Platform", "staging:tags.costCenter": "cc.0000", "dev:tags.costCenter": "cc_0000" },
    says: [
      'environments.staging.tags.costCenter: "cc.0000" and "cc_0000" (environments.dev.tags.costCenter) are the same label on gcp: cc_0000; write both the same way, or tell them apart',
      'environments.prod.tags.owner: "Platform" and "platform" (tags.owner) are the same label on gcp: platform; write both the same way, or tell them apart',
    ],
    accept: { "prod:tags.owner": "payments" },
  },
  {
    rule: budgetsPositive,
    refuse: { "dev:budgetUsd": 0 },
    says: "environments.dev.budgetUsd: 0 US dollars is no budget; use more than 0",
    accept: { "dev:budgetUsd": 1 },
  },
  {
    rule: budgetsPositive,
    refuse: { "prod:clouds.aws.budgetUsd": 45000 },
    says: [
      "environments.prod.clouds.gcp.budgetUsd: 0 US dollars is what is left for gcp of the environment's 45000; raise the environment's budget, or lower its other clouds'",
      "environments.prod.clouds.azure.budgetUsd: 0 US dollars is what is left for azure of the environment's 45000; raise the environment's budget, or lower its other clouds'",
    ],
    accept: { "prod:clouds.aws.budgetUsd": 44998 },
  },
  {
    rule: budgetsAddUp,
    refuse: { "dev:clouds.aws.budgetUsd": 2501 },
    says: "environments.dev.budgetUsd: 2500 US dollars is less than its clouds' budgets together (2501); raise it to 2501, or lower theirs",
    accept: { "dev:clouds.aws.budgetUsd": 2500 },
  },
  {
    rule: productionProtected,
    refuse: { "prod:deletionProtection": false },
    says: "environments.prod.deletionProtection: false would let prod's databases and buckets be deleted; use true; single resources can be released when they must go",
    accept: { "staging:deletionProtection": false },
  },
  {
    rule: interconnectEnds,
    refuse: {
      "estate:management": undefined,
      "dev:interconnect": true,
      "staging:mesh": "none",
      "prod:mesh": "none",
      "staging:dataSync": false,
      "prod:dataSync": false,
    },
    says: "environments.dev.interconnect: true has nothing to connect: the environment and mgmt have fewer than two places together; add a place or the management section, or use false",
    accept: { "dev:interconnect": true },
  },
  {
    rule: dataSyncNeeds,
    refuse: {
      "dev:dataSync": true,
      "dev:interconnect": false,
      "dev:settings.database.enabled": false,
      "dev:settings.cluster.apiAllowlist": ["198.51.100.0/24"],
      "estate:dataSync.tables": [],
      "estate:apps": {},
    },
    says: [
      "environments.dev.dataSync: true needs interconnect: the databases are private; add interconnect: true",
      "environments.dev.dataSync: true needs two clouds to sync between; add one, or use false",
      "environments.dev.dataSync: true needs a database in the hub (dataSync.hub: aws); enable one on aws",
      "environments.dev.dataSync: true has no table to replicate; list them under dataSync.tables",
      "environments.staging.dataSync: true has no table to replicate; list them under dataSync.tables",
      "environments.prod.dataSync: true has no table to replicate; list them under dataSync.tables",
    ],
    accept: { "staging:dataSync": false, "prod:dataSync": false, "estate:dataSync.tables": [] },
  },
  {
    rule: tableOwners,
    refuse: {
      "estate:dataSync.tables": [
        { name: "public.orders", owner: "aws" },
        { name: "public.orders", owner: "gcp" },
        { name: "public.orders", owner: "aws" },
      ],
    },
    says: [
      "dataSync.tables.1: public.orders is written by aws and gcp; two writers would overwrite each other; keep one owner",
      "dataSync.tables.2: public.orders is listed twice; take one away",
    ],
    accept: {
      "estate:dataSync.tables": [
        { name: "public.orders", owner: "aws" },
        { name: "public.invoices", owner: "aws" },
      ],
    },
  },
  {
    rule: tableOwners,
    refuse: { "staging:clouds.azure": undefined },
    says: "dataSync.tables.2.owner: azure has no database in staging, which replicates the table; give it one, or take the table away",
    accept: { "staging:clouds.azure": undefined, "staging:dataSync": false },
  },
  {
    rule: tableNames,
    refuse: { "estate:dataSync.tables": [{ name: "orders", owner: "aws" }] },
    says: 'dataSync.tables.0.name: "orders" is not schema.table; write it like public.orders',
    accept: { "estate:dataSync.tables": [{ name: "shop.orders", owner: "aws" }] },
  },
];
