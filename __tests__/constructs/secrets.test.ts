import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { accountContract } from "../../constructs/account/contract.ts";
import { AzureVault } from "../../constructs/encryption/azure.ts";
import { networkContract } from "../../constructs/network/contract.ts";
import type { CloudName } from "../../constructs/place.ts";
import { AwsSecretStore } from "../../constructs/secrets/aws.ts";
import { AzureSecretStore } from "../../constructs/secrets/azure.ts";
import type { SecretStore, SecretStoreProps } from "../../constructs/secrets/contract.ts";
import { GcpSecretStore } from "../../constructs/secrets/gcp.ts";
import { samplePlace, sampleValues } from "../addons/sample-context.ts";

type Facts = Record<string, unknown>;
type Resources = Record<string, Record<string, Facts>>;

const stores = { aws: AwsSecretStore, gcp: GcpSecretStore, azure: AzureSecretStore };
const group = "00000000-0000-0000-0000-0000000000a1";

/** Without the hashes that this platform's own stacks do not have. */
const plain = (text: string): string => text.replaceAll(/_[0-9A-F]{8}\b/g, "");

interface Made {
  readonly store: SecretStore;
  readonly resources: Resources;
  /** The scope that a grant of all secrets has. */
  readonly scope: string;
}

/** The cloud's store, and what is made for it. */
function made(cloud: CloudName, more: Partial<SecretStoreProps> = {}, before: (stack: TerraformStack) => unknown = () => undefined): Made {
  const stack = new TerraformStack(Testing.app(), "stack");
  before(stack);
  const store = new stores[cloud](stack, "Secrets", {
    place: samplePlace(cloud).place,
    network: sampleValues(networkContract),
    account: sampleValues(accountContract),
    administrators: [group],
    deletionProtection: true,
    ...more,
  });
  new TerraformOutput(stack, "scope", { value: store.scope });
  const { resource = {}, output } = JSON.parse(plain(Testing.synth(stack)));
  return { store, resources: resource, scope: output.scope.value };
}
const only = (resources: Resources, type: string): Facts => {
  const [found, ...rest] = Object.values(resources[type] ?? {});
  expect(rest, type).toEqual([]);
  return found ?? {};
};

describe.each([
  ["aws", "aws-secrets-manager", "us-east-1"],
  ["gcp", "gcp-secret-manager", "acme-prod"],
] as const)("the store of secrets on %s", (cloud, kind, address) => {
  it("is the cloud's own: nothing is made, and the environment's secrets begin with its name", () => {
    const { store, resources } = made(cloud);
    expect(store).toMatchObject({ kind, address, prefix: "acme-prod-", scope: "acme-prod-" });
    expect(resources).toEqual({});
  });

  it("grants nothing of another environment's by the start of a name", () => {
    expect(made(cloud, { place: samplePlace(cloud, "dev").place }).scope).toBe("acme-dev-");
  });
});

describe("the store of secrets on azure", () => {
  const { store, resources, scope } = made("azure");
  const vault = only(resources, "azurerm_key_vault");

  it("is a vault of the place's own, so names need no prefix", () => {
    expect(store).toMatchObject({ kind: "azure-key-vault", prefix: "" });
    expect(scope).toBe("${azurerm_key_vault.SecretsVault.id}");
    expect(store.address).toBe(`https://${vault.name}.vault.azure.net/`);
    expect(vault.name).toMatch(/^acmeprdeus2sec[0-9a-f]{4}$/);
  });

  it("is reached from inside alone, as roles allow, and leaves a record", () => {
    expect(vault).toMatchObject({
      rbac_authorization_enabled: true,
      public_network_access_enabled: false,
      purge_protection_enabled: true,
      network_acls: { default_action: "Deny" },
    });
    expect(only(resources, "azurerm_private_endpoint")).toMatchObject({
      subnet_id: '${element(["<network.endpointSubnetIds>"], 0)}',
      private_service_connection: { private_connection_resource_id: "${azurerm_key_vault.SecretsVault.id}", subresource_names: ["vault"] },
    });
    expect(only(resources, "azurerm_monitor_diagnostic_setting")).toMatchObject({
      log_analytics_workspace_id: "<account.logStore>",
      enabled_log: [{ category: "AuditEvent" }],
    });
  });

  it("is filled by the administrators alone; the run that makes it neither reads nor writes", () => {
    expect(only(resources, "azurerm_role_assignment")).toMatchObject({
      role_definition_name: "Key Vault Secrets Officer",
      scope: "${azurerm_key_vault.SecretsVault.id}",
      principal_id: group,
      principal_type: "Group",
    });
    expect(made("azure", { administrators: [] }).resources.azurerm_role_assignment).toBeUndefined();
  });

  it.each([true, false])("is kept from being destroyed where the environment is protected: %s", (deletionProtection) => {
    const found = made("azure", { deletionProtection }).resources;
    expect(only(found, "azurerm_key_vault").lifecycle).toEqual({ prevent_destroy: deletionProtection });
  });

  it("is another vault than the one with the stack's keys", () => {
    const { place } = samplePlace("azure");
    const keys = (stack: TerraformStack) => AzureVault.of(stack, { place, layer: "data", logStore: "logs", deletionProtection: true });
    const names = Object.values(made("azure", {}, keys).resources.azurerm_key_vault ?? {}).map(({ name }) => name);
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(2);
  });
});
