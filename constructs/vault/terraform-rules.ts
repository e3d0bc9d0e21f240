import { clusterAuthPath, consumersIn, meshMount, mounts, policyName, type VaultPlace } from "./facts.ts";
import { type Rule, whole, write } from "./policy.ts";

/** An environment, as far as its runs' rights depend on it. */
export interface RunFacts {
  readonly environment: string;
  /** What the names of its places begin with: `acme-prod-`. */
  readonly prefix: string;
  readonly places: readonly VaultPlace[];
}

const jwt = { type: ["jwt"], "*": [] } as const;
const pki = { type: ["pki"], "*": [] } as const;

/**
 * How clusters sign in. A role is given one policy, and one of the environment's own; a list in a list is how Vault compares lists.
 * `policies` is the old name of the same, which still works.
 */
function clusterRules({ prefix, places }: RunFacts): Rule[] {
  const path = `${clusterAuthPath(prefix)}*`;
  const policies = places.flatMap((place) => consumersIn(place).map(({ role }) => [policyName(place.id, role)]));
  return [
    { path: `sys/auth/${path}`, may: [...write, "delete"], parameters: jwt },
    { path: `sys/mounts/auth/${path}`, may: ["read", ...write] },
    {
      path: `auth/${path}`,
      may: whole,
      // Without a place there is nothing to give; no value at all would mean any.
      parameters: { token_policies: policies.length > 0 ? policies : [""], "*": [] },
      refused: { policies: [] },
    },
  ];
}

/** The authorities of meshes, each below the root, and each with the place's name so that records tell whose it is. */
const meshRules = ({ prefix }: RunFacts): Rule[] => [
  { path: `sys/mounts/${meshMount(prefix)}*`, may: whole, parameters: pki },
  { path: `${meshMount(prefix)}*`, may: whole },
  {
    path: `${mounts.root}/root/sign-intermediate`,
    may: write,
    // Otherwise the request itself could say what it is signed for.
    parameters: { common_name: [`${prefix}*`], use_csr_values: [false], "*": [] },
  },
];

/** Connections and roles of databases, and Vault's own login of each, which Terraform reads whenever it plans: until its first rotation it is of use. */
const databaseRules = ({ environment }: RunFacts): Rule[] => [
  ...["config", "roles", "static-roles"].map((kind): Rule => ({ path: `${mounts.databases}/${kind}/${environment}-*`, may: whole })),
  { path: `${mounts.secrets}/data/${environment}/database/*`, may: whole },
  { path: `${mounts.secrets}/metadata/${environment}/database/*`, may: whole },
];

/**
 * What an environment's own stacks make, and nothing of another's. By the beginning of names, not by name: a place that leaves the
 * configuration is taken away by a run that comes after this policy. Policies are not among it: nobody gives himself rights.
 */
export const environmentRules = (facts: RunFacts): Rule[] => [...clusterRules(facts), ...meshRules(facts), ...databaseRules(facts)];
