import { Mount } from "@cdktf/provider-vault/lib/mount";
import { PkiSecretBackendConfigIssuers } from "@cdktf/provider-vault/lib/pki-secret-backend-config-issuers";
import { PkiSecretBackendConfigUrls } from "@cdktf/provider-vault/lib/pki-secret-backend-config-urls";
import { PkiSecretBackendIntermediateCertRequest } from "@cdktf/provider-vault/lib/pki-secret-backend-intermediate-cert-request";
import { PkiSecretBackendIntermediateSetSigned } from "@cdktf/provider-vault/lib/pki-secret-backend-intermediate-set-signed";
import { PkiSecretBackendRole } from "@cdktf/provider-vault/lib/pki-secret-backend-role";
import { PkiSecretBackendRootSignIntermediate } from "@cdktf/provider-vault/lib/pki-secret-backend-root-sign-intermediate";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { Vault } from "./contract.ts";
import { meshMount, type VaultPlace } from "./facts.ts";

/** A place whose cluster is in a mesh that spans places. */
export type MeshPlace = VaultPlace & { readonly mesh: "istio" | "linkerd" };

/** Whether a place's mesh spans places, and so needs Vault's authority. */
export const inMesh = (place: VaultPlace): place is MeshPlace => place.mesh !== "none";

export interface MeshAuthorityProps {
  readonly place: MeshPlace;
  /** `https://vault.example.com`: where certificates say that their authority is to be found. */
  readonly vaultAddress: string;
  readonly vault: Pick<Vault, "rootMount">;
}

const DAY = 24 * 60 * 60;
const years = 3;

/**
 * Authorities below a mesh's own: none for Istio, whose workloads are signed for right here, and one for Linkerd, which signs for
 * workloads itself: https://linkerd.io/2/tasks/automatically-rotating-control-plane-tls-credentials/
 */
const authoritiesBelow = { istio: 0, linkerd: 1 } as const;

/** Istio's workloads are in this trust domain in every cluster, so that they are the same workloads everywhere. */
const trustDomain = "cluster.local";

/**
 * Vouches for the workloads of a place's cluster. Its key is made in Vault and never leaves it; the estate's root vouches for it, so all
 * clusters of a mesh trust each other.
 */
export class MeshAuthority extends Construct {
  /**
   * Raise it before the authority's third year begins: one with a new key takes over for all that is signed from then on, and what the old
   * one signed stays good until it ends, since it stays in Vault.
   */
  static readonly generation = 1;

  constructor(scope: Construct, id: string, { place, vaultAddress, vault }: MeshAuthorityProps) {
    super(scope, id);
    const mount = this.mount(place);
    this.urls(mount.path, `${vaultAddress}/v1/${meshMount(place.name)}`);
    this.vouchedFor(mount.path, vault.rootMount, place);
    if (place.mesh === "istio") this.role(mount.path);
  }

  private mount({ id, name }: MeshPlace): Mount {
    return new Mount(this, "Resource", {
      path: meshMount(name),
      type: "pki",
      description: `Vouches for the workloads of ${id}`,
      defaultLeaseTtlSeconds: DAY,
      maxLeaseTtlSeconds: years * 365 * DAY,
    });
  }

  /** Anybody may read both: a certificate and a list of revoked ones are no secret. */
  private urls(backend: string, address: string): void {
    new PkiSecretBackendConfigUrls(this, "Urls", {
      backend,
      issuingCertificates: [`${address}/ca`],
      crlDistributionPoints: [`${address}/crl`],
    });
  }

  private vouchedFor(backend: string, root: string, { name, mesh }: MeshPlace): void {
    const commonName = `${name} mesh ${MeshAuthority.generation}`;
    const request = new PkiSecretBackendIntermediateCertRequest(this, "Request", {
      backend,
      type: "internal",
      commonName,
      keyType: "ec",
      // Linkerd takes no other curve: https://linkerd.io/2/tasks/generate-certificates/
      keyBits: 256,
    });
    const certificate = new PkiSecretBackendRootSignIntermediate(this, "Certificate", {
      backend: root,
      csr: request.csr,
      commonName,
      excludeCnFromSans: true,
      ttl: `${years * 365 * 24}h`,
      maxPathLength: authoritiesBelow[mesh],
      format: "pem_bundle",
    });
    // With the root beside it Vault answers with the whole chain, whose end is what clusters trust.
    const signed = new PkiSecretBackendIntermediateSetSigned(this, "Signed", { backend, certificate: certificate.certificateBundle });
    // The first is the authority itself: the bundle begins with it, and a root that is known already is not imported again.
    new PkiSecretBackendConfigIssuers(this, "Issuers", { backend, default: Fn.element(signed.importedIssuers, 0) });
  }

  /** What istio-csr may ask for: workloads by their identity, and the control plane's services by their names within the cluster. */
  private role(backend: string): void {
    new PkiSecretBackendRole(this, "Role", {
      backend,
      name: "istio",
      allowedUriSans: [`spiffe://${trustDomain}/ns/*/sa/*`],
      allowedDomains: ["svc"],
      allowSubdomains: true,
      allowWildcardCertificates: false,
      allowLocalhost: false,
      allowIpSans: false,
      // Workloads have an identity and no name.
      requireCn: false,
      // Proxies make RSA keys, gateways and control plane elliptic ones.
      keyType: "any",
      serverFlag: true,
      clientFlag: true,
      ttl: `${DAY}`,
      maxTtl: `${DAY}`,
      // One a day for each pod: kept, they would fill Vault, and they end before anybody could revoke them.
      noStore: true,
    });
  }
}
