/** Groups of people, as they sign in. */
export const peopleRoles = ["administrators", "operators", "developers", "auditors"] as const;
export type PeopleRole = (typeof peopleRoles)[number];

/** Teams that people are not in: each has one token, for one machine. */
export const machineRoles = ["atlantis", "drift"] as const;
export type TeamRole = PeopleRole | (typeof machineRoles)[number];

/** `global`: what all others are run by. `protected`: environments with deletion protection. `open`: the others. */
export type ProjectKind = "global" | "protected" | "open";

/** What a team may do in a project and all workspaces of it. */
export interface ProjectRights {
  readonly settings: "read";
  readonly teams: "none" | "read";
  readonly variableSets: "none" | "read" | "write";
  readonly runs: "read" | "apply";
  readonly variables: "none" | "read";
  readonly stateVersions: "none" | "read-outputs" | "read";
  readonly locking: boolean;
}

const look: ProjectRights = {
  ...{ settings: "read", teams: "read", variableSets: "read" },
  ...{ runs: "read", variables: "read", stateVersions: "read-outputs", locking: false },
};
/** Not creating workspaces: `terraform init` would make a missing one without a word. */
const apply: ProjectRights = {
  ...{ settings: "read", teams: "none", variableSets: "none" },
  // `terraform init` looks into the state for the providers it needs.
  ...{ runs: "apply", variables: "read", stateVersions: "read", locking: false },
};
const applyAndUnlock: ProjectRights = { ...look, ...{ runs: "apply", stateVersions: "read", locking: true } };

/** The least there is, and the environment's variable sets: what a credentials stack acts with. */
export const fillVariableSets: ProjectRights = {
  ...{ settings: "read", teams: "none", variableSets: "write" },
  ...{ runs: "read", variables: "none", stateVersions: "none", locking: false },
};

/** Rights per team and kind of project. Nobody's rights but the administrators' include creating, deleting or moving workspaces. */
export const projectRights: Readonly<Record<TeamRole, Readonly<Record<ProjectKind, ProjectRights | "admin" | "none">>>> = {
  administrators: { global: "admin", protected: "admin", open: "admin" },
  operators: { global: look, protected: applyAndUnlock, open: applyAndUnlock },
  developers: { global: look, protected: look, open: look },
  auditors: { global: look, protected: look, open: look },
  atlantis: { global: apply, protected: apply, open: apply },
  drift: { global: "none", protected: "none", open: "none" },
};

/**
 * Kinds of projects in which a team may besides plan, configurations of its own included, in workspaces whose runs act as
 * read-only identities. Not in those that hold a token: a plan can show it to whoever wrote the configuration.
 */
export const planRights: Readonly<Partial<Record<TeamRole, readonly ProjectKind[]>>> = {
  developers: ["open"],
  drift: ["protected", "open"],
};
