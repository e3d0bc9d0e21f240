import { argumentOf, equals, fits } from "./expect.ts";
import type { Policy, Subject } from "./policy.ts";

const DAYS = 90;

/** Cloud KMS makes new versions of symmetric encryption keys only: who else uses one has to be told of the new version. */
const rotates = (key: Subject): boolean => [undefined, null, "ENCRYPT_DECRYPT"].includes(argumentOf(key, "purpose") as string | undefined);

function isSoon(period: unknown): boolean {
  const text = String(period);
  return text.includes("${") || (/^\d+(\.\d+)?s$/.test(text) && Number.parseFloat(text) <= DAYS * 24 * 3600);
}

/** How long keys of Cloud KMS are used, and how they are kept. */
export const cloudKmsKey: Policy = {
  id: "GCP-10",
  title: "A key of Cloud KMS has a new version every 90 days, and Terraform cannot destroy it",
  severity: "high",
  remedy: "set rotation_period to 7776000s or less, and lifecycle.prevent_destroy: data whose key is gone is gone in every environment",
  reference: "CKV_GCP_43, CKV_GCP_82",
  appliesTo: ["google_kms_crypto_key"],
  judge: (key) => [
    ...(rotates(key) ? fits(key, "rotation_period", isSoon, `at most ${DAYS * 24 * 3600}s, ${DAYS} days`) : []),
    ...equals(key, "lifecycle.prevent_destroy", true),
  ],
};
