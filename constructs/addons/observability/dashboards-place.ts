import type { AddonContext } from "../addon.ts";
import { gatewayNamespace } from "../mesh/gateway-certificate.ts";
import { choice, type Dashboard, graph, type Row, stat, table } from "./dashboards-panels.ts";

const here = 'cluster="$cluster"';

const sum = (metric: string, by: string, filters = "") => `sum by (${by}) (${metric}{${here}${filters}})`;
const capacityOf = (resource: "cpu" | "memory") => [
  { expr: `sum(kube_node_status_allocatable{resource="${resource}",${here}})`, legend: "offered" },
  { expr: `sum(kube_pod_container_resource_requests{resource="${resource}",${here}})`, legend: "asked for" },
];

const state: Row = {
  title: "State",
  panels: [
    stat("Nodes", `count(kube_node_info{${here}})`),
    stat("Nodes not ready", `sum(kube_node_status_condition{condition="Ready",status!="true",${here}})`, { limits: { warn: 1, bad: 3 } }),
    stat("Pods running", `sum(kube_pod_status_phase{phase="Running",${here}})`),
    stat("Pods without a node", `sum(kube_pod_status_phase{phase="Pending",${here}})`, { limits: { warn: 5, bad: 20 } }),
    stat("Containers that crash", `sum(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff",${here}}) or vector(0)`, {
      limits: { warn: 1, bad: 5 },
    }),
    stat("Critical alerts", `count(ALERTS{alertstate="firing",severity="critical",${here}}) or vector(0)`, { limits: { warn: 1, bad: 1 } }),
    table(
      "Alerts",
      ["alertname", "severity", "namespace"],
      [
        {
          expr: `count by (alertname, severity, namespace) (ALERTS{alertstate="firing",severity!="none",${here}})`,
          legend: "Firing",
          unit: "none",
        },
      ],
      { width: 12 },
    ),
    table(
      "Volumes that are filling",
      ["namespace", "persistentvolumeclaim"],
      [
        {
          expr:
            `topk(20, max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes{${here}} / ` +
            `kubelet_volume_stats_capacity_bytes{${here}}))`,
          legend: "Full",
          unit: "percentunit",
          limits: { warn: 0.7, bad: 0.85 },
        },
      ],
      { width: 12 },
    ),
  ],
};

const nodes: Row = {
  title: "Nodes",
  panels: [
    graph("Processors", "none", [
      ...capacityOf("cpu"),
      { expr: `sum(rate(container_cpu_usage_seconds_total{container!="",${here}}[$__rate_interval]))`, legend: "used" },
    ]),
    graph("Memory", "bytes", [
      ...capacityOf("memory"),
      { expr: `sum(container_memory_working_set_bytes{container!="",${here}})`, legend: "used" },
    ]),
    graph("Processors in use, by node", "percentunit", [
      { expr: `1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle",${here}}[$__rate_interval]))`, legend: "{{instance}}" },
    ]),
    graph("Memory in use, by node", "percentunit", [
      {
        expr: `1 - ${sum("node_memory_MemAvailable_bytes", "instance")} / ${sum("node_memory_MemTotal_bytes", "instance")}`,
        legend: "{{instance}}",
      },
    ]),
  ],
};

/** What the gateways' own proxies count: they are the only ones that report from the caller's side for callers without a proxy. */
const gateways = (filters = "") =>
  `istio_requests_total{reporter="source",source_workload_namespace="${gatewayNamespace}",${here}${filters}}`;

const wayIn: Row = {
  title: "The way in",
  panels: [
    graph("Requests", "reqps", [
      {
        expr: `sum by (destination_service_namespace) (rate(${gateways()}[$__rate_interval]))`,
        legend: "{{destination_service_namespace}}",
      },
    ]),
    graph("Answered with a server error", "percentunit", [
      {
        expr:
          `sum by (destination_service_namespace) (rate(${gateways(',response_code=~"5.."')}[$__rate_interval])) / ` +
          `sum by (destination_service_namespace) (rate(${gateways()}[$__rate_interval]))`,
        legend: "{{destination_service_namespace}}",
      },
    ]),
  ],
};

/** One cluster: its nodes, its volumes, what it serves. */
export const placeDashboard = ({ estate }: Pick<AddonContext, "estate">): Dashboard => ({
  uid: "place",
  title: "Place",
  variables: [
    choice(
      "cluster",
      estate.map(({ name }) => name),
      false,
    ),
  ],
  rows: [state, nodes, wayIn],
});
