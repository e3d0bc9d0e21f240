import type { AddonContext } from "../addon.ts";
import { choice, type Dashboard, graph, labelled, type Row } from "./dashboards-panels.ts";

const chosen = 'cluster=~"$cluster",namespace=~"$namespace"';
const by = "cluster, namespace";
const legend = "{{cluster}} {{namespace}}";

/** By the called pod's own proxy; a cluster has either mesh, so one of the two has values. */
const either = (istio: string, linkerd: string) => `${istio} or ${linkerd}`;
const rateOf = (metric: string, filters: string, labels: string) =>
  `sum by (${labels}) (rate(${metric}{${filters},${chosen}}[$__rate_interval]))`;

const istioIn = 'reporter="destination"';
const linkerdIn = 'direction="inbound"';

const requests = either(rateOf("istio_requests_total", istioIn, by), rateOf("response_total", linkerdIn, by));

const failures = either(
  `${rateOf("istio_requests_total", `${istioIn},response_code=~"5.."`, by)} / ${rateOf("istio_requests_total", istioIn, by)}`,
  `${rateOf("response_total", `${linkerdIn},classification="failure"`, by)} / ${rateOf("response_total", linkerdIn, by)}`,
);

const slowest = (share: number) => {
  const quantile = (metric: string, filters: string) => `histogram_quantile(${share}, ${rateOf(metric, filters, `le, ${by}`)})`;
  return either(quantile("istio_request_duration_milliseconds_bucket", istioIn), quantile("response_latency_ms_bucket", linkerdIn));
};

const service: Row = {
  title: "Requests, errors, durations",
  panels: [
    graph("Requests", "reqps", [{ expr: requests, legend }]),
    graph("Answered with a server error", "percentunit", [{ expr: failures, legend }]),
    graph("Half are answered within", "ms", [{ expr: slowest(0.5), legend }], { width: 8 }),
    graph("95 of 100 are answered within", "ms", [{ expr: slowest(0.95), legend }], { width: 8 }),
    graph("99 of 100 are answered within", "ms", [{ expr: slowest(0.99), legend }], { width: 8 }),
  ],
};

const pods: Row = {
  title: "Pods",
  panels: [
    graph("Processors", "none", [
      { expr: `sum by (${by}) (rate(container_cpu_usage_seconds_total{container!="",${chosen}}[$__rate_interval]))`, legend },
    ]),
    graph("Memory", "bytes", [{ expr: `sum by (${by}) (container_memory_working_set_bytes{container!="",${chosen}})`, legend }]),
    graph("Used of the processors asked for", "percentunit", [
      {
        expr:
          `sum by (${by}) (rate(container_cpu_usage_seconds_total{container!="",${chosen}}[$__rate_interval])) / ` +
          `sum by (${by}) (kube_pod_container_resource_requests{resource="cpu",${chosen}})`,
        legend,
      },
    ]),
    graph("Used of the memory asked for", "percentunit", [
      {
        expr:
          `sum by (${by}) (container_memory_working_set_bytes{container!="",${chosen}}) / ` +
          `sum by (${by}) (kube_pod_container_resource_requests{resource="memory",${chosen}})`,
        legend,
      },
    ]),
    graph("Restarts per hour", "none", [
      { expr: `sum by (${by}) (increase(kube_pod_container_status_restarts_total{${chosen}}[1h])) > 0`, legend },
    ]),
    graph("Copies that are missing", "none", [
      {
        expr: `sum by (${by}, deployment) (kube_deployment_spec_replicas{${chosen}} - kube_deployment_status_replicas_available{${chosen}}) > 0`,
        legend: `${legend} {{deployment}}`,
      },
    ]),
    graph(
      "Of the most copies allowed",
      "percentunit",
      [
        {
          expr:
            `kube_horizontalpodautoscaler_status_current_replicas{${chosen}} / ` +
            `on (${by}, horizontalpodautoscaler) kube_horizontalpodautoscaler_spec_max_replicas{${chosen}}`,
          legend: `${legend} {{horizontalpodautoscaler}}`,
        },
      ],
      { description: "At 100 % more load means slower answers" },
    ),
  ],
};

/** What users notice of applications, by namespace, as the mesh counts it: the same for all, in whatever language they are written. */
export const applicationsDashboard = ({ estate }: Pick<AddonContext, "estate">): Dashboard => ({
  uid: "applications",
  title: "Applications",
  variables: [
    choice(
      "cluster",
      estate.map(({ name }) => name),
    ),
    labelled("namespace", 'kube_pod_status_phase{cluster=~"$cluster"}'),
  ],
  rows: [service, pods],
});
