import { accountOf, type Place } from "../place.ts";
import { everywhere, type Questions, type Signal, type SignalName, signals } from "./signals.ts";

/** How long a monitor looks back, and what it makes of that time's values: `min(last_15m)` is "all the time". */
const during = (name: SignalName, how: "min" | "max" | "avg" | "sum", what: string): string => {
  const { minutes, bound, threshold }: Signal = signals[name];
  return `${how}(last_${minutes}m):${what} ${bound === "above" ? ">" : "<"} ${threshold}`;
};

/** The cluster's tag, which the agents and, by way of `k8s.cluster.name`, the collectors set. */
const inCluster = ({ name }: Place, ...filters: string[]): string => `{${[`kube_cluster_name:${name}`, ...filters].join(",")}}`;

/** Tags that Datadog's crawlers set. */
const inAws = (place: Place): string => `{aws_account:${accountOf(place, "aws").accountId},region:${place.region}}`;
const inGcp = (place: Place): string => `{project_id:${accountOf(place, "gcp").projectId},region:${place.region}}`;

const cluster = (name: SignalName, how: "min" | "max" | "avg" | "sum", what: (place: Place) => string): Questions =>
  everywhere((place) => during(name, how, what(place)));

const managed = (name: SignalName, aws: (scope: string) => string, gcp: (scope: string) => string): Questions => ({
  aws: (place) => during(name, "min", aws(inAws(place))),
  gcp: (place) => during(name, "min", gcp(inGcp(place))),
});

const volume = (place: Place, statistic: string) =>
  `max:kubernetes.kubelet.volume.stats.${statistic}${inCluster(place)} by {kube_namespace,persistentvolumeclaim}`;

/** Requests of applications, as OpenTelemetry counts them: https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ */
const requests = (place: Place, ...filters: string[]) => `count:http.server.request.duration${inCluster(place, ...filters)}.as_count()`;

const perDatabase = (metric: string) => (scope: string) => `max:gcp.cloudsql.database.${metric}${scope} by {database_id}`;
const perInstance = (metric: string) => (scope: string) => `max:aws.rds.${metric}${scope} by {dbinstanceidentifier}`;

/**
 * What Datadog is asked for each signal. Metrics of the cluster:
 * https://docs.datadoghq.com/integrations/kubernetes_state_core/#metrics; of managed services:
 * https://docs.datadoghq.com/integrations/amazon_rds/, amazon_elasticache, google_cloudsql, google_cloud_redis.
 */
export const datadogQuestions: Readonly<Record<SignalName, Questions>> = {
  nodesNotReady: cluster(
    "nodesNotReady",
    "min",
    (place) => `sum:kubernetes_state.node.by_condition${inCluster(place, "condition:ready", "!status:true")}`,
  ),
  podsPending: cluster("podsPending", "min", (place) => `sum:kubernetes_state.pod.status_phase${inCluster(place, "pod_phase:pending")}`),
  // The agent only reports those that there are.
  containersCrashing: cluster(
    "containersCrashing",
    "avg",
    (place) =>
      `default_zero(sum:kubernetes_state.container.status_report.count.waiting${inCluster(place, "reason:crashloopbackoff")} by {kube_namespace})`,
  ),
  volumesFilling: cluster("volumesFilling", "min", (place) => `${volume(place, "used_bytes")} / ${volume(place, "capacity_bytes")} * 100`),
  agentsSilent: cluster("agentsSilent", "max", (place) => `sum:datadog.agent.running${inCluster(place)}`),
  requestsFailing: cluster(
    "requestsFailing",
    "sum",
    (place) => `${requests(place, "http.response.status_code:5*")} / ${requests(place)} * 100`,
  ),
  databaseBusy: managed("databaseBusy", perInstance("cpuutilization"), (scope) => `${perDatabase("cpu.utilization")(scope)} * 100`),
  databaseFilling: managed(
    "databaseFilling",
    (scope) => `100 - ${perInstance("free_storage_space")(scope)} / ${perInstance("total_storage_space")(scope)} * 100`,
    (scope) => `${perDatabase("disk.utilization")(scope)} * 100`,
  ),
  replicaLate: managed("replicaLate", perInstance("replica_lag"), perDatabase("replication.replica_lag")),
  // A place has a Valkey or, as configured, a Redis instance; what it has not counts as nothing.
  cacheFilling: managed(
    "cacheFilling",
    (scope) => `max:aws.elasticache.database_memory_usage_percentage${scope} by {cacheclusterid}`,
    (scope) =>
      `( default_zero(max:gcp.memorystore.instance.memory.maximum_utilization${scope}) + default_zero(max:gcp.redis.stats.memory.usage_ratio${scope}) ) * 100`,
  ),
};
