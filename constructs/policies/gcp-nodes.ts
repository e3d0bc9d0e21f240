import { argumentOf, equals, fits, inEach, isSet } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";

const nodes = (subject: Subject): Finding[] => [
  ...equals(subject, "node_config.workload_metadata_config.mode", "GKE_METADATA"),
  ...equals(subject, "node_config.shielded_instance_config.enable_secure_boot", true),
  ...fits(subject, "node_config.image_type", (got) => got === undefined || /^cos_/i.test(String(got)), "Container-Optimized OS, COS_*"),
  ...fits(
    subject,
    "node_config.service_account",
    (got) => typeof got === "string" && got !== "default" && !got.endsWith("-compute@developer.gserviceaccount.com"),
    "an account of its own, not the project's default one",
  ),
  ...isSet(subject, "node_config.boot_disk_kms_key", "a key of Cloud KMS"),
];

const pool = (subject: Subject): Finding[] => [
  ...nodes(subject),
  ...equals(subject, "management.auto_repair", true),
  ...equals(subject, "management.auto_upgrade", true),
];

/** Pools may be written into the cluster; its own first pool counts where it is kept. Autopilot brings nodes that nobody can change. */
function cluster(subject: Subject): Finding[] {
  const isRid = ["remove_default_node_pool", "enable_autopilot"].some((argument) => argumentOf(subject, argument) === true);
  const inline = inEach(subject, "node_pool", pool);
  return isRid || argumentOf(subject, "node_pool") !== undefined ? inline : nodes(subject);
}

/** How nodes of GKE are made. */
export const gkeNodes: Policy = {
  id: "GCP-05",
  title: "GKE nodes have the metadata server, secure boot, COS, an account and a disk key of their own, and are repaired and upgraded",
  severity: "high",
  remedy: "set what is missing in node_config and management of the pool",
  reference: "CKV_GCP_22, CKV_GCP_68, CKV_GCP_69",
  appliesTo: ["google_container_node_pool", "google_container_cluster"],
  judge: (subject) => (subject.type === "google_container_cluster" ? cluster(subject) : pool(subject)),
};
