import type { Identity } from "../../identity/contract.ts";
import { clusterAuthPath, type clusterConsumers, podAudience, vaultNamespace } from "../../vault/facts.ts";
import type { AddonContext, Manifest, Values } from "../addon.ts";
import { vaultImage, vaultVariables } from "./vault-address.ts";
import { confined } from "./vault-keeper.ts";

/** Who works in Vault by the clock: its role there, and the name of its service account, job and add-on. */
export type VaultWorker = Extract<(typeof clusterConsumers)[number], { central: true }>["role"];

/** Where a job finds the token that it signs in with. */
const tokenFolder = "/var/run/secrets/vault";

export interface VaultJobProps {
  readonly name: VaultWorker;
  /** Cron expression, UTC. */
  readonly schedule: string;
  /** For `sh -eu`, signed in to Vault. */
  readonly script: string;
  readonly timeoutSeconds: number;
  /** Secret of the namespace, whose keys are files of the folder `/secret`. @default none */
  readonly secret?: string;
  /** Container that goes on with what the script left in `/result`, once it has succeeded. @default nothing follows */
  readonly next?: Values;
}

/** The token of Vault ends with the script, not with its hour. */
const session = (
  login: string,
  role: string,
): string => `VAULT_TOKEN=$(vault write -field=token ${login} role=${role} jwt=@${tokenFolder}/token)
export VAULT_TOKEN
trap 'vault token revoke -self >/dev/null 2>&1 || true' EXIT
`;

const mounts = { tmp: { name: "tmp", mountPath: "/tmp" }, result: { name: "result", mountPath: "/result" } };

const inVault = ({ place, domain }: AddonContext, { name, script, secret, next }: VaultJobProps): Values => ({
  name: "vault",
  image: `${vaultImage.repository}:${vaultImage.tag}`,
  command: ["sh", "-eu", "-c", `${session(`auth/${clusterAuthPath(place.name)}/login`, name)}${script}`],
  env: Object.entries({ HOME: "/tmp", ...vaultVariables(domain) }).map(([key, value]) => ({ name: key, value })),
  securityContext: confined,
  resources: { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "512Mi" } },
  volumeMounts: [
    mounts.tmp,
    { name: "token", mountPath: tokenFolder, readOnly: true },
    ...(secret === undefined ? [] : [{ name: "secret", mountPath: "/secret", readOnly: true }]),
    ...(next === undefined ? [] : [mounts.result]),
  ],
});

function pod(context: AddonContext, props: VaultJobProps): Values {
  const { name, secret, next } = props;
  const first = inVault(context, props);
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    restartPolicy: "Never",
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65_532,
      runAsGroup: 65_532,
      fsGroup: 65_532,
      seccompProfile: { type: "RuntimeDefault" },
    },
    ...(next === undefined
      ? { containers: [first] }
      : { initContainers: [first], containers: [{ securityContext: confined, volumeMounts: [mounts.tmp, mounts.result], ...next }] }),
    volumes: [
      { name: "tmp", emptyDir: {} },
      {
        name: "token",
        projected: { sources: [{ serviceAccountToken: { path: "token", audience: podAudience, expirationSeconds: 600 } }] },
      },
      ...(secret === undefined ? [] : [{ name: "secret", secret: { secretName: secret, defaultMode: 0o440 } }]),
      ...(next === undefined ? [] : [{ name: "result", emptyDir: { sizeLimit: "10Gi" } }]),
    ],
  };
}

/** A script that runs by the clock as somebody whom Vault knows, by a token of the cluster's: there is no other login. */
export function vaultJob(context: AddonContext, identity: Identity, props: VaultJobProps): Manifest[] {
  const { name, schedule, timeoutSeconds } = props;
  const metadata = { name, namespace: vaultNamespace };
  const template = { metadata: { labels: { app: name, ...identity.podLabels } }, spec: pod(context, props) };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { ...metadata, annotations: identity.serviceAccountAnnotations } },
    {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata,
      spec: {
        schedule,
        timeZone: "Etc/UTC",
        concurrencyPolicy: "Forbid",
        // A cluster that was down at the time makes up for it within the hour.
        startingDeadlineSeconds: 3600,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 2,
        jobTemplate: { spec: { backoffLimit: 1, activeDeadlineSeconds: timeoutSeconds, template } },
      },
    },
  ];
}
