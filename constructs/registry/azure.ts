import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { FederatedIdentityCredential } from "@cdktf/provider-azurerm/lib/federated-identity-credential";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { Construct } from "constructs";
import { regions } from "../clouds/regions.ts";
import { constructId } from "../delivery/construct-id.ts";
import { tokenAudience } from "../identity/azure-federation.ts";
import { assignRole } from "../identity/azure-roles.ts";
import { nameOf } from "../naming.ts";
import { azureRegistryName } from "./address.ts";
import { type Registry, type RegistryProps, untaggedDays } from "./contract.ts";

/**
 * One Premium registry for all images, with copies where other clusters are. Three things Azure does not have, or not here:
 *
 * * Tags that never move are no setting of the registry: jobs lock a tag once they have pushed it
 *   (https://learn.microsoft.com/azure/container-registry/container-registry-image-lock).
 * * It is reached at its public endpoint, by identity alone: GitHub's machines push from anywhere, and the central environment has no
 *   network of its own on Azure that a private endpoint could be in.
 * * Azure encrypts it with its own key: a registry's first identity cannot open a vault behind a firewall, and a vault without one would
 *   guard keys less than that guards images
 *   (https://learn.microsoft.com/azure/container-registry/tutorial-enable-customer-managed-keys).
 *
 * About 50 USD a month, and again for each copy.
 */
export class AzureRegistry extends Construct implements Registry {
  readonly cloud = "azure";
  readonly address: string;
  readonly pushIdentity: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RegistryProps,
  ) {
    super(scope, id);
    const { place, account, clusters, github } = props;
    const group = new ResourceGroup(this, "Group", { name: nameOf("azure:ResourceGroup", place.name, "registry"), location: place.region });
    const registry = this.registry(group);
    new MonitorDiagnosticSetting(this, "AuditLog", {
      name: "audit",
      targetResourceId: registry.id,
      logAnalyticsWorkspaceId: account.logStore,
      enabledLog: [{ category: "ContainerRegistryLoginEvents" }, { category: "ContainerRegistryRepositoryEvents" }],
    });
    for (const [name, { nodeIdentity }] of Object.entries(clusters))
      assignRole(this, `${constructId(name)}Pull`, "AcrPull", registry.id, { principalId: nodeIdentity });
    this.address = registry.loginServer;
    this.pushIdentity = "";
    if (github.repositories.length > 0) {
      const pusher = this.pusher(group);
      assignRole(this, "Pushes", "AcrPush", registry.id, { principalId: pusher.principalId });
      this.pushIdentity = pusher.clientId;
    }
  }

  private registry(group: ResourceGroup): ContainerRegistry {
    const { place, replicaRegions, deletionProtection } = this.props;
    return new ContainerRegistry(this, "Resource", {
      name: azureRegistryName(place),
      location: place.region,
      resourceGroupName: group.name,
      sku: "Premium",
      adminEnabled: false,
      anonymousPullEnabled: false,
      publicNetworkAccessEnabled: true,
      // Nodes behind a firewall can be let to this registry's data and to no other's.
      dataEndpointEnabled: true,
      zoneRedundancyEnabled: place.regionFacts.zones.length > 0,
      retentionPolicyInDays: untaggedDays,
      georeplications: replicaRegions.map((location) => ({
        location,
        regionalEndpointEnabled: true,
        zoneRedundancyEnabled: (regions.azure[location]?.zones.length ?? 0) > 0,
      })),
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  /** Jobs of the applications' repositories, on the main branch; Entra compares subjects whole. */
  private pusher(group: ResourceGroup): UserAssignedIdentity {
    const { place, github } = this.props;
    const identity = new UserAssignedIdentity(this, "Push", {
      name: nameOf("azure:UserAssignedIdentity", place.name, "push"),
      location: place.region,
      resourceGroupName: group.name,
    });
    for (const repository of github.repositories) {
      new FederatedIdentityCredential(this, `${constructId(repository)}Jobs`, {
        // GitHub allows periods, Azure does not; what is trusted is the subject.
        name: nameOf("azure:FederatedIdentityCredential", github.owner, repository.replaceAll(".", "_")),
        resourceGroupName: group.name,
        parentId: identity.id,
        audience: [tokenAudience],
        issuer: `https://${github.tokenHost}`,
        subject: `repo:${github.owner}/${repository}:ref:refs/heads/main`,
      });
    }
    return identity;
  }
}
