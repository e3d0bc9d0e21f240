import { expect, it } from "vitest";
import { hasDatabase } from "../../../constructs/vault/database-engines.ts";
import { DatabaseLogin } from "../../../constructs/vault/database-login.ts";
import { all, each, one, other, place, stackOf } from "./vault-stack.ts";

const vault = { secretsMount: "kv" };
const stack = stackOf((scope) => new DatabaseLogin(scope, "Use1Database", { place, vault }));
const login = one(stack, "kv_secret_v2");

it("goes where the place's database is looked up", () => {
  expect(login).toMatchObject({ mount: "kv", name: "prod/database/prod-aws-use1" });
});

it("is a password of this run, in a write-only argument and nowhere else", () => {
  expect(Object.keys(stack.ephemeral ?? {})).toEqual(["random_password"]);
  const holding = Object.entries(login).filter(([, value]) => JSON.stringify(value).includes("ephemeral."));
  expect(holding.map(([argument]) => argument)).toEqual(["data_json_wo"]);
  expect(login.data_json_wo).toBe('{"username":"vault","password":"${ephemeral.random_password.Use1Database_Password.result}"}');
});

it("is written once and never read back", () => {
  expect(login).toMatchObject({ data_json_wo_version: 1, disable_read: true });
});

it("goes from every version when the place goes", () => {
  expect(login.delete_all_versions).toBe(true);
});

it("is another one for each place of an environment", () => {
  const both = stackOf((scope) => {
    for (const of of [place, other]) new DatabaseLogin(scope, of.id, { place: of, vault });
  });
  expect(Object.keys(all(both, "kv_secret_v2"))).toHaveLength(2);
  expect(new Set(each(both, "kv_secret_v2", "data_json_wo")).size).toBe(2);
  // Terraform takes one configuration of a provider.
  expect(both.provider?.random).toHaveLength(1);
});

it("is none where Vault reaches no database", () => {
  const { engine, ...without } = place;
  expect(hasDatabase(without)).toBe(false);
  expect(hasDatabase({ ...without, engine })).toBe(true);
});
