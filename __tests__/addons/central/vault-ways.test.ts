import { describe, expect, it } from "vitest";
import type { Addon, AddonContext, Manifest } from "../../../constructs/addons/addon.ts";
import { vault } from "../../../constructs/addons/central/vault.ts";
import { istioInternal } from "../../../constructs/addons/mesh/istio-internal.ts";
import { externalDns } from "../../../constructs/addons/security/external-dns.ts";
import type { FreeForm } from "../observability/catalog.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../sample-context.ts";

const here = samplePlace("aws", "mgmt");
const far = { ...samplePlace("gcp", "dev"), interconnect: false };
const of = (overrides: Partial<AddonContext> = {}): AddonContext =>
  sampleContext("aws", { place: here.place, places: [here], ...overrides });
const withFar = of({ estate: [here, samplePlace("aws"), far] });
const objects = (addon: Addon, context: AddonContext): readonly Manifest[] => addon.resources?.(context, sampleIdentity) ?? [];
const specOf = (addon: Addon, context: AddonContext, kind: string, name: string): FreeForm =>
  objects(addon, context).find((object) => object.kind === kind && object.metadata.name === name)?.spec;
const destination = { host: "vault-active.vault.svc.cluster.local", port: { number: 8200 } };

describe("vault's certificate", () => {
  it("is a public one for the name everybody asks for, and the servers' volume", () => {
    const certificate = specOf(vault, of(), "Certificate", "vault-tls");
    expect(certificate).toMatchObject({ dnsNames: ["vault.example.com"], issuerRef: { name: "letsencrypt", kind: "ClusterIssuer" } });
    expect(JSON.stringify(vault.values?.(of(), sampleIdentity))).toContain(`"secretName":"${certificate.secretName}"`);
  });
});

describe("the way within the estate", () => {
  it("passes TLS on unread, to the server that leads", () => {
    const gateway = specOf(vault, of(), "Gateway", "vault");
    expect(gateway.selector).toEqual({ istio: "eastwestgateway" });
    expect(gateway.servers).toEqual([
      { port: { number: 443, name: "tls-vault", protocol: "TLS" }, tls: { mode: "PASSTHROUGH" }, hosts: ["vault.example.com"] },
    ]);
    expect(specOf(vault, of(), "VirtualService", "vault").tls).toEqual([
      { match: [{ port: 443, sniHosts: ["vault.example.com"] }], route: [{ destination }] },
    ]);
  });

  it("is open in the central place only, to the estate's addresses", () => {
    const ports = (context: AddonContext) => JSON.stringify(istioInternal.values?.(context, sampleIdentity).service);
    expect(ports(of())).toContain('"tls-vault","port":443');
    expect(ports(sampleContext("aws"))).not.toContain("tls-vault");
    const [estate] = specOf(istioInternal, of(), "AuthorizationPolicy", "internal").rules;
    expect(estate.from).toEqual([{ source: { ipBlocks: ["10.0.0.0/8"] } }]);
    expect(estate.to[0].operation.ports).toContain("443");
  });

  it("is there without other places, for the central place's own pods, which never come by the load balancer", () => {
    const alone = of({ estate: [here] });
    expect(istioInternal.appliesTo?.(alone)).toBe(true);
    const within = specOf(istioInternal, alone, "Service", "internal-from-within");
    expect(within).toEqual({
      selector: { istio: "eastwestgateway" },
      ports: [{ name: "tls-vault", port: 443, targetPort: 443, protocol: "TCP" }],
      externalIPs: ["<ingress.internalAddress>"],
    });
    expect(specOf(istioInternal, sampleContext("aws"), "Service", "internal-from-within")).toBeUndefined();
  });

  it("has its name in DNS, which the edge does not stand before", () => {
    expect(specOf(externalDns, of(), "DNSEndpoint", "vault").endpoints).toEqual([
      {
        dnsName: "vault.example.com",
        recordType: "A",
        targets: ["<ingress.internalAddress>"],
        providerSpecific: [{ name: "external-dns.alpha.kubernetes.io/cloudflare-proxied", value: "false" }],
      },
    ]);
    expect(specOf(externalDns, sampleContext("aws"), "DNSEndpoint", "vault")).toBeUndefined();
  });
});

describe("the way by the edge", () => {
  it("is there only for places that no network of the estate leads to", () => {
    expect(objects(vault, of()).map(({ kind }) => kind)).toEqual(["Certificate", "Gateway", "VirtualService"]);
    expect(objects(vault, withFar).map(({ kind }) => kind)).toContain("DestinationRule");
    // Vault's own place is never out of its own reach.
    expect(objects(vault, of({ estate: [{ ...here, interconnect: false }] }))).toHaveLength(3);
  });

  it("lets these places' clusters sign in and read secrets, and shows nothing else", () => {
    const route = specOf(vault, withFar, "VirtualService", "vault-public");
    expect([route.hosts, route.gateways]).toEqual([["vault.mgmt-aws-use1.example.com"], ["istio-ingress/public"]]);
    expect(route.http).toHaveLength(1);
    expect(route.http[0].match).toEqual([
      { uri: { exact: `/v1/auth/jwt/${far.name}/login` } },
      { uri: { exact: "/v1/auth/token/lookup-self" } },
      { uri: { exact: "/v1/auth/token/renew-self" } },
      { uri: { exact: "/v1/auth/token/revoke-self" } },
      { uri: { prefix: "/v1/kv/" } },
    ]);
  });

  it("asks with TLS for the certificate's name, by a subset, so that what is passed on is not encrypted twice", () => {
    const rule = specOf(vault, withFar, "DestinationRule", "vault");
    const [{ name, trafficPolicy }] = rule.subsets;
    expect(rule.trafficPolicy).toBeUndefined();
    expect(trafficPolicy.tls).toMatchObject({ mode: "SIMPLE", sni: "vault.example.com", subjectAltNames: ["vault.example.com"] });
    expect(trafficPolicy.tls.caCertificates).toBeDefined();
    const [{ route }] = specOf(vault, withFar, "VirtualService", "vault-public").http;
    expect(route).toEqual([{ destination: { ...destination, subset: name } }]);
  });
});
