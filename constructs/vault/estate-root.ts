import { PkiSecretBackendConfigUrls } from "@cdktf/provider-vault/lib/pki-secret-backend-config-urls";
import { PkiSecretBackendCrlConfig } from "@cdktf/provider-vault/lib/pki-secret-backend-crl-config";
import { PkiSecretBackendRootCert } from "@cdktf/provider-vault/lib/pki-secret-backend-root-cert";
import { Construct } from "constructs";
import { rootYears } from "./estate-mounts.ts";
import { mounts } from "./facts.ts";

export interface EstateRootProps {
  /** Path that it is mounted at. */
  readonly backend: string;
  readonly domain: string;
  /** `https://vault.example.com`: where certificates say that their authority is to be found. */
  readonly vaultAddress: string;
}

/**
 * The root that all meshes trust. Its key is made in Vault and never leaves it, not even into a copy that somebody keeps; the snapshots of
 * Vault have it, sealed.
 */
export class EstateRoot extends Construct {
  constructor(scope: Construct, id: string, { backend, domain, vaultAddress }: EstateRootProps) {
    super(scope, id);
    const address = `${vaultAddress}/v1/${mounts.root}`;
    const urls = new PkiSecretBackendConfigUrls(this, "Urls", {
      backend,
      issuingCertificates: [`${address}/ca`],
      crlDistributionPoints: [`${address}/crl`],
    });
    new PkiSecretBackendCrlConfig(this, "Crl", { backend, expiry: "72h", autoRebuild: true, autoRebuildGracePeriod: "12h" });
    new PkiSecretBackendRootCert(this, "Resource", {
      backend,
      type: "internal",
      commonName: `${domain} root 1`,
      issuerName: "root-1",
      keyType: "ec",
      // Linkerd takes no other curve, as trust anchor neither: https://linkerd.io/2/tasks/generate-certificates/
      keyBits: 256,
      excludeCnFromSans: true,
      // Below it a place's authority, and below that Linkerd's own.
      maxPathLength: 2,
      ttl: `${rootYears * 365 * 24}h`,
      // Every cluster would have to be told of another.
      lifecycle: { preventDestroy: true },
      dependsOn: [urls],
    });
  }
}
