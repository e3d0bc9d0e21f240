import { keycloakHost } from "../../sso/sign-in.ts";
import type { AddonFacts, Manifest } from "../addon.ts";
import { runsKeycloak } from "../central/keycloak-address.ts";
import { placeHost } from "./internal-services.ts";

/** Namespace of the gateways. */
export const gatewayNamespace = "istio-ingress";

/** Secret with the certificate the gateways answer with. */
export const gatewayCertificateName = "gateway-certificate";

/** Secret with the authority of whom the public gateway lets in; Istio finds it by this ending. */
export const edgeAuthorityName = `${gatewayCertificateName}-cacert`;

/** What the gateways answer to: names of the place, of the environment, in production of the domain itself, and where people sign in. */
export function gatewayHosts(facts: AddonFacts): string[] {
  const { place, domain } = facts;
  const hasDomain = place.environment === "prod";
  const zones = [placeHost(place, domain), `${place.environment}.${domain}`, ...(hasDomain ? [domain] : [])];
  // Twice it may not be: a name that an asterisk covers is refused beside it.
  const signIn = runsKeycloak(facts) && !hasDomain ? [keycloakHost(domain)] : [];
  return [...zones.map((zone) => `*.${zone}`), ...signIn];
}

/** A public certificate, by a record in DNS: no request needs to reach the place for it. */
export const gatewayCertificate = (facts: AddonFacts): Manifest => ({
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: gatewayCertificateName, namespace: gatewayNamespace },
  spec: {
    secretName: gatewayCertificateName,
    dnsNames: gatewayHosts(facts),
    issuerRef: { name: "letsencrypt", kind: "ClusterIssuer", group: "cert-manager.io" },
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
  },
});
