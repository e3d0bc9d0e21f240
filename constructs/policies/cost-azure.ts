import { argumentOf, atMost, fits, inEach, isUsed } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";

const notSlow = (argument: string) => (subject: Subject) =>
  fits(subject, argument, (got) => got !== "Standard_LRS", "a class of SSD: StandardSSD, Premium or PremiumV2");

const ofMachine = (machine: Subject): Finding[] =>
  ["os_disk", "data_disk"].flatMap((disk) => inEach(machine, disk, notSlow("storage_account_type")));

/** The driver compares names of parameters without regard to case, and has two for this one. */
function ofClass(subject: Subject): Finding[] {
  if (argumentOf(subject, "storage_provisioner") !== "disk.csi.azure.com") return [];
  return inEach(subject, "parameters", (parameters) =>
    Object.keys(parameters.attributes)
      .filter((name) => ["skuname", "storageaccounttype"].includes(name.toLowerCase()))
      .flatMap((name) => notSlow(name)(parameters)),
  );
}

const disks: Readonly<Record<string, (subject: Subject) => Finding[]>> = {
  azurerm_managed_disk: notSlow("storage_account_type"),
  azurerm_linux_virtual_machine: ofMachine,
  azurerm_windows_virtual_machine: ofMachine,
  azurerm_linux_virtual_machine_scale_set: ofMachine,
  azurerm_windows_virtual_machine_scale_set: ofMachine,
  azurerm_orchestrated_virtual_machine_scale_set: ofMachine,
  kubernetes_storage_class: ofClass,
  kubernetes_storage_class_v1: ofClass,
};

const fastDisks: Policy = {
  id: "C-02",
  title: "Disks on Azure are of today's kind: a spinning one costs more than its price where anything waits for it",
  severity: "medium",
  remedy: "take StandardSSD, or PremiumV2 where input and output count",
  appliesTo: Object.keys(disks),
  judge: (subject) => disks[subject.type]?.(subject) ?? [],
};

/** Where a machine's size is written. */
const machines: Readonly<Record<string, string>> = {
  azurerm_kubernetes_cluster: "default_node_pool.vm_size",
  azurerm_kubernetes_cluster_node_pool: "vm_size",
  azurerm_linux_virtual_machine: "size",
  azurerm_windows_virtual_machine: "size",
  azurerm_linux_virtual_machine_scale_set: "sku",
  azurerm_windows_virtual_machine_scale_set: "sku",
  azurerm_orchestrated_virtual_machine_scale_set: "sku_name",
  azurerm_mssql_database: "sku_name",
  azurerm_postgresql_flexible_server: "sku_name",
};

/**
 * The first version of a family that Azure counts as current; families without one are no longer sold.
 * https://learn.microsoft.com/azure/virtual-machines/sizes/previous-gen-sizes-list
 */
const firstCurrent: Readonly<Record<string, number>> = { A: 99, B: 2, D: 4, DS: 99, E: 4, F: 6, FS: 99, G: 99, GS: 99, L: 3, LS: 99 };

function isPrevious(size: Json | undefined): boolean {
  const text = String(size);
  // Of a database's sizes the generation is named; the smallest of PostgreSQL exist in the first version only.
  if (/^Basic_A\d|_Gen4_/.test(text)) return true;
  const [, prefix = "", family = "", version = "1"] = /^(\w+_)?Standard_([A-Z]+)\d[\w-]*?(?:_v(\d+))?$/.exec(text) ?? [];
  if (prefix === "B_") return false;
  return Number(version) < (firstCurrent[family] ?? 0);
}

const currentMachines: Policy = {
  id: "C-03",
  title: "Machines on Azure are of a current generation",
  severity: "medium",
  remedy: "take the same size of a later version: Standard_D4ads_v5 for Standard_D4s_v3",
  reference: "https://learn.microsoft.com/azure/virtual-machines/sizes/previous-gen-sizes-list",
  appliesTo: Object.keys(machines),
  judge: (subject) => fits(subject, machines[subject.type] ?? "", (got) => !isPrevious(got), "a size of a current generation"),
};

const DAYS = 365;
const days = (subject: Subject, argument: string): Finding[] =>
  argumentOf(subject, argument) === undefined ? [] : atMost(subject, argument, DAYS);

/** Where a number of 0 is no end at all. */
const untilDay = (subject: Subject, argument: string): Finding[] =>
  fits(subject, argument, (got) => String(got).includes("${") || (Number(got) > 0 && Number(got) <= DAYS), `1 to ${DAYS}`);

const logs: Readonly<Record<string, (subject: Subject) => Finding[]>> = {
  azurerm_log_analytics_workspace: (workspace) => days(workspace, "retention_in_days"),
  azurerm_log_analytics_workspace_table: (table) => [...days(table, "retention_in_days"), ...days(table, "total_retention_in_days")],
  azurerm_network_watcher_flow_log: (log) => untilDay(log, "retention_policy.days"),
  // Without a storage account of its own it keeps nothing itself.
  azurerm_mssql_server_extended_auditing_policy: (audit) =>
    argumentOf(audit, "storage_endpoint") === undefined ? [] : untilDay(audit, "retention_in_days"),
};

const shortLogs: Policy = {
  id: "C-04",
  title: "Logs on Azure are kept for a year at most, unless a suppression says why",
  severity: "medium",
  remedy: "set the retention to 365 days or less, or suppress the rule with the reason",
  appliesTo: Object.keys(logs),
  judge: (subject) => logs[subject.type]?.(subject) ?? [],
};

const usedAddresses: Policy = {
  id: "C-07",
  title: "A public address on Azure is attached to something, or published to who attaches it",
  severity: "medium",
  remedy: "attach it, publish it, or take it away",
  appliesTo: ["azurerm_public_ip"],
  judge: (address) => (isUsed(address) ? [] : [{ got: "nothing that refers to it", wanted: "a resource or an output that does" }]),
};

/** What would cost too much on Azure. Its flow logs have no sampling, so C-09 has nothing to say there. */
export const azureCostPolicies: readonly Policy[] = [fastDisks, currentMachines, shortLogs, usedAddresses];
