import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";
import { internalServices } from "../mesh/internal-services.ts";
import { centralNamespace, reach } from "./central.ts";
import { replicaLabel } from "./kube-prometheus-stack.ts";
import { acrossZones, resources } from "./sizing.ts";
import { thanosChart } from "./thanos.ts";

/**
 * Every place's query service. Each has a certificate in its own name, so the name to expect is given per endpoint:
 * https://thanos.io/tip/components/query.md/#per-endpoint-tls-configuration
 */
const endpoints = (context: AddonContext): Values => ({
  endpoints: context.estate.map((place) => {
    const { host, port, serverName } = reach(context, internalServices.metrics, place);
    return {
      address: `${host}:${port}`,
      client_config: serverName ? { server_name: serverName, tls_config: { enabled: true } } : { tls_config: { enabled: false } },
    };
  }),
});

function values(context: AddonContext): Values {
  const { highAvailability } = context;
  const budget = { enabled: highAvailability, maxUnavailable: 1 };
  const copies = replicas(context);
  return {
    objstoreConfig: { create: false },
    serviceMonitor: { enabled: true },
    autoGomemlimit: { enabled: true },
    additionalReplicaLabels: [replicaLabel],
    storeGateway: { enabled: false },
    query: {
      replicas: copies,
      podDisruptionBudget: budget,
      resources: resources("200m", "512Mi", "4Gi"),
      topologySpreadConstraints: acrossZones(),
      extraArgs: [
        `--endpoint.sd-config=${JSON.stringify(endpoints(context))}`,
        // A place that does not answer is named in a warning, and the others are shown.
        "--query.partial-response",
        // Grafana's steps decide which resolution is read.
        "--query.auto-downsampling",
      ],
    },
    queryFrontend: {
      enabled: true,
      replicas: copies,
      podDisruptionBudget: budget,
      resources: resources("100m", "256Mi", "1Gi"),
      topologySpreadConstraints: acrossZones(),
      // Long ranges are asked for day by day, and days that are over are not asked for again.
      extraArgs: [
        "--query-range.split-interval=24h",
        `--query-range.response-cache-config=${JSON.stringify({ type: "IN-MEMORY", config: { max_size: "512MB" } })}`,
      ],
    },
  };
}

/** One query over all clusters, which asks the places' own. */
export const thanosGlobal: Addon = {
  name: "thanos-global",
  purpose: "Answers queries over the metrics of every cluster of the estate",
  namespace: centralNamespace,
  home: "services",
  chart: thanosChart,
  after: ["kube-prometheus-stack"],
  values,
};
