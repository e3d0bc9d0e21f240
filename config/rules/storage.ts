import { bucketPurposePattern } from "../formats.ts";
import { environmentsOf, placesOf } from "../places.ts";
import { defaultBuckets } from "../presets.ts";
import { type Finding, type Rule, shown } from "../problems.ts";
import { logRetentionChoices } from "../settings-schema.ts";

/** The legacy cache is the product a cloud is replacing; AWS has none here. */
export const legacyCache: Rule = (estate) =>
  placesOf(estate)
    .filter(({ place, settings }) => settings.cache.enabled && settings.cache.product === "legacy" && place.cloud === "aws")
    .map(({ path }) => ({ path: [...path, "cache", "product"], got: "legacy", rule: "is not offered on aws", remedy: "use default" }));

/** Buckets and storage accounts that the platform makes for itself, by the word in their names. */
const reservedPurposes: Record<string, string> = {
  trail: "the audit trail of aws accounts",
  access: "access logs of buckets on gcp",
  activity: "the activity log of azure subscriptions",
  flowlogs: "the flow logs of azure networks",
};
const reservedOnAzure = ["activity", "flowlogs"];

/** A bucket's purpose is a short word of its own: storage account names leave it 3 to 8 letters. */
export const bucketPurposes: Rule = (estate) =>
  placesOf(estate).flatMap(({ settings, path }) =>
    Object.keys(settings.buckets).flatMap((purpose): Finding[] => {
      const at = { path: [...path, "buckets", purpose], got: shown(purpose) };
      const owner = Object.hasOwn(reservedPurposes, purpose) ? reservedPurposes[purpose] : undefined;
      if (owner !== undefined) return [{ ...at, rule: `is reserved for ${owner}`, remedy: "choose another word" }];
      return bucketPurposePattern.test(purpose)
        ? []
        : [{ ...at, rule: "is not 3 to 8 lower-case letters, which is what names of storage accounts leave", remedy: "shorten it" }];
    }),
  );

/** Characters of an Azure storage account's name: https://learn.microsoft.com/azure/storage/common/storage-account-overview */
const ACCOUNT_NAME = 24;

/** On Azure purposes differ in the letters that fit into the account's name beside organization, environment and region. */
export const bucketNamesApart: Rule = (estate) =>
  placesOf(estate).flatMap(({ place, settings, path }) => {
    if (place.cloud !== "azure") return [];
    const room = Math.max(3, ACCOUNT_NAME - place.shortName.replaceAll("-", "").length - place.suffix.length);
    const owners = new Map(reservedOnAzure.map((purpose) => [purpose.slice(0, room), purpose]));
    // Those that are there by default come first, so that the finding is about the one somebody added.
    const purposes = new Set(
      [...Object.keys(defaultBuckets), ...Object.keys(settings.buckets)].filter((purpose) => purpose in settings.buckets),
    );
    return [...purposes].flatMap((purpose) => {
      if (!bucketPurposePattern.test(purpose) || Object.hasOwn(reservedPurposes, purpose)) return [];
      const start = purpose.slice(0, room);
      const other = owners.get(start);
      if (other === undefined) owners.set(start, purpose);
      if (other === undefined) return [];
      const rule = `starts like ${other}, and storage account names have room for ${room} letters of it`;
      return [
        { path: [...path, "buckets", purpose], got: shown(purpose), rule, remedy: `choose a word that does not start with ${start}` },
      ];
    });
  });

/** Nothing is locked for longer than it is kept. */
export const bucketLocks: Rule = (estate) =>
  placesOf(estate).flatMap(({ settings, path }) =>
    Object.entries(settings.buckets)
      .filter(([, { lockDays, retentionDays }]) => retentionDays > 0 && lockDays > retentionDays)
      .map(([purpose, { lockDays, retentionDays }]) => ({
        path: [...path, "buckets", purpose, "lockDays"],
        got: `${lockDays} days`,
        rule: `is longer than retentionDays (${retentionDays})`,
        remedy: `lock for ${retentionDays} days at most, or keep for longer`,
        involves: [[...path, "buckets", purpose]],
      })),
  );

const choices: readonly number[] = logRetentionChoices;

/** Logs are kept for a time that CloudWatch can be told. */
export const logRetention: Rule = (estate) => {
  const finding = (path: readonly string[], days: number): Finding[] => {
    if (choices.includes(days)) return [];
    const longer = choices.find((choice) => choice > days) ?? choices.at(-1);
    return [{ path, got: `${days} days`, rule: `is not a time cloudwatch can keep logs (${choices.join(", ")})`, remedy: `use ${longer}` }];
  };
  return [
    ...environmentsOf(estate).flatMap(({ name, auditRetentionDays }) =>
      finding(["environments", name, "auditRetentionDays"], auditRetentionDays),
    ),
    ...placesOf(estate).flatMap(({ settings, path }) => finding([...path, "logRetentionDays"], settings.logRetentionDays)),
  ];
};
