import { FederatedIdentityCredential } from "@cdktf/provider-azurerm/lib/federated-identity-credential";
import type { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { RoleDefinition } from "@cdktf/provider-azurerm/lib/role-definition";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { Construct } from "constructs";
import { tokenAudience } from "../identity/azure-federation.ts";
import { assignRole, subscriptionScope } from "../identity/azure-roles.ts";
import { nameOf } from "../naming.ts";
import type { AccountProps } from "./contract.ts";

/** https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations */
const MAX_CREDENTIALS = 20;

/** Reads everything but data: resources, and what keys and secrets there are, not their values. */
const planRoles = { Reader: "Reader", VaultReader: "Key Vault Reader" };

/** What the provider asks of a deployment and of an Azure Cache on every refresh, and `Reader` lacks. A cache's keys log nobody in here. */
const refreshActions = ["Microsoft.Resources/deployments/exportTemplate/action", "Microsoft.Cache/redis/listKeys/action"];

/** Everything in clusters, for comparing releases: Helm keeps them in Secrets, which no reader's built-in role shows. */
const refreshDataActions = ["Microsoft.ContainerService/managedClusters/*/read"];

/** Makes everything; `Contributor` neither assigns roles nor locks. */
const applyRoles = { Contributor: "Contributor", Locks: "Locks Contributor" };

/** Pushes images; reads for drift reports. */
const pipelineRoles = { Reader: "Reader", Images: "AcrPush" };

/** Roles that hand out roles: Owner, User Access Administrator, Role Based Access Control Administrator. */
const ROLE_GIVERS = [
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
  "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
];

/** The account, and the resource group its identities are in. */
export interface AzureTrustProps extends AccountProps {
  readonly group: ResourceGroup;
}

/**
 * Who may act in the subscription without a secret: HCP Terraform's plan and apply runs and GitHub's jobs, each as an identity
 * that believes exactly the tokens of its callers. Entra compares subjects whole, so there is one credential per workspace.
 */
export class AzureTrust extends Construct {
  readonly plan: UserAssignedIdentity;
  readonly apply: UserAssignedIdentity;
  readonly pipeline: UserAssignedIdentity;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AzureTrustProps,
  ) {
    super(scope, id);
    const { workspaces, place } = props;
    if (workspaces.length > MAX_CREDENTIALS) {
      throw new Error(
        `account ${place.environment}-azure: ${workspaces.length} workspaces; an identity believes at most ${MAX_CREDENTIALS} subjects; move places to another environment, or merge stacks`,
      );
    }
    this.plan = this.terraformIdentity("Plan", planRoles);
    this.apply = this.terraformIdentity("Apply", applyRoles);
    this.pipeline = this.identity("Pipeline", pipelineRoles);
    this.letAssignRoles();
    this.letRefresh();
    this.trustGithub();
  }

  private terraformIdentity(phase: "Plan" | "Apply", roles: Record<string, string>): UserAssignedIdentity {
    const { terraform, workspaces } = this.props;
    const runPhase = phase.toLowerCase();
    const identity = this.identity(phase, roles);
    for (const workspace of workspaces) {
      this.credential(`${phase}${pascalCase(workspace)}`, identity, {
        name: `${workspace}-${runPhase}`,
        issuer: `https://${terraform.hostname}`,
        subject: `organization:${terraform.organization}:project:${terraform.project}:workspace:${workspace}:run_phase:${runPhase}`,
      });
    }
    return identity;
  }

  private letRefresh(): void {
    const { place } = this.props;
    const scope = subscriptionScope(place);
    const role = new RoleDefinition(this, "Refresh", {
      name: nameOf("azure:Resource", place.organization, place.environment, "refresh"),
      description: "Reads that Azure counts as actions, for plans of Terraform",
      scope,
      assignableScopes: [scope],
      permissions: [{ actions: refreshActions, dataActions: refreshDataActions }],
    });
    new RoleAssignment(this, "PlanRefresh", {
      scope,
      roleDefinitionId: role.roleDefinitionResourceId,
      principalId: this.plan.principalId,
      principalType: "ServicePrincipal",
      skipServicePrincipalAadCheck: true,
    });
  }

  private trustGithub(): void {
    const { github, place } = this.props;
    this.credential("PipelineGithub", this.pipeline, {
      name: "github",
      issuer: `https://${github.tokenHost}`,
      subject: `repo:${github.owner}/${github.repository}:environment:${place.environment}`,
    });
  }

  private identity(id: string, roles: Record<string, string>): UserAssignedIdentity {
    const { place, group } = this.props;
    const identity = new UserAssignedIdentity(this, id, {
      name: nameOf("azure:UserAssignedIdentity", place.organization, place.environment, id.toLowerCase()),
      location: place.region,
      resourceGroupName: group.name,
      lifecycle: { preventDestroy: this.props.deletionProtection },
    });
    const assignee = { principalId: identity.principalId };
    for (const [role, name] of Object.entries(roles)) assignRole(this, `${id}${role}`, name, subscriptionScope(place), assignee);
    return identity;
  }

  private credential(id: string, identity: UserAssignedIdentity, trusted: { name: string; issuer: string; subject: string }): void {
    new FederatedIdentityCredential(this, id, {
      ...trusted,
      name: nameOf("azure:FederatedIdentityCredential", trusted.name),
      resourceGroupName: this.props.group.name,
      parentId: identity.id,
      audience: [tokenAudience],
    });
  }

  /** Clusters, vaults and workloads need roles assigned; the condition keeps the identity from making anyone, itself included, a giver of roles. */
  private letAssignRoles(): void {
    new RoleAssignment(this, "ApplyRoleGiver", {
      scope: subscriptionScope(this.props.place),
      roleDefinitionName: "Role Based Access Control Administrator",
      principalId: this.apply.principalId,
      principalType: "ServicePrincipal",
      skipServicePrincipalAadCheck: true,
      conditionVersion: "2.0",
      condition: [guard("write", "@Request"), guard("delete", "@Resource")].join("\nAND\n"),
    });
  }
}

/** https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-examples */
const guard = (action: "write" | "delete", source: "@Request" | "@Resource"): string => {
  const roles = ROLE_GIVERS.join(", ");
  const attribute = `${source}[Microsoft.Authorization/roleAssignments:RoleDefinitionId]`;
  return `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/${action}'})) OR (${attribute} ForAnyOfAllValues:GuidNotEquals {${roles}}))`;
};

const pascalCase = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => `${word[0]?.toUpperCase() ?? ""}${word.slice(1)}`)
    .join("");
