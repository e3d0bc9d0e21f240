import { ResourceGroupTemplateDeployment } from "@cdktf/provider-azurerm/lib/resource-group-template-deployment";
import { Fn } from "cdktf";
import type { Construct } from "constructs";

/** The cache by resource id, and who may log in to it. */
export interface AzureCacheAccessProps {
  /** Unique among the deployments of the cache's resource group. */
  readonly name: string;
  readonly cacheId: string;
  /** Entra object id, which is the user name too. */
  readonly principalId: string;
}

/**
 * Lets an identity read and write a cache's data. Caches keep their own list of users, which Azure's roles do not reach, and
 * this provider release has no resource for Managed Redis' (4.60 does), so Resource Manager adds the entry from a template.
 * Which product the cache is shows in its id only, which is not known before the plan: the template decides.
 */
export function allowCacheLogin(scope: Construct, id: string, { name, cacheId, principalId }: AzureCacheAccessProps): void {
  new ResourceGroupTemplateDeployment(scope, id, {
    name,
    // /subscriptions/<id>/resourceGroups/<4>/providers/Microsoft.Cache/<product>/<name>
    resourceGroupName: Fn.element(Fn.split("/", cacheId), 4),
    deploymentMode: "Incremental",
    parametersContent: JSON.stringify({ cacheId: { value: cacheId }, objectId: { value: principalId } }),
    templateContent: JSON.stringify(template),
  });
}

const MANAGED_REDIS = "contains(toLower(parameters('cacheId')), '/redisenterprise/')";
const CACHE_NAME = "last(split(parameters('cacheId'), '/'))";
/** Names of assignments have letters and digits only. */
const ASSIGNMENT = "replace(parameters('objectId'), '-', '')";

const template = {
  $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  parameters: { cacheId: { type: "string" }, objectId: { type: "string" } },
  resources: [
    {
      condition: `[${MANAGED_REDIS}]`,
      type: "Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments",
      apiVersion: "2025-04-01",
      name: `[concat(${CACHE_NAME}, '/default/', ${ASSIGNMENT})]`,
      // The only policy there is.
      properties: { accessPolicyName: "default", user: { objectId: "[parameters('objectId')]" } },
    },
    {
      condition: `[not(${MANAGED_REDIS})]`,
      type: "Microsoft.Cache/redis/accessPolicyAssignments",
      apiVersion: "2024-11-01",
      name: `[concat(${CACHE_NAME}, '/', ${ASSIGNMENT})]`,
      properties: {
        accessPolicyName: "Data Contributor",
        objectId: "[parameters('objectId')]",
        objectIdAlias: "[parameters('objectId')]",
      },
    },
  ],
};
