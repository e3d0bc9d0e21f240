import { describe, expect, it } from "vitest";
import { all, azure, dev, get, one, rolesOf } from "./variants.ts";

const prod = azure("cluster");
const cheap = azure("cluster", dev.cluster);
const cluster = one(prod, "kubernetes_cluster");
const pools = all(prod, "kubernetes_cluster_node_pool");
const withBoth = [prod, cheap].map((stack) => one(stack, "kubernetes_cluster"));

describe("azure cluster: control plane", () => {
  it("AZ-01 is private, with Entra logins and Azure roles only, and runs no commands from outside", () => {
    for (const found of withBoth) {
      expect(found).toMatchObject({
        private_cluster_enabled: true,
        local_account_disabled: true,
        run_command_enabled: false,
        role_based_access_control_enabled: true,
        azure_active_directory_role_based_access_control: [{ azure_rbac_enabled: true }],
        api_server_access_profile: [{ virtual_network_integration_enabled: true }],
      });
    }
  });

  it("AZ-01 has a public name for the allow-list's addresses only", () => {
    const found = one(azure("cluster", { input: { apiAllowlist: ["203.0.113.0/24"] } }), "kubernetes_cluster");
    expect(found).toMatchObject({
      private_cluster_enabled: false,
      api_server_access_profile: [{ authorized_ip_ranges: ["203.0.113.0/24"], virtual_network_integration_enabled: true }],
    });
  });

  it("AZ-02 has Cilium, Azure Policy, a paid tier, upgrades by itself, and vouches for pods", () => {
    for (const found of withBoth) {
      expect(found).toMatchObject({
        network_profile: [{ network_policy: "cilium", network_data_plane: "cilium", outbound_type: "userAssignedNATGateway" }],
        azure_policy_enabled: true,
        sku_tier: "Standard",
        automatic_upgrade_channel: "patch",
        node_os_upgrade_channel: "NodeImage",
        oidc_issuer_enabled: true,
        workload_identity_enabled: true,
      });
    }
  });

  it("AZ-04 records changes and logins", () => {
    const { enabled_log: logs } = get(prod, "monitor_diagnostic_setting", "Cluster_ControlPlaneLogs");
    expect(logs.map(({ category }) => category)).toEqual(expect.arrayContaining(["kube-audit-admin", "guard"]));
  });

  it("encrypts etcd with a key that its vault gives to the private API server only", () => {
    expect(cluster).toMatchObject({
      key_management_service: [{ key_vault_key_id: "${azurerm_key_vault_key.Vault_EtcdKey.id}", key_vault_network_access: "Private" }],
    });
    expect(one(prod, "private_endpoint")).toMatchObject({ private_service_connection: [{ subresource_names: ["vault"] }] });
  });

  it("waits for the roles without which it does not come up", () => {
    const { depends_on: after } = cluster as unknown as { depends_on: string[] };
    for (const role of ["KubeletAssignment", "Network", "EtcdKey", "EtcdVault", "Disks"]) {
      expect(after).toContain(`azurerm_role_assignment.Cluster_Identities_ControlPlane${role}`);
    }
  });

  it("is protected in prod, and runs Defender's sensor only where Defender is paid for", () => {
    expect(cluster).toMatchObject({ lifecycle: { prevent_destroy: true }, microsoft_defender: [{}] });
    expect(withBoth[1]).toMatchObject({ lifecycle: { prevent_destroy: false } });
    expect(withBoth[1]).not.toHaveProperty("microsoft_defender");
  });

  it("refuses managed compute", () => {
    expect(() => azure("cluster", { input: { compute: "managed" } })).toThrow(
      "cluster prod-azure-eus2: compute is managed; azure has pools only (managed is EKS Auto Mode); set compute: pools",
    );
  });
});

