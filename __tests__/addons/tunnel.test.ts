import { describe, expect, it } from "vitest";
import type { Addon, AddonContext, Manifest } from "../../constructs/addons/addon.ts";
import { catalog } from "../../constructs/addons/catalog.ts";
import { cloudflared } from "../../constructs/addons/foundation/cloudflared.ts";
import { istioGateway } from "../../constructs/addons/mesh/istio-gateway.ts";
import { podSecurityOf } from "../../constructs/addons/namespaces.ts";
import { externalDns } from "../../constructs/addons/security/external-dns.ts";
import { cloudNames } from "../../constructs/place.ts";
import { sampleContext, sampleIdentity } from "./sample-context.ts";

const throughTunnel = (cloud: (typeof cloudNames)[number], changes: Partial<AddonContext> = {}) =>
  sampleContext(cloud, { ingressMode: "tunnel", ...changes });
const objects = (addon: Addon, context: AddonContext): Manifest[] => [...(addon.resources?.(context, sampleIdentity) ?? [])];
const kinds = (addon: Addon, context: AddonContext): string[] => objects(addon, context).map(({ kind }) => kind);
const only = (addon: Addon, context: AddonContext, kind: string): Manifest => {
  const found = objects(addon, context).filter((object) => object.kind === kind);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} objects of kind ${kind}, expected one`);
  return found[0];
};

interface Container {
  readonly image: string;
  readonly args: string[];
  readonly env: object[];
  readonly ports: { readonly name: string; readonly containerPort: number }[];
}
interface Pods {
  readonly replicas: number;
  readonly template: { readonly spec: { readonly containers: Container[] } & Record<string, unknown> };
}
const podsOf = (context: AddonContext) => only(cloudflared, context, "Deployment").spec as Pods;
const containerOf = (context: AddonContext) => podsOf(context).template.spec.containers[0] as Container;

describe.each(cloudNames)("the connectors of a place's tunnel on %s", (cloud) => {
  const context = throughTunnel(cloud);

  it("are there where the place has no address, and only there", () => {
    expect(catalog).toContain(cloudflared);
    expect(cloudflared.appliesTo?.(context)).toBe(true);
    expect(cloudflared.appliesTo?.(sampleContext(cloud))).toBe(false);
  });

  it("are of one exact version, which does not change by itself", () => {
    expect(containerOf(context).image).toMatch(/^docker\.io\/cloudflare\/cloudflared:\d+\.\d+\.\d+$/);
    expect(containerOf(context).args).toContain("--no-autoupdate");
  });

  it("get the tunnel's token from the place's secret store, and show it in no argument", () => {
    expect(cloudflared.secrets?.(context)).toEqual([{ name: "cloudflared-token", keys: { token: "cloudflared-token" } }]);
    expect(containerOf(context).env).toEqual([
      { name: "TUNNEL_TOKEN", valueFrom: { secretKeyRef: { name: "cloudflared-token", key: "token" } } },
    ]);
    expect(containerOf(context).args.filter((argument) => /token/i.test(argument))).toEqual([]);
  });

  it("may do nothing on their node, and have no say in the cluster", () => {
    expect(podSecurityOf(cloudflared.namespace)).toBe("restricted");
    expect(podsOf(context).template.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [{ securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } } }],
    });
  });

  it("are two, of which one stays when nodes are emptied", () => {
    expect(podsOf(context).replicas).toBe(2);
    expect(only(cloudflared, context, "PodDisruptionBudget").spec).toMatchObject({ minAvailable: 1 });
    const small = throughTunnel(cloud, { highAvailability: false });
    expect(podsOf(small).replicas).toBe(1);
    expect(kinds(cloudflared, small)).not.toContain("PodDisruptionBudget");
  });

  it("are found by their budget and their monitor, at the port they listen on", () => {
    const { selector, template } = podsOf(context) as unknown as Record<string, { matchLabels: object; metadata: { labels: object } }>;
    expect(template?.metadata.labels).toEqual(selector?.matchLabels);
    expect(only(cloudflared, context, "PodDisruptionBudget").spec).toMatchObject({ selector });
    expect(only(cloudflared, context, "PodMonitor").spec).toMatchObject({ selector, podMetricsEndpoints: [{ port: "metrics" }] });
    expect(containerOf(context).ports).toEqual([{ name: "metrics", containerPort: 2000 }]);
    expect(containerOf(context).args.join(" ")).toContain("--metrics 0.0.0.0:2000");
  });

  it("end their requests before they are ended", () => {
    const grace = /--grace-period (\d+)s/.exec(containerOf(context).args.join(" "))?.[1];
    expect(Number(grace)).toBeLessThan(podsOf(context).template.spec.terminationGracePeriodSeconds as number);
  });

  it("wait for nothing that a person puts in later: the release is made without its pods running", () => {
    expect(cloudflared.chart).toBeUndefined();
    expect(cloudflared.after).toContain("external-secrets");
  });
});

describe.each(cloudNames)("the public gateway behind a tunnel on %s", (cloud) => {
  const [open, closed] = [sampleContext(cloud), throughTunnel(cloud)];
  const service = (context: AddonContext) => istioGateway.values?.(context, sampleIdentity).service;

  it("has an address within the cluster only", () => {
    expect(service(closed)).toEqual({ type: "ClusterIP", ports: [{ name: "https", port: 443, targetPort: 443, protocol: "TCP" }] });
  });

  it.each(["pools", "managed"] as const)("joins no load balancer, with %s", (compute) => {
    expect(kinds(istioGateway, throughTunnel(cloud, { compute }))).not.toContain("TargetGroupBinding");
    expect(JSON.stringify(objects(istioGateway, closed))).not.toContain("<ingress.");
  });

  it("serves TLS, and asks for no certificate that connectors do not have", () => {
    const tls = (context: AddonContext) => (only(istioGateway, context, "Gateway").spec as { servers: { tls: object }[] }).servers[0]?.tls;
    expect(tls(closed)).toEqual({ ...tls(open), mode: "SIMPLE" });
    expect(istioGateway.secrets?.(closed)).toEqual([]);
  });

  it("is otherwise the gateway that it is with an address", () => {
    const { service: _closed, ...rest } = istioGateway.values?.(closed, sampleIdentity) ?? {};
    const { service: _open, ...same } = istioGateway.values?.(open, sampleIdentity) ?? {};
    expect(rest).toEqual(same);
    const others = (context: AddonContext) =>
      objects(istioGateway, context).filter(({ kind }) => !["Gateway", "TargetGroupBinding"].includes(kind));
    expect(others(closed)).toEqual(others(open));
  });
});

it.each(cloudNames)("names of a place on %s lead to its address, and nowhere where it has none", (cloud) => {
  const place = (context: AddonContext) => objects(externalDns, context).filter(({ metadata }) => metadata.name === "place");
  expect(place(sampleContext(cloud))).toHaveLength(1);
  expect(place(throughTunnel(cloud))).toEqual([]);
});

it("the public gateway behind a balancer that ends TLS is bound to it, and leaves certificates of the edge to it", () => {
  const web = sampleContext("aws", { ingressMode: "l7-native" });
  expect(kinds(istioGateway, web)).toContain("TargetGroupBinding");
  expect(istioGateway.secrets?.(web)).toEqual([]);
  // The balancer says no name when it connects.
  expect(only(istioGateway, web, "Gateway").spec).toMatchObject({ servers: [{ hosts: ["*"], tls: { mode: "SIMPLE" } }] });
  expect(cloudflared.appliesTo?.(web)).toBe(false);
});
