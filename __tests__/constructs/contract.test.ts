import { describe, expect, it } from "vitest";
import { defineContract, list, outputName, text } from "../../constructs/contract.ts";

describe("contract", () => {
  it("names outputs <contract>__<field> in snake case", () => {
    const contract = defineContract("database", { readHost: text(), privateIps: list() });
    expect(Object.keys(contract.fields).map((field) => outputName(contract, field))).toEqual([
      "database__read_host",
      "database__private_ips",
    ]);
    expect(outputName(contract.named("orders"), "readHost")).toBe("database_orders__read_host");
  });

  it.each(["password", "adminPassword", "token", "clientSecret", "privateKey"])("refuses a field named %s", (field) => {
    expect(() => defineContract("cache", { [field]: text() })).toThrow(`contract cache: field ${field} looks like a secret; publish where`);
  });

  it("accepts references to secrets", () => {
    expect(() => defineContract("database", { adminSecretPath: text(), adminSecretStore: text() })).not.toThrow();
  });
});
