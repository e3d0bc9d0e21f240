/** Where Vault is, with the platform's domain. */
export const vaultAddress = (domain: string): string => `https://vault.${domain}`;

/** What Vault keeps, by the path it is mounted at. */
export const mounts = { secrets: "kv", transit: "transit", root: "pki_root", databases: "database" } as const;

/** Path of the auth method that HCP Terraform's runs sign in at. */
export const vaultAuthPath = "jwt/tfc";

/** Path of the auth method that GitHub's jobs sign in at. */
export const githubAuthPath = "jwt/github";

/** Path of the auth method that people sign in at, by the identity provider. */
export const peopleAuthPath = "oidc";

/** Role that people take on there. */
export const peopleRole = "people";

/** Path of the auth method that pods of a cluster sign in at, with the name of its place: `jwt/acme-prod-aws-use1`. */
export const clusterAuthPath = (placeName: string): string => `jwt/${placeName}`;

/** What Vault expects HCP Terraform's tokens to be for. https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/vault-configuration */
export const vaultAudience = "vault.workload.identity";

/** What Vault expects pods' tokens to be for. */
export const podAudience = "vault";

/** Role in Vault of an environment's runs in one phase: `tfc-prod-plan`. */
export const vaultRole = (environment: string, phase: "plan" | "apply"): string => `tfc-${environment}-${phase}`;

/** Where each server writes down who asked for what, besides its output. */
export const auditFile = "/vault/audit/audit.log";

/** Namespace Vault runs in. */
export const vaultNamespace = "vault";

/** Who signs in from a cluster: the role there, and the service accounts that may take it. */
export interface ClusterConsumer {
  readonly role: string;
  /** `namespace:name`, as a token's subject ends. */
  readonly serviceAccounts: readonly string[];
  /** Only in the place that Vault runs in. @default in every place */
  readonly central?: true;
  /** Only where the place's database has this login. @default everywhere */
  readonly login?: StaticLogin;
  /** Only where the logins of AWS DMS are handed on. @default everywhere */
  readonly hub?: true;
}

/** Everybody who signs in from clusters. A role's rights are the policy `policyName(place id, role)`. */
export const clusterConsumers = [
  { role: "external-secrets", serviceAccounts: ["external-secrets:external-secrets"] },
  { role: "vault-secrets-operator", serviceAccounts: ["vault-secrets-operator:default"] },
  { role: "mesh-ca", serviceAccounts: ["istio-system:mesh-ca", "linkerd:mesh-ca"] },
  { role: "vault-snapshots", serviceAccounts: [`${vaultNamespace}:vault-snapshots`], central: true },
  { role: "vault-rotation", serviceAccounts: [`${vaultNamespace}:vault-rotation`], central: true },
  { role: "vault-sign-in", serviceAccounts: [`${vaultNamespace}:vault-sign-in`], central: true },
  { role: "kafka-connect", serviceAccounts: ["kafka:kafka-connect"], login: "debezium" },
  { role: "dms-logins", serviceAccounts: ["kafka:dms-logins"], hub: true },
  { role: "keycloak", serviceAccounts: ["keycloak:keycloak-database"], central: true, login: "keycloak" },
] as const satisfies readonly ClusterConsumer[];

/** The policy of a role that pods of a place take on: `prod-aws-use1-external-secrets`. */
export const policyName = (placeId: string, role: string): string => `${placeId}-${role}`;

/** Name in Vault of a place's database: the place's id. */
export const databaseName = (placeId: string): string => placeId;

/** Role that makes logins of a place's database which end by themselves: `prod-aws-use1-read-only`. */
export const databaseRole = (placeId: string, may: "read-write" | "read-only"): string => `${placeId}-${may}`;

/** Role whose login of a place's database stays, and whose password changes: `prod-aws-use1-debezium`. */
export const staticRole = (placeId: string, login: StaticLogin): string => `${placeId}-${login}`;

/** Logins that cannot follow a name that changes every hour. */
export const staticLogins = ["dms", "debezium", "keycloak"] as const;
export type StaticLogin = (typeof staticLogins)[number];

/** Groups of rights in every database that logins are put into. */
export const databaseGroups = { "read-write": "platform_read_write", "read-only": "platform_read_only" } as const;

/** The login by which Vault itself manages the others of a database. */
export const vaultLogin = "vault";

/** Key in `mounts.secrets` with Vault's login of a place's database, `username` and `password`: `prod/database/prod-aws-use1`. */
export const databaseLoginKey = (environment: string, placeId: string): string => `${environment}/database/${placeId}`;

/** Mount of the authority that vouches for a cluster's workloads: `pki_mesh_acme_prod_aws_use1`. */
export const meshMount = (placeName: string): string => `pki_mesh_${placeName.replaceAll("-", "_")}`;

/** The place of a cluster or database, as far as Vault's configuration depends on it. */
export interface VaultPlace {
  /** `prod-aws-use1`. */
  readonly id: string;
  /** `acme-prod-aws-use1`: the name of its cluster. */
  readonly name: string;
  readonly environment: string;
  /** Whether Vault runs there. */
  readonly isCentral: boolean;
  /** Whether its cluster is in a mesh that spans places, and so trusts others by Vault's authority. */
  readonly mesh: "istio" | "linkerd" | "none";
  /** Whether applications may be spread over its cluster: it reads its key of the federation's API. */
  readonly federated: boolean;
  /** Its database, if Vault reaches one. */
  readonly engine?: "postgresql" | "sqlserver";
  /** Logins of it that stay. */
  readonly logins: readonly StaticLogin[];
  /** Ids of the places whose logins of AWS DMS its cluster hands on. @default none: it is not the hub of replication */
  readonly handsOn?: readonly string[];
}

/** Who signs in from a place's cluster. */
export const consumersIn = (place: VaultPlace): ClusterConsumer[] =>
  clusterConsumers.filter(
    ({ role, central, login, hub }: ClusterConsumer) =>
      (!central || place.isCentral) &&
      (!hub || (place.handsOn ?? []).length > 0) &&
      (login === undefined || place.logins.includes(login)) &&
      (role !== meshRole || place.mesh !== "none"),
  );

/** The role of who asks a mesh's authority: an account for each kind of mesh, of which a place has one or none. */
export const meshRole = "mesh-ca";
