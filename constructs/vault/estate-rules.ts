import { githubAuthPath, mounts, peopleAuthPath, vaultAuthPath } from "./facts.ts";
import { type Rule, whole, write } from "./policy.ts";

const change = ["read", ...write] as const;

/** Mounted once for all, and never taken away by a run. */
const mountRules = Object.values(mounts).flatMap((mount): Rule[] => [
  { path: `sys/mounts/${mount}`, may: change },
  { path: `sys/mounts/${mount}/tune`, may: change },
]);

/** How runs, jobs and people sign in. What the identity provider is told of people's, a job in the cluster says: it has a secret. */
const signInRules = [vaultAuthPath, githubAuthPath, peopleAuthPath].flatMap((path): Rule[] => [
  { path: `sys/auth/${path}`, may: write },
  { path: `sys/mounts/auth/${path}`, may: ["read"] },
  { path: `sys/mounts/auth/${path}/tune`, may: change },
  ...(path === peopleAuthPath ? [] : [{ path: `auth/${path}/config`, may: change }]),
  { path: `auth/${path}/role/+`, may: whole },
]);

/** The root's key never leaves Vault, and no run takes it away: that would ask for `sudo`. */
const rootRules: Rule[] = [
  { path: `${mounts.root}/root/generate/internal`, may: write },
  { path: `${mounts.root}/issuer/+`, may: change },
  { path: `${mounts.root}/config/+`, may: change },
];

const peopleRules: Rule[] = [
  { path: "identity/group", may: write },
  { path: "identity/group/id/+", may: whole },
  { path: "identity/group-alias", may: write },
  { path: "identity/group-alias/id/+", may: whole },
];

/**
 * What the stack itself makes that all environments share. Whoever applies it says who may do what in Vault, and so may all: its runs are
 * those of the environment Vault runs in, which people approve.
 */
export const estateRules: readonly Rule[] = [
  { path: "sys/policies/acl/+", may: whole },
  { path: "sys/policies/password/+", may: whole },
  { path: "sys/audit", may: ["read"] },
  // A run turns records on, and never off.
  { path: "sys/audit/+", may: write },
  { path: "sys/quotas/rate-limit/+", may: whole },
  { path: "sys/storage/raft/autopilot/configuration", may: change },
  { path: `${mounts.secrets}/config`, may: change },
  ...mountRules,
  ...signInRules,
  ...rootRules,
  ...peopleRules,
];
