import { clusterAuthPath, mounts, vaultNamespace } from "../../vault/facts.ts";
import type { AddonContext, Manifest } from "../addon.ts";
import { publicGateway } from "../mesh/istio-gateway.ts";
import { internalGatewayPods, vaultGatewayPort } from "../mesh/istio-internal.ts";
import { publicIssuer } from "../security/cert-manager.ts";
import { placesOutOfReach, vaultHost, vaultPort, vaultPublicHost, vaultService } from "./vault-address.ts";

/** Secret with the certificate that all servers answer with. */
export const certificateName = "vault-tls";

const host = `${vaultService}.cluster.local`;

/** How the public gateway asks: by the name of the certificate. Only its own routes do so; others must not be encrypted twice. */
const subset = "edge";

const object = (apiVersion: string, kind: string, name: string, spec: object): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace: vaultNamespace },
  spec,
});
const network = (kind: string, name: string, spec: object) => object("networking.istio.io/v1", kind, name, spec);

/** One for all servers, since everybody asks for the same name; public, so that nobody need be told of an authority. */
const certificate = ({ domain }: AddonContext): Manifest =>
  object("cert-manager.io/v1", "Certificate", certificateName, {
    secretName: certificateName,
    dnsNames: [vaultHost(domain)],
    issuerRef: { name: publicIssuer, kind: "ClusterIssuer", group: "cert-manager.io" },
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
  });

/** From the estate's own networks: TLS is Vault's, and the gateway cannot read what passes. */
function internalWay({ domain }: AddonContext): Manifest[] {
  const hosts = [vaultHost(domain)];
  return [
    network("Gateway", "vault", {
      selector: internalGatewayPods,
      servers: [{ port: { number: vaultGatewayPort, name: "tls-vault", protocol: "TLS" }, tls: { mode: "PASSTHROUGH" }, hosts }],
    }),
    network("VirtualService", "vault", {
      hosts,
      gateways: ["vault"],
      tls: [
        {
          match: [{ port: vaultGatewayPort, sniHosts: hosts }],
          route: [{ destination: { host, port: { number: vaultPort } } }],
        },
      ],
    }),
  ];
}

/** What clusters ask by way of the edge: to sign in, for their secrets, and about their own token. No page, nothing of `sys`. */
const publicPaths = (context: AddonContext): object[] => [
  ...placesOutOfReach(context).map(({ name }) => ({ uri: { exact: `/v1/auth/${clusterAuthPath(name)}/login` } })),
  ...["lookup", "renew", "revoke"].map((what) => ({ uri: { exact: `/v1/auth/token/${what}-self` } })),
  { uri: { prefix: `/v1/${mounts.secrets}/` } },
];

/** For clusters without a network of the estate's: the edge lets in nobody by another way, and Vault is asked with TLS again. */
function publicWay(context: AddonContext): Manifest[] {
  const { domain } = context;
  if (placesOutOfReach(context).length === 0) return [];
  const tls = {
    mode: "SIMPLE",
    sni: vaultHost(domain),
    subjectAltNames: [vaultHost(domain)],
    // The file in the gateway's own image: without one, some versions of Istio check nothing.
    caCertificates: "/etc/ssl/certs/ca-certificates.crt",
  };
  return [
    network("DestinationRule", "vault", { host, subsets: [{ name: subset, trafficPolicy: { tls } }] }),
    network("VirtualService", "vault-public", {
      hosts: [vaultPublicHost(context)],
      gateways: [publicGateway],
      http: [{ match: publicPaths(context), route: [{ destination: { host, subset, port: { number: vaultPort } } }] }],
    }),
  ];
}

/** Vault's certificate, and how it is reached. */
export const vaultWays = (context: AddonContext): Manifest[] => [certificate(context), ...internalWay(context), ...publicWay(context)];
