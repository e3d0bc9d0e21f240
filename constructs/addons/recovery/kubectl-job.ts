import type { Manifest, Values } from "../addon.ts";

/** Kubectl, jq, curl and a shell; kubectl works with clusters one minor version away. */
const KUBECTL_IMAGE = "docker.io/alpine/k8s:1.34.1";

export interface KubectlJobProps {
  /** Of the job, its service account, and its roles. */
  readonly name: string;
  readonly namespace: string;
  /** Cron expression, UTC. */
  readonly schedule: string;
  /** For `sh -eu`. */
  readonly script: string;
  /** Files of the folder `/job`, besides the script. @default none */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** What it may do in its own namespace. @default nothing */
  readonly rules?: readonly Values[];
  /** What it may do everywhere. @default nothing */
  readonly clusterRules?: readonly Values[];
}

/** A script that runs by the clock with kubectl, and with no rights but those listed. */
export function kubectlJob(props: KubectlJobProps): Manifest[] {
  const { name, namespace, script, files = {}, rules, clusterRules } = props;
  const metadata = { name, namespace };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    ...(rules ? grant(props, "Role", rules) : []),
    ...(clusterRules ? grant(props, "ClusterRole", clusterRules) : []),
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: { ...files, "job.sh": script } },
    { apiVersion: "batch/v1", kind: "CronJob", metadata, spec: spec(props) },
  ];
}

function grant({ name, namespace }: KubectlJobProps, kind: "Role" | "ClusterRole", rules: readonly Values[]): Manifest[] {
  const metadata = kind === "Role" ? { name, namespace } : { name: `${namespace}-${name}` };
  const apiVersion = "rbac.authorization.k8s.io/v1";
  return [
    { apiVersion, kind, metadata, rules },
    {
      apiVersion,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name: metadata.name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
  ];
}

const spec = ({ name, schedule, timeoutSeconds, env = {} }: KubectlJobProps): Values => ({
  schedule,
  timeZone: "Etc/UTC",
  concurrencyPolicy: "Forbid",
  // A cluster that was down at the time makes up for it within a day.
  startingDeadlineSeconds: 86_400,
  successfulJobsHistoryLimit: 1,
  failedJobsHistoryLimit: 1,
  jobTemplate: {
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: timeoutSeconds,
      template: {
        metadata: { labels: { app: name } },
        spec: {
          serviceAccountName: name,
          restartPolicy: "Never",
          securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: "RuntimeDefault" } },
          containers: [
            {
              name: "job",
              image: KUBECTL_IMAGE,
              command: ["sh", "-eu", "/job/job.sh"],
              env: Object.entries({ HOME: "/tmp", ...env }).map(([key, value]) => ({ name: key, value })),
              securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
              resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
              volumeMounts: [
                { name: "job", mountPath: "/job", readOnly: true },
                { name: "tmp", mountPath: "/tmp" },
              ],
            },
          ],
          volumes: [
            { name: "job", configMap: { name } },
            { name: "tmp", emptyDir: {} },
          ],
        },
      },
    },
  },
});
