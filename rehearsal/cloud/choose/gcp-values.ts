import { isObject, type Value } from "../../values.ts";
import { digitsOf } from "../digest.ts";
import { privateAddress, publicAddress } from "./addresses.ts";
import type { Question } from "./question.ts";
import type { Rule } from "./rules.ts";

const project = (question: Question): string => question.setting("project").replace(/^projects\//, "");
/** As the data sources of the project say it. */
const numberOf = (question: Question): string => digitsOf(project(question), 12);

/** What Google Cloud chooses. */
export const GCP_RULES: readonly Rule[] = [
  [/^\w+\.self_link$/, selfLink],
  [/^\w+\.project$/, project],
  [/\.(project_number|number)$/, numberOf],
  [/^\w+\.(effective|terraform)_labels$/, allLabels],
  [/^google_compute_(ha_)?vpn_gateway\.vpn_interfaces\.id$/, (question) => question.index],
  [
    /^google_compute_\w*address\.address$/,
    (question) => (question.attribute("address_type") === "INTERNAL" ? privateAddress(question) : publicAddress(question)),
  ],
  [/^google_service_account\.email$/, (question) => `${question.attribute("account_id")}@${project(question)}.iam.gserviceaccount.com`],
  [
    /^google_service_account\.member$/,
    (question) => `serviceAccount:${question.attribute("account_id")}@${project(question)}.iam.gserviceaccount.com`,
  ],
  [
    /^google_iam_workload_identity_pool(_provider)?\.name$/,
    (question) => question.attribute("id")?.replace(/^projects\/[^/]+/, `projects/${numberOf(question)}`),
  ],
  [
    /^google_(project_iam_custom_role|org_policy_policy|essential_contacts_contact|billing_budget|monitoring_\w+|logging_project_bucket_config|memorystore_instance|secret_manager_secret\w*)\.name$/,
    (question) => question.attribute("id"),
  ],
  [
    /^google_logging_project_sink\.writer_identity$/,
    (question) => `serviceAccount:service-${numberOf(question)}@gcp-sa-logging.iam.gserviceaccount.com`,
  ],
  [/^google_container_cluster\.endpoint$/, privateAddress],
  [
    /\.dns_endpoint_config\.endpoint$/,
    (question) => `gke-${question.random("hex", 32)}-${numberOf(question)}.${question.attribute("location") ?? "us-east4"}.gke.goog`,
  ],
  [/^google_container_cluster\.master_version$/, (question) => `${question.attribute("min_master_version") ?? "1.33"}.5-gke.1000`],
  [
    /\.cluster_ca_certificate$/,
    (question) => Buffer.from(`-----BEGIN CERTIFICATE-----\n${question.own("code", 64)}\n-----END CERTIFICATE-----\n`).toString("base64"),
  ],
  [
    /^google_sql_database_instance\.connection_name$/,
    (question) => `${project(question)}:${question.setting("region")}:${question.attribute("name")}`,
  ],
  [
    /^google_sql_database_instance\.dns_name$/,
    (question) => `${question.random("hex", 12)}.${question.random("hex", 13)}.${question.setting("region")}.sql.goog.`,
  ],
  [
    /\.psc_service_attachment_link$/,
    (question) =>
      `projects/${question.random("hex", 16)}-tp/regions/${question.setting("region")}/serviceAttachments/a-${question.random("hex", 12)}-psc-service-attachment-${question.random("hex", 16)}`,
  ],
  [/^google_memorystore_instance\.endpoints$/, endpoints],
  [
    /\.(private_)?ip_address$|\.gateway_address$/,
    (question) => (question.path.includes("private") ? privateAddress(question) : publicAddress(question)),
  ],
  [/\.name_servers$/, (question) => `ns-cloud-a${question.index + 1}.googledomains.com.`],
  [/^google_storage_bucket\.url$/, (question) => `gs://${question.attribute("name")}`],
  [/\.region$/, (question) => question.setting("region")],
  [/\.location$/, (question) => question.attribute("location") ?? question.setting("region")],
  [
    /\.(zones|node_locations)$/,
    (question) => `${question.attribute("location") ?? question.setting("region")}-${"abc"[question.index % 3]}`,
  ],
  [/\.(numeric_id|unique_id|network_id|gateway_id|generated_id|server_generated_id)$/, (question) => question.own("digits", 18)],
];

const COMPUTE = "https://www.googleapis.com/compute/v1/";

function selfLink(question: Question): string | undefined {
  const id = question.attribute("id");
  if (question.choice.object.type.startsWith("google_compute_")) return id === undefined ? undefined : `${COMPUTE}${id}`;
  const service = /^google_([a-z]+)/.exec(question.choice.object.type)?.[1];
  return `https://${service}.googleapis.com/v1/${id}`;
}

function allLabels(question: Question): Value {
  const { default_labels: defaults } = question.context.settings;
  const own = question.value("labels");
  return { ...(defaults as Record<string, string> | undefined), ...(isObject(own) ? own : {}) };
}

/** One endpoint of one connection, by Private Service Connect. */
function endpoints(question: Question): Value {
  const connection = {
    connection_type: "CONNECTION_TYPE_DISCOVERY",
    forwarding_rule: `https://www.googleapis.com/compute/v1/projects/${project(question)}/regions/${question.setting("region")}/forwardingRules/sca-auto-fr-${question.random("hex", 8)}`,
    ip_address: privateAddress(question),
    network: `projects/${project(question)}/global/networks/default`,
    port: 6379,
    project_id: project(question),
    psc_connection_id: question.own("digits", 17),
    psc_connection_status: "ACTIVE",
    service_attachment: `projects/${numberOf(question)}/regions/${question.setting("region")}/serviceAttachments/gcp-memorystore-auto-${question.random("hex", 8)}`,
  };
  return [{ connections: [{ psc_auto_connection: [connection] }] }];
}
