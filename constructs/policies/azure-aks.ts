import { argumentOf, blocksOf, equals, fits, ifSet, isEverywhere, isSet, oneOf } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";

const appliesTo = ["azurerm_kubernetes_cluster"];
const RANGES = "api_server_access_profile.authorized_ip_ranges";

/** The API server is the network's, or answers those who are listed. */
function apiServer(cluster: Subject): Finding[] {
  if (argumentOf(cluster, "private_cluster_enabled") === true) return [];
  const profile = blocksOf(cluster, "api_server_access_profile")[0];
  const got = profile?.authorized_ip_ranges;
  if (got === undefined || (Array.isArray(got) && got.length === 0)) {
    return equals(cluster, "private_cluster_enabled", true);
  }
  return isEverywhere(got) ? [{ argument: RANGES, got, wanted: "the ranges of those who need it" }] : [];
}

const closedCluster: Policy = {
  id: "AZ-01",
  title: "An AKS cluster is private or answers those who are listed, and knows its users by Entra and Azure RBAC alone",
  severity: "critical",
  remedy: "make it private, and switch off local accounts and run command, which both go around Entra",
  reference: "CKV_AZURE_5, CKV_AZURE_115, CKV_AZURE_141",
  appliesTo,
  judge: (cluster) => [
    ...apiServer(cluster),
    ...equals(cluster, "local_account_disabled", true),
    ...equals(cluster, "azure_active_directory_role_based_access_control.azure_rbac_enabled", true),
    ...ifSet(cluster, "role_based_access_control_enabled", [true]),
    ...equals(cluster, "run_command_enabled", false),
  ],
};

const guardedCluster: Policy = {
  id: "AZ-02",
  title: "An AKS cluster enforces network policies and Azure Policy, has a paid tier, upgrades itself and issues workload identities",
  severity: "high",
  remedy: "set what is missing; the network's data plane is chosen when a cluster is made",
  reference: "CKV_AZURE_7, CKV_AZURE_116, CKV_AZURE_170, CKV_AZURE_171",
  appliesTo,
  judge: (cluster) => [
    ...equals(cluster, "network_profile.network_policy", "cilium"),
    ...equals(cluster, "azure_policy_enabled", true),
    // The free tier has no agreement on the API server's uptime.
    ...oneOf(cluster, "sku_tier", ["Standard", "Premium"]),
    ...oneOf(cluster, "automatic_upgrade_channel", ["patch", "stable", "rapid", "node-image"]),
    ...ifSet(cluster, "node_os_upgrade_channel", ["NodeImage", "SecurityPatch"]),
    ...equals(cluster, "oidc_issuer_enabled", true),
    ...equals(cluster, "workload_identity_enabled", true),
  ],
};

/** @param at where the pool is: it may be written into the cluster */
const nodes = (pool: Subject, at = ""): Finding[] => [
  ...equals(pool, `${at}host_encryption_enabled`, true),
  ...equals(pool, `${at}os_disk_type`, "Ephemeral"),
  ...ifSet(pool, `${at}node_public_ip_enabled`, [false]),
  // Fewer make nodes that are full of addresses rather than of work.
  ...fits(pool, `${at}max_pods`, (got) => Number(got) >= 50 || String(got).includes("${"), "at least 50"),
];

function systemPool(pool: Subject): Finding[] {
  if (argumentOf(pool, "mode") !== "System") return [];
  const isCritical = (got: unknown) => JSON.stringify(got ?? null).includes("CriticalAddonsOnly=true:NoSchedule");
  return fits(pool, "node_taints", isCritical, "CriticalAddonsOnly=true:NoSchedule");
}

const sealedNodes: Policy = {
  id: "AZ-03",
  title: "AKS nodes have encrypted disks and hosts, nothing that outlives them and no public address; system pools are the system's",
  severity: "medium",
  remedy: "set what is missing in the cluster and its pools",
  reference: "CKV_AZURE_117, CKV_AZURE_143, CKV_AZURE_168, CKV_AZURE_226, CKV_AZURE_227, CKV_AZURE_232",
  appliesTo: [...appliesTo, "azurerm_kubernetes_cluster_node_pool"],
  judge: (subject) => {
    if (subject.type === "azurerm_kubernetes_cluster_node_pool") return [...nodes(subject), ...systemPool(subject)];
    return [
      ...isSet(subject, "disk_encryption_set_id", "a disk encryption set"),
      ...nodes(subject, "default_node_pool."),
      ...equals(subject, "default_node_pool.only_critical_addons_enabled", true),
    ];
  },
};

const DIAGNOSTICS = "azurerm_monitor_diagnostic_setting";

/** Who called the API server, and whom it let in. What reads is in `kube-audit` alone, which costs ten times as much. */
const wantedLogs: readonly (readonly string[])[] = [["kube-audit-admin", "kube-audit"], ["guard"]];

const loggedCluster: Policy = {
  id: "AZ-04",
  title: "An AKS cluster's audit log and logins are kept",
  severity: "high",
  remedy: "add a diagnostic setting with the categories kube-audit-admin and guard",
  reference: "CKV_AZURE_4",
  appliesTo,
  judge: (cluster) => {
    const settings = cluster.stack.companionsOf(cluster, DIAGNOSTICS, "target_resource_id");
    const logs = settings.flatMap((setting) => blocksOf(setting, "enabled_log"));
    if (logs.some(({ category_group: group }) => group === "allLogs" || group === "audit")) return [];
    const got = logs.map(({ category }) => category ?? null);
    return wantedLogs
      .filter((names) => !names.some((name) => got.includes(name)))
      .map(([wanted = ""]) => ({ argument: `${DIAGNOSTICS}.enabled_log`, got: settings.length === 0 ? undefined : got, wanted }));
  },
};

/** What AKS clusters are, nodes and logs among them. */
export const aksPolicies: readonly Policy[] = [closedCluster, guardedCluster, sealedNodes, loggedCluster];
