import { argumentOf, atMost, fits, inEach, isUsed } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";

const GP3 = "gp3, io2 or st1";
const isOld = (type: Json | undefined): boolean => ["gp2", "standard", "io1"].includes(String(type));
/** gp2 where nothing is said. */
const disk = (argument: string) => (subject: Subject) => fits(subject, argument, (got) => got !== undefined && !isOld(got), GP3);

const disks: Readonly<Record<string, (subject: Subject) => Finding[]>> = {
  aws_ebs_volume: disk("type"),
  aws_launch_template: (template) => inEach(template, "block_device_mappings", disk("ebs.volume_type")),
  aws_instance: (instance) => ["root_block_device", "ebs_block_device"].flatMap((block) => inEach(instance, block, disk("volume_type"))),
  aws_db_instance: disk("storage_type"),
  kubernetes_storage_class: ofClass,
  kubernetes_storage_class_v1: ofClass,
};

function ofClass(subject: Subject): Finding[] {
  return String(argumentOf(subject, "storage_provisioner")).startsWith("ebs.csi.") ? disk("parameters.type")(subject) : [];
}

const currentDisks: Policy = {
  id: "C-02",
  title: "Disks on AWS are of today's kind: gp3 costs a fifth less than gp2 and is faster",
  severity: "medium",
  remedy: "take gp3; a volume can be changed while it is in use",
  appliesTo: Object.keys(disks),
  judge: (subject) => disks[subject.type]?.(subject) ?? [],
};

const machines: Readonly<Record<string, string>> = {
  aws_instance: "instance_type",
  aws_launch_template: "instance_type",
  aws_eks_node_group: "instance_types",
  aws_db_instance: "instance_class",
  aws_rds_cluster_instance: "instance_class",
  aws_elasticache_replication_group: "node_type",
  aws_dms_replication_instance: "replication_instance_class",
  aws_msk_cluster: "broker_node_group_info.instance_type",
};

/** Families that have had two successors or more: `db.m5.large`, `cache.r4.xlarge`, `t2.micro`. */
const isPast = (type: string): boolean =>
  /^(?:db\.|cache\.|dms\.|kafka\.)?(?:t[12]|[mcr][1-5]|i[23]|x1|z1|d2|h1|p[23]|g[34])[a-z]*\./.test(type);

const currentMachines: Policy = {
  id: "C-03",
  title: "Machines on AWS are of a current generation",
  severity: "medium",
  remedy: "take the same size of a later generation, Graviton where the software runs on it",
  reference: "https://aws.amazon.com/ec2/previous-generation/",
  appliesTo: Object.keys(machines),
  judge: (subject) => {
    const argument = machines[subject.type] ?? "";
    return [argumentOf(subject, argument) ?? []]
      .flat()
      .flatMap((got) =>
        typeof got === "string" && isPast(got) && !isOnlyOne(got) ? [{ argument, got, wanted: "a machine of a current generation" }] : [],
      );
  },
};

/** MSK's smallest brokers are of no later kind. */
const isOnlyOne = (type: string): boolean => type.startsWith("kafka.");

const shortLogs: Policy = {
  id: "C-04",
  title: "Logs on AWS are kept for a year at most, unless a suppression says why",
  severity: "medium",
  remedy: "set retention_in_days to 365 or less, or suppress the rule with the reason; nothing is for ever",
  appliesTo: ["aws_cloudwatch_log_group"],
  judge: (group) =>
    [undefined, 0].includes(argumentOf(group, "retention_in_days") as number | undefined)
      ? [{ argument: "retention_in_days", got: argumentOf(group, "retention_in_days"), wanted: "at most 365" }]
      : atMost(group, "retention_in_days", 365),
};

const usedAddresses: Policy = {
  id: "C-07",
  title: "Addresses on AWS are used: an idle one is paid for too",
  severity: "medium",
  remedy: "give it to what it is for, or take it away",
  appliesTo: ["aws_eip"],
  judge: (address) =>
    argumentOf(address, "instance") !== undefined || argumentOf(address, "network_interface") !== undefined || isUsed(address)
      ? []
      : [{ got: undefined, wanted: "something that refers to it" }],
};

/** What AWS is paid for without need. */
export const awsCostPolicies: readonly Policy[] = [currentDisks, currentMachines, shortLogs, usedAddresses];
