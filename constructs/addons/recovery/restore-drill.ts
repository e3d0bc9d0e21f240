import type { Addon, AddonContext, AddonFacts, Manifest } from "../addon.ts";
import { kubectlJob } from "./kubectl-job.ts";
import { foreignLocation, foreignReading, veleroNamespace } from "./velero-foreign.ts";

/** Also the name of the job, and of the namespace that the drill restores into and takes away again. */
const name = "restore-drill";

/** Puts a namespace among those that drills restore in turn: the one of this cluster of the same name says so. */
const DRILLED = "platform/restore-drill=true";

/** Noon of a month's first day, UTC: hours away from the backups. */
const SCHEDULE = "0 12 1 * *";

/** A monthly drill that fails is repeated by people; one that has not succeeded for longer than a month and a bit is an alarm. */
const ALARM_DAYS = 40;

const velero = "velero.io";

/**
 * Restores the newest backup's volumes and settings of one namespace from the other cloud, and takes them away again. Workloads
 * stay out: restored ones would talk to production's databases. Each month has another of the namespaces that want drills.
 */
const script = `newest=$(kubectl get backups.${velero} -l velero.io/storage-location=${foreignLocation} -o json |
  jq -r '[.items[] | select(.status.phase == "Completed")] | sort_by(.status.startTimestamp) | last | .metadata.name // empty')
if [ -z "$newest" ]; then echo "no completed backup in ${foreignLocation}: is its location available?"; exit 1; fi

namespaces=$(kubectl get namespaces -l ${DRILLED} -o json | jq -c '[.items[].metadata.name] | sort | if . == [] then ["default"] else . end')
month=$(date -u +%m | sed 's/^0//')
chosen=$(echo "$namespaces" | jq -r ".[$month % length]")
echo "restoring $chosen of $newest"

cleanup() {
  kubectl delete restores.${velero} ${name} --ignore-not-found --wait=false
  kubectl delete namespace ${name} --ignore-not-found --wait=false
}
gone() { while kubectl get "$1" ${name} --ignore-not-found -o name | grep -q .; do sleep 10; done; }
cleanup
gone restores.${velero}
gone namespace
trap cleanup EXIT

jq -n --arg backup "$newest" --arg chosen "$chosen" '{
  apiVersion: "velero.io/v1", kind: "Restore", metadata: { name: "${name}", namespace: "${veleroNamespace}" },
  spec: {
    backupName: $backup, includedNamespaces: [$chosen], namespaceMapping: { ($chosen): "${name}" },
    includedResources: ["configmaps", "persistentvolumeclaims", "persistentvolumes"], restorePVs: true
  }
}' | kubectl create -f -

phase=New
while :; do
  phase=$(kubectl get restores.${velero} ${name} -o jsonpath='{.status.phase}')
  case "$phase" in Completed | PartiallyFailed | Failed | FailedValidation) break ;; esac
  sleep 30
done
echo "restore of $chosen of $newest: $phase"

unbound=$(kubectl get persistentvolumeclaims -n ${name} -o json | jq '[.items[] | select(.status.phase != "Bound")] | length')
echo "volumes that did not come back: $unbound"
[ "$phase" = Completed ] && [ "$unbound" = 0 ]
`;

const job = (): Manifest[] =>
  kubectlJob({
    name,
    namespace: veleroNamespace,
    schedule: SCHEDULE,
    script,
    timeoutSeconds: 6 * 3600,
    rules: [
      { apiGroups: [velero], resources: ["backups"], verbs: ["get", "list"] },
      { apiGroups: [velero], resources: ["restores"], verbs: ["create", "get", "list", "watch", "delete"] },
    ],
    clusterRules: [
      { apiGroups: [""], resources: ["namespaces"], verbs: ["list"] },
      // Of namespaces it takes away only the one that it makes.
      { apiGroups: [""], resources: ["namespaces"], resourceNames: [name], verbs: ["get", "watch", "delete"] },
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["list"] },
    ],
  });

/** A job that has never succeeded counts from when it was made. */
const alarm = ({ foreignBackups }: AddonContext): Manifest => {
  const of = `{namespace="${veleroNamespace}", cronjob="${name}"}`;
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { name, namespace: veleroNamespace },
    spec: {
      groups: [
        {
          name,
          rules: [
            {
              alert: "RestoreDrillOverdue",
              expr: `time() - (kube_cronjob_status_last_successful_time${of} or kube_cronjob_created${of}) > ${ALARM_DAYS} * 86400`,
              for: "1h",
              labels: { severity: "warning" },
              annotations: {
                summary: `No backup of ${foreignBackups?.of.id} has been restored here for ${ALARM_DAYS} days`,
                description: `kubectl -n ${veleroNamespace} logs -l app=${name} says why; docs/backup.md how to repeat it`,
              },
            },
          ],
        },
      ],
    },
  };
};

const hasOtherClouds = ({ place, places, interconnect }: AddonFacts): boolean =>
  interconnect && places.some((other) => other.place.cloud !== place.cloud);

/** A backup nobody has restored is a hope: every month one of another cloud is restored, and who has not for long is told. */
export const restoreDrill: Addon = {
  name,
  purpose: "Restores a backup of another cloud every month and takes it away again",
  namespace: veleroNamespace,
  home: "workloads",
  appliesTo: hasOtherClouds,
  after: ["velero"],
  resources: (context) => (foreignReading(context) ? [...job(), alarm(context)] : []),
};
