import { keycloakHost, realm } from "../../sso/sign-in.ts";
import type { AddonContext, Manifest } from "../addon.ts";
import { publicGateway } from "../mesh/istio-gateway.ts";
import { keycloakConsoleHost, keycloakName, keycloakNamespace, keycloakService } from "./keycloak-address.ts";

const route = [{ destination: { host: keycloakService.host, port: { number: keycloakService.port } } }];
const paths = (...prefixes: string[]) => prefixes.map((prefix) => ({ uri: { prefix } }));

/** Signing in and what its pages are made of: https://www.keycloak.org/server/reverseproxy#_exposed_path_recommendations */
const signInPaths = paths(`/realms/${realm}/`, "/resources/");

/** Where programs could register themselves as clients; here configuration registers them. */
const registration = { match: paths(`/realms/${realm}/clients-registrations`), directResponse: { status: 404 } };

const way = (name: string, host: string, http: object[]): Manifest => ({
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name, namespace: keycloakNamespace },
  spec: { hosts: [host], gateways: [publicGateway], http },
});

/** The name everybody signs in at is below no place's, so it has a record of its own. The central place is on AWS, whose load balancers have names. */
const record = ({ domain, ingress }: AddonContext): Manifest => ({
  apiVersion: "externaldns.k8s.io/v1alpha1",
  kind: "DNSEndpoint",
  metadata: { name: keycloakName, namespace: keycloakNamespace },
  spec: { endpoints: [{ dnsName: keycloakHost(domain), recordType: "CNAME", targets: [ingress.address] }] },
});

/**
 * Where people and programs ask, and apart from it where the realm's console is. Neither leads to the realm `master`: whose tokens
 * administer everything is known within the cluster only.
 */
export const keycloakWays = (context: AddonContext): Manifest[] => [
  record(context),
  way(keycloakName, keycloakHost(context.domain), [registration, { match: signInPaths, route }]),
  way("keycloak-console", keycloakConsoleHost(context), [registration, { match: [...signInPaths, ...paths("/admin/")], route }]),
];
