import type { Grant, Identity } from "../../identity/contract.ts";
import type { CloudName } from "../../place.ts";
import { type Addon, type AddonContext, bucketFor, type Manifest } from "../addon.ts";
import { crossplaneNamespace, selfServicePrefix } from "./crossplane.ts";
import { usedKinds } from "./crossplane-recipes.ts";

/** All clouds' providers are released together. */
const PROVIDERS = "v2.6.0";
const REGISTRY = "xpkg.crossplane.io/crossplane-contrib";

/** Which of a cloud's providers there are: the family has the credentials, each other one a service. */
const services: Record<CloudName, readonly string[]> = {
  aws: ["ec2", "elasticache", "rds", "s3"],
  gcp: ["compute", "dns", "memorystore", "sql", "storage"],
  azure: ["cache", "dbforpostgresql", "network", "storage"],
};

/** What makes compositions of patches, and what says when all of it is ready. */
const functions: Readonly<Record<string, string>> = {
  "function-auto-ready": "v0.7.0",
  "function-patch-and-transform": "v0.10.10",
};

/** All of a cloud's providers act as one service account: there is one identity to give rights to. */
export const providerServiceAccount = "crossplane-provider";

const memory = (request: string, limit: string) => ({ requests: { cpu: "50m", memory: request }, limits: { memory: limit } });

/** How pods of packages run: https://docs.crossplane.io/latest/packages/providers/#runtime-configuration */
const runtime = (name: string, resources: object, template: object = {}, serviceAccountTemplate?: object): Manifest => ({
  apiVersion: "pkg.crossplane.io/v1beta1",
  kind: "DeploymentRuntimeConfig",
  metadata: { name },
  spec: {
    ...(serviceAccountTemplate && { serviceAccountTemplate }),
    deploymentTemplate: {
      spec: { selector: {}, template: { ...template, spec: { containers: [{ name: "package-runtime", resources }] } } },
    },
  },
});

/** The kind of package, its image, and how it runs. */
const installed = (kind: "Provider" | "Function", name: string, image: string, version: string, runsAs: string): Manifest => ({
  apiVersion: "pkg.crossplane.io/v1",
  kind,
  metadata: { name },
  spec: {
    package: `${REGISTRY}/${image}:${version}`,
    packagePullPolicy: "IfNotPresent",
    revisionActivationPolicy: "Automatic",
    revisionHistoryLimit: 1,
    runtimeConfigRef: { name: runsAs },
  },
});

function resources(context: AddonContext, { serviceAccountAnnotations, podLabels }: Identity): Manifest[] {
  const { cloud } = context.place;
  const account = { metadata: { name: providerServiceAccount, annotations: serviceAccountAnnotations } };
  const provider = (image: string) =>
    // Named as Crossplane would name it as a dependency of another: else it would install it once more.
    installed("Provider", `crossplane-contrib-${image}`, image, PROVIDERS, "provider");
  return [
    runtime("provider", memory("256Mi", "1Gi"), { metadata: { labels: podLabels } }, account),
    runtime("function", memory("64Mi", "256Mi")),
    {
      apiVersion: "apiextensions.crossplane.io/v1alpha1",
      kind: "ManagedResourceActivationPolicy",
      metadata: { name: "self-service" },
      spec: { activate: usedKinds(context) },
    },
    ...[`provider-family-${cloud}`, ...services[cloud].map((service) => `provider-${cloud}-${service}`)].map(provider),
    ...Object.entries(functions).map(([name, version]) => installed("Function", name, name, version, "function")),
  ];
}

/** Rights by the names of what Crossplane makes: it cannot touch what Terraform made. */
function grants(context: AddonContext): Grant[] {
  const prefix = selfServicePrefix(context.place);
  const manage = (["objectstore:manage", "database:manage", "cache:manage"] as const).map((may) => ({ may, prefix }));
  return [...manage, { may: "kms:use", keyId: bucketFor(context, "app", "crossplane-providers").kmsKeyId }] as Grant[];
}

/** The clouds' own part of Crossplane: what speaks with the cloud, as whom, and with which kinds. */
export const crossplaneProviders: Addon = {
  name: "crossplane-providers",
  purpose: "Lets Crossplane make buckets, databases and caches in the place's own cloud",
  namespace: crossplaneNamespace,
  home: "workloads",
  after: ["crossplane"],
  identity: (context) => ({ name: "crossplane", serviceAccount: providerServiceAccount, grants: grants(context) }),
  resources,
};
