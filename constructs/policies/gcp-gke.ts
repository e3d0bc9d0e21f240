import { argumentOf, equals, ifSet, inEach, isEverywhere, isSet, oneOf } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";

const appliesTo = ["google_container_cluster"];
const NETWORKS = "master_authorized_networks_config";

/** Who reaches the API server: nobody by an address, or the network alone, or those that are listed. */
function apiServer(cluster: Subject): Finding[] {
  // Its DNS name asks IAM before it lets anything through, from wherever it is called.
  if (argumentOf(cluster, "control_plane_endpoints_config.ip_endpoints_config.enabled") === false) return [];
  const listed = isSet(cluster, NETWORKS, "who may reach the API server");
  if (listed.length > 0) return listed;
  const wide = inEach(cluster, `${NETWORKS}.cidr_blocks`, ({ attributes: { cidr_block: got } }) =>
    isEverywhere(got) ? [{ argument: "cidr_block", got, wanted: "the ranges of those who need it" }] : [],
  );
  const isPrivate = argumentOf(cluster, "private_cluster_config.enable_private_endpoint") === true;
  return [...wide, ...(isPrivate ? ifSet(cluster, `${NETWORKS}.gcp_public_cidrs_access_enabled`, [false]) : publicServer(cluster))];
}

const publicServer = (cluster: Subject): Finding[] => [
  ...isSet(cluster, `${NETWORKS}.cidr_blocks`, "the ranges of those who need it, or private_cluster_config.enable_private_endpoint true"),
  // Without it everybody's machines on Google Cloud count as listed.
  ...equals(cluster, `${NETWORKS}.gcp_public_cidrs_access_enabled`, false),
];

const privateCluster: Policy = {
  id: "GCP-01",
  title: "Nodes of a GKE cluster have no public address, and its API server answers the network or those who are listed",
  severity: "critical",
  remedy: "make nodes and endpoint private in private_cluster_config, and list who reaches the API server, or leave it its DNS name only",
  reference: "CKV_GCP_18, CKV_GCP_20, CKV_GCP_25, CKV_GCP_64",
  appliesTo,
  judge: (cluster) => [...equals(cluster, "private_cluster_config.enable_private_nodes", true), ...apiServer(cluster)],
};

const guardedCluster: Policy = {
  id: "GCP-02",
  title: "A GKE cluster has workload identity, Dataplane V2, shielded nodes, binary authorization and a release channel",
  severity: "high",
  remedy: "switch on what is missing; a cluster's datapath is chosen when it is made",
  reference: "CKV_GCP_12, CKV_GCP_66, CKV_GCP_70, CKV_GCP_71",
  appliesTo,
  judge: (cluster) => [
    ...isSet(cluster, "workload_identity_config.workload_pool", "the project's pool, <project>.svc.id.goog"),
    ...equals(cluster, "datapath_provider", "ADVANCED_DATAPATH"),
    ...ifSet(cluster, "enable_shielded_nodes", [true]),
    ...equals(cluster, "binary_authorization.evaluation_mode", "PROJECT_SINGLETON_POLICY_ENFORCE"),
    ...oneOf(cluster, "release_channel.channel", ["RAPID", "REGULAR", "STABLE", "EXTENDED"]),
  ],
};

const clusterLogins: Policy = {
  id: "GCP-03",
  title: "A GKE cluster knows its users by Google groups and RBAC: no client certificates, no ABAC, nothing for everybody",
  severity: "high",
  remedy: "name the group of authenticator_groups_config, and switch off certificates, ABAC and bindings of everybody",
  reference: "CKV_GCP_13, CKV_GCP_65",
  appliesTo,
  judge: (cluster) => [
    ...ifSet(cluster, "master_auth.client_certificate_config.issue_client_certificate", [false]),
    ...ifSet(cluster, "enable_legacy_abac", [false]),
    ...isSet(cluster, "authenticator_groups_config.security_group", "gke-security-groups@<domain>"),
    ...equals(cluster, "rbac_binding_config.enable_insecure_binding_system_authenticated", false),
    ...equals(cluster, "rbac_binding_config.enable_insecure_binding_system_unauthenticated", false),
  ],
};

const sealedCluster: Policy = {
  id: "GCP-04",
  title: "A GKE cluster encrypts Kubernetes secrets with a customer key, and the network sees what nodes keep among themselves",
  severity: "high",
  remedy: "give database_encryption a key, and set enable_intranode_visibility",
  reference: "CKV_GCP_61",
  appliesTo,
  judge: (cluster) => [
    ...oneOf(cluster, "database_encryption.state", ["ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED"]),
    ...isSet(cluster, "database_encryption.key_name", "a key of Cloud KMS"),
    ...equals(cluster, "enable_intranode_visibility", true),
  ],
};

/** What GKE clusters are, apart from their nodes. */
export const gkePolicies: readonly Policy[] = [privateCluster, guardedCluster, clusterLogins, sealedCluster];
