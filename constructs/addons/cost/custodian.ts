import type { Bucket } from "../../bucket/contract.ts";
import type { Identity } from "../../identity/contract.ts";
import { accountOf, type CloudName, type Place } from "../../place.ts";
import { type Addon, type AddonContext, type AddonFacts, bucketFor, type CloudIdentity, type Manifest, type Values } from "../addon.ts";
import { custodianText } from "./custodian-policies.ts";
import { tellWaste } from "./custodian-tell.ts";

const name = "custodian";

/** https://hub.docker.com/r/cloudcustodian/c7n/tags: with all three clouds. */
const IMAGE = "docker.io/cloudcustodian/c7n:0.9.38.0";

/** Monday morning, UTC: the week's first coffee. */
const SCHEDULE = "0 6 * * 1";

/** Purpose of the bucket that reports go to, and where in it. */
const PURPOSE = "app";
const PREFIX = "custodian";

/** What a cloud's run is told, and where it leaves its report. */
interface CustodianCloud {
  readonly output: (bucket: Bucket) => string;
  readonly env: (place: Place) => Readonly<Record<string, string>>;
  /** Whether one run sees the whole account; else each region has its own. */
  readonly seesAllRegions: boolean;
}

const clouds: Record<CloudName, CustodianCloud> = {
  aws: {
    output: ({ bucket }) => `s3://${bucket}/${PREFIX}`,
    env: ({ region }) => ({ AWS_DEFAULT_REGION: region }),
    seesAllRegions: false,
  },
  gcp: {
    output: ({ bucket }) => `gs://${bucket}/${PREFIX}`,
    env: (place) => ({ GOOGLE_CLOUD_PROJECT: accountOf(place, "gcp").projectId }),
    seesAllRegions: true,
  },
  azure: {
    output: ({ account, bucket }) => `azure://${account}.blob.core.windows.net/${bucket}/${PREFIX}`,
    env: (place) => ({
      AZURE_SUBSCRIPTION_ID: accountOf(place, "azure").subscriptionId,
      // With the token that the cluster gives its pods, "managed identity" means that token's identity.
      AZURE_USE_MSI: "true",
    }),
    seesAllRegions: true,
  },
};

/** Of the places of one account, one looks where a run sees all of it. */
function isLookout({ place, places }: AddonFacts): boolean {
  const first = places.find((other) => other.place.cloud === place.cloud);
  return !clouds[place.cloud].seesAllRegions || first === undefined || first.id === place.id;
}

/** Twice: once for the bucket, once for what is to be told of it. The second asks the first's cache. */
const script = `set -eu
for output in "$REPORTS" /tmp/report; do
  custodian run --cache /tmp/cache --cache-period 60 --output-dir "$output" /custodian/policies.yml
done
python3 /custodian/tell.py /tmp/report
`;

function container({ place }: AddonContext, bucket: Bucket): Values {
  const { output, env } = clouds[place.cloud];
  const variables = { ...env(place), HOME: "/tmp", REPORTS: output(bucket), PLACE: place.name };
  return {
    name,
    image: IMAGE,
    command: ["sh", "/custodian/run.sh"],
    env: Object.entries(variables).map(([key, value]) => ({ name: key, value })),
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
    resources: { requests: { cpu: "100m", memory: "512Mi" }, limits: { memory: "2Gi" } },
    volumeMounts: [
      { name: "custodian", mountPath: "/custodian", readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}

const cronJob = (context: AddonContext, identity: Identity, bucket: Bucket): Values => ({
  schedule: SCHEDULE,
  timeZone: "Etc/UTC",
  concurrencyPolicy: "Forbid",
  successfulJobsHistoryLimit: 1,
  failedJobsHistoryLimit: 1,
  jobTemplate: {
    spec: {
      backoffLimit: 1,
      activeDeadlineSeconds: 3600,
      template: {
        metadata: { labels: { app: name, ...identity.podLabels } },
        spec: {
          serviceAccountName: name,
          restartPolicy: "Never",
          securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: "RuntimeDefault" } },
          containers: [container(context, bucket)],
          volumes: [
            { name: "custodian", configMap: { name } },
            { name: "tmp", emptyDir: {} },
          ],
        },
      },
    },
  },
});

function resources(context: AddonContext, identity: Identity): Manifest[] {
  const metadata = { name, namespace: name };
  const data = { "policies.yml": custodianText(context.place.cloud), "tell.py": tellWaste, "run.sh": script };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { ...metadata, annotations: identity.serviceAccountAnnotations } },
    { apiVersion: "v1", kind: "ConfigMap", metadata, data },
    { apiVersion: "batch/v1", kind: "CronJob", metadata, spec: cronJob(context, identity, bucketFor(context, PURPOSE, name)) },
  ];
}

const identity = (context: AddonContext): CloudIdentity => ({
  name,
  serviceAccount: name,
  grants: [{ may: "inventory:read" }, { may: "objectstore:read-write", bucket: bucketFor(context, PURPOSE, name) }],
});

/** Looks for what costs and serves nobody in the place's cloud account, every week, with rights to look and no others. */
export const custodian: Addon = {
  name,
  purpose: "Looks every week for what costs and serves nobody in the cloud account, and tells",
  namespace: name,
  appliesTo: isLookout,
  after: ["kube-prometheus-stack"],
  identity,
  resources,
};
