import type { Bucket } from "../bucket/contract.ts";
import type { Cluster, NodePool } from "../cluster/contract.ts";
import type { Database } from "../database/contract.ts";
import type { Files } from "../files/contract.ts";
import type { Grant, Identity } from "../identity/contract.ts";
import type { Ingress, IngressMode } from "../ingress/contract.ts";
import type { Network } from "../network/contract.ts";
import type { Place } from "../place.ts";
import type { Registry } from "../registry/contract.ts";
import type { SecretStore } from "../secrets/contract.ts";
import type { SignIn } from "../sso/sign-in.ts";
import type { Tags } from "../tags.ts";
import type { Seal } from "../vault/contract.ts";
import type { StaticLogin } from "../vault/facts.ts";
import type { OfficeHours } from "./office-hours.ts";

/** A chart that somebody publishes, pinned. */
export interface Chart {
  /** `https://...`, or `oci://host/path` without the chart's own name. */
  readonly repository: string;
  readonly name: string;
  /** Exact version. */
  readonly version: string;
  /** Page that shows this version and its values. */
  readonly source: string;
}

/** Values of a chart: JSON with tokens in it. */
export type Values = Readonly<Record<string, unknown>>;

/** A Kubernetes object. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  readonly [field: string]: unknown;
}

/** What an add-on's pods may do in the cloud, all as one service account. */
export interface CloudIdentity {
  /** At most 10 characters: part of names. */
  readonly name: string;
  readonly serviceAccount: string;
  readonly grants: readonly Grant[];
}

