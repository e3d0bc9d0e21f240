import { describe, expect, it } from "vitest";
import { hasHelm, type Rendered, rendered } from "./render.ts";

type Mesh = "istio" | "linkerd" | "none";
interface Changes {
  readonly mesh?: Mesh;
  readonly hosts?: readonly string[];
  readonly callers?: readonly string[];
  readonly metrics?: boolean;
}

const chart = ({ mesh = "istio", hosts = [], callers = [], metrics = true }: Changes): Promise<Rendered[]> =>
  rendered({
    image: { repository: "ghcr.io/acme/shop", tag: "1.2.3" },
    metrics: { enabled: metrics },
    platform: {
      port: 8080,
      criticality: "medium",
      mesh,
      ingress: { gateway: "istio-ingress/public", namespace: "istio-ingress", serviceAccount: "istio-ingress" },
      hosts,
      callers,
      serviceAccountAnnotations: {},
      podLabels: {},
      endpoints: "endpoints",
      secrets: [],
      spot: { key: "platform.acme.io/spot", value: "true", poolLabel: "platform.acme.io/pool" },
      replicas: { min: 2, max: 10 },
    },
  });
const of = (objects: readonly Rendered[], kind: string): Rendered[] => objects.filter((object) => object.kind === kind);
const meshes: readonly Mesh[] = ["istio", "linkerd", "none"];

interface Rule {
  readonly from: { readonly namespaceSelector: { readonly matchLabels: Readonly<Record<string, string>> } }[];
  readonly ports: { readonly port: number }[];
}
/** `reports -> 8080` for each namespace and port that the network policy opens. */
async function ways(changes: Changes): Promise<string[]> {
  const [policy] = of(await chart(changes), "NetworkPolicy");
  return policy?.spec.ingress.flatMap(({ from, ports }: Rule) => {
    if (ports.length === 0) throw new Error("a rule without ports opens all");
    return from.flatMap(({ namespaceSelector: { matchLabels } }) =>
      ports.map(({ port }) => `${matchLabels["kubernetes.io/metadata.name"]} -> ${port}`),
    );
  });
}

describe.skipIf(!hasHelm)("who reaches the application's pods", () => {
  it("is nobody but who watches, where nobody is named", async () => {
    expect(await ways({ mesh: "istio" })).toEqual(["observability -> 9090", "observability -> 15020"]);
    expect(await ways({ mesh: "linkerd" })).toEqual(["observability -> 9090", "observability -> 4191"]);
    expect(await ways({ mesh: "none" })).toEqual(["observability -> 9090"]);
    expect(await ways({ mesh: "none", metrics: false })).toEqual([]);
  });

  it.each(meshes)("is the gateway, for hosts and for other places, and each caller: %s", async (mesh) => {
    const found = await ways({ mesh, hosts: ["shop.example.com"], callers: ["reports"], metrics: false });
    expect(found).toEqual(expect.arrayContaining(["istio-ingress -> 8080", "reports -> 8080"]));
    expect(found.some((way) => way.startsWith("linkerd-multicluster"))).toBe(mesh === "linkerd");
    expect(found.includes("reports -> 4143")).toBe(mesh === "linkerd");
    expect(found.filter((way) => !/^(istio-ingress|reports|linkerd-multicluster|observability) -> /.test(way))).toEqual([]);
  });
});

describe.skipIf(!hasHelm)("hosts", () => {
  it.each(meshes)("are served through the platform's gateway: %s", async (mesh) => {
    const [route] = of(await chart({ mesh, hosts: ["shop.example.com", "www.example.com"] }), "VirtualService");
    expect(route?.spec).toMatchObject({
      hosts: ["shop.example.com", "www.example.com"],
      gateways: ["istio-ingress/public"],
      http: [{ route: [{ destination: { host: "shop.shop.svc.cluster.local", port: { number: 80 } } }], timeout: "15s" }],
    });
  });

  it("are what a route is for: without them there is none", async () => {
    expect(of(await chart({ callers: ["reports"] }), "VirtualService")).toEqual([]);
  });
});

describe.skipIf(!hasHelm)("the mesh's own rule in Istio", () => {
  const principals = async (changes: Changes) => {
    const [policy] = of(await chart({ mesh: "istio", ...changes }), "AuthorizationPolicy");
    expect(policy?.spec.action).toBe("ALLOW");
    return policy?.spec.rules?.flatMap(({ from }: { from: { source: { principals: string[] } }[] }) => from[0]?.source.principals);
  };

  it("lets in the gateway for hosts, and callers by their identity", async () => {
    const gateway = "cluster.local/ns/istio-ingress/sa/istio-ingress";
    expect(await principals({ hosts: ["shop.example.com"] })).toEqual([gateway]);
    expect(await principals({ callers: ["reports"] })).toEqual(["cluster.local/ns/reports/sa/reports"]);
    expect(await principals({})).toBeUndefined();
  });

  it("leaves metrics to the agent, which alone Prometheus may ask", async () => {
    const objects = await chart({ mesh: "istio" });
    expect(of(objects, "ServiceMonitor")).toEqual([]);
    expect(of(objects, "Deployment")[0]?.spec.template.metadata.annotations).toMatchObject({ "prometheus.io/port": "9090" });
  });
});

describe.skipIf(!hasHelm)("the mesh's own rule in Linkerd", () => {
  const references = async (changes: Changes) =>
    of(await chart({ mesh: "linkerd", ...changes }), "MeshTLSAuthentication")[0]?.spec.identityRefs.map(
      ({ namespace, name }: Record<string, string>) => `${namespace}/${name}`,
    );

  it("lets in the gateway for hosts, and callers of here and of other places", async () => {
    expect(await references({ hosts: ["shop.example.com"] })).toEqual(["istio-ingress/istio-ingress"]);
    expect(await references({ callers: ["reports"] })).toEqual(["reports/reports", "linkerd-multicluster/linkerd-gateway"]);
  });

  it("lets nobody in where nobody is named, but Prometheus to the metrics", async () => {
    const objects = await chart({ mesh: "linkerd" });
    expect(of(objects, "AuthorizationPolicy")).toEqual([]);
    const servers = of(objects, "Server").map(({ spec }) => `${spec.port} ${spec.accessPolicy ?? "deny"}`);
    expect(servers).toEqual(["http deny", "metrics all-unauthenticated"]);
    expect(of(await chart({ mesh: "linkerd", metrics: false }), "Server")).toHaveLength(1);
  });
});

describe.skipIf(!hasHelm)("metrics without Istio's agent", () => {
  it("are asked for at the application itself", async () => {
    for (const mesh of ["linkerd", "none"] as const) {
      const objects = await chart({ mesh });
      expect(of(objects, "ServiceMonitor")[0]?.spec.endpoints).toMatchObject([{ port: "metrics", path: "/metrics" }]);
      expect(of(objects, "Deployment")[0]?.spec.template.metadata).not.toHaveProperty("annotations");
      expect(of(await chart({ mesh, metrics: false }), "ServiceMonitor")).toEqual([]);
    }
  });
});
