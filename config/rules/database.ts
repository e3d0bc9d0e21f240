import type { DatabaseKind } from "../../constructs/database/contract.ts";
import type { CloudName } from "../../constructs/place.ts";
import type { RegionSettings } from "../estate.ts";
import { type ConfiguredPlace, placesOf } from "../places.ts";
import type { Finding, Rule } from "../problems.ts";

type Database = RegionSettings["database"];

/** Findings about the databases that are enabled; `key` is the one the finding is about. */
export const aboutDatabases =
  (check: (database: Database, place: ConfiguredPlace) => (Omit<Finding, "path"> & { readonly key: keyof Database })[]): Rule =>
  (estate) =>
    placesOf(estate)
      .filter(({ settings }) => settings.database.enabled)
      .flatMap((place) =>
        check(place.settings.database, place).map(({ key, ...finding }) => ({ ...finding, path: [...place.path, "database", key] })),
      );

const kinds: Record<CloudName, readonly DatabaseKind[]> = {
  aws: ["postgresql", "aurora-postgresql"],
  gcp: ["postgresql"],
  azure: ["sqlserver", "postgresql"],
};

/** The cloud has the kind of database. */
export const databaseKind = aboutDatabases(({ kind }, { place: { cloud } }) =>
  kinds[cloud].includes(kind)
    ? []
    : [{ key: "kind", got: kind, rule: `is not offered on ${cloud}`, remedy: `use ${kinds[cloud].join(" or ")}` }],
);

/** Editions are Cloud SQL's. */
export const editionOnGcpOnly = aboutDatabases(({ edition }, { place: { cloud } }) =>
  edition === undefined || cloud === "gcp"
    ? []
    : [{ key: "edition", got: edition, rule: `is an edition of cloud sql, and ${cloud} has none`, remedy: "write it under gcp only" }],
);

/** What each family of Cloud SQL tiers needs: https://cloud.google.com/sql/docs/postgres/machine-series-overview */
const gcpTiers = [
  { pattern: /^db-custom-\d+-\d+$/, edition: "ENTERPRISE" },
  { pattern: /^db-perf-optimized-N-\d+$/, edition: "ENTERPRISE_PLUS" },
] as const;

/** Cloud SQL's tier belongs to its edition: PostgreSQL 16 and later would take ENTERPRISE_PLUS by themselves, which has no custom tiers. */
export const gcpEdition = aboutDatabases(({ tier, edition, kind }, { place, path }) => {
  if (place.cloud !== "gcp" || kind !== "postgresql" || tier === undefined) return [];
  const family = gcpTiers.find(({ pattern }) => pattern.test(tier));
  if (family === undefined) {
    return [
      {
        key: "tier",
        got: tier,
        rule: "is not a dedicated tier of cloud sql",
        remedy: "use db-custom-<cpus>-<MiB> or db-perf-optimized-N-<cpus>",
      },
    ];
  }
  if (family.edition === edition) return [];
  const rule = `needs edition ${family.edition}, and ${edition} is set`;
  return [
    {
      key: "tier",
      got: tier,
      rule,
      remedy: `add edition: ${family.edition}, or change the tier`,
      involves: [[...path, "database", "edition"]],
    },
  ];
});

/** Cloud SQL's custom tiers follow a pattern: https://cloud.google.com/sql/docs/postgres/create-instance#machine-types */
export const gcpCustomTier = aboutDatabases(({ tier = "" }, { place }) => {
  const [, cpus, memory] = /^db-custom-(\d+)-(\d+)$/.exec(tier) ?? [];
  if (place.cloud !== "gcp" || cpus === undefined) return [];
  const [count, mib] = [Number(cpus), Number(memory)];
  const finding = (rule: string, remedy: string) => [{ key: "tier" as const, got: tier, rule, remedy }];
  if (count < 1 || count > 96 || (count > 1 && count % 2 === 1)) return finding(`has ${count} cpus`, "use 1 or an even number up to 96");
  const [least, most] = [Math.max(3840, Math.ceil((count * 0.9 * 1024) / 256) * 256), count * 6.5 * 1024];
  if (mib % 256 === 0 && mib >= least && mib <= most) return [];
  return finding(`has ${mib} MiB of memory`, `use ${least} to ${most} MiB in steps of 256 with ${count} cpus`);
});

/** Families that PostgreSQL 14 and later does not run on: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html */
const withoutPostgres = ["t1", "t2", "m1", "m2", "m3", "m4", "r3", "r4", "x1", "x1e", "z1d", "cr1"];

/** Amazon RDS has the instance class, and PostgreSQL runs on it. */
export const awsInstanceClass = aboutDatabases(({ tier, kind }, { place }) => {
  if (tier === undefined || place.cloud !== "aws" || kind === "sqlserver") return [];
  const finding = (rule: string, remedy: string) => [{ key: "tier" as const, got: tier, rule, remedy }];
  const aurora = kind === "aurora-postgresql";
  if (tier === "db.serverless") return aurora ? [] : finding("is aurora's", "use a class like db.m7g.large, or kind: aurora-postgresql");
  const [, family = ""] = /^db\.([a-z]+\d+[a-z]*)\.(micro|small|medium|large|xlarge|\d+xlarge)$/.exec(tier) ?? [];
  if (family === "") return finding("is not an instance class of rds (db.<family>.<size>)", "use one like db.m7g.large");
  if (withoutPostgres.includes(family)) {
    return finding(
      `is of a family (${family}) that does not run postgresql 14 and later`,
      "use a current one like db.m7g.large or db.r7g.large",
    );
  }
  if (aurora && family.startsWith("m")) return finding(`is of a family (${family}) that aurora does not have`, "use one like db.r7g.large");
  return [];
});

const backupRange: Record<CloudName, number> = { aws: 35, gcp: 365, azure: 35 };

/** Backups are kept as long as the cloud can, and never not at all. */
export const backupDays = aboutDatabases(({ backupDays, kind }, { place: { cloud }, path }) => {
  const least = cloud === "azure" && kind === "postgresql" ? 7 : 1;
  return backupDays >= least && backupDays <= backupRange[cloud]
    ? []
    : [
        {
          key: "backupDays",
          got: `${backupDays} days`,
          rule: `is not ${least} to ${backupRange[cloud]}, what ${cloud} can keep of ${kind}`,
          remedy: `use a number in that range`,
          involves: [[...path, "database", "kind"]],
        },
      ];
});

const leastStorage: Record<CloudName, number> = { aws: 20, gcp: 10, azure: 1 };

/** Storage starts with what the cloud accepts and does not start above where it ends. */
export const storage = aboutDatabases(({ storageGib, maxStorageGib }, { place: { cloud }, path }) => {
  if (storageGib < leastStorage[cloud]) {
    return [
      { key: "storageGib", got: `${storageGib} GiB`, rule: `is less than ${cloud}'s least`, remedy: `use ${leastStorage[cloud]} or more` },
    ];
  }
  if (storageGib <= maxStorageGib) return [];
  const involves = [[...path, "database", "maxStorageGib"]];
  return [
    {
      key: "storageGib",
      got: `${storageGib} GiB`,
      rule: `is more than maxStorageGib (${maxStorageGib})`,
      remedy: "raise maxStorageGib",
      involves,
    },
  ];
});
