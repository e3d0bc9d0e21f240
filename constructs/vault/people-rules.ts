import type { PeopleGroup } from "../sso/applications.ts";
import { databaseName, databaseRole, mounts, peopleAuthPath, staticRole, type VaultPlace } from "./facts.ts";
import { type Rule, write } from "./policy.ts";

/** What people's rights depend on. */
export interface PeopleFacts {
  readonly environments: readonly string[];
  readonly places: readonly VaultPlace[];
}

const read = (...paths: string[]): Rule[] => paths.map((path) => ({ path, may: ["read"] }));
const list = (...paths: string[]): Rule[] => paths.map((path) => ({ path, may: ["list"] }));
const change = (...paths: string[]): Rule[] => paths.map((path) => ({ path, may: write }));

/** How Vault is set up and how it is, and nothing that is secret. */
const settings: readonly Rule[] = [
  ...read("sys/audit", "sys/auth", "sys/mounts", "sys/ha-status", "sys/rotate/config", "sys/internal/counters/activity"),
  ...read("sys/storage/raft/configuration", "sys/storage/raft/autopilot/configuration", "sys/storage/raft/autopilot/state"),
  ...list("sys/policies/acl", "sys/policies/password", "sys/quotas/rate-limit"),
  ...read("sys/policies/acl/+", "sys/policies/password/+", "sys/quotas/rate-limit/+"),
  ...list("auth/jwt/+/role", `auth/${peopleAuthPath}/role`),
  ...read("auth/jwt/+/config", "auth/jwt/+/role/+", `auth/${peopleAuthPath}/config`, `auth/${peopleAuthPath}/role/+`),
  ...list("identity/group/id", "identity/group/name", "identity/entity/id", "identity/entity/name"),
  ...read("identity/group/id/+", "identity/group/name/+", "identity/entity/name/+"),
  ...["config", "roles", "static-roles"].flatMap((kind) => [
    ...list(`${mounts.databases}/${kind}`),
    ...read(`${mounts.databases}/${kind}/+`),
  ]),
];

/** Which secrets there are and when they were changed, but not what they are. */
const namesOf = (environments: readonly string[]): Rule[] => [
  ...list(`${mounts.secrets}/metadata`),
  ...environments.map((environment): Rule => ({ path: `${mounts.secrets}/metadata/${environment}/*`, may: ["read", "list"] })),
];

/** By these logins Vault itself gets into databases: nobody else does. The same for every group, since of several policies this one wins. */
const vaultsOwn = (environment: string): Rule => ({ path: `${mounts.secrets}/data/${environment}/database/*`, may: ["deny"] });

const secretsOf = (environment: string, may: Rule["may"]): Rule[] => [
  { path: `${mounts.secrets}/data/${environment}/*`, may },
  vaultsOwn(environment),
];

/** A deleted version can be had back, a destroyed one cannot: that is for administrators. */
const versionsOf = (environment: string, ...actions: string[]): Rule[] =>
  change(...actions.map((action) => `${mounts.secrets}/${action}/${environment}/*`));

const withDatabase = (places: readonly VaultPlace[]): VaultPlace[] => places.filter(({ engine }) => engine !== undefined);

/** A login of a database for an hour, with the person's name in Vault's records. */
const loginsOf = (places: readonly VaultPlace[], may: "read-write" | "read-only"): Rule[] =>
  withDatabase(places).flatMap(({ id }) => read(`${mounts.databases}/creds/${databaseRole(id, may)}`));

/** New passwords, out of turn. */
const rotations = (places: readonly VaultPlace[]): Rule[] =>
  withDatabase(places).flatMap(({ id, logins }) =>
    change(
      `${mounts.databases}/rotate-root/${databaseName(id)}`,
      ...logins.map((login) => `${mounts.databases}/rotate-role/${staticRole(id, login)}`),
    ),
  );

/** To take back what was lent, one by one or all of a database's logins at once. */
const revocations = change("sys/leases/lookup", "sys/leases/revoke", `sys/leases/revoke-prefix/${mounts.databases}/creds/*`);

/** What only a person does, and in need: shut everybody out of a method, shut Vault, or ask the keepers of its keys for a root token. */
const needs: readonly Rule[] = [
  ...change("sys/leases/revoke-prefix/auth/*", `sys/leases/revoke-force/${mounts.databases}/creds/*`),
  ...change("sys/seal", "sys/rotate", "sys/storage/raft/remove-peer"),
  { path: "sys/generate-root/attempt", may: ["read", ...write, "delete"] },
  ...change("sys/generate-root/update"),
  // Whoever could change more of a person than this could give himself any right.
  { path: "identity/entity/id/+", may: ["read", ...write], parameters: { disabled: [] } },
];

/** The environment that developers keep secrets of. */
const DEVELOPED = "dev";

/** What each group may. Rights and how anybody signs in are Terraform's to change, for administrators too. */
export const peopleRules: Readonly<Record<PeopleGroup, (facts: PeopleFacts) => Rule[]>> = {
  administrators: ({ environments, places }) => [
    ...settings,
    ...list(`${mounts.secrets}/metadata`),
    ...environments.flatMap((environment) => [
      ...secretsOf(environment, ["create", "read", "update", "delete"]),
      { path: `${mounts.secrets}/metadata/${environment}/*`, may: ["create", "read", "update", "delete", "list"] } satisfies Rule,
      ...versionsOf(environment, "delete", "undelete", "destroy"),
    ]),
    ...loginsOf(places, "read-write"),
    ...loginsOf(places, "read-only"),
    ...rotations(places),
    ...revocations,
    ...change("sys/step-down"),
    ...needs,
  ],
  operators: ({ environments, places }) => [
    ...settings,
    ...namesOf(environments),
    ...environments.flatMap((environment) => secretsOf(environment, ["read"])),
    ...loginsOf(places, "read-only"),
    ...rotations(places),
    ...revocations,
    // Before the server that leads is replaced by a newer one.
    ...change("sys/step-down"),
  ],
  developers: ({ environments, places }) => {
    const developed = environments.filter((environment) => environment === DEVELOPED);
    return [
      ...namesOf(developed),
      ...developed.flatMap((environment) => [
        ...secretsOf(environment, ["create", "read", "update", "delete"]),
        ...versionsOf(environment, "delete", "undelete"),
      ]),
      ...loginsOf(
        places.filter(({ environment }) => environment === DEVELOPED),
        "read-write",
      ),
    ];
  },
  auditors: ({ environments }) => [...settings, ...namesOf(environments), ...read("identity/entity/id/+")],
};
