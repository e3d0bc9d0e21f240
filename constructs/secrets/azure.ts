import { Fn } from "cdktf";
import { Construct } from "constructs";
import { AzureVault } from "../encryption/azure.ts";
import { assignRole } from "../identity/azure-roles.ts";
import type { SecretStore, SecretStoreProps } from "./contract.ts";

/** A Key Vault of the place's own, reached from inside alone. About 7 USD a month for its endpoint. */
export class AzureSecretStore extends Construct implements SecretStore {
  readonly kind = "azure-key-vault";
  readonly address: string;
  readonly scope: string;
  readonly prefix = "";

  constructor(scope: Construct, id: string, props: SecretStoreProps) {
    super(scope, id);
    const { place, network, account, administrators, deletionProtection } = props;
    const endpoint = { place, subnetId: Fn.element(network.endpointSubnetIds, 0), cidr: network.cidr };
    const vault = AzureVault.of(this, { place, layer: "secrets", logStore: account.logStore, endpoint, deletionProtection });
    for (const group of administrators) {
      const assignee = { principalId: group, principalType: "Group" } as const;
      assignRole(this, `Administrator${group.replaceAll("-", "")}`, "Key Vault Secrets Officer", vault.id, assignee);
    }
    this.address = `https://${vault.name}.vault.azure.net/`;
    this.scope = vault.id;
  }
}
