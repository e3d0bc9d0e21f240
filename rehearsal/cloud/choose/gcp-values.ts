import { isObject, type Value } from "../../values.ts";
import { gatewayAddress, privateAddress, publicAddress } from "./addresses.ts";
import { pemInBase64 } from "./certificates.ts";
import type { Question } from "./question.ts";
import type { Rule } from "./rules.ts";

const ACCOUNT = "{account_id}@{@project}.iam.gserviceaccount.com";

/** Resources whose `name` is their whole id. */
const NAMED_BY_ID =
  /^google_(project_iam_custom_role|service_account|org_policy_policy|essential_contacts_contact|billing_budget|monitoring_\w+|logging_project_bucket_config|memorystore_instance|secret_manager_secret\w*|storage_transfer_job)\.name$/;

/** What Google Cloud chooses. */
export const GCP_RULES: readonly Rule[] = [
  [/^\w+\.self_link$/, selfLink],
  [
    /^google_compute_network_firewall_policy\.self_link_with_id$/,
    "https://www.googleapis.com/compute/v1/projects/{@project}/global/firewallPolicies/{digits18}",
  ],
  [/^google_container_node_pool\.network_config\.subnetwork$/, "projects/{@project}/regions/{@region}/subnetworks/default"],
  [/^\w+\.project$/, "{@project}"],
  [/\.(project_number|number)$/, "{@number}"],
  [/^\w+\.(effective|terraform)_labels$/, allLabels],
  [NAMED_BY_ID, "{id}"],
  // networks
  [/^google_compute_ha_vpn_gateway\.vpn_interfaces\.id$/, (question) => question.index],
  [/^google_compute_subnetwork\.gateway_address$/, gatewayAddress],
  [/^google_compute_(global_)?address\.address$/, addressOf],
  [/^google_compute_(global_)?address\.purpose$/, (question) => (isInternal(question) ? "GCE_ENDPOINT" : "")],
  [/^google_compute_router_peer\.ip_address$|\.peer_ip_address$/, (question) => `169.254.${question.ownNumber(200)}.1`],
  [/^google_compute_forwarding_rule\.psc_connection_id$/, "{~digits17}"],
  [/^google_compute_network_firewall_policy_association\.short_name$/, "{firewall_policy:last}"],
  [/^google_compute_\w+\.subnetwork$/, "projects/{@project}/regions/{@region}/subnetworks/default"],
  [/\.name_servers$/, (question) => `ns-cloud-a${question.index + 1}.googledomains.com.`],
  // identity and audit
  [/^google_service_account\.email$/, ACCOUNT],
  [/^google_service_account\.member$/, `serviceAccount:${ACCOUNT}`],
  [/^google_iam_workload_identity_pool(_provider)?\.name$/, poolName],
  [/^google_logging_project_sink\.writer_identity$/, "serviceAccount:service-{@number}@gcp-sa-logging.iam.gserviceaccount.com"],
  [/^google_logging_project_bucket_config\.cmek_settings\.service_account_id$/, "service-{@number}@gcp-sa-logging.iam.gserviceaccount.com"],
  [/^google_logging_project_bucket_config\.cmek_settings\.name$/, "{id}/cmekSettings"],
  [/^google_logging_project_bucket_config\.cmek_settings\.kms_key_version_name$/, "{cmek_settings.kms_key_name}/cryptoKeyVersions/1"],
  [/^google_kms_crypto_key\.primary\.(name|state)$/, (question) => primaryVersion(question)],
  [/^google_secret_manager_secret_version\.version$/, "{id:last}"],
  [/^google_monitoring_alert_policy\.conditions\.name$/, "{id}/conditions/{~digits18}"],
  [/\.mutated_by$/, "terraform@{@project}.iam.gserviceaccount.com"],
  // clusters
  [/^google_container_cluster\.(private_cluster_config\.)?(private_)?endpoint$/, (question) => clusterAddress(question)],
  [/^google_container_cluster\.private_cluster_config\.public_endpoint$/, publicAddress],
  [/\.dns_endpoint_config\.endpoint$/, "gke-{hex32}-{@number}.{location|@region}.gke.goog"],
  [/^google_container_cluster\.master_auth\.client_(key|certificate)$/, () => ""],
  [/^google_container_cluster\.(master|node)_version$/, "{min_master_version|=1.33}.5-gke.1000"],
  [/^google_container_node_pool\.version$/, "1.33.5-gke.1000"],
  [/\.(cluster_ca_certificate|server_ca_cert\.cert|ca_certs\.certificates)$/, (question) => pemInBase64(question)],
  [/\.(cluster_ipv4_cidr|cluster_ipv4_cidr_block|pod_ipv4_cidr_block)$/, () => "10.4.0.0/14"],
  [/\.(services_ipv4_cidr|services_ipv4_cidr_block)$/, () => "10.8.0.0/20"],
  [/\.master_ipv4_cidr_block$/, () => "172.16.0.0/28"],
  [/^google_container_node_pool\.(managed_)?instance_group_urls$/, groups],
  [/^google_container_node_pool\.network_config\.pod_range$/, "gke-{cluster:last}-pods-{hex8}"],
  [/\.effective_availability_type$/, "{settings.availability_type|=ZONAL}"],
  [/\.logging_variant$/, "DEFAULT"],
  [/^google_\w+\.(zones|node_locations)$/, (question) => `${question.setting("location")}-${"abc"[question.index % 3]}`],
  [/\.auto_provisioning_locations$/, () => []],
  [/\.min_cpu_platform$/, () => ""],
  // data
  [/^google_sql_database_instance\.connection_name$/, "{@project}:{region|@region}:{name}"],
  [/^google_sql_database_instance\.dns_name$/, "{hex12}.{~hex13}.{region|@region}.sql.goog."],
  [/^google_sql_database_instance\.public_ip_address$/, () => ""],
  [/^google_sql_database_instance\.((private|first)_ip_address|ip_address\.ip_address)$/, sqlAddress],
  [/^google_sql_database_instance\.service_account_email_address$/, "p{@number}-{hex6}@gcp-sa-cloud-sql.iam.gserviceaccount.com"],
  [/^google_sql_database_instance\.maintenance_version$/, "{database_version|=POSTGRES_17}.R20250101.00_00"],
  [
    /\.server_ca_cert\.(common_name|sha1_fingerprint)$/,
    (question) => (question.name === "common_name" ? "Google" : question.own("hex", 40)),
  ],
  [
    /\.psc_service_attachment_link$/,
    "projects/{hex16}-tp/regions/{region|@region}/serviceAttachments/a-{hex12}-psc-service-attachment-{hex16}",
  ],
  [/^google_memorystore_instance\.endpoints$/, endpoints],
  [/^google_memorystore_instance\.(discovery_endpoints\.address|psc_auto_connections\.ip_address)$/, privateAddress],
  [/^google_memorystore_instance\.\w+\.network$/, "projects/{@project}/global/networks/default"],
  [/^google_memorystore_instance\.\w+\.project_id$/, "{@project}"],
  [/^google_memorystore_instance\.\w+\.psc_connection_id$/, "{~digits17}"],
  [
    /^google_memorystore_instance\.\w+\.service_attachment$/,
    "projects/{@number}/regions/{@region}/serviceAttachments/gcp-memorystore-auto-{hex8}",
  ],
  [/^google_memorystore_instance\.\w+\.forwarding_rule$/, "projects/{@project}/regions/{@region}/forwardingRules/sca-auto-fr-{~hex8}"],
  [/^google_memorystore_instance\.backup_collection$/, "projects/{@project}/locations/{location|@region}/backupCollections/{uuid}"],
  [/^google_redis_instance\.host$/, privateAddress],
  [/^google_storage_bucket\.url$/, "gs://{name}"],
  [/^google_artifact_registry_repository\.registry_uri$/, "{location}-docker.pkg.dev/{@project}/{repository_id}"],
  [/^google_bigquery_dataset\.(creation|last_modified)_time$/, () => 1735689600000],
  // by name alone
  [/\.region$/, "{@region}"],
  [/\.location$/, "{@location}"],
  [/\.lifecycle_state$|^google_\w+\.state$/, "ACTIVE"],
  [/(\.|_)ip_address$|\.nat_ips?$/, publicAddress],
  [
    /\.(numeric_id|unique_id|network_id|gateway_id|network_firewall_policy_id|generated_id|server_generated_id|subnetwork_id)$/,
    "{~digits18}",
  ],
  [/\.(label_)?fingerprint$/, (question) => Buffer.from(question.own("hex", 16), "hex").toString("base64")],
];

