import type { Addon, AddonContext, Manifest, Values } from "../addon.ts";
import {
  agentServiceAccount,
  costHome,
  kubecostChart,
  kubecostGlobal,
  kubecostLeftOut,
  kubecostNamespace,
  kubecostSupports,
  storeAccess,
} from "./kubecost-store.ts";

const resources = { requests: { cpu: "50m", memory: "256Mi" }, limits: { memory: "1Gi" } };

function values(context: AddonContext): Values {
  const home = costHome(context)?.place;
  if (home === undefined) return {};
  return {
    ...kubecostLeftOut,
    global: kubecostGlobal(context.place, home),
    finopsagent: {
      enabled: true,
      serviceAccount: { create: true, name: agentServiceAccount },
      resources,
      // What was not yet written is written again after a restart.
      persistence: { enabled: true, size: "8Gi" },
      ...storeAccess(home, context.place),
    },
    // All of it is the primary's.
    frontend: { enabled: false },
    aggregator: { enabled: false },
    cloudCost: { enabled: false },
    forecasting: { enabled: false },
  };
}

/** Share of what nodes offer that no pod has asked for. Room for a zone's failure is a third; more than that for a week is a habit. */
const IDLE_SHARE = 0.4;

/** From what the cluster itself says, so that it holds without a bill: of memory as of processors, for nodes run out of either. */
const idleNodes = ({ contacts }: AddonContext): Manifest => {
  const free = (resource: string) =>
    `1 - sum(kube_pod_container_resource_requests{resource="${resource}"}) / sum(kube_node_status_allocatable{resource="${resource}"}) > ${IDLE_SHARE}`;
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { name: "idle-nodes", namespace: kubecostNamespace },
    spec: {
      groups: [
        {
          name: "idle-nodes",
          rules: [
            {
              alert: "NodesIdle",
              expr: `(${free("cpu")}) and (${free("memory")})`,
              for: "7d",
              labels: { severity: "info", topic: "idle" },
              annotations: {
                summary: "{{ $value | humanizePercentage }} of the nodes' processors have been asked for by no pod for a week",
                description: `Lower the pools' minimum or their size, or tell ${contacts.billing} why it is needed`,
              },
            },
          ],
        },
      ],
    },
  };
};

/** Kubecost's agent: measures what a cluster's workloads use and cost, and writes it to the management place's bucket. */
export const kubecost: Addon = {
  name: "kubecost",
  purpose: "Measures what workloads cost, for the management place to add up",
  namespace: kubecostNamespace,
  chart: kubecostChart,
  home: "workloads",
  appliesTo: (facts) => costHome(facts) !== undefined && kubecostSupports(facts.kubernetesVersion),
  after: ["kube-prometheus-stack"],
  values,
  resources: (context) => [idleNodes(context)],
};
