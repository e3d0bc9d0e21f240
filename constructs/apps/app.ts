import type { OfficeHours } from "../addons/office-hours.ts";
import type { Bucket } from "../bucket/contract.ts";
import type { Cache } from "../cache/contract.ts";
import type { Database } from "../database/contract.ts";
import type { Place } from "../place.ts";

/** An application as configuration describes it: plain data. */
export interface AppSettings {
  /** Its namespace, its service account and its user at data stores. */
  readonly name: string;
  readonly criticality: "batch" | "low" | "medium" | "high";
  /** Https address of its git repository, and the folder of its values there. */
  readonly repository: string;
  readonly path: string;
  readonly port: number;
  readonly hosts: readonly string[];
  readonly database: boolean;
  readonly cache: boolean;
  /** Purposes of the buckets it reads and writes. */
  readonly buckets: readonly string[];
  /** Secrets it gets, as the store calls them after prefix and application. */
  readonly secrets: readonly string[];
  /** Applications that call it, and that it calls. */
  readonly callers: readonly string[];
  readonly callees: readonly string[];
  readonly quota: { readonly cpu: number; readonly memoryGib: number };
}

/** What applications of a place have in common: plain data. */
export interface AppsFacts {
  readonly mesh: "istio" | "linkerd" | "none";
  readonly highAvailability: boolean;
  /** The place's /16, and the estate's block. */
  readonly cidr: string;
  readonly estateCidr: string;
  /** Block of its database's standby, in another region: what it is moved to must be in reach. @default it has none, or it is in the place's own */
  readonly standbyCidr?: string;
  /** Https address of this repository, whose `charts/service` deploys applications, and the revision that counts. */
  readonly platformRepository: string;
  readonly revision: string;
  /** Whether Cilium enforces network policies on EKS: it has its own way to name the node's addresses. @default "off" */
  readonly cilium?: "chaining" | "off";
  /** Group whose members may deploy. */
  readonly developers: string;
  /** @default always on */
  readonly officeHours?: OfficeHours;
}

/** What a place offers an application: contract values, tokens all of them. */
export interface AppContext extends AppsFacts {
  readonly place: Place;
  readonly database?: Database;
  readonly cache?: Cache;
  readonly buckets: Readonly<Record<string, Bucket>>;
  /** What names in the secret store begin with. */
  readonly secretPrefix: string;
  readonly gitopsNamespace: string;
}

/** Name of the Secret with all the application's secrets. */
export const appSecretName = "secrets";
/** Name of the ConfigMap with its endpoints. */
export const endpointsName = "endpoints";
