import { isObject, type ObjectValue, type Value } from "../../values.ts";
import { digitsOf, hexOf } from "../digest.ts";
import type { Answer, Question } from "./data-sources.ts";

/** What Google Cloud answers about projects, their service agents and its regions. */
export const GOOGLE_DATA: Readonly<Record<string, Answer>> = {
  google_bigquery_default_service_account: (question) =>
    account(question, (number) => `bq-${number}@bigquery-encryption.iam.gserviceaccount.com`),
  google_client_config: ({ said, context }) => ({
    project: said("project"),
    region: said("region"),
    zone: said("zone") || `${said("region")}-a`,
    access_token: `ya29.${hexOf(context.stack, 40)}`,
  }),
  google_client_openid_userinfo: ({ said }) => ({ email: `terraform@${said("project")}.iam.gserviceaccount.com` }),
  google_compute_default_service_account: (question) => account(question, (number) => `${number}-compute@developer.gserviceaccount.com`),
  google_compute_regions: () => ({ names: ["europe-west1", "europe-west4", "us-central1", "us-east1", "us-east4"] }),
  google_compute_zones: ({ said }) => ({ names: ["a", "b", "c"].map((zone) => `${said("region")}-${zone}`) }),
  google_container_engine_versions: ({ config }) => {
    const prefix = typeof config.version_prefix === "string" ? config.version_prefix.replace(/\.$/, "") : "1.33";
    const version = `${prefix}${".0".repeat(Math.max(0, 3 - prefix.split(".").length))}-gke.1000`;
    const channels = { RAPID: version, REGULAR: version, STABLE: version };
    return {
      default_cluster_version: version,
      latest_master_version: version,
      latest_node_version: version,
      valid_master_versions: [version],
      valid_node_versions: [version],
      release_channel_default_version: channels,
      release_channel_latest_version: channels,
      release_channel_upgrade_target_version: channels,
    };
  },
  google_iam_policy: ({ config }) => ({ policy_data: JSON.stringify(policy(config)) }),
  google_logging_project_cmek_settings: (question) => {
    const name = `projects/${projectIn(question)}/cmekSettings`;
    return {
      id: name,
      name,
      service_account_id: `service-${numberIn(question)}@gcp-sa-logging.iam.gserviceaccount.com`,
      kms_key_version_name: "",
    };
  },
  google_netblock_ip_ranges: () => ({
    cidr_blocks: ["35.191.0.0/16", "130.211.0.0/22"],
    cidr_blocks_ipv4: ["35.191.0.0/16", "130.211.0.0/22"],
    cidr_blocks_ipv6: [],
  }),
  google_project: (question) => {
    const project = projectIn(question);
    return { id: `projects/${project}`, project_id: project, name: project, number: numberIn(question) };
  },
  google_storage_project_service_account: (question) => {
    const { email, ...rest } = account(question, (number) => `service-${number}@gs-project-accounts.iam.gserviceaccount.com`);
    return { ...rest, email_address: email ?? null };
  },
};

function account(question: Question, emailOf: (number: string) => string): ObjectValue {
  const email = emailOf(numberIn(question));
  return { id: email, email, member: `serviceAccount:${email}`, project: projectIn(question) };
}

function projectIn({ said }: Question): string {
  return said("project_id") || said("project");
}

function numberIn(question: Question): string {
  return digitsOf(projectIn(question), 12);
}

function policy({ binding, audit_config }: ObjectValue): unknown {
  const bindings = blocks(binding).map(({ role, members, condition }) => ({ role, members, ...first("condition", condition) }));
  const configs = blocks(audit_config).map(({ service, audit_log_configs }) => ({
    service,
    auditLogConfigs: logConfigs(audit_log_configs),
  }));
  return { bindings, ...(configs.length > 0 && { auditConfigs: configs }) };
}

function logConfigs(value: Value | undefined): unknown[] {
  return blocks(value).map(({ log_type, exempted_members }) => ({ logType: log_type, exemptedMembers: exempted_members }));
}

function first(name: string, value: Value | undefined): Record<string, unknown> {
  const [block] = blocks(value);
  return block === undefined ? {} : { [name]: block };
}

function blocks(value: Value | undefined): ObjectValue[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
