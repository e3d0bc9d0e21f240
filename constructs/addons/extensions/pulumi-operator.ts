import { Fn } from "cdktf";
import type { Bucket } from "../../bucket/contract.ts";
import type { Identity } from "../../identity/contract.ts";
import type { CloudName, EnvironmentName, Place } from "../../place.ts";
import { type Addon, type AddonContext, bucketFor, type Manifest, type SecretNeed, type Values } from "../addon.ts";

const NAMESPACE = "pulumi-operator";
const SERVICE_ACCOUNT = "pulumi";
const SECRET = "pulumi";

/** The version that `pulumi/cutover/package.json` has of the SDK. */
const IMAGE = "pulumi/pulumi:3.270.0-nonroot";

/** Where programs keep their state, and the key of the secrets in it: https://www.pulumi.com/docs/iac/concepts/state-and-backends/ */
const state: Record<CloudName, (bucket: Bucket) => { backend: string; secretsProvider: string }> = {
  aws: ({ bucket, region, kmsKeyId }) => ({
    backend: `s3://${bucket}/pulumi?region=${region}&awssdk=v2`,
    // The third slash: what follows is an ARN and no host.
    secretsProvider: `awskms:///${kmsKeyId}?region=${region}`,
  }),
  gcp: ({ bucket, kmsKeyId }) => ({ backend: `gs://${bucket}/pulumi`, secretsProvider: `gcpkms://${kmsKeyId}` }),
  azure: ({ bucket, account, kmsKeyId }) => ({
    backend: `azblob://${bucket}/pulumi?storage_account=${account}`,
    // /subscriptions/<2>/resourceGroups/<4>/providers/Microsoft.KeyVault/vaults/<8>/keys/<10>
    secretsProvider: `azurekeyvault://${Fn.element(Fn.split("/", kmsKeyId), 8)}.vault.azure.net/keys/${Fn.element(Fn.split("/", kmsKeyId), 10)}`,
  }),
};

/** The blob store needs the account's name twice; the others nothing. */
const settings: Record<CloudName, (place: Place, bucket: Bucket) => Readonly<Record<string, string>>> = {
  aws: ({ region }) => ({ AWS_REGION: region }),
  gcp: () => ({}),
  azure: (_place, { account }) => ({ AZURE_STORAGE_ACCOUNT: account }),
};

const secretRef = (key: string) => ({ type: "Secret", secret: { name: SECRET, key } });
const literal = (value: string) => ({ type: "Literal", literal: { value } });

const values = (): Values => ({
  controller: { logLevel: "info" },
  // Programs run in pods of their own, one per stack; a second operator would only wait.
  replicaCount: 1,
  serviceMonitor: { enabled: true },
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});

/** Environments between whose places traffic can be moved. */
function environments({ estate }: AddonContext): EnvironmentName[] {
  const names = estate.map(({ place }) => place.environment);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].sort();
}

/** The program's pod: it may not do more than any application's. */
const workspace = ({ podLabels }: Identity) => ({
  spec: {
    image: IMAGE,
    securityProfile: "restricted",
    serviceAccountName: SERVICE_ACCOUNT,
    resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "1Gi" } },
    podTemplate: { metadata: { labels: podLabels } },
  },
});

/** The cut-over program of an environment: https://github.com/pulumi/pulumi-kubernetes-operator/blob/master/docs/stacks.md */
function stack(context: AddonContext, identity: Identity, environment: EnvironmentName): Manifest {
  const { place, repositories } = context;
  const bucket = bucketFor(context, "app", "pulumi-operator");
  return {
    apiVersion: "pulumi.com/v1",
    kind: "Stack",
    metadata: { name: `cutover-${environment}`, namespace: NAMESPACE },
    spec: {
      ...state[place.cloud](bucket),
      // Of a backend of one's own the organization is always called so.
      stack: `organization/cutover/${environment}`,
      projectRepo: repositories.platform,
      branch: "refs/heads/main",
      repoDir: "pulumi/cutover",
      gitAuth: { accessToken: secretRef("GITHUB_TOKEN") },
      serviceAccountName: SERVICE_ACCOUNT,
      envRefs: {
        TFE_TOKEN: secretRef("TFE_TOKEN"),
        CLOUDFLARE_API_TOKEN: secretRef("CLOUDFLARE_API_TOKEN"),
        ...Object.fromEntries(Object.entries(settings[place.cloud](place, bucket)).map(([name, value]) => [name, literal(value)])),
      },
      // It acts when git changes: where the traffic is in between is the business of whoever moved it.
      continueResyncOnCommitMatch: false,
      retryOnUpdateConflict: false,
      destroyOnFinalize: false,
      refresh: false,
      workspaceTemplate: workspace(identity),
    },
  };
}

/** Who programs are, towards the cloud and towards the operator: the operator's guide asks for the binding. */
const account = ({ serviceAccountAnnotations }: Identity): Manifest[] => [
  {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: SERVICE_ACCOUNT, namespace: NAMESPACE, annotations: serviceAccountAnnotations },
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: "pulumi-operator-workspaces" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "system:auth-delegator" },
    subjects: [{ kind: "ServiceAccount", name: SERVICE_ACCOUNT, namespace: NAMESPACE }],
  },
];

const secrets = (): SecretNeed[] => [
  {
    name: SECRET,
    keys: { TFE_TOKEN: "pulumi-tfe-token", CLOUDFLARE_API_TOKEN: "pulumi-cloudflare-token", GITHUB_TOKEN: "pulumi-github-token" },
  },
];

/**
 * Runs programs where a plan is not enough: a cut-over looks, decides and goes back. What a Terraform stack owns a program may
 * not make: its identity has rights on its own state only, and its tokens may read outputs and edit load balancers.
 */
export const pulumiOperator: Addon = {
  name: "pulumi-operator",
  purpose: "Runs programs that change the platform step by step, such as a cut-over between clusters",
  namespace: NAMESPACE,
  chart: {
    repository: "oci://ghcr.io/pulumi/helm-charts",
    name: "pulumi-kubernetes-operator",
    version: "2.9.0",
    source: "https://github.com/pulumi/pulumi-kubernetes-operator/blob/v2.9.0/deploy/helm/pulumi-operator/values.yaml",
  },
  home: "services",
  after: ["kube-prometheus-stack"],
  identity: (context) => {
    const bucket = bucketFor(context, "app", "pulumi-operator");
    return {
      name: "pulumi",
      serviceAccount: SERVICE_ACCOUNT,
      grants: [
        { may: "objectstore:read-write", bucket },
        { may: "kms:use", keyId: bucket.kmsKeyId },
      ],
    };
  },
  secrets,
  values,
  resources: (context, identity) => [...account(identity), ...environments(context).map((name) => stack(context, identity, name))],
};
