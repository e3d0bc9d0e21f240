import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";
import { meshAuthorityName } from "./mesh-authority.ts";
import { systemTolerations, usesIstio } from "./mesh-facts.ts";

/** Where proxies ask for certificates. */
export const istioCsrAddress = "cert-manager-istio-csr.cert-manager.svc:443";

function values(context: AddonContext): Values {
  return {
    replicaCount: replicas(context),
    app: {
      certmanager: { namespace: "istio-system", issuer: { name: meshAuthorityName, kind: "Issuer", group: "cert-manager.io" } },
      tls: {
        trustDomain: "cluster.local",
        certificateDNSNames: ["cert-manager-istio-csr.cert-manager.svc"],
      },
      server: {
        // Istiod tells proxies what their cluster is called, and they say so here.
        clusterID: context.place.name,
        // A day: a longer outage of the authority than an hour must not end the mesh.
        maxCertificateDuration: "24h",
      },
    },
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "256Mi" } },
    tolerations: systemTolerations,
  };
}

/** Passes requests for certificates on to cert-manager, so that the mesh's authority is whichever cert-manager knows. */
export const istioCsr: Addon = {
  name: "istio-csr",
  purpose: "Gets workloads in the mesh their certificates from cert-manager",
  namespace: "cert-manager",
  chart: {
    repository: "https://charts.jetstack.io",
    name: "cert-manager-istio-csr",
    version: "v0.14.2",
    source: "https://artifacthub.io/packages/helm/cert-manager/cert-manager-istio-csr/0.14.2",
  },
  after: ["cert-manager", "istio-authority"],
  delivery: "terraform",
  appliesTo: usesIstio,
  values,
};
