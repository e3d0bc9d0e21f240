import { Policy } from "@cdktf/provider-vault/lib/policy";
import { Construct } from "constructs";
import { memberKey } from "../addons/mesh/karmada-facts.ts";
import { constructId } from "../delivery/construct-id.ts";
import { accessKey } from "../mesh/remote-access.ts";
import {
  type clusterConsumers,
  consumersIn,
  databaseLoginKey,
  databaseName,
  databaseRole,
  meshMount,
  mounts,
  peopleAuthPath,
  policyName,
  staticRole,
  type VaultPlace,
} from "./facts.ts";
import { policyText, type Rule, write } from "./policy.ts";

type Role = (typeof clusterConsumers)[number]["role"];

const data = (key: string): string => `${mounts.secrets}/data/${key}`;
const read = (path: string): Rule => ({ path, may: ["read"] });

/** A key that a cluster keeps for others, as External Secrets keeps it: with a mark that it is its own. */
const kept = (key: string): Rule[] =>
  ["data", "metadata"].map((part): Rule => ({ path: `${mounts.secrets}/${part}/${key}`, may: ["read", ...write] }));

/** Everything of the environment, but for the logins by which Vault itself gets into databases. */
const secretsOf = ({ environment }: VaultPlace): Rule[] => [
  read(data(`${environment}/*`)),
  { path: data(`${environment}/database/*`), may: ["deny"] },
];

/** Logins of the place's own database. Keycloak's is for Keycloak. */
const loginsOf = ({ id, engine, logins }: VaultPlace): Rule[] =>
  engine === undefined
    ? []
    : [
        ...(["read-write", "read-only"] as const).map((may) => read(`${mounts.databases}/creds/${databaseRole(id, may)}`)),
        ...logins.filter((login) => login !== "keycloak").map((login) => read(`${mounts.databases}/static-creds/${staticRole(id, login)}`)),
      ];

/** The own key for the mesh's other clusters, and theirs. */
function meshKeys(place: VaultPlace, places: readonly VaultPlace[]): Rule[] {
  if (place.mesh === "none") return [];
  const others = places.filter(({ environment, mesh, id }) => environment === place.environment && mesh === place.mesh && id !== place.id);
  return [...kept(accessKey(place.name)), ...others.map(({ name }) => read(data(accessKey(name))))];
}

/** Keys of the federation's API: its host, which is where Vault is, keeps one for each member. */
const federationKeys = ({ name, isCentral, federated }: VaultPlace): Rule[] => {
  if (isCentral) return kept(memberKey("+"));
  return federated ? [read(data(memberKey(name)))] : [];
};

/** What a role of a place's cluster may, by the role. */
const rulesOf: Record<Role, (place: VaultPlace, places: readonly VaultPlace[]) => Rule[]> = {
  "external-secrets": (place, places) => [
    ...secretsOf(place),
    // A job in the cluster makes this one in the database.
    ...(place.engine === undefined ? [] : [read(data(databaseLoginKey(place.environment, place.id)))]),
    ...loginsOf(place),
    ...meshKeys(place, places),
    ...federationKeys(place),
  ],
  "vault-secrets-operator": (place) => [...secretsOf(place), ...loginsOf(place)],
  "mesh-ca": ({ name, mesh }) => [
    { path: `${meshMount(name)}/${mesh === "linkerd" ? "root/sign-intermediate" : "sign/istio"}`, may: write },
  ],
  "vault-snapshots": () => [read("sys/storage/raft/snapshot")],
  "vault-rotation": (_, places) =>
    places
      .filter(({ engine }) => engine !== undefined)
      .map(({ id }) => ({ path: `${mounts.databases}/rotate-root/${databaseName(id)}`, may: write })),
  "vault-sign-in": () => [{ path: `auth/${peopleAuthPath}/config`, may: write }],
  "kafka-connect": ({ id }) => [read(`${mounts.databases}/static-creds/${staticRole(id, "debezium")}`)],
  "dms-logins": ({ handsOn = [] }) => handsOn.map((id) => read(`${mounts.databases}/static-creds/${staticRole(id, "dms")}`)),
  keycloak: ({ id }) => [read(`${mounts.databases}/static-creds/${staticRole(id, "keycloak")}`)],
};

export interface ClusterPoliciesProps {
  readonly places: readonly VaultPlace[];
}

/** What pods may that sign in by their cluster: a policy for each place and role, which the place's method gives to who takes on the role. */
export class ClusterPolicies extends Construct {
  constructor(scope: Construct, id: string, { places }: ClusterPoliciesProps) {
    super(scope, id);
    for (const place of places) {
      for (const { role } of consumersIn(place)) {
        const name = policyName(place.id, role);
        new Policy(this, constructId(name), { name, policy: policyText(rulesOf[role as Role](place, places)) });
      }
    }
  }
}
