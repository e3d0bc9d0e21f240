import { equals, ifSet, isSet } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";

const KEY = "a key of Cloud KMS";

/** What each kind of Memorystore calls the same things, and what protects it from deletion. */
const judges: Readonly<Record<string, readonly [always: (cache: Subject) => Finding[], whereProtected: (cache: Subject) => Finding[]]>> = {
  google_memorystore_instance: [
    (cache) => [
      ...equals(cache, "authorization_mode", "IAM_AUTH"),
      ...equals(cache, "transit_encryption_mode", "SERVER_AUTHENTICATION"),
      ...isSet(cache, "kms_key", KEY),
    ],
    (cache) => equals(cache, "deletion_protection_enabled", true),
  ],
  google_redis_cluster: [
    (cache) => [
      ...equals(cache, "authorization_mode", "AUTH_MODE_IAM_AUTH"),
      ...equals(cache, "transit_encryption_mode", "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION"),
      ...isSet(cache, "kms_key", KEY),
    ],
    (cache) => ifSet(cache, "deletion_protection_enabled", [true]),
  ],
  google_redis_instance: [
    (cache) => [
      ...equals(cache, "auth_enabled", true),
      ...equals(cache, "transit_encryption_mode", "SERVER_AUTHENTICATION"),
      ...isSet(cache, "customer_managed_key", KEY),
    ],
    // The product has no protection of its own.
    (cache) => equals(cache, "lifecycle.prevent_destroy", true),
  ],
};

/** What Memorystore's caches are. */
export const memorystore: Policy = {
  id: "GCP-08",
  title: "A Memorystore cache asks who comes, speaks TLS, has a customer key, and is protected from deletion where its stack is",
  severity: "high",
  remedy: "set what is missing; login, TLS and key are chosen when a cache is made",
  reference: "CKV_GCP_95, CKV_GCP_97",
  appliesTo: Object.keys(judges),
  judge: (cache) => {
    const [always, whereProtected] = judges[cache.type] ?? [];
    return [...(always?.(cache) ?? []), ...(cache.stack.facts.isProtected ? (whereProtected?.(cache) ?? []) : [])];
  },
};
