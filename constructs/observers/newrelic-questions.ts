import type { Place } from "../place.ts";
import { everywhere, type Question, type Questions, type SignalName } from "./signals.ts";

/** `acme-prod-aws`: New Relic's name of an account that is linked to it, on everything it reads of it. */
export const linkName = ({ organization, environment, cloud }: Place): string => `${organization}-${environment}-${cloud}`;

const inCluster = (select: string, from: string, facet = ""): Questions =>
  everywhere(({ name }) => `SELECT ${select} FROM ${from} WHERE clusterName = '${name}'${facet}`);

/** Attributes of what New Relic polls of CloudWatch: https://docs.newrelic.com/docs/infrastructure/amazon-integrations/aws-integrations-list/aws-rds-monitoring-integration/ */
const inAws =
  (select: string, provider: string): Question =>
  (place) =>
    `SELECT ${select} FROM DatastoreSample WHERE provider = '${provider}' AND providerAccountName = '${linkName(place)}' AND awsRegion = '${place.region}' FACET displayName`;

/** Samples of Cloud SQL name no region; names of instances begin with their place's. */
const inGcp =
  (select: string): Question =>
  (place) =>
    `SELECT ${select} FROM GcpCloudSqlSample WHERE providerAccountName = '${linkName(place)}' AND entityName LIKE '%${place.name}-%' FACET entityName`;

/** Requests of applications, as OpenTelemetry counts them: https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ */
const requests = "count(http.server.request.duration)";

/**
 * What New Relic is asked for each signal. Counts are of those that fit out of all, not out of those that fit: a query without
 * samples is a gap and no zero. Attributes: https://docs.newrelic.com/attribute-dictionary/
 *
 * It reads neither how late copies in Cloud SQL are in seconds, nor Memorystore for Valkey.
 */
export const newRelicQuestions: Readonly<Record<SignalName, Questions>> = {
  nodesNotReady: inCluster("filter(uniqueCount(nodeName), WHERE condition.Ready != 1)", "K8sNodeSample"),
  podsPending: inCluster("filter(uniqueCount(namespaceName, podName), WHERE status = 'Pending')", "K8sPodSample"),
  containersCrashing: inCluster(
    "filter(uniqueCount(podName, containerName), WHERE reason = 'CrashLoopBackOff')",
    "K8sContainerSample",
    " FACET namespaceName",
  ),
  volumesFilling: inCluster("max(fsUsedPercent)", "K8sVolumeSample", " AND pvcName IS NOT NULL FACET pvcNamespace, pvcName"),
  agentsSilent: inCluster("uniqueCount(nodeName)", "K8sNodeSample"),
  requestsFailing: everywhere(
    ({ name }) =>
      `SELECT filter(${requests}, WHERE numeric(http.response.status_code) >= 500) / ${requests} * 100 FROM Metric WHERE k8s.cluster.name = '${name}'`,
  ),
  databaseBusy: {
    aws: inAws("max(provider.cpuUtilization.average)", "RdsDbInstance"),
    gcp: inGcp("max(database.cpu.Utilization) * 100"),
  },
  databaseFilling: {
    aws: inAws("100 - average(provider.freeStorageSpaceBytes.average) / average(provider.allocatedStorageBytes) * 100", "RdsDbInstance"),
    gcp: inGcp("max(database.disk.Utilization) * 100"),
  },
  replicaLate: { aws: inAws("max(provider.replicaLag.average)", "RdsDbInstance") },
  cacheFilling: { aws: inAws("max(provider.databaseMemoryUsagePercentage.average)", "ElastiCacheRedisNode") },
};
