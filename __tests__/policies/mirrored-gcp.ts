import type { Mirrored } from "./mirrored.ts";

const labels = { environment: "prod" };
const key = "projects/acme/locations/us/keyRings/r/cryptoKeys/k";
const nodes = {
  workload_metadata_config: [{ mode: "GKE_METADATA" }],
  shielded_instance_config: [{ enable_secure_boot: true, enable_integrity_monitoring: true }],
  service_account: "nodes@acme.iam.gserviceaccount.com",
  boot_disk_kms_key: key,
  image_type: "COS_CONTAINERD",
};
const settings = {
  availability_type: "REGIONAL",
  backup_configuration: [{ enabled: true, point_in_time_recovery_enabled: true }],
  edition: "ENTERPRISE",
  ip_configuration: [{ ipv4_enabled: false, ssl_mode: "ENCRYPTED_ONLY" }],
  user_labels: labels,
};

const impersonation = ["serviceAccountOpenIdTokenCreator", "serviceAccountTokenCreator", "serviceAccountUser", "workloadIdentityUser"].map(
  (role) => `iam.${role}`,
);

/** What a plan shows of the rules over Google Cloud, by type. */
export const mirroredGcp: readonly Mirrored[] = [
  { type: "google_compute_network", fine: { auto_create_subnetworks: false }, broken: [["GCP-14", { auto_create_subnetworks: true }]] },
  {
    type: "google_container_cluster",
    fine: {
      binary_authorization: [{ evaluation_mode: "PROJECT_SINGLETON_POLICY_ENFORCE" }],
      database_encryption: [{ state: "ENCRYPTED", key_name: key }],
      datapath_provider: "ADVANCED_DATAPATH",
      enable_legacy_abac: false,
      enable_shielded_nodes: true,
      master_auth: [{ client_certificate_config: [{ issue_client_certificate: false }] }],
      private_cluster_config: [{ enable_private_nodes: true, enable_private_endpoint: true }],
      workload_identity_config: [{ workload_pool: "acme.svc.id.goog" }],
    },
    alsoFine: [
      { database_encryption: [{ state: "ALL_OBJECTS_ENCRYPTION_ENABLED", key_name: key }] },
      { enable_autopilot: true, datapath_provider: null, workload_identity_config: [] },
    ],
    broken: [
      ["GCP-01", { private_cluster_config: [] }],
      ["GCP-02", { workload_identity_config: [] }],
      ["GCP-02", { datapath_provider: "LEGACY_DATAPATH" }],
      ["GCP-02", { enable_shielded_nodes: false }],
      ["GCP-02", { binary_authorization: [{ evaluation_mode: "DISABLED" }] }],
      ["GCP-03", { enable_legacy_abac: true }],
      ["GCP-03", { master_auth: [{ client_certificate_config: [{ issue_client_certificate: true }] }] }],
      ["GCP-04", { database_encryption: [{ state: "DECRYPTED" }] }],
    ],
  },
  {
    type: "google_container_node_pool",
    fine: { node_config: [nodes], management: [{ auto_repair: true, auto_upgrade: true }] },
    broken: [
      ["GCP-05", { node_config: [{ ...nodes, workload_metadata_config: [{ mode: "GCE_METADATA" }] }] }],
      ["GCP-05", { node_config: [{ ...nodes, shielded_instance_config: [{ enable_secure_boot: false }] }] }],
      ["GCP-05", { node_config: [{ ...nodes, service_account: null }] }],
      ["GCP-05", { node_config: [{ ...nodes, boot_disk_kms_key: null }] }],
      ["GCP-05", { management: [{ auto_repair: false, auto_upgrade: true }] }],
      ["GCP-05", { management: [{ auto_repair: true, auto_upgrade: false }] }],
    ],
  },
  {
    type: "google_iam_workload_identity_pool_provider",
    fine: {
      attribute_condition: "assertion.repository == 'acme/platform'",
      attribute_mapping: { "google.subject": "'repo:' + assertion.repository" },
    },
    broken: [["GCP-13", { attribute_condition: null }]],
  },
  {
    type: "google_memorystore_instance",
    fine: {
      authorization_mode: "IAM_AUTH",
      deletion_protection_enabled: true,
      kms_key: key,
      transit_encryption_mode: "SERVER_AUTHENTICATION",
      labels,
    },
    alsoFine: [{ deletion_protection_enabled: false, labels: { environment: "dev" } }],
    broken: [
      ["GCP-08", { authorization_mode: "AUTH_DISABLED" }],
      ["GCP-08", { deletion_protection_enabled: false }],
      ["GCP-08", { kms_key: null }],
      ["GCP-08", { transit_encryption_mode: "TRANSIT_ENCRYPTION_DISABLED" }],
    ],
  },
  {
    type: "google_redis_instance",
    fine: { auth_enabled: true, customer_managed_key: key, transit_encryption_mode: "SERVER_AUTHENTICATION", labels },
    broken: [
      ["GCP-08", { auth_enabled: false }],
      ["GCP-08", { customer_managed_key: null }],
      ["GCP-08", { transit_encryption_mode: "DISABLED" }],
    ],
  },
  {
    type: "google_sql_database_instance",
    fine: { deletion_protection: true, encryption_key_name: key, settings: [settings] },
    alsoFine: [
      { deletion_protection: false, settings: [{ ...settings, availability_type: "ZONAL", user_labels: { environment: "dev" } }] },
      { database_version: "MYSQL_8_4", settings: [{ ...settings, backup_configuration: [{ enabled: true, binary_log_enabled: true }] }] },
      { master_instance_name: "it", settings: [{ ...settings, availability_type: "ZONAL", backup_configuration: [] }] },
    ],
    broken: [
      ["GCP-06", { settings: [{ ...settings, ip_configuration: [{ ssl_mode: "ALLOW_UNENCRYPTED_AND_ENCRYPTED" }] }] }],
      ["GCP-07", { encryption_key_name: null }],
      ["GCP-07", { deletion_protection: false }],
      ["GCP-07", { settings: [{ ...settings, availability_type: "ZONAL" }] }],
      ["GCP-07", { settings: [{ ...settings, backup_configuration: [{ enabled: true, point_in_time_recovery_enabled: false }] }] }],
      ["GCP-07", { database_version: "MYSQL_8_4" }],
    ],
  },
  {
    type: "google_storage_bucket",
    fine: {
      uniform_bucket_level_access: true,
      encryption: [{ default_kms_key_name: key }],
      public_access_prevention: "enforced",
      versioning: [{ enabled: true }],
    },
    alsoFine: [{ versioning: [], retention_policy: [{ retention_period: 86400 }] }],
    broken: [
      ["GCP-09", { uniform_bucket_level_access: false }],
      ["GCP-09", { encryption: [] }],
      ["GCP-09", { versioning: [] }],
    ],
  },
  {
    type: "google_kms_crypto_key",
    fine: { rotation_period: "7776000s", purpose: "ENCRYPT_DECRYPT" },
    alsoFine: [{ rotation_period: null, purpose: "ASYMMETRIC_SIGN" }],
    broken: [
      ["GCP-10", { rotation_period: "7776001s" }],
      ["GCP-10", { rotation_period: null }],
    ],
  },
  {
    type: "google_compute_subnetwork",
    fine: { log_config: [{ flow_sampling: 0.5 }], private_ip_google_access: true, purpose: "PRIVATE" },
    alsoFine: [{ log_config: [], private_ip_google_access: false, purpose: "REGIONAL_MANAGED_PROXY" }],
    broken: [
      ["GCP-11", { log_config: [] }],
      ["GCP-11", { private_ip_google_access: false }],
    ],
  },
  {
    type: "google_project_iam_member",
    fine: { role: "roles/container.viewer", member: "group:a@b.c" },
    broken: ["owner", "editor", "viewer", ...impersonation].map((role) => ["GCP-12", { role: `roles/${role}` }] as const),
  },
  { type: "google_service_account_key", fine: undefined, broken: [["GCP-12", { service_account_id: "it" }]] },
];
