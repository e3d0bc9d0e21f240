import type { AddonContext, Manifest } from "../addon.ts";
import { chaosSchedules, experimentKinds } from "./chaos-schedules.ts";
import { kubectlJob } from "./kubectl-job.ts";

const namespace = "chaos-mesh";

/** What a namespace bears that agrees: Chaos Mesh's own annotation. */
const CONSENT = { key: "chaos-mesh.org/inject", value: "enabled" };

/** Tells these schedules from those that people make. */
const OURS = { key: "app.kubernetes.io/part-of", value: "weekly-chaos" };

/** https://chaos-mesh.org/docs/run-a-chaos-experiment/#pause-or-resume-chaos-experiments-using-commands */
const PAUSE = "experiment.chaos-mesh.org/pause";

/** Prometheus of the same cluster, as its operator names it. */
const PROMETHEUS = "http://prometheus-operated.observability:9090";

/** Something that people are woken for. An alert cannot be told from the experiment that caused it, and need not be. */
const TROUBLE = 'count(ALERTS{alertstate="firing", severity="critical"}) or vector(0)';

/**
 * Gives every namespace that agrees its schedules, takes them from those that no longer do, and pauses all while something is
 * wrong: experiments too that are under way. Who cannot be asked counts as wrong.
 */
const script = `agreeing=$(kubectl get namespaces -o json |
  jq -r '.items[] | select(.metadata.annotations["${CONSENT.key}"] == "${CONSENT.value}") | .metadata.name')
for one in $agreeing; do kubectl apply -n "$one" -f /job/schedules.json; done

kubectl get schedules.chaos-mesh.org -A -l ${OURS.key}=${OURS.value} -o json |
  jq -r '.items[] | "\\(.metadata.namespace) \\(.metadata.name)"' |
  while read -r where which; do
    echo "$agreeing" | grep -qx "$where" || kubectl delete schedules.chaos-mesh.org -n "$where" "$which"
  done

firing=$(curl -sSf -G ${PROMETHEUS}/api/v1/query --data-urlencode 'query=${TROUBLE}' |
  jq -r '.data.result[0].value[1] // "unknown"' || echo unknown)
if [ "$firing" = 0 ]; then mark='${PAUSE}-'; else mark='${PAUSE}=true'; echo "paused: critical alerts firing: $firing"; fi
for kind in schedules ${experimentKinds.join(" ")}; do
  kubectl get "$kind.chaos-mesh.org" -A -o json | jq -r '.items[] | "\\(.metadata.namespace) \\(.metadata.name)"' |
    while read -r where which; do kubectl annotate "$kind.chaos-mesh.org" -n "$where" "$which" --overwrite "$mark"; done
done
`;

const marked = (schedule: Manifest): Manifest => ({
  ...schedule,
  metadata: { ...schedule.metadata, labels: { [OURS.key]: OURS.value } },
});

/** The experiments of every namespace that agrees to them, and who stops them when there is trouble enough. */
export const chaosGuard = (context: AddonContext): Manifest[] =>
  kubectlJob({
    name: "chaos-guard",
    namespace,
    schedule: "*/2 * * * *",
    script,
    files: { "schedules.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: chaosSchedules(context).map(marked) }) },
    timeoutSeconds: 110,
    clusterRules: [
      { apiGroups: [""], resources: ["namespaces"], verbs: ["list"] },
      { apiGroups: ["chaos-mesh.org"], resources: ["schedules"], verbs: ["get", "list", "create", "patch", "delete"] },
      // What runs is paused, and neither begun nor changed otherwise.
      { apiGroups: ["chaos-mesh.org"], resources: [...experimentKinds], verbs: ["get", "list", "patch"] },
    ],
  });
