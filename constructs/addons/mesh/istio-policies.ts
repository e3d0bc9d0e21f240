import type { CloudName } from "../../place.ts";
import type { Addon, AddonContext, Manifest, PlaceFacts } from "../addon.ts";
import { usesIstio } from "./mesh-facts.ts";

/** What stands in the namespace of istiod holds for the whole mesh. */
const namespace = "istio-system";

const object = (apiVersion: string, kind: string, name: string, spec: object): Manifest => ({
  apiVersion: `${apiVersion}.istio.io/v1`,
  kind,
  metadata: { name, namespace },
  spec,
});

/** Where traffic goes when no instance is left in the caller's region: the next place, in another cloud where there is one. */
export const failover = (places: readonly PlaceFacts[]): { from: string; to: string }[] => {
  const regions = [...new Set(places.map(({ place }) => place.region))];
  return regions.length < 2 ? [] : regions.map((from, index) => ({ from, to: regions[(index + 1) % regions.length] as string }));
};

/** Instances that answer with errors get no traffic for a while; https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/failover/ */
const resilience = (places: readonly PlaceFacts[]) =>
  object("networking", "DestinationRule", "mesh", {
    host: "*.svc.cluster.local",
    trafficPolicy: {
      // Without it locality is not failed over: Istio must know which instances are unwell.
      outlierDetection: { consecutive5xxErrors: 5, interval: "10s", baseEjectionTime: "30s", maxEjectionPercent: 50 },
      ...(failover(places).length > 0 && { loadBalancer: { localityLbSetting: { enabled: true, failover: failover(places) } } }),
    },
  });

const telemetry = object("telemetry", "Telemetry", "mesh", {
  // A tenth begins here; which of them are kept the collector decides when it has seen all of a trace.
  tracing: [{ providers: [{ name: "otel" }], randomSamplingPercentage: 10 }],
  // Requests that went well are counted in metrics; a line for each would be most of what is logged.
  accessLogging: [{ providers: [{ name: "json" }], filter: { expression: "response.code >= 400 || response.flags != '-'" } }],
});

/** Hosts of the cloud itself that workloads call, and where their identity comes from. */
const cloudHosts: Record<CloudName, readonly string[]> = {
  aws: ["*.amazonaws.com", "*.api.aws"],
  gcp: ["*.googleapis.com", "*.pkg.dev"],
  azure: ["*.windows.net", "*.azure.net", "*.azure.com", "*.microsoftonline.com", "*.azurecr.io"],
};

/** Addresses on the node that hand out identities; Azure's come with the pod. */
const identityHosts: Partial<Record<CloudName, { readonly host: string; readonly address: string }>> = {
  aws: { host: "pod-identity.eks.internal", address: "169.254.170.23/32" },
  gcp: { host: "metadata.google.internal", address: "169.254.169.254/32" },
};

/** PostgreSQL, SQL Server, Redis of all clouds, Kafka. */
const storePorts = { postgres: 5432, sqlserver: 1433, redis: 6379, "redis-azure": 6380, "redis-managed": 10000, kafka: 9098 };

/** What workloads may call besides each other. Teams add a ServiceEntry of their own for anything else, which a review sees. */
function ways({ place, places }: AddonContext): Manifest[] {
  const identity = identityHosts[place.cloud];
  const outside = { location: "MESH_EXTERNAL", resolution: "NONE" };
  const tcp = Object.entries(storePorts).map(([name, number]) => ({ name: `tcp-${name}`, number, protocol: "TCP" }));
  return [
    object("networking", "ServiceEntry", "cloud", {
      ...outside,
      hosts: cloudHosts[place.cloud],
      ports: [{ name: "tls", number: 443, protocol: "TLS" }],
    }),
    object("networking", "ServiceEntry", "data-stores", {
      ...outside,
      // No name resolves to it: it is the addresses that count.
      hosts: ["stores.places.internal"],
      addresses: places.map(({ cidr }) => cidr),
      ports: tcp,
    }),
    ...(identity
      ? [
          object("networking", "ServiceEntry", "identity", {
            ...outside,
            hosts: [identity.host],
            addresses: [identity.address],
            ports: [{ name: "http", number: 80, protocol: "HTTP" }],
          }),
        ]
      : []),
    object("networking", "Sidecar", "default", { egress: [{ hosts: ["*/*"] }], outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } }),
  ];
}

const resources = (context: AddonContext): Manifest[] => [
  object("security", "PeerAuthentication", "default", { mtls: { mode: "STRICT" } }),
  // Allows nothing: who may call a workload, the workload's own policy says.
  object("security", "AuthorizationPolicy", "default-deny", {}),
  telemetry,
  resilience(context.places),
  ...(context.criticality === "high" ? ways(context) : []),
];

/** What holds for every workload of the mesh unless it says otherwise. */
export const istioPolicies: Addon = {
  name: "istio-policies",
  purpose: "Encrypts and denies by default in the mesh, and fails over between places",
  namespace,
  after: ["istiod"],
  delivery: "terraform",
  appliesTo: usesIstio,
  resources,
};
