import { describe, expect, it } from "vitest";
import { type Json, placedStacks, resources, type StackJson, synthesized } from "../../estate.ts";
import { all, azure } from "./variants.ts";

const LOCK = "azurerm_management_lock";

/** Arguments that mention a resource without placing anything in it, as `type.argument`. Every other mention does. */
const mentions: readonly RegExp[] = [
  /\.(depends_on|log_analytics_workspace_id)$/,
  /^azurerm_monitor_diagnostic_setting\.storage_account_id$/,
  /^azurerm_monitor_metric_alert\.scopes$/,
  /^azurerm_network_watcher_flow_log\.storage_account_id$/,
  /^azurerm_postgresql_flexible_server\.source_server_id$/,
  /^azurerm_private_endpoint\.private_service_connection$/,
];

type Resource = readonly [address: string, type: string, attributes: Json];

const resourcesOf = (stack: StackJson): Resource[] =>
  resources(stack).map(([type, id, { "//": _metadata, ...attributes }]) => [`${type}.${id}`, type, attributes]);

/** Addresses that a value refers to. */
const named = (value: unknown): string[] => JSON.stringify(value).match(/\bazurerm_\w+\.[\w-]+/g) ?? [];

/** What is in a set of addresses, and in whatever `next` finds from there. */
function closure(start: string, next: (found: ReadonlySet<string>) => string[]): Set<string> {
  const found = new Set([start]);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const address of next(found)) found.add(address);
  }
  return found;
}

/** What the arguments of the stack's resources place within a resource, at any depth; locks on it are kept by nothing. */
function partsOf(stack: StackJson, target: string): string[] {
  const placed = ([, type, attributes]: Resource, within: ReadonlySet<string>): boolean =>
    Object.entries(attributes).some(
      ([argument, value]) =>
        !mentions.some((pattern) => pattern.test(`${type}.${argument}`)) && named(value).some((address) => within.has(address)),
    );
  const candidates = resourcesOf(stack).filter(([, type]) => type !== LOCK);
  const within = closure(target, (found) => candidates.filter((each) => placed(each, found)).map(([address]) => address));
  within.delete(target);
  return [...within].sort();
}

/** Each lock's parts: those that terraform makes before it, and those it makes whenever it likes. */
function locksOf(stack: StackJson): Record<string, { kept: string[]; loose: string[] }> {
  const references = new Map(resourcesOf(stack).map(([address, , attributes]) => [address, named(attributes)]));
  return Object.fromEntries(
    Object.entries(all(stack, "management_lock")).map(([id, { scope }]) => {
      const before = closure(`${LOCK}.${id}`, (found) => [...found].flatMap((address) => references.get(address) ?? []));
      const parts = named(scope).flatMap((target) => partsOf(stack, target));
      return [id, { kept: parts.filter((part) => before.has(part)), loose: parts.filter((part) => !before.has(part)) }];
    }),
  );
}

/** The stack with locks that depend on their targets only. */
const careless = (stack: StackJson): StackJson => {
  const locks = Object.entries(all(stack, "management_lock")).map(([id, { depends_on: _, ...lock }]) => [id, lock]);
  return { ...stack, resource: { ...stack.resource, [LOCK]: Object.fromEntries(locks) } };
};

const looseIn = (stack: StackJson) => Object.fromEntries(Object.entries(locksOf(stack)).map(([id, { loose }]) => [id, loose]));
const none = (stack: StackJson) => Object.fromEntries(Object.keys(all(stack, "management_lock")).map((id) => [id, []]));

const postgres = { kind: "postgresql", cdc: true };
const estate = placedStacks().filter(({ place }) => place.cloud === "azure");
const stacks: [id: string, stack: StackJson][] = [
  ...estate.map((spec): [string, StackJson] => [spec.id, synthesized(spec)]),
  ["a PostgreSQL with a replica", azure("data", { input: { database: postgres } })],
  ["a PostgreSQL alone", azure("data", { input: { database: { ...postgres, drRegion: undefined } } })],
  ["an SQL Server alone", azure("data", { input: { database: { drRegion: undefined } } })],
];
const stackOf = (id: string): StackJson => stacks.find(([name]) => name === id)?.[1] ?? expect.fail(`no stack ${id}`);

describe("azure locks", () => {
  it.each(stacks)("%s: are made after all that they keep, and removed before it", (_id, stack) => {
    expect(looseIn(stack)).toEqual(none(stack));
  });

  it("keep what is in a server, in its copy, and what is set on them", () => {
    const kept = (id: string, lock: string) => locksOf(stackOf(id))[lock]?.kept.map((address) => address.replace("azurerm_", ""));
    expect(kept("prod-azure-eus2-data", "Database_Standby_Lock")).toEqual([
      "monitor_diagnostic_setting.Database_Standby_AuditLog",
      "mssql_failover_group.Database_FailoverGroup",
      "mssql_server_extended_auditing_policy.Database_Standby_Audit",
      "mssql_server_transparent_data_encryption.Database_Standby_KeyRotation",
    ]);
    expect(kept("prod-azure-account", "Account_Audit_Storage_Lock")).toEqual([
      "storage_container.Account_Audit_Container",
      "storage_container_immutability_policy.Account_Audit_Immutability",
      "storage_management_policy.Account_Audit_Expiry",
    ]);
    const settings = ["Extensions", "LogConnections", "LogDisconnections", "LogicalReplication", "Tls"];
    expect(kept("a PostgreSQL with a replica", "Database_Primary_Lock")).toEqual([
      "monitor_diagnostic_setting.Database_Primary_Logs",
      "postgresql_flexible_server_active_directory_administrator.Database_Primary_Administrators",
      ...settings.map((name) => `postgresql_flexible_server_configuration.Database_Primary_${name}`),
      "postgresql_flexible_server_database.Database_Database",
    ]);
    expect(kept("a PostgreSQL with a replica", "Database_Replica_Lock")).toEqual(["monitor_diagnostic_setting.Database_Replica_Logs"]);
  });

  it("would be found out if they depended on their targets only", () => {
    const { Database_Primary_Lock: primary, Database_Standby_Lock: standby } = looseIn(careless(stackOf("prod-azure-eus2-data")));
    expect(primary).toHaveLength(5);
    expect(standby).toHaveLength(4);
  });
});
