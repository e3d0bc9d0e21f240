import type { Construct } from "constructs";
import { assignRole } from "../identity/azure-roles.ts";
import type { ClusterProps } from "./contract.ts";

/** Lets a caller fetch the cluster's address and login settings; what it may do inside is the other role's matter. */
const USER = "Azure Kubernetes Service Cluster User Role";
const ADMINISTRATOR = "Azure Kubernetes Service RBAC Cluster Admin";
const VIEWER = "Azure Kubernetes Service RBAC Reader";

/** Runs of HCP Terraform: apply administers, plan reads. People: administrators by Entra group, viewers read. */
export function grantClusterAccess(scope: Construct, clusterId: string, { account, administrators, viewers }: ClusterProps): void {
  const apply = { principalId: account.applyPrincipal };
  assignRole(scope, "ApplyUser", USER, clusterId, apply);
  assignRole(scope, "ApplyAdministrator", ADMINISTRATOR, clusterId, apply);
  const plan = { principalId: account.planPrincipal };
  assignRole(scope, "PlanUser", USER, clusterId, plan);
  assignRole(scope, "PlanViewer", VIEWER, clusterId, plan);
  // Their rights inside come with the cluster's own list of administrator groups.
  for (const group of administrators) assignRole(scope, `AdministratorUser${idOf(group)}`, USER, clusterId, groupOf(group));
  for (const group of viewers) {
    assignRole(scope, `ViewerUser${idOf(group)}`, USER, clusterId, groupOf(group));
    assignRole(scope, `Viewer${idOf(group)}`, VIEWER, clusterId, groupOf(group));
  }
}

const groupOf = (principalId: string) => ({ principalId, principalType: "Group" as const });
const idOf = (objectId: string): string => objectId.replaceAll("-", "");
