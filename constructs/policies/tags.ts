import type { CloudName } from "../place.ts";
import { tagRules } from "../tags.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";
import { type TagPlace, taggableTypes, tagPlaces } from "./tagged.ts";

const remedy =
  "stacks put their tags on everything; do not take them away, and give them to what is made around the constructs (stackTags and tagsFor)";

/** Who pays, who is asked, and where it comes from. */
const required = ["cost-center", "environment", "managed-by", "owner", "stack"] as const;

const isReference = (value: Json | undefined): boolean => typeof value === "string" && value.includes("${");
const isEmpty = (value: Json | undefined): boolean => value === undefined || value === null || value === "";

/** A finding for each place of tags that lacks some of `keys`. */
const lacking = (places: readonly TagPlace[], keys: readonly string[]): Finding[] =>
  places.flatMap(({ argument, tags }) => {
    const missing = keys.filter((key) => isEmpty(tags[key]));
    return missing.length === 0 ? [] : [{ argument, got: Object.keys(tags).sort(), wanted: `also ${missing.join(", ")}` }];
  });

/** A finding for each tag that is there and says something else of where it is than the stack. */
const misleading = (places: readonly TagPlace[], expected: readonly (readonly [key: string, wanted: string])[]): Finding[] =>
  places.flatMap(({ argument, tags }) =>
    expected.flatMap(([key, wanted]) => {
      const got = tags[key];
      return got === wanted || isEmpty(got) || isReference(got) ? [] : [{ argument: `${argument}.${key}`, got, wanted }];
    }),
  );

/** Everything that can carry tags says whose it is. */
const tagsPresent: Policy = {
  id: "T-01",
  title: "Everything that can carry tags says who owns it, who pays and where it is from",
  severity: "high",
  remedy,
  appliesTo: taggableTypes,
  judge: (subject) => {
    const { environment, id: stack } = subject.stack.facts;
    const places = tagPlaces(subject);
    return [
      ...lacking(places, required),
      ...misleading(places, [
        ["environment", environment],
        ["stack", stack],
      ]),
    ];
  },
};

const cloudOf: Readonly<Record<string, CloudName>> = { aws: "aws", google: "gcp", azurerm: "azure" };

/** https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations */
const fewTags = /^azurerm_(automation|cdn|dns|private_dns)_/;
const FEW = 15;

function unfit({ type }: Subject, { argument, tags }: TagPlace): Finding[] {
  const cloud = cloudOf[type.slice(0, type.indexOf("_"))] as CloudName;
  const maxCount = fewTags.test(type) ? FEW : tagRules[cloud].maxCount;
  const keys = Object.keys(tags);
  const findings = twins(cloud, argument, keys);
  if (keys.length > maxCount) findings.push({ argument, got: keys.length, wanted: `at most ${maxCount} tags` });
  for (const key of keys) {
    const value = tags[key];
    const name = fitting(cloud, "Key", key);
    if (name !== key) findings.push({ argument, got: key, wanted: `a key that ${cloud} takes, such as ${name}` });
    if (typeof value !== "string" || isReference(value) || fitting(cloud, "Value", value) === value) continue;
    const wanted = `a value that ${cloud} takes, such as ${fitting(cloud, "Value", value)}`;
    findings.push({ argument: `${argument}.${key}`, got: value, wanted });
  }
  return findings;
}

/** The same few tags are on everything: what was looked into is remembered. */
const fitted = { aws: newMemory(), gcp: newMemory(), azure: newMemory() };
function newMemory() {
  return { Key: new Map<string, string>(), Value: new Map<string, string>() };
}

/** The text as the cloud takes it. */
function fitting(cloud: CloudName, part: "Key" | "Value", text: string): string {
  const known = fitted[cloud][part].get(text);
  if (known !== undefined) return known;
  const rules = tagRules[cloud];
  const made = part === "Key" ? rules.key(text).slice(0, rules.maxKey) : rules.value(text).slice(0, rules.maxValue);
  fitted[cloud][part].set(text, made);
  return made;
}

/** Azure does not tell upper from lower case in keys. */
function twins(cloud: CloudName, argument: string, keys: readonly string[]): Finding[] {
  if (cloud !== "azure") return [];
  const plain = keys.map((key) => key.toLowerCase());
  const twin = plain.find((key, index) => plain.indexOf(key) < index);
  return twin === undefined ? [] : [{ argument, got: twin, wanted: "keys that differ in more than case" }];
}

/** Tags are such as their cloud takes: an apply would fail otherwise. */
const tagsFit: Policy = {
  id: "T-02",
  title: "Tags have keys and values that their cloud takes",
  severity: "medium",
  remedy: "pass them through tagsFor, which replaces what a cloud refuses",
  reference: "https://cloud.google.com/resource-manager/docs/labels-overview",
  appliesTo: taggableTypes,
  judge: (subject) => tagPlaces(subject).flatMap((place) => unfit(subject, place)),
};

/** Data says how confidential it is and how well it is kept. */
const dataTags: Policy = {
  id: "T-03",
  title: "Buckets and databases say how confidential their data is and how it is backed up",
  severity: "medium",
  remedy,
  appliesTo: [
    ...["aws_s3_bucket", "aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance", "aws_dynamodb_table", "aws_docdb_cluster"],
    ...["aws_neptune_cluster", "aws_redshift_cluster", "aws_efs_file_system", "google_storage_bucket", "google_sql_database_instance"],
    ...["google_bigquery_dataset", "google_spanner_instance", "google_bigtable_instance", "google_alloydb_cluster"],
    ...["google_filestore_instance", "azurerm_storage_account", "azurerm_mssql_server", "azurerm_mssql_database"],
    ...["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server", "azurerm_cosmosdb_account"],
  ],
  judge: (subject) => lacking(tagPlaces(subject), ["backup-tier", "data-classification"]),
};

/** What can be stopped in development says when. */
const stopTags: Policy = {
  id: "T-04",
  title: "What costs by the hour in dev says when it may be stopped",
  severity: "medium",
  remedy: "set autoStop in config/environments/dev.yaml; the tag follows",
  appliesTo: [
    ...["aws_instance", "aws_autoscaling_group", "aws_eks_node_group", "aws_db_instance", "aws_rds_cluster", "google_compute_instance"],
    ...["google_container_node_pool", "google_sql_database_instance", "azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"],
    ...["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_linux_virtual_machine_scale_set"],
    ...["azurerm_windows_virtual_machine_scale_set", "azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"],
  ],
  judge: (subject) => (subject.stack.facts.environment === "dev" ? lacking(tagPlaces(subject), ["auto-stop"]) : []),
};

/** Rules over tags: they carry costs, ownership and office hours. */
export const tagPolicies: readonly Policy[] = [tagsPresent, tagsFit, dataTags, stopTags];
