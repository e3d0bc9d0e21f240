import { argumentOf, atMost, fits, ifSet, inEach, isUsed } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";

const isSlow = (type: Json | undefined): boolean => lastPart(type) === "pd-standard";
/** Types may be written as the address of the type. */
const lastPart = (type: Json | undefined): string =>
  String(type ?? "")
    .split("/")
    .at(-1) ?? "";

const slowWherever = (argument: string) => (subject: Subject) =>
  fits(subject, argument, (got) => !isSlow(got), "pd-balanced, or hyperdisk-balanced");
/** For disks that are pd-standard unless they say what they are. */
const slowByDefault = (argument: string) => (subject: Subject) =>
  fits(subject, argument, (got) => got !== undefined && !isSlow(got), "pd-balanced, or hyperdisk-balanced");

const disks: Readonly<Record<string, (subject: Subject) => Finding[]>> = {
  google_compute_disk: slowByDefault("type"),
  google_compute_region_disk: slowByDefault("type"),
  google_compute_instance: slowWherever("boot_disk.initialize_params.type"),
  google_compute_instance_template: (template) => inEach(template, "disk", slowByDefault("disk_type")),
  google_compute_region_instance_template: (template) => inEach(template, "disk", slowByDefault("disk_type")),
  google_container_cluster: slowWherever("node_config.disk_type"),
  google_container_node_pool: slowWherever("node_config.disk_type"),
  google_sql_database_instance: (instance) => ifSet(instance, "settings.disk_type", ["PD_SSD", "HYPERDISK_BALANCED"]),
  kubernetes_storage_class: ofClass,
  kubernetes_storage_class_v1: ofClass,
};

function ofClass(subject: Subject): Finding[] {
  return argumentOf(subject, "storage_provisioner") === "pd.csi.storage.gke.io" ? slowByDefault("parameters.type")(subject) : [];
}

const fastDisks: Policy = {
  id: "C-02",
  title: "Disks on Google Cloud are of today's kind: a spinning one costs more than its price where anything waits for it",
  severity: "medium",
  remedy: "take pd-balanced, or hyperdisk-balanced on machines that know no other",
  appliesTo: Object.keys(disks),
  judge: (subject) => disks[subject.type]?.(subject) ?? [],
};

/** Where a machine's type is written. */
const machines: Readonly<Record<string, string>> = {
  google_compute_instance: "machine_type",
  google_compute_instance_template: "machine_type",
  google_compute_region_instance_template: "machine_type",
  google_container_cluster: "node_config.machine_type",
  google_container_node_pool: "node_config.machine_type",
  google_sql_database_instance: "settings.tier",
};

const currentMachines: Policy = {
  id: "C-03",
  title: "Machines on Google Cloud are of a current generation",
  severity: "medium",
  remedy: "take the same size of n2d, n4 or c4a, and of Cloud SQL a db-custom or db-perf-optimized tier",
  reference: "https://cloud.google.com/compute/docs/machine-resource",
  appliesTo: Object.keys(machines),
  judge: (subject) => {
    const argument = machines[subject.type] ?? "";
    // The first generation is the only one that older accelerators can be attached to.
    if (["guest_accelerator", "node_config.guest_accelerator"].some((name) => argumentOf(subject, name) !== undefined)) return [];
    return fits(subject, argument, (got) => !/^(db-)?(n1|f1|g1)-|^custom-/.test(lastPart(got)), "a machine of a current generation");
  },
};

const logBuckets = ["project", "folder", "organization", "billing_account"].map((level) => `google_logging_${level}_bucket_config`);

const shortLogs: Policy = {
  id: "C-04",
  title: "Logs on Google Cloud are kept for a year at most, unless a suppression says why",
  severity: "medium",
  remedy: "set retention_days to 365 or less, or suppress the rule with the reason",
  appliesTo: logBuckets,
  judge: (bucket) => (argumentOf(bucket, "retention_days") === undefined ? [] : atMost(bucket, "retention_days", 365)),
};

const usedAddresses: Policy = {
  id: "C-07",
  title: "A public address on Google Cloud is attached to something, or published to who attaches it",
  severity: "medium",
  remedy: "attach it, publish it, or take it away: one that is not in use costs more than one that is",
  appliesTo: ["google_compute_address", "google_compute_global_address"],
  judge: (address) => {
    const isInternal = argumentOf(address, "address_type") === "INTERNAL";
    return isInternal || isUsed(address) ? [] : [{ got: "nothing that refers to it", wanted: "a resource or an output that does" }];
  },
};

const sampled = {
  google_compute_subnetwork: "log_config.flow_sampling",
  google_network_management_vpc_flow_logs_config: "flow_sampling",
} as const;

const sampledFlows: Policy = {
  id: "C-09",
  title: "Outside production at most half of a network's flows are logged",
  severity: "medium",
  remedy: "set network.flowLogSampling of the environment to 0.5 or less",
  appliesTo: Object.keys(sampled),
  judge: (subject) => {
    if (subject.stack.facts.environment === "prod") return [];
    const argument = sampled[subject.type as keyof typeof sampled];
    // A subnet that does not say it logs half; a configuration of its own logs everything.
    const isHalf = subject.type === "google_compute_subnetwork" && argumentOf(subject, argument) === undefined;
    return isHalf ? [] : atMost(subject, argument, 0.5);
  },
};

/** What would cost too much on Google Cloud. */
export const gcpCostPolicies: readonly Policy[] = [fastDisks, currentMachines, shortLogs, usedAddresses, sampledFlows];