function isInternal(question: Question): boolean {
  return question.attribute("address_type") === "INTERNAL";
}

function addressOf(question: Question): string {
  return isInternal(question) ? privateAddress(question) : publicAddress(question);
}

/** APIs that say a resource's link otherwise than `<service>.googleapis.com/v1/<id>`. */
const LINKS: readonly (readonly [RegExp, string])[] = [
  [/^google_compute_/, "https://www.googleapis.com/compute/v1/{id}"],
  [/^google_sql_database_instance$/, "https://sqladmin.googleapis.com/sql/v1beta4/projects/{@project}/instances/{id}"],
  [/^google_sql_/, "https://sqladmin.googleapis.com/sql/v1beta4/{id}"],
  [/^google_storage_bucket$/, "https://www.googleapis.com/storage/v1/b/{id}"],
  [/^google_container_/, "https://container.googleapis.com/v1/{id}"],
  [/^google_bigquery_/, "https://bigquery.googleapis.com/bigquery/v2/{id}"],
];

function selfLink(question: Question): string | undefined {
  const [service] = question.kind.split("_");
  const link = LINKS.find(([type]) => type.test(question.choice.object.type))?.[1];
  return question.filled(link ?? `https://${service}.googleapis.com/v1/{id}`);
}

function allLabels(question: Question): Value {
  const { default_labels: defaults } = question.context.settings;
  const own = question.value("labels");
  return { ...(defaults as Record<string, string> | undefined), ...(isObject(own) ? own : {}) };
}