/** A Secret of the add-on's namespace, filled from the place's secret store. */
export interface SecretNeed {
  readonly name: string;
  /** By key of the Secret: the secret in the store, without the prefix all of the platform's have. */
  readonly keys: Readonly<Record<string, string>>;
  /** Further keys, with what is no secret. */
  readonly fixed?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Another place, as far as configuration knows it. */
export interface PlaceFacts {
  /** `prod-aws-use1`. */
  readonly id: string;
  /** `acme-prod-aws-use1`: the name of its cluster too. */
  readonly name: string;
  readonly place: Place;
  /** The place's /16. */
  readonly cidr: string;
  /** Where its internal gateway listens for other places. */
  readonly internalAddress: string;
  /** Engine of its database. @default it has none */
  readonly engine?: "postgresql" | "sqlserver";
  /** Whether its environment's places reach each other, and the central place. */
  readonly interconnect: boolean;
}

/** An application's login of the place's database, which the cloud vouches for. */
export interface DatabaseUser {
  /** Its schema is called so, too. */
  readonly app: string;
  /** As the database knows it. */
  readonly user: string;
}

/** How Atlantis acts on GitHub, and what it serves. */
export interface AtlantisSettings {
  /** The GitHub App it is: digits. */
  readonly appId: string;
  /** `github.com`, or the host of a GitHub Enterprise Server. */
  readonly githubHost: string;
  /** Tag of its image in the central place's registry. */
  readonly imageTag: string;
  /** Host of HCP Terraform, whose token it holds. */
  readonly terraformHost: string;
}

/** What configuration says that add-ons depend on: plain data, known before anything is built. */
export interface AddonSettings {
  readonly domain: string;
  readonly estateCidr: string;
  readonly kubernetesVersion: string;
  /** Major version of PostgreSQL. */
  readonly postgresVersion: string;
  /** Whether each part runs more than once. */
  readonly highAvailability: boolean;
  readonly deletionProtection: boolean;
  readonly criticality: "low" | "medium" | "high";
  readonly compute: "pools" | "managed";
  readonly cilium: "chaining" | "off";
  readonly pools: { readonly system: NodePool; readonly general: NodePool; readonly spot: NodePool };
  readonly mesh: "istio" | "linkerd" | "none";
  /** How the edge reaches the place. */
  readonly ingressMode: IngressMode;
  /** Whether the environment's places reach each other. */
  readonly interconnect: boolean;
  readonly observers: readonly ("datadog" | "newrelic")[];
  /** Where the vendors' accounts are. */
  readonly observerSites: { readonly datadog: string; readonly newrelic: "US" | "EU" };
  readonly policies: "audit" | "enforce";
  readonly chaos: boolean;
  /** Outside of them idle capacity goes. @default always on */
  readonly officeHours?: OfficeHours;
  /** Monthly US dollars of the environment. */
  readonly budgetUsd: number;
  /** Days by purpose of the bucket; 0 is for ever. */
  readonly retentionDays: Readonly<Record<string, number>>;
  readonly groups: { readonly administrators: string; readonly operators: string; readonly developers: string; readonly auditors: string };
  readonly contacts: { readonly billing: string; readonly security: string };
  /** Whether alerts go to a chat channel, whose webhook is a secret. */
  readonly alertsToChat: boolean;
  /** Https addresses of git repositories: this one, with `charts/`, and the one of what runs in the clusters. */
  readonly repositories: { readonly platform: string; readonly gitops?: string };
  /** The place of the central services: Vault, Atlantis, what looks at every place. @default there is none */
  readonly central?: PlaceFacts;
  /** Where this place reaches Vault. @default there is none */
  readonly vaultAddress?: string;
  /** Who signs people in. */
  readonly signIn: SignIn;
  /** `keycloak`: the platform runs it itself. */
  readonly identityProvider: "keycloak" | "okta";
  /** Team of Cloudflare's Zero Trust: `acme` in acme.cloudflareaccess.com. */
  readonly accessTeam: string;
  /** @default no pull requests are planned: state is kept in files */
  readonly atlantis?: AtlantisSettings;
  /** Logins of the place's database that stay, for Vault to change their passwords; empty without a database. */
  readonly databaseLogins: readonly StaticLogin[];
  /** `schema.table` of the place's database that change data capture reads; empty where nobody does. */
  readonly capturedTables: readonly string[];
  /** Whether the logins of AWS DMS are put into the place's secret store. */
  readonly keepsDmsLogins: boolean;
  /** Logins of applications, for clouds where an administrator with a password can make them; empty elsewhere. */
  readonly databaseUsers: readonly DatabaseUser[];
  /** The environment's places, this one included. */
  readonly places: readonly PlaceFacts[];
  /** Every place of the estate: what central services look at. */
  readonly estate: readonly PlaceFacts[];
}

/** The place and what configuration says of it. */
export interface AddonFacts extends AddonSettings {
  readonly place: Place;
}

/** The backups of another cloud's place, which this place may read and nothing else. */
export interface ForeignBackups {
  readonly of: PlaceFacts;
  readonly bucket: Bucket;
}

/** Everything an add-on's values are made from. Contract values are tokens. */
export interface AddonContext extends AddonFacts {
  readonly cluster: Cluster;
  readonly network: Network;
  readonly ingress: Ingress;
  readonly files: Files;
  readonly secretStore: SecretStore;
  /** @default the place has none */
  readonly database?: Database;
  /** The key of Vault's. @default Vault is not here */
  readonly seal?: Seal;
  /** Where the platform's own images are. @default this is not the central place */
  readonly registry?: Registry;
  /** By purpose. */
  readonly buckets: Readonly<Record<string, Bucket>>;
  /** Public ranges of the edge: a list that is known when it is planned. */
  readonly edgeCidrs: string[];
  readonly tags: Tags;
  /** @default the environment has one cloud only */
  readonly foreignBackups?: ForeignBackups;
}

/** Where an add-on runs: with the workloads, or once for all in the central place, before (`central`) or after (`services`) all others. */
export type Home = "everywhere" | "workloads" | "central" | "services";

/** Something that runs in the clusters, as a value; two renderers deliver it. */
export interface Addon {
  /** Name of the release: lower-case letters, digits and hyphens. */
  readonly name: string;
  /** What it is for, in one line; `docs/addons.md` shows it. */
  readonly purpose: string;
  readonly namespace: string;
  /** @default no chart, only `resources` */
  readonly chart?: Chart;
  /** @default "everywhere" */
  readonly home?: Home;
  /** Whether this place takes it, by its cloud and configuration. @default it does */
  readonly appliesTo?: (facts: AddonFacts) => boolean;
  /** Add-ons it cannot do without: they run first. Those that do not apply to the place are passed over. */
  readonly after?: readonly string[];
  /** `terraform`: whatever the place prefers, since Argo CD itself needs it. @default as the place prefers */
  readonly delivery?: "terraform";
  /** Off unless configuration turns it on. @default it is on */
  readonly optional?: true;
  /** @default it needs nothing from the cloud */
  readonly identity?: (context: AddonContext) => CloudIdentity;
  /** Without one of its own: the add-on before it whose identity its objects name. @default none */
  readonly identityOf?: string;
  /** @default none */
  readonly secrets?: (facts: AddonFacts) => readonly SecretNeed[];
  /** @default the chart's own */
  readonly values?: (context: AddonContext, identity: Identity) => Values;
  /** Objects of kinds that this add-on, or one before it, defines: they follow the chart. @default none */
  readonly resources?: (context: AddonContext, identity: Identity) => readonly Manifest[];
  /** Whether to go on only when all of it runs. @default true */
  readonly wait?: boolean;
}

/** The bucket of a purpose. @throws if configuration took it away */
export function bucketFor({ buckets, place }: AddonContext, purpose: string, addon: string): Bucket {
  const bucket = buckets[purpose];
  if (bucket !== undefined) return bucket;
  throw new Error(
    `${place.id}: addons.${addon}: needs the bucket ${purpose}; this place has ${Object.keys(buckets).join(", ") || "none"}; add buckets.${purpose}, or turn ${addon} off`,
  );
}

/** Whether the central services are here. */
export const isCentral = ({ place, central }: AddonFacts): boolean => central?.id === place.id;

/** Places whose databases Vault reaches: its own, and those that are connected with it. */
export const vaultDatabases = ({ central, estate }: Pick<AddonFacts, "central" | "estate">): PlaceFacts[] =>
  central === undefined ? [] : estate.filter(({ id, engine, interconnect }) => engine !== undefined && (id === central.id || interconnect));

/** `aws-use1`: the mesh's name of a place's network, within which pods reach each other directly. */
export const meshNetwork = ({ cloud, regionFacts }: Place): string => `${cloud}-${regionFacts.short}`;

/** Copies of a part: `many` with high availability, else one. */
export const replicas = ({ highAvailability }: AddonFacts, many = 2): number => (highAvailability ? many : 1);
