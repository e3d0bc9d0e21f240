import { KeyVault } from "@cdktf/provider-azurerm/lib/key-vault";
import { KeyVaultKey } from "@cdktf/provider-azurerm/lib/key-vault-key";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import type { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Fn, type ITerraformDependable, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { Account } from "../account/contract.ts";
import { assignRole } from "../identity/azure-roles.ts";
import { nameOf } from "../naming.ts";
import { AzurePrivateEndpoint } from "../network/azure-private-endpoint.ts";
import { addressIn } from "../network/cidr-plan.ts";
import { accountOf, type Place } from "../place.ts";
import { AzureKeyDeployment } from "./azure-key-deployment.ts";
import { keyLifetime, keySizeBits } from "./azure-key-policy.ts";

/** Three letters per vault: all that place and suffix leave of a vault name's 24 characters. */
const layerCodes = { account: "acc", network: "net", cluster: "clu", data: "dat", "data-dr": "ddr", secrets: "sec" } as const;

type VaultLayer = keyof typeof layerCodes;

const vaultNameOf = (place: Place, layer: VaultLayer): string =>
  nameOf("azure:KeyVault", `${place.shortName.replaceAll("-", "")}${layerCodes[layer]}${place.suffix}`);

/** Vaults whose keys and secrets are made by runs on the agents, which are in another network and know their addresses beforehand. */
const reachedFromAfar = ["cluster", "data", "secrets"] as const;
const isReachedFromAfar = (layer: VaultLayer): layer is (typeof reachedFromAfar)[number] =>
  reachedFromAfar.some((other) => other === layer);

/** At the end of the endpoints' /24, from whose start Azure hands out the others. */
const positionOf = (layer: (typeof reachedFromAfar)[number]): number => 250 + reachedFromAfar.indexOf(layer);

/**
 * The private addresses of a place's vaults, by host, for the networks from which runs reach them.
 *
 * @param cidr the place's /16
 */
export const vaultHosts = (place: Place, cidr: string): Record<string, string> =>
  Object.fromEntries(
    reachedFromAfar.map((layer) => [`${vaultNameOf(place, layer)}.vault.azure.net`, addressIn(cidr, `65.${positionOf(layer)}`)]),
  );

/** Where a stack's vault is, who makes keys in it, and from where it is reached. */
export interface AzureVaultProps {
  /** The region the vault is in, and what its name is made of. */
  readonly place: Place;
  readonly layer: keyof typeof layerCodes;
  /** Who may make keys and secrets; without it keys are made by deployment (see `AzureKeyDeployment`). */
  readonly account?: Account;
  /** Where the vault is reached: a subnet of `endpoint.place`, whose /16 is `cidr`. Without it only Azure's own services reach it. */
  readonly endpoint?: { readonly place: Place; readonly subnetId: string; readonly cidr: string };
  /** Log Analytics workspace for the record of who used which key. */
  readonly logStore: string;
  readonly deletionProtection: boolean;
}

/** A key as its users need it. */
export interface AzureKey {
  /** `https://<vault>.vault.azure.net/keys/<name>/<version>`; the versionless form where the version is not known. */
  readonly id: string;
  /** The same without version: who is given this follows rotations by itself. */
  readonly versionlessId: string;
  /** Resource id, for role assignments. */
  readonly resourceId: string;
  /** What must exist before the key can be used. */
  readonly dependable: ITerraformDependable;
}

/**
 * A stack's key vault: premium (HSM keys), Azure roles instead of access policies, purge protection, no public access.
 *
 * Keys and secrets are made at the vault's own endpoint, not at Resource Manager's. So runs of the `cluster` and `data` stacks
 * must reach the private endpoint: agents in a network that is connected to the place and resolves its private zones.
 * The `account` and `network` stacks come before any such path exists; their vaults get no `account`, and their keys
 * come from a deployment, which Resource Manager carries out.
 *
 * A new role takes Azure up to ten minutes to honour: a first run that is refused a key is repeated.
 *
 * About 7 USD a month for the endpoint and 5 USD per key (HSM keys of more than 2,048 bits).
 */
export class AzureVault extends Construct {
  readonly id: string;
  readonly name: string;
  /** For services that read keys through the private endpoint: what they must wait for. */
  readonly endpointReady: ITerraformDependable[] = [];
  private readonly vault: KeyVault;
  private readonly keyMaker?: RoleAssignment;

  /** The stack's vault of that layer: the first construct that needs a key makes it, the others share it. */
  static of(scope: Construct, props: AzureVaultProps): AzureVault {
    const stack = TerraformStack.of(scope);
    const id = props.layer === "data-dr" ? "DrVault" : props.layer === "secrets" ? "SecretsVault" : "Vault";
    return (stack.node.tryFindChild(id) as AzureVault | undefined) ?? new AzureVault(stack, id, props);
  }

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AzureVaultProps,
  ) {
    super(scope, id);
    const { place, layer, account, endpoint } = props;
    this.name = vaultNameOf(place, layer);
    const group = new ResourceGroup(this, "Group", {
      name: nameOf("azure:ResourceGroup", place.name, `${layer}-keys`),
      location: place.region,
    });
    this.vault = this.makeVault(group);
    this.id = this.vault.id;
    new MonitorDiagnosticSetting(this, "AuditLog", {
      name: "audit",
      targetResourceId: this.id,
      logAnalyticsWorkspaceId: props.logStore,
      enabledLog: [{ category: "AuditEvent" }],
    });
    if (account) {
      this.keyMaker = assignRole(this, "KeyMaker", "Key Vault Crypto Officer", this.id, { principalId: account.applyPrincipal });
    }
    if (endpoint) {
      const { resource } = new AzurePrivateEndpoint(this, "Endpoint", {
        place: endpoint.place,
        resourceGroupName: group.name,
        subnetId: endpoint.subnetId,
        purpose: `${layer}-vault`,
        targetId: this.id,
        subresource: "vault",
        zone: "vault",
        ...(isReachedFromAfar(layer) && { address: { ip: Fn.cidrhost(endpoint.cidr, 65 * 256 + positionOf(layer)), member: "default" } }),
      });
      this.endpointReady.push(resource);
    }
  }

  /** A key for one purpose; `id` becomes part of its state address, `name` its name in the vault. */
  key(id: string, name: string): AzureKey {
    if (this.keyMaker === undefined) {
      const { resourceId, keyId, dependable } = new AzureKeyDeployment(this, id, { vault: this.vault, vaultName: this.name, name });
      return { id: keyId, versionlessId: keyId, resourceId, dependable };
    }
    const key = new KeyVaultKey(this, id, {
      name,
      keyVaultId: this.id,
      keyType: "RSA-HSM",
      keySize: keySizeBits,
      keyOpts: ["encrypt", "decrypt", "wrapKey", "unwrapKey"],
      rotationPolicy: {
        expireAfter: keyLifetime.expireAfter,
        notifyBeforeExpiry: keyLifetime.notifyBeforeExpiry,
        automatic: { timeAfterCreation: keyLifetime.rotateAfterCreation },
      },
      // The role is what lets the run make keys, nothing in the key refers to it,
      // and without the endpoint its requests lead nowhere.
      dependsOn: [this.keyMaker, ...this.endpointReady],
      lifecycle: { preventDestroy: this.props.deletionProtection },
    });
    return { id: key.id, versionlessId: key.versionlessId, resourceId: key.resourceVersionlessId, dependable: key };
  }

  private makeVault(group: ResourceGroup): KeyVault {
    return new KeyVault(this, "Resource", {
      name: this.name,
      location: this.props.place.region,
      resourceGroupName: group.name,
      tenantId: accountOf(this.props.place, "azure").tenantId,
      skuName: "premium",
      rbacAuthorizationEnabled: true,
      purgeProtectionEnabled: true,
      softDeleteRetentionDays: 90,
      publicNetworkAccessEnabled: false,
      // Storage, SQL and Redis unwrap their keys as trusted services, past the firewall.
      networkAcls: { defaultAction: "Deny", bypass: "AzureServices" },
      lifecycle: { preventDestroy: this.props.deletionProtection },
    });
  }
}
