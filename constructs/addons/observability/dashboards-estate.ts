import type { AddonContext } from "../addon.ts";
import { choice, type Dashboard, graph, type Row, stat, table } from "./dashboards-panels.ts";

/** What is chosen at the top, on every series. */
const chosen = 'environment=~"$environment",cloud=~"$cloud"';

/** Share of what nodes offer that pods have asked for. */
const asked = (resource: "cpu" | "memory", by = "cluster") =>
  `sum by (${by}) (kube_pod_container_resource_requests{resource="${resource}",${chosen}}) / ` +
  `sum by (${by}) (kube_node_status_allocatable{resource="${resource}",${chosen}})`;

const notReady = `sum by (cluster) (kube_node_status_condition{condition="Ready",status!="true",${chosen}})`;
const pending = `sum by (cluster) (kube_pod_status_phase{phase="Pending",${chosen}})`;
const alerts = (severity: string) => `count by (cluster) (ALERTS{alertstate="firing",severity="${severity}",${chosen}})`;
const orNothing = (expr: string) => `${expr} or vector(0)`;

/** A month of 730 hours. */
const monthly = (by: string) => `sum by (${by}) (node_total_hourly_cost{${chosen}}) * 730`;

const health = (clusters: number): Row => ({
  title: "Health",
  panels: [
    stat("Clusters that report", orNothing(`count(count by (cluster) (kube_node_info{${chosen}}))`), {
      description: `The estate has ${clusters}`,
    }),
    stat("Nodes", orNothing(`count(kube_node_info{${chosen}})`)),
    stat("Nodes not ready", orNothing(`sum(${notReady})`), { limits: { warn: 1, bad: 3 } }),
    stat("Pods without a node", orNothing(`sum(${pending})`), { limits: { warn: 5, bad: 20 } }),
    stat("Critical alerts", orNothing(`sum(${alerts("critical")})`), { limits: { warn: 1, bad: 1 } }),
    stat("Warnings", orNothing(`sum(${alerts("warning")})`)),
    table(
      "Clusters",
      ["cluster"],
      [
        { expr: `count by (cluster) (kube_node_info{${chosen}})`, legend: "Nodes", unit: "none" },
        { expr: notReady, legend: "Not ready", unit: "none", limits: { warn: 1, bad: 3 } },
        { expr: pending, legend: "Pods without a node", unit: "none", limits: { warn: 5, bad: 20 } },
        { expr: asked("cpu"), legend: "Processors asked for", unit: "percentunit", limits: { warn: 0.8, bad: 0.95 } },
        { expr: asked("memory"), legend: "Memory asked for", unit: "percentunit", limits: { warn: 0.8, bad: 0.95 } },
        { expr: alerts("critical"), legend: "Critical alerts", unit: "none", limits: { warn: 1, bad: 1 } },
      ],
    ),
  ],
});

const capacity: Row = {
  title: "Capacity",
  panels: [
    graph("Processors that pods have asked for", "percentunit", [{ expr: asked("cpu"), legend: "{{cluster}}" }]),
    graph("Memory that pods have asked for", "percentunit", [{ expr: asked("memory"), legend: "{{cluster}}" }]),
    graph("Nodes", "none", [{ expr: `count by (cluster) (kube_node_info{${chosen}})`, legend: "{{cluster}}" }]),
    graph(
      "Processors in use",
      "percentunit",
      [
        {
          expr: `1 - avg by (cluster) (rate(node_cpu_seconds_total{mode="idle",${chosen}}[$__rate_interval]))`,
          legend: "{{cluster}}",
        },
      ],
      { description: "Far below what is asked for: requests are too high" },
    ),
  ],
};

const cost: Row = {
  title: "Cost",
  panels: [
    stat("Nodes per month", `sum(${monthly("cluster")})`, {
      ...{ unit: "currencyUSD", width: 6, description: "By list prices, in clusters with OpenCost; Kubecost has its own pages" },
    }),
    stat("What serves nobody", orNothing(`count(ALERTS{alertstate="firing",topic="idle",${chosen}})`), {
      ...{ limits: { warn: 1, bad: 10 }, width: 6, description: "Volumes, load balancers, deployments and nodes that are not used" },
    }),
    graph("Nodes per month, by cluster", "currencyUSD", [{ expr: monthly("cluster"), legend: "{{cluster}}" }]),
    graph("Processors that are paid for and not asked for", "none", [
      {
        expr:
          `sum by (cluster) (kube_node_status_allocatable{resource="cpu",${chosen}}) - ` +
          `sum by (cluster) (kube_pod_container_resource_requests{resource="cpu",${chosen}})`,
        legend: "{{cluster}}",
      },
    ]),
    graph("Memory that is paid for and not asked for", "bytes", [
      {
        expr:
          `sum by (cluster) (kube_node_status_allocatable{resource="memory",${chosen}}) - ` +
          `sum by (cluster) (kube_pod_container_resource_requests{resource="memory",${chosen}})`,
        legend: "{{cluster}}",
      },
    ]),
  ],
};

const distinct = (values: readonly string[]) => [...new Set(values)];

/** All clusters: whether they are well, what room they have, what they cost. */
export const estateDashboard = ({ estate }: Pick<AddonContext, "estate">): Dashboard => ({
  uid: "estate",
  title: "Estate",
  variables: [
    choice("environment", distinct(estate.map(({ place }) => place.environment))),
    choice("cloud", distinct(estate.map(({ place }) => place.cloud))),
  ],
  rows: [health(estate.length), capacity, cost],
});
