import { type Addon, type AddonContext, type AddonFacts, type Manifest, replicas, type Values } from "../addon.ts";
import { systemTolerations } from "../mesh/mesh-facts.ts";

/** Where cert-manager is, and where it looks for what its issuers need. */
const namespace = "cert-manager";

/** Signs for what the world sees: https://letsencrypt.org/docs/ */
export const publicIssuer = "letsencrypt";

/** Signs for what only the cluster sees; whoever talks to it has to be told of the authority. */
export const internalIssuer = "internal-ca";

/** The token that edits the domain's records; External Secrets fills it. */
const cloudflareToken = { name: "cloudflare-token", key: "token" };

const selfSigned = "self-signed";

const part = (context: AddonContext, many: number, memory: string, limit: string): Values => ({
  replicaCount: replicas(context, many),
  // With one copy a budget would stop every drain.
  podDisruptionBudget: { enabled: context.highAvailability, ...(context.highAvailability && { minAvailable: 1 }) },
  resources: { requests: { cpu: "20m", memory }, limits: { memory: limit } },
  // The first nodes are the system pool's, and everything waits for its certificate.
  tolerations: systemTolerations,
});

function values(context: AddonContext): Values {
  return {
    // Without the definitions every certificate is gone, so a removed chart leaves them.
    crds: { enabled: true, keep: true },
    global: {
      priorityClassName: "system-cluster-critical",
      // By default it is kube-system, in which it needs no rights otherwise.
      leaderElection: { namespace },
    },
    ...part(context, 2, "64Mi", "512Mi"),
    // All of its objects pass through the webhook: without it nothing can be changed. https://cert-manager.io/docs/installation/best-practice/
    webhook: part(context, 3, "32Mi", "128Mi"),
    cainjector: part(context, 2, "96Mi", "512Mi"),
    startupapicheck: {
      resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
      tolerations: systemTolerations,
    },
  };
}

/** A record in DNS proves whose the name is, so nothing has to be reachable: https://cert-manager.io/docs/configuration/acme/dns01/cloudflare/ */
const byAcme = ({ domain, contacts }: AddonFacts): Manifest => ({
  apiVersion: "cert-manager.io/v1",
  kind: "ClusterIssuer",
  metadata: { name: publicIssuer },
  spec: {
    acme: {
      server: "https://acme-v02.api.letsencrypt.org/directory",
      email: contacts.security,
      privateKeySecretRef: { name: `${publicIssuer}-account` },
      solvers: [{ selector: { dnsZones: [domain] }, dns01: { cloudflare: { apiTokenSecretRef: cloudflareToken } } }],
    },
  },
});

/** An authority that is the cluster's own: its key is made here and signs by itself. */
const internal: Manifest[] = [
  { apiVersion: "cert-manager.io/v1", kind: "ClusterIssuer", metadata: { name: selfSigned }, spec: { selfSigned: {} } },
  {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name: internalIssuer, namespace },
    spec: {
      isCA: true,
      commonName: internalIssuer,
      secretName: internalIssuer,
      // Ten years, and the same key throughout: whoever trusts it must be told of another, so it is renewed on purpose only.
      duration: "87600h",
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" },
      issuerRef: { name: selfSigned, kind: "ClusterIssuer", group: "cert-manager.io" },
    },
  },
  {
    apiVersion: "cert-manager.io/v1",
    kind: "ClusterIssuer",
    metadata: { name: internalIssuer },
    spec: { ca: { secretName: internalIssuer } },
  },
];

/** Certificates: public ones by DNS, and those of the cluster's own authority. Its monitor comes with Prometheus, which is later. */
export const certManager: Addon = {
  name: "cert-manager",
  purpose: "Gets certificates and renews them before they expire",
  namespace,
  chart: {
    repository: "https://charts.jetstack.io",
    name: "cert-manager",
    version: "v1.21.1",
    source: "https://artifacthub.io/packages/helm/cert-manager/cert-manager/1.21.1",
  },
  after: ["external-secrets"],
  delivery: "terraform",
  secrets: () => [{ name: cloudflareToken.name, keys: { [cloudflareToken.key]: "cloudflare-token" } }],
  values,
  resources: (context) => [byAcme(context), ...internal],
};
