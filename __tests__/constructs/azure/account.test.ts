import { describe, expect, it } from "vitest";
import { all, azure, dev, everyStack, get, one, rolesOf, specOf } from "./variants.ts";

const prod = azure("account");
const cheap = azure("account", dev.account);
const subscription = "/subscriptions/00000000-0000-0000-0000-000000000004";

describe("azure account: who may act", () => {
  it("AZ-13 believes one exact subject per workspace and phase, for one audience", () => {
    const { workspaces } = specOf("account").input as { workspaces: string[] };
    const credentials = Object.values(all(prod, "federated_identity_credential"));
    const terraform = credentials.filter(({ issuer }) => issuer === "https://app.terraform.io");
    const subjects = workspaces.flatMap((name) =>
      ["plan", "apply"].map((phase) => `organization:acme:project:acme-prod:workspace:${name}:run_phase:${phase}`),
    );
    expect(terraform.map(({ subject }) => subject).sort()).toEqual(subjects.sort());
    for (const credential of credentials) {
      expect(credential).toMatchObject({ audience: ["api://AzureADTokenExchange"] });
      expect(credential.subject).not.toContain("*");
    }
  });

  it("AZ-13 lets GitHub's jobs be the pipeline in the environment of the same name only", () => {
    expect(get(prod, "federated_identity_credential", "Account_Trust_PipelineGithub")).toMatchObject({
      issuer: "https://token.actions.githubusercontent.com",
      subject: "repo:acme/platform:environment:prod",
      parent_id: "${azurerm_user_assigned_identity.Account_Trust_Pipeline.id}",
    });
  });

  it("keeps plan and apply apart: a plan's token is no apply's", () => {
    for (const [id, { subject, parent_id }] of Object.entries(all(prod, "federated_identity_credential"))) {
      const phase = /run_phase:(\w+)$/.exec(subject)?.[1];
      if (phase === undefined) continue;
      expect(parent_id, id).toBe(`\${azurerm_user_assigned_identity.Account_Trust_${phase === "plan" ? "Plan" : "Apply"}.id}`);
    }
  });

  it("gives plans reading roles only, and the two reads that Azure counts as actions", () => {
    expect(rolesOf(prod, /_Plan(?!Refresh)/).sort()).toEqual([
      ["Key Vault Reader", subscription],
      ["Reader", subscription],
    ]);
    expect(one(prod, "role_definition")).toMatchObject({
      assignable_scopes: [subscription],
      permissions: [{ actions: ["Microsoft.Resources/deployments/exportTemplate/action", "Microsoft.Cache/redis/listKeys/action"] }],
    });
  });

  it("lets nobody but the first Owner make givers of roles", () => {
    const roles = rolesOf(prod, /./).map(([role]) => role);
    expect(roles).not.toContain("Owner");
    expect(roles).not.toContain("User Access Administrator");
    const { condition } = get(prod, "role_assignment", "Account_Trust_ApplyRoleGiver");
    for (const id of [
      "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
      "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
      "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
    ]) {
      expect(condition).toContain(id);
    }
    expect(condition).toContain("roleAssignments/write");
    expect(condition).toContain("roleAssignments/delete");
  });

  it("refuses more workspaces than an identity can believe", () => {
    const workspaces = Array.from({ length: 21 }, (_, index) => `acme-prod-${index}`);
    expect(() => azure("account", { input: { workspaces } })).toThrow(
      "account prod-azure: 21 workspaces; an identity believes at most 20 subjects; move places to another environment, or merge stacks",
    );
  });
});

