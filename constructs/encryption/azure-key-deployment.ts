import type { KeyVault } from "@cdktf/provider-azurerm/lib/key-vault";
import { ResourceGroupTemplateDeployment } from "@cdktf/provider-azurerm/lib/resource-group-template-deployment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { keyLifetime, keySizeBits } from "./azure-key-policy.ts";

/** The vault and the name of the key in it. */
export interface AzureKeyDeploymentProps {
  readonly vault: KeyVault;
  /** Literal, so that the template's text is known at plan. */
  readonly vaultName: string;
  readonly name: string;
}

/**
 * An HSM key made by Resource Manager instead of at the vault's endpoint: the way to a first key in a vault that no
 * network reaches yet. Deploying it again changes nothing, and destroying the deployment leaves the key
 * (https://learn.microsoft.com/azure/templates/microsoft.keyvault/vaults/keys: it is created if it does not exist).
 */
export class AzureKeyDeployment extends Construct {
  readonly resourceId: string;
  /** Without version: who uses it follows rotations. */
  readonly keyId: string;
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: AzureKeyDeploymentProps) {
    super(scope, id);
    this.dependable = new ResourceGroupTemplateDeployment(this, "Resource", {
      name: `key-${props.name}`,
      // The vault's, so that the vault comes first: the template names it by a literal.
      resourceGroupName: props.vault.resourceGroupName,
      deploymentMode: "Incremental",
      templateContent: JSON.stringify(template(props)),
    });
    this.resourceId = `${props.vault.id}/keys/${props.name}`;
    this.keyId = `https://${props.vaultName}.vault.azure.net/keys/${props.name}`;
  }
}

const template = ({ vaultName, name }: AzureKeyDeploymentProps) => ({
  $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  resources: [
    {
      type: "Microsoft.KeyVault/vaults/keys",
      apiVersion: "2023-07-01",
      name: `${vaultName}/${name}`,
      properties: {
        kty: "RSA-HSM",
        keySize: keySizeBits,
        keyOps: ["encrypt", "decrypt", "wrapKey", "unwrapKey"],
        rotationPolicy: {
          attributes: { expiryTime: keyLifetime.expireAfter },
          lifetimeActions: [
            { trigger: { timeAfterCreate: keyLifetime.rotateAfterCreation }, action: { type: "rotate" } },
            { trigger: { timeBeforeExpiry: keyLifetime.notifyBeforeExpiry }, action: { type: "notify" } },
          ],
        },
      },
    },
  ],
});