describe("azure cluster: nodes", () => {
  const node = {
    host_encryption_enabled: true,
    node_public_ip_enabled: false,
    os_disk_type: "Ephemeral",
    max_pods: 110,
    auto_scaling_enabled: true,
    node_network_profile: [
      { application_security_group_ids: ["${data.terraform_remote_state.prod-azure-eus2-network.outputs.network__workload_group}"] },
    ],
  };

  it("AZ-03 are encrypted on their hosts, without public addresses, in the workload group", () => {
    expect(cluster).toMatchObject({ disk_encryption_set_id: "${azurerm_disk_encryption_set.Cluster_Keys_Disks.id}" });
    expect(cluster).toMatchObject({ default_node_pool: [{ ...node, only_critical_addons_enabled: true }] });
    for (const pool of Object.values(pools)) expect(pool).toMatchObject(node);
  });

  it("are one general pool per zone with high availability, each in its own subnet", () => {
    const general = Object.entries(pools).filter(([id]) => id.includes("GeneralZone"));
    expect(general.map(([, { name, zones, min_count: min, max_count: max }]) => [name, zones, min, max])).toEqual([
      ["general1", ["1"], 1, 4],
      ["general2", ["2"], 1, 4],
      ["general3", ["3"], 1, 4],
    ]);
    const subnets = general.map(([, { vnet_subnet_id: id }]) => id);
    expect(new Set(subnets).size).toBe(3);
  });

  it("are one general pool, of small machines, in dev (C-01)", () => {
    expect(Object.keys(all(cheap, "kubernetes_cluster_node_pool")).sort()).toEqual(["Cluster_Pools_General", "Cluster_Pools_Spot"]);
    expect(withBoth[1]).toMatchObject({ default_node_pool: [{ vm_size: "Standard_D2ads_v5", min_count: 1 }] });
  });

  it("are spot with the label and taint AKS sets, and without upgrade settings", () => {
    const spot = get(prod, "kubernetes_cluster_node_pool", "Cluster_Pools_Spot");
    expect(spot).toMatchObject({
      priority: "Spot",
      eviction_policy: "Delete",
      node_labels: { "kubernetes.azure.com/scalesetpriority": "spot", "platform.acme.io/pool": "spot" },
      node_taints: ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"],
      min_count: 0,
      max_count: 60,
    });
    expect(spot).not.toHaveProperty("upgrade_settings");
  });

  it("are counted by the autoscaler, not by plans", () => {
    for (const pool of Object.values(pools)) expect(pool).toMatchObject({ lifecycle: { ignore_changes: ["node_count"] } });
    expect(cluster).toMatchObject({ lifecycle: { ignore_changes: ["default_node_pool[0].node_count"] } });
  });

  it("carry the stack's tags", () => {
    expect(cluster).toMatchObject({ default_node_pool: [{ tags: { environment: "prod", "managed-by": "cdktf" } }] });
  });
});

describe("azure cluster: who may do what", () => {
  const id = "${azurerm_kubernetes_cluster.Cluster.id}";

  it("lets apply runs administer it, and plan runs read", () => {
    expect(rolesOf(prod, /Cluster_Apply/)).toEqual(expect.arrayContaining([["Azure Kubernetes Service RBAC Cluster Admin", id]]));
    expect(rolesOf(prod, /Cluster_Plan/).sort()).toEqual([
      ["Azure Kubernetes Service Cluster User Role", id],
      ["Azure Kubernetes Service RBAC Reader", id],
    ]);
  });

  it("lets viewers read and administrators' groups in by the cluster's own list", () => {
    expect(rolesOf(prod, /Cluster_Viewer\d/)).toEqual([["Azure Kubernetes Service RBAC Reader", id]]);
    expect(cluster).toMatchObject({
      azure_active_directory_role_based_access_control: [{ admin_group_object_ids: ["00000000-0000-0000-0000-0000000000a1"] }],
    });
  });

  it("gives the control plane the network's group, its key and its vault, and nothing of the subscription", () => {
    const scopes = rolesOf(prod, /ControlPlane/).map(([, scope]) => scope);
    for (const scope of scopes) expect(scope).not.toMatch(/^\/subscriptions\/[^/]+$/);
    expect(rolesOf(prod, /ControlPlaneEtcdKey/)).toEqual([
      ["Key Vault Crypto User", "${azurerm_key_vault_key.Vault_EtcdKey.resource_versionless_id}"],
    ]);
    expect(rolesOf(prod, /KubeletImages/).map(([role]) => role)).toEqual(["AcrPull"]);
  });
});
