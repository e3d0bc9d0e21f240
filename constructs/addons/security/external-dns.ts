import { addressKinds } from "../../ingress/contract.ts";
import { type Addon, type AddonContext, isCentral, type Manifest, type Values } from "../addon.ts";
import { vaultHost } from "../central/vault-address.ts";
import { placeHost } from "../mesh/internal-services.ts";

const namespace = "external-dns";

/** A Secret of its own, from the same entry of the store as cert-manager's: both edit records of the same zone. */
const token = { name: "cloudflare-token", key: "token" };

/** What leads to the place's kind of load balancer. */
const recordType = ({ ingressMode, place }: AddonContext): "A" | "CNAME" =>
  addressKinds[ingressMode][place.cloud] === "hostname" ? "CNAME" : "A";

/**
 * All names of the place lead to its gateway. Gateways themselves are no source: each also answers for the environment and for the
 * domain itself, of which the edge decides which place is asked, and those for other places are nothing for public DNS.
 */
const names = (context: AddonContext): Manifest => ({
  apiVersion: "externaldns.k8s.io/v1alpha1",
  kind: "DNSEndpoint",
  metadata: { name: "place", namespace },
  spec: {
    endpoints: [
      {
        dnsName: `*.${placeHost(context.place, context.domain)}`,
        recordType: recordType(context),
        targets: [context.ingress.address],
      },
    ],
  },
});

/**
 * Vault's own name leads to the private address of the internal gateway, which the edge could not reach; who is out of reach of it asks
 * for another, below the place's.
 */
const vaultName = ({ domain, ingress }: AddonContext): Manifest => ({
  apiVersion: "externaldns.k8s.io/v1alpha1",
  kind: "DNSEndpoint",
  metadata: { name: "vault", namespace },
  spec: {
    endpoints: [
      {
        dnsName: vaultHost(domain),
        recordType: "A",
        targets: [ingress.internalAddress],
        providerSpecific: [{ name: "external-dns.alpha.kubernetes.io/cloudflare-proxied", value: "false" }],
      },
    ],
  },
});

const values = ({ place, domain }: AddonContext): Values => ({
  provider: { name: "cloudflare" },
  sources: ["crd"],
  // A mistake never takes a record away.
  policy: "upsert-only",
  registry: "txt",
  // Several places edit the same zone: each only what it made.
  txtOwnerId: place.name,
  txtPrefix: "external-dns-",
  domainFilters: [domain],
  env: [{ name: "CF_API_TOKEN", valueFrom: { secretKeyRef: token } }],
  extraArgs: [
    // The gateway lets in nobody but the edge, so the edge stands before every name.
    "--cloudflare-proxied",
    // Where a record's owner is noted there can be no asterisk: https://kubernetes-sigs.github.io/external-dns/latest/docs/registry/txt/
    "--txt-wildcard-replacement=any",
  ],
  resources: { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "256Mi" } },
  serviceMonitor: { enabled: true },
});

/** The place's own names in public DNS: where people look at it. What customers ask for is the edge's, and leads to several places. */
export const externalDns: Addon = {
  name: "external-dns",
  purpose: "Makes the place's own names known in public DNS",
  namespace,
  chart: {
    repository: "https://kubernetes-sigs.github.io/external-dns/",
    name: "external-dns",
    version: "1.21.1",
    source: "https://artifacthub.io/packages/helm/external-dns/external-dns/1.21.1",
  },
  after: ["external-secrets", "kube-prometheus-stack"],
  secrets: () => [{ name: token.name, keys: { [token.key]: "cloudflare-token" } }],
  values,
  // Where there is a tunnel, its names are made with it.
  resources: (context) => [
    ...(context.ingressMode === "tunnel" ? [] : [names(context)]),
    ...(isCentral(context) ? [vaultName(context)] : []),
  ],
};
