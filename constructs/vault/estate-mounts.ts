import { KvSecretBackendV2 } from "@cdktf/provider-vault/lib/kv-secret-backend-v2";
import { Mount } from "@cdktf/provider-vault/lib/mount";
import { Construct } from "constructs";
import { mounts } from "./facts.ts";

const HOUR = 60 * 60;

/** Years that a root vouches for authorities below it. */
export const rootYears = 10;

/** Versions of a secret that can be had back. */
const VERSIONS = 10;

/** What is mounted, with how long what comes of it lasts, in seconds: by default, and at most. */
const kinds = {
  secrets: { type: "kv", description: "Secrets that people and clusters keep, by environment", default: HOUR, most: 24 * HOUR },
  transit: {
    type: "transit",
    description: "Encrypts and signs for programs, by keys that never leave Vault",
    default: HOUR,
    most: 24 * HOUR,
  },
  root: {
    ...{ type: "pki", description: "The root that meshes' authorities are below" },
    ...{ default: 3 * 365 * 24 * HOUR, most: rootYears * 365 * 24 * HOUR },
  },
  databases: { type: "database", description: "Logins of databases", default: HOUR, most: 24 * HOUR },
} as const satisfies Record<keyof typeof mounts, { type: string; description: string; default: number; most: number }>;

/** What Vault keeps and makes for all environments. With a mount goes everything in it, so none is taken away by a run. */
export class EstateMounts extends Construct {
  /** Paths of the mounts. */
  readonly secrets: string;
  readonly root: string;
  readonly databases: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const secrets = this.mount("Secrets", "secrets", { version: "2" });
    this.mount("Transit", "transit");
    this.root = this.mount("Root", "root").path;
    this.databases = this.mount("Databases", "databases").path;
    this.secrets = secrets.path;
    // Clusters that keep a key say which version they replace only if they must, and External Secrets never does.
    new KvSecretBackendV2(this, "SecretsConfig", { mount: secrets.path, maxVersions: VERSIONS, casRequired: false });
  }

  private mount(id: string, kind: keyof typeof mounts, options?: { readonly version: string }): Mount {
    const { type, description, default: lasting, most } = kinds[kind];
    return new Mount(this, id, {
      path: mounts[kind],
      type,
      description,
      defaultLeaseTtlSeconds: lasting,
      maxLeaseTtlSeconds: most,
      ...(options && { options }),
      lifecycle: { preventDestroy: true },
    });
  }
}
