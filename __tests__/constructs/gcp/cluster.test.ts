import { describe, expect, it } from "vitest";
import type { Json } from "../../estate.ts";
import { at, blocks } from "../variants.ts";
import { all, gcp, get, one, stackOf } from "./variants.ts";

const prod = stackOf("prod cluster");
const dev = stackOf("dev cluster");
const both = [prod, dev];

describe("gcp cluster: its API", () => {
  it("GCP-01 has private nodes and a private address, open to the estate; its DNS name asks IAM", () => {
    for (const stack of both) {
      expect(one(stack, "container_cluster")).toMatchObject({
        private_cluster_config: [{ enable_private_nodes: true, enable_private_endpoint: true }],
        control_plane_endpoints_config: [{ dns_endpoint_config: [{ allow_external_traffic: true }] }],
        master_authorized_networks_config: [
          {
            cidr_blocks: [{ cidr_block: "10.0.0.0/8", display_name: "estate" }],
            gcp_public_cidrs_access_enabled: false,
            private_endpoint_enforcement_enabled: true,
          },
        ],
      });
    }
    expect(prod.output?.cluster__endpoint?.value).toMatch(/^https:.*dns_endpoint_config\[0\]\.endpoint/);
    expect(prod.output?.cluster__ca_certificate?.value).toBe("");
  });

  it("GCP-01 has a public address for the allow-list only, and never for all of Google Cloud", () => {
    const open = one(gcp("cluster", { input: { apiAllowlist: ["203.0.113.0/24"] } }), "container_cluster");
    expect(open).toMatchObject({ private_cluster_config: [{ enable_private_nodes: true, enable_private_endpoint: false }] });
    expect(blocks(open, "master_authorized_networks_config.0.cidr_blocks").map(({ cidr_block }) => cidr_block)).toEqual([
      "10.0.0.0/8",
      "203.0.113.0/24",
    ]);
    expect(at(open, "master_authorized_networks_config.0.gcp_public_cidrs_access_enabled")).toBe(false);
  });

  it("GCP-02 has Workload Identity, Dataplane V2, shielded nodes, Binary Authorization and a release channel", () => {
    for (const stack of both) {
      expect(one(stack, "container_cluster")).toMatchObject({
        workload_identity_config: [{ workload_pool: "acme-prod.svc.id.goog" }],
        datapath_provider: "ADVANCED_DATAPATH",
        enable_shielded_nodes: true,
        binary_authorization: [{ evaluation_mode: "PROJECT_SINGLETON_POLICY_ENFORCE" }],
        release_channel: [{ channel: "REGULAR" }],
        min_master_version: "1.34",
      });
    }
    expect(prod.output?.cluster__workload_pool?.value).toBe("acme-prod.svc.id.goog");
  });

  it("GCP-03 knows people by Google group only: no certificates, no legacy rights, nothing for everybody", () => {
    expect(one(prod, "container_cluster")).toMatchObject({
      master_auth: [{ client_certificate_config: [{ issue_client_certificate: false }] }],
      enable_legacy_abac: false,
      authenticator_groups_config: [{ security_group: "gke-security-groups@example.com" }],
      anonymous_authentication_config: [{ mode: "LIMITED" }],
      rbac_binding_config: [{ enable_insecure_binding_system_authenticated: false, enable_insecure_binding_system_unauthenticated: false }],
    });
  });

  it("gives project-wide roles only to identities of its own: another place's state could take others away", () => {
    const members = both.flatMap((stack) => Object.values(all(stack, "project_iam_member")).map(({ member }) => member));
    expect(members.length).toBeGreaterThan(0);
    for (const member of members) expect(member).toMatch(/^serviceAccount:\$\{google_service_account\./);
  });

  it("GCP-04 encrypts secrets with its own key and watches traffic inside a node", () => {
    for (const stack of both) {
      expect(one(stack, "container_cluster")).toMatchObject({
        database_encryption: [{ state: "ENCRYPTED", key_name: "${google_kms_crypto_key.Cluster_Keys_Secrets.id}" }],
        enable_intranode_visibility: true,
      });
    }
    expect(get(prod, "kms_crypto_key_iam_member", "Cluster_Keys_Secrets_GkeUse").member).toBe(
      "serviceAccount:service-444444444444@container-engine-robot.iam.gserviceaccount.com",
    );
    expect(one(prod, "container_cluster").depends_on).toEqual(
      expect.arrayContaining([
        "google_kms_crypto_key_iam_member.Cluster_Keys_Secrets_GkeUse",
        "google_kms_crypto_key_iam_member.Cluster_Keys_Disks_ComputeUse",
        "google_kms_crypto_key_iam_member.Cluster_Keys_Disks_FilestoreUse",
        "google_project_iam_member.Cluster_NodeIdentity_ReportState",
      ]),
    );
  });
});

describe("gcp cluster: its nodes", () => {
  const hardened = {
    image_type: "COS_CONTAINERD",
    workload_metadata_config: [{ mode: "GKE_METADATA" }],
    shielded_instance_config: [{ enable_secure_boot: true, enable_integrity_monitoring: true }],
    service_account: "${google_service_account.Cluster_NodeIdentity.email}",
    boot_disk_kms_key: "${google_kms_crypto_key.Cluster_Keys_Disks.id}",
  };

  it("GCP-05 are hardened, also those GKE creates before ours; repaired and upgraded", () => {
    for (const stack of both) {
      const found = Object.values(all(stack, "container_node_pool"));
      expect(found.map(({ name }) => name)).toEqual(["general", "spot", "system"]);
      for (const pool of found) {
        expect(pool).toMatchObject({
          node_config: [hardened],
          management: [{ auto_repair: true, auto_upgrade: true }],
          network_config: [{ enable_private_nodes: true }],
        });
      }
      expect(one(stack, "container_cluster")).toMatchObject({ remove_default_node_pool: true, node_config: [hardened] });
    }
  });

  it("GCP-05 run as an account that reports and pulls images, which only apply may attach", () => {
    const roles = Object.entries(all(prod, "project_iam_member")).filter(([id]) => id.startsWith("Cluster_NodeIdentity_"));
    expect(roles.map(([, { role }]) => role).sort()).toEqual([
      "roles/artifactregistry.reader",
      "roles/container.defaultNodeServiceAccount",
    ]);
    expect(one(prod, "service_account_iam_member")).toMatchObject({
      role: "roles/iam.serviceAccountUser",
      service_account_id: "${google_service_account.Cluster_NodeIdentity.name}",
      member: "serviceAccount:${data.terraform_remote_state.prod-gcp-account.outputs.account__apply_principal}",
    });
  });

  it("C-01, C-02, C-03 are current machines with balanced disks, interruptible only in the tainted pool", () => {
    for (const pool of Object.values(all(prod, "container_node_pool"))) {
      expect(pool).toMatchObject({
        node_config: [{ machine_type: "n2d-standard-4", disk_type: "pd-balanced", spot: pool.name === "spot" }],
        autoscaling: [{ location_policy: pool.name === "spot" ? "ANY" : "BALANCED" }],
      });
    }
    const taints = (id: string) => blocks(get(prod, "container_node_pool", id), "node_config.0.taint").map(({ key }) => key);
    expect(taints("Cluster_Pools_System")).toEqual(["components.gke.io/gke-managed-components"]);
    expect(taints("Cluster_Pools_Spot")).toEqual(["platform.acme.io/spot"]);
  });

  it("join the network's workload group and carry the stack's tags", () => {
    for (const pool of Object.values(all(prod, "container_node_pool"))) {
      expect(at(pool, "node_config.0.tags")).toEqual([stackOf("prod network").output?.network__workload_group?.value]);
      expect(at(pool, "node_config.0.resource_labels")).toMatchObject({
        environment: "prod",
        "managed-by": "cdktf",
        "cost-center": "cc-0000",
      });
    }
  });

  it("are Axion with its own kind of disk where the region has it, and refused where not", () => {
    const arm = (region: string) =>
      gcp("cluster", { region, input: { pools: { system: { size: "m", arch: "arm64", min: 3, max: 6, spot: false } } } });
    const axion = get(arm("us-east4"), "container_node_pool", "Cluster_Pools_System");
    expect(axion).toMatchObject({ node_config: [{ machine_type: "c4a-standard-4", disk_type: "hyperdisk-balanced" }] });
    expect(() => arm("europe-north1")).toThrow(/pool architecture: got arm64; allowed in europe-north1: amd64; use amd64/);
  });
});

describe("gcp cluster: what a preset buys", () => {
  it("has three zones in prod and one in dev, with nodes to match", () => {
    expect(one(prod, "container_cluster")).toMatchObject({
      location: "us-east4",
      node_locations: ["us-east4-a", "us-east4-b", "us-east4-c"],
    });
    expect(one(dev, "container_cluster").location).toBe("us-east4-a");
    expect(one(dev, "container_cluster")).not.toHaveProperty("node_locations");
    const bounds = (found: Json) => [at(found, "autoscaling.0.total_min_node_count"), at(found, "autoscaling.0.total_max_node_count")];
    expect(Object.values(all(prod, "container_node_pool")).map(bounds)).toEqual([
      [3, 12],
      [0, 60],
      [3, 6],
    ]);
    expect(Object.values(all(dev, "container_node_pool")).map(bounds)).toEqual([
      [0, 3],
      [1, 6],
      [1, 3],
    ]);
    expect(Object.values(all(prod, "container_node_pool")).map(({ initial_node_count }) => initial_node_count)).toEqual([1, 0, 1]);
  });

  it("protects prod twice, and its backups for a week; lets dev go with everything in it", () => {
    expect(one(prod, "container_cluster")).toMatchObject({ deletion_protection: true, lifecycle: { prevent_destroy: true } });
    expect(one(dev, "container_cluster")).toMatchObject({ deletion_protection: false, lifecycle: { prevent_destroy: false } });
    expect(at(one(prod, "gke_backup_backup_plan"), "retention_policy.0.backup_delete_lock_days")).toBe(7);
    // A plan cannot be deleted while it has backups.
    expect([all(dev, "gke_backup_backup_plan"), all(dev, "kms_crypto_key").Cluster_Keys_Backups]).toEqual([{}, undefined]);
    expect([prod, dev].map((stack) => one(stack, "bigquery_dataset").delete_contents_on_destroy)).toEqual([false, true]);
    expect([prod, dev].map((stack) => one(stack, "logging_project_bucket_config").retention_days)).toEqual([365, 30]);
  });

  it("says where tokens of the cluster are published, with the zone of a zonal one", () => {
    const issuer = "https://container.googleapis.com/v1/projects/acme-prod/locations";
    expect(prod.output?.cluster__oidc_issuer?.value).toBe(`${issuer}/us-east4/clusters/acme-prod-gcp-use4`);
    expect(dev.output?.cluster__oidc_issuer?.value).toBe(`${issuer}/us-east4-a/clusters/acme-dev-gcp-use4`);
  });

  it("refuses managed compute, which is AWS's", () => {
    expect(() => gcp("cluster", { input: { compute: "managed" } })).toThrow(
      "cluster compute: got managed; allowed on gcp: pools; set compute to pools (managed is EKS Auto Mode)",
    );
  });
});
