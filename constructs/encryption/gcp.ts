import { KmsCryptoKey } from "@cdktf/provider-google/lib/kms-crypto-key";
import { KmsCryptoKeyIamMember } from "@cdktf/provider-google/lib/kms-crypto-key-iam-member";
import { KmsKeyRing } from "@cdktf/provider-google/lib/kms-key-ring";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";

/** Domains of the Google-managed identities through which a service uses its customers' keys. */
const agentDomains = {
  "artifact-registry": "gcp-sa-artifactregistry",
  "backup-for-gke": "gcp-sa-gkebackup",
  "cloud-sql": "gcp-sa-cloud-sql",
  compute: "compute-system",
  filestore: "cloud-filer",
  gke: "container-engine-robot",
  memorystore: "gcp-sa-memorystore",
  pubsub: "gcp-sa-pubsub",
  redis: "cloud-redis",
  "secret-manager": "gcp-sa-secretmanager",
} as const;

/** A service that encrypts with its customers' keys. */
export type ServiceAgent = keyof typeof agentDomains;

/**
 * The IAM member of a service's agent in the place's project. Some agents exist only after first use, and the provider that
 * creates them (google-beta) is not part of this estate; run this once per project, before the first apply:
 *
 *     for s in artifactregistry sqladmin secretmanager pubsub memorystore redis gkebackup file; do
 *       gcloud beta services identity create --service=$s.googleapis.com --project=PROJECT
 *     done
 *
 * https://cloud.google.com/iam/docs/create-service-agents
 */
export function serviceAgent(place: Place, agent: ServiceAgent): string {
  return `serviceAccount:service-${accountOf(place, "gcp").projectNumber}@${agentDomains[agent]}.iam.gserviceaccount.com`;
}

export interface GcpKeyProps {
  readonly place: Place;
  /** What is encrypted: `database`; the key ring is named after the place and it. */
  readonly purpose: string;
  /** A key encrypts data of its own location only. @default the place's region */
  readonly location?: string;
  /** IAM members that may encrypt and decrypt with it, by role name; at least the service that stores the data. */
  readonly users: Readonly<Record<string, string>>;
  /** What must exist first, where that cannot be inferred (the Cloud KMS API, in the account stack). */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * A customer-managed key in a ring of its own, rotated every 90 days, usable only by the services named.
 * About $0.06 a month per key version.
 */
export class GcpKey extends Construct {
  readonly keyId: string;
  /** Depend on these before encrypting with the key: Terraform sees no link between a grant and what needs it. */
  readonly grants: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: GcpKeyProps) {
    super(scope, id);
    const { place, purpose } = props;
    const ring = new KmsKeyRing(this, "Ring", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.name, purpose),
      location: props.location ?? place.region,
      dependsOn: props.dependsOn,
      lifecycle: { preventDestroy: true },
    });
    const key = new KmsCryptoKey(this, "Resource", {
      name: nameOf("gcp:Resource", purpose),
      keyRing: ring.id,
      purpose: "ENCRYPT_DECRYPT",
      rotationPeriod: `${90 * 24 * 3600}s`,
      destroyScheduledDuration: `${30 * 24 * 3600}s`,
      // Everywhere, not only in protected environments: rings and keys are never deleted and their names can never be used
      // again, so a destroyed one could not be made anew. Before a place is destroyed its rings and keys are taken off the state
      // (`terraform state rm`); where it comes back they are imported. https://cloud.google.com/kms/docs/destroy-restore
      lifecycle: { preventDestroy: true },
    });
    this.keyId = key.id;
    this.grants = Object.entries(props.users).map(
      ([role, member]) =>
        new KmsCryptoKeyIamMember(this, `${role}Use`, {
          cryptoKeyId: key.id,
          role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
          member,
        }),
    );
  }
}
