/**
 * Every key gets a new version a year after the last. Counted from creation: Azure rotates "before expiry" only keys that were
 * created with an expiry date (https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation#key-rotation-policy).
 * A rotated version expires a year after its successor came, so that who names a version has that long to move on.
 */
export const keyLifetime = { rotateAfterCreation: "P365D", expireAfter: "P730D", notifyBeforeExpiry: "P30D" } as const;

/** The strength BSI TR-02102 and NIST SP 800-57 ask of RSA keys used beyond 2030. */
export const keySizeBits = 3072;
