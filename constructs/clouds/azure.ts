import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { Lazy, type TerraformStack } from "cdktf";
import { AzureAccount } from "../account/azure.ts";
import { AzureBucket } from "../bucket/azure.ts";
import { azureCache } from "../cache/azure.ts";
import { AzureCluster } from "../cluster/azure.ts";
import { azureDatabase } from "../database/azure.ts";
import { AzureKeyDeployment } from "../encryption/azure-key-deployment.ts";
import { AzureFiles } from "../files/azure.ts";
import { AzureIdentity } from "../identity/azure.ts";
import { AzureForeignReader } from "../identity/azure-foreign-reader.ts";
import { AzureIngress } from "../ingress/azure.ts";
import { AzureHttpIngress } from "../ingress/azure-http.ts";
import type { IngressMode } from "../ingress/contract.ts";
import { withoutAddress } from "../ingress/tunnel.ts";
import { AzurePrivateName } from "../names/azure.ts";
import { AzureNetwork } from "../network/azure.ts";
import { internalAddressIn } from "../network/cidr-plan.ts";
import { accountOf, type Place } from "../place.ts";
import { AzureRegistry } from "../registry/azure.ts";
import { AzureSecretStore } from "../secrets/azure.ts";
import type { Cloud } from "./cloud.ts";

/**
 * Services the platform uses. The provider registers those that are missing; where all are registered, which is so after
 * the account stack's first apply, a read-only identity can plan. Compute is absent: the account stack manages it with a feature.
 */
const resourceProviders = [
  "Microsoft.AlertsManagement",
  "Microsoft.Cache",
  "Microsoft.Consumption",
  "Microsoft.ContainerRegistry",
  "Microsoft.ContainerService",
  "Microsoft.CostManagement",
  "Microsoft.DBforPostgreSQL",
  "Microsoft.KeyVault",
  "Microsoft.ManagedIdentity",
  "Microsoft.Network",
  "Microsoft.OperationalInsights",
  "Microsoft.PolicyInsights",
  "Microsoft.Security",
  "Microsoft.Sql",
  "Microsoft.Storage",
  // Compared with Azure's spelling, letter by letter.
  "microsoft.insights",
];

/** Resource Manager makes keys but deletes none; what else is deployed by template goes with its deployment. */
const hasKeyDeployment = (stack: TerraformStack): boolean => stack.node.findAll().some((child) => child instanceof AzureKeyDeployment);

/** Logs in by workload identity (HCP Terraform's dynamic credentials); storage is reached with Entra logins, never with keys. */
function provider(stack: TerraformStack, place: Place): void {
  const { subscriptionId, tenantId } = accountOf(place, "azure");
  new AzurermProvider(stack, "Azure", {
    subscriptionId,
    tenantId,
    storageUseAzuread: true,
    resourceProviderRegistrations: "none",
    resourceProvidersToRegister: resourceProviders,
    features: [
      {
        // What was deleted stays recoverable, and what bears its name again takes it over.
        keyVault: [
          {
            purgeSoftDeleteOnDestroy: false,
            purgeSoftDeletedKeysOnDestroy: false,
            purgeSoftDeletedSecretsOnDestroy: false,
            recoverSoftDeletedKeyVaults: true,
            recoverSoftDeletedKeys: true,
            recoverSoftDeletedSecrets: true,
          },
        ],
        resourceGroup: [{ preventDeletionIfContainsResources: true }],
        // Accounts are private: the run talks to Resource Manager only, not to their data endpoints.
        storage: [{ dataPlaneAvailable: false }],
        templateDeployment: [{ deleteNestedItemsDuringDeletion: Lazy.anyValue({ produce: () => !hasKeyDeployment(stack) }) }],
      },
    ],
  });
}

/** How the edge reaches a place, by mode. */
const azureIngresses: Record<IngressMode, Cloud["ingress"]> = {
  l4: (scope, id, props) => new AzureIngress(scope, id, props),
  tunnel: (_scope, _id, props) => withoutAddress(props, internalAddressIn("azure", props.cidr)),
  "l7-native": (scope, id, props) => new AzureHttpIngress(scope, id, props),
};

/** Azure's answer to every capability. */
export const azure: Cloud = {
  provider,
  account: (scope, id, props) => new AzureAccount(scope, id, props),
  network: (scope, id, props) => new AzureNetwork(scope, id, props),
  privateName: (scope, id, props) => new AzurePrivateName(scope, id, props),
  ingress: (scope, id, props) => azureIngresses[props.mode](scope, id, props),
  cluster: (scope, id, props) => new AzureCluster(scope, id, props),
  database: azureDatabase,
  cache: azureCache,
  bucket: (scope, id, props) => new AzureBucket(scope, id, props),
  files: (scope, id, props) => new AzureFiles(scope, id, props),
  secretStore: (scope, id, props) => new AzureSecretStore(scope, id, props),
  registry: (scope, id, props) => new AzureRegistry(scope, id, props),
  identity: (scope, id, props) => new AzureIdentity(scope, id, props),
  foreignReader: (scope, id, props) => new AzureForeignReader(scope, id, props),
};