/** A pool is named by the number of its project. */
function poolName(question: Question): string | undefined {
  return question.attribute("id")?.replace(/^projects\/[^/]+/, `projects/${question.setting("number")}`);
}

function primaryVersion(question: Question): string | undefined {
  return question.name === "state" ? "ENABLED" : question.filled("{id}/cryptoKeyVersions/1");
}

/** The same wherever the cluster says it. */
function clusterAddress(question: Question): string {
  return privateAddress(question.at("endpoint"), "172.16.0.0/28");
}

/** An instance has one private address, whichever attribute says it. */
function sqlAddress(question: Question): string {
  return privateAddress(question.at("private_ip_address"));
}

/** One group for each zone. */
function groups(question: Question): Value {
  const kind = question.name.startsWith("managed") ? "instanceGroups" : "instanceGroupManagers";
  return ["a", "b", "c"].flatMap(
    (zone) =>
      question.filled(
        `https://www.googleapis.com/compute/v1/projects/{@project}/zones/{location|@region}-${zone}/${kind}/gke-{cluster:last}-{name}-{hex8}-grp`,
      ) ?? [],
  );
}

/** By Private Service Connect: one to ask for the others in a cluster, else one for writes and one for reads. */
function endpoints(question: Question): Value {
  const kinds = question.attribute("mode") === "CLUSTER_DISABLED" ? ["PRIMARY", "READER"] : ["DISCOVERY"];
  return kinds.map((kind) => ({ connections: [{ psc_auto_connection: [connection(question, `CONNECTION_TYPE_${kind}`)] }] }));
}

const connection = (question: Question, connectionType: string) => ({
  connection_type: connectionType,
  forwarding_rule: question.filled("projects/{@project}/regions/{@region}/forwardingRules/sca-auto-fr-{hex8}") ?? null,
  ip_address: privateAddress(question),
  network: question.filled("projects/{@project}/global/networks/default") ?? null,
  port: 6379,
  project_id: question.setting("project"),
  psc_connection_id: question.own("digits", 17),
  psc_connection_status: "ACTIVE",
  service_attachment: question.filled("projects/{@number}/regions/{@region}/serviceAttachments/gcp-memorystore-auto-{hex8}") ?? null,
});
