import { describe, expect, it } from "vitest";
import type { ObjectValue } from "../../../rehearsal/values.ts";
import { make, openCloud, stackOf } from "./small-estate.ts";

const stack = stackOf("dev");
const storage = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/logs";

describe("deletion protection", () => {
  it.each<readonly [string, ObjectValue, string]>([
    ["aws_db_instance", { deletion_protection: true }, "deletion_protection"],
    ["aws_lb", { enable_deletion_protection: true }, "enable_deletion_protection"],
    ["aws_cognito_user_pool", { deletion_protection: "ACTIVE" }, "deletion_protection"],
    ["google_memorystore_instance", { deletion_protection_enabled: true }, "deletion_protection_enabled"],
    ["google_sql_database_instance", { settings: [{ deletion_protection_enabled: true }] }, "settings.0.deletion_protection_enabled"],
  ])("keeps a %s until a change of the argument is applied", (type, values, path) => {
    const session = openCloud().session(stack);
    const object = { key: make(session, `dev/${type}.A`, type, { id: "a", ...values }), type };
    expect(() => session.delete(object)).toThrow(`${path} keeps it from being deleted; apply a change of ${path} first`);
    session.update(object, { id: "a", deletion_protection: false, settings: [{ deletion_protection_enabled: false }] });
    expect(() => session.delete(object)).not.toThrow();
  });

  it("in a template is for what is made of it", () => {
    const session = openCloud().session(stack);
    const key = make(session, "dev/aws_launch_template.T", "aws_launch_template", { id: "lt-0a1b2c3d", disable_api_termination: true });
    expect(() => session.delete({ key, type: "aws_launch_template" })).not.toThrow();
  });
});

describe("a management lock", () => {
  function locked(lock_level: string) {
    const session = openCloud().session(stack);
    const of = (type: string, values: ObjectValue) => ({ key: make(session, `dev/${type}.X`, type, values), type });
    const account = of("azurerm_storage_account", { id: storage });
    const setting = of("azurerm_monitor_diagnostic_setting", { id: `${storage}|audit` });
    const other = of("azurerm_public_ip", { id: `${storage}2` });
    const lock = of("azurerm_management_lock", {
      id: `${storage}/providers/Microsoft.Authorization/locks/l`,
      scope: storage.toUpperCase().replace("SUBSCRIPTIONS", "subscriptions"),
      lock_level,
    });
    return { session, account, setting, other, lock };
  }

  it("keeps what it is on and what is within from being deleted, and nothing else", () => {
    const { session, account, setting, other, lock } = locked("CanNotDelete");
    const message = /409 Conflict, ScopeLocked: the CanNotDelete lock dev\/azurerm_management_lock\.X covers it; delete the lock first/;
    expect(() => session.delete(account)).toThrow(message);
    expect(() => session.delete(setting)).toThrow(message);
    expect(() => session.delete(other)).not.toThrow();
    expect(() => session.update(account, { id: storage, tags: {} })).not.toThrow();
    session.delete(lock);
    expect(() => session.delete(setting)).not.toThrow();
    expect(() => session.delete(account)).not.toThrow();
  });

  it("lets a setting be put back, which is a change of what it is of", () => {
    const { session } = locked("CanNotDelete");
    const type = "azurerm_storage_account_network_rules";
    const rules = { key: make(session, `dev/${type}.R`, type, { id: storage, storage_account_id: storage }), type };
    expect(() => session.delete(rules)).not.toThrow();
  });

  it("for reading only keeps it from being changed, too", () => {
    const { session, account } = locked("ReadOnly");
    expect(() => session.update(account, { id: storage })).toThrow(/updating azurerm_storage_account .*the ReadOnly lock/);
  });
});