describe("azure account: what is recorded and spent", () => {
  it("keeps the whole activity log where nobody can alter it for as long as asked", () => {
    const { enabled_log: logs, target_resource_id: target } = get(prod, "monitor_diagnostic_setting", "Account_Audit_ActivityLog");
    expect(target).toBe(subscription);
    expect(logs.map(({ category }) => category)).toEqual(expect.arrayContaining(["Administrative", "Security", "Policy", "Alert"]));
    expect(one(prod, "storage_container_immutability_policy")).toMatchObject({
      immutability_period_in_days: 365,
      protected_append_writes_enabled: true,
    });
    expect(one(cheap, "storage_container_immutability_policy")).toMatchObject({ immutability_period_in_days: 90 });
  });

  it("C-06 has the budget of the configuration, with thresholds, and watches for anomalies", () => {
    const input = specOf("account").input as { budgetUsd: number };
    const budget = one(prod, "consumption_budget_subscription");
    expect(budget).toMatchObject({ amount: input.budgetUsd, lifecycle: { ignore_changes: ["time_period"] } });
    expect(budget.notification.map((step) => [step.threshold, step.threshold_type])).toEqual([
      [50, "Actual"],
      [80, "Actual"],
      [100, "Actual"],
      [100, "Forecasted"],
    ]);
    expect(one(cheap, "consumption_budget_subscription")).toMatchObject({ amount: 2500 });
    expect(one(prod, "cost_anomaly_alert")).toMatchObject({ email_addresses: ["finops@example.com"] });
  });

  it("pays for Defender where deletions are protected, and not in dev", () => {
    const tiers = (stack: typeof prod) => Object.values(all(stack, "security_center_subscription_pricing")).map(({ tier }) => tier);
    expect(new Set(tiers(prod))).toEqual(new Set(["Standard"]));
    expect(new Set(tiers(cheap))).toEqual(new Set(["Free"]));
    for (const plan of Object.values(all(cheap, "security_center_subscription_pricing"))) expect(plan).not.toHaveProperty("subplan");
    expect(one(cheap, "security_center_contact")).toMatchObject({ email: "security@example.com" });
  });

  it("locks and protects the trail in prod, and lets go of it in dev", () => {
    expect(Object.keys(all(prod, "management_lock")).length).toBeGreaterThan(0);
    expect(all(cheap, "management_lock")).toEqual({});
    expect(one(prod, "storage_account")).toMatchObject({ lifecycle: { prevent_destroy: true } });
    expect(one(cheap, "storage_account")).toMatchObject({ lifecycle: { prevent_destroy: false } });
  });

  it("registers what it uses, by Azure's own spelling, and the encryption of nodes' hosts", () => {
    const [provider] = prod.provider.azurerm ?? [];
    expect(provider).toMatchObject({ resource_provider_registrations: "none", storage_use_azuread: true });
    expect(provider?.resource_providers_to_register).toEqual(expect.arrayContaining(["Microsoft.KeyVault", "microsoft.insights"]));
    expect(one(prod, "resource_provider_registration")).toMatchObject({
      name: "Microsoft.Compute",
      feature: [{ name: "EncryptionAtHost", registered: true }],
    });
  });
});

describe("azure keys", () => {
  it("AZ-09 vaults keep what was deleted, ask Azure's roles, and are closed to the public", () => {
    for (const stack of [...everyStack(), azure("data", dev.data)]) {
      for (const vault of Object.values(all(stack, "key_vault")))
        expect(vault).toMatchObject({
          sku_name: "premium",
          purge_protection_enabled: true,
          rbac_authorization_enabled: true,
          public_network_access_enabled: false,
          network_acls: [{ default_action: "Deny", bypass: "AzureServices" }],
        });
    }
  });

  it("AZ-09 keys are in hardware and rotate yearly, counted from creation, since they have no expiry date of their own", () => {
    const keys = everyStack().flatMap((stack) => Object.values(all(stack, "key_vault_key")));
    expect(keys.length).toBeGreaterThan(5);
    for (const key of keys) {
      expect(key).toMatchObject({
        key_type: "RSA-HSM",
        key_size: 3072,
        rotation_policy: [{ expire_after: "P730D", automatic: [{ time_after_creation: "P365D" }] }],
      });
    }
  });

  it("AZ-09 keys made by deployment are the same, and stay when the deployment goes", () => {
    for (const stack of [azure("account"), azure("network")]) {
      const { resources } = JSON.parse(one(stack, "resource_group_template_deployment").template_content) as { resources: object[] };
      expect(resources).toMatchObject([
        {
          type: "Microsoft.KeyVault/vaults/keys",
          properties: {
            kty: "RSA-HSM",
            keySize: 3072,
            rotationPolicy: {
              attributes: { expiryTime: "P730D" },
              lifetimeActions: [{ trigger: { timeAfterCreate: "P365D" }, action: { type: "rotate" } }, { action: { type: "notify" } }],
            },
          },
        },
      ]);
      expect(stack.provider.azurerm?.[0]).toMatchObject({
        features: [{ template_deployment: [{ delete_nested_items_during_deletion: false }] }],
      });
    }
  });
});
