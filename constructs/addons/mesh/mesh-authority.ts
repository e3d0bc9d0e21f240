import { clusterAuthPath, meshMount, podAudience } from "../../vault/facts.ts";
import type { Addon, AddonContext, Manifest } from "../addon.ts";
import { spansPlaces } from "./mesh-facts.ts";

/** The authority's name, as cert-manager and Vault know it. */
export const meshAuthorityName = "mesh-ca";

/** Where the mesh's control plane is, and with it the authority that signs for it. */
const namespaces = { istio: "istio-system", linkerd: "linkerd" } as const;

type Mesh = keyof typeof namespaces;

/** What Vault is asked for: Istio's workloads get certificates, Linkerd an authority of its own, since it signs for workloads itself. */
const signing: Record<Mesh, string> = { istio: "sign/istio", linkerd: "root/sign-intermediate" };

/** Vault signs, and its keys never leave it: https://cert-manager.io/docs/configuration/vault/#secretless-authentication-with-a-service-account */
function byVault({ place, vaultAddress }: AddonContext, mesh: Mesh): Manifest[] {
  const namespace = namespaces[mesh];
  const metadata = { name: meshAuthorityName, namespace };
  const mayAsk = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: `${meshAuthorityName}-token` };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: { ...metadata, name: mayAsk.name },
      rules: [{ apiGroups: [""], resources: ["serviceaccounts/token"], resourceNames: [meshAuthorityName], verbs: ["create"] }],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { ...metadata, name: mayAsk.name },
      roleRef: mayAsk,
      subjects: [{ kind: "ServiceAccount", name: "cert-manager", namespace: "cert-manager" }],
    },
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Issuer",
      metadata,
      spec: {
        vault: {
          server: vaultAddress,
          path: `${meshMount(place.name)}/${signing[mesh]}`,
          auth: {
            // Vault's JWT method takes the same request as its Kubernetes method, and needs no way back to the cluster.
            kubernetes: {
              mountPath: `/v1/auth/${clusterAuthPath(place.name)}`,
              role: meshAuthorityName,
              serviceAccountRef: { name: meshAuthorityName, audiences: [podAudience] },
            },
          },
        },
      },
    },
  ];
}

/** A mesh of one cluster needs nobody else to trust it: a key made in the cluster signs. */
function ofItsOwn(mesh: Mesh): Manifest[] {
  const namespace = namespaces[mesh];
  const root = `${meshAuthorityName}-root`;
  return [
    { apiVersion: "cert-manager.io/v1", kind: "Issuer", metadata: { name: root, namespace }, spec: { selfSigned: {} } },
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: root, namespace },
      spec: {
        isCA: true,
        commonName: root,
        subject: { organizations: ["cluster.local"] },
        // Ten years: whoever trusts it must be told of another, so it is renewed on purpose only.
        duration: "87600h",
        privateKey: { algorithm: "ECDSA", size: 256 },
        secretName: root,
        issuerRef: { name: root, kind: "Issuer", group: "cert-manager.io" },
      },
    },
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Issuer",
      metadata: { name: meshAuthorityName, namespace },
      spec: { ca: { secretName: root } },
    },
  ];
}

const resources = (context: AddonContext, mesh: Mesh): Manifest[] =>
  spansPlaces(context) && context.vaultAddress !== undefined ? byVault(context, mesh) : ofItsOwn(mesh);

const authority = (mesh: Mesh): Addon => ({
  name: `${mesh}-authority`,
  purpose: `Signs the identities of workloads in a mesh of ${mesh === "istio" ? "Istio" : "Linkerd"}`,
  namespace: namespaces[mesh],
  after: ["cert-manager"],
  delivery: "terraform",
  appliesTo: (facts) => facts.mesh === mesh,
  resources: (context) => resources(context, mesh),
});

/** Who vouches for workloads in Istio: Vault where several clusters must trust each other, else the cluster itself. */
export const istioAuthority: Addon = authority("istio");

/** Who vouches for workloads in Linkerd. */
export const linkerdAuthority: Addon = authority("linkerd");
