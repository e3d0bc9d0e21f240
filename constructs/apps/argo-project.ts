import type { Manifest, Values } from "../addons/addon.ts";
import { inCluster } from "../addons/argo-application.ts";
import { gatewayNamespace } from "../addons/mesh/gateway-certificate.ts";
import { istioGateway, publicGateway } from "../addons/mesh/istio-gateway.ts";
import type { Identity } from "../identity/contract.ts";
import type { CloudName, Place } from "../place.ts";
import { type AppContext, type AppSettings, appSecretName, endpointsName } from "./app.ts";

/** The local chart that runs an application; from the repository's root. */
export const serviceChartPath = "charts/service";

/** What the chart makes, and so all that an application may be made of. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  "": ["Service", "ServiceAccount"],
  apps: ["Deployment"],
  autoscaling: ["HorizontalPodAutoscaler"],
  "keda.sh": ["ScaledObject"],
  policy: ["PodDisruptionBudget"],
  "networking.k8s.io": ["NetworkPolicy"],
  "networking.istio.io": ["VirtualService"],
  "security.istio.io": ["AuthorizationPolicy"],
  "policy.linkerd.io": ["AuthorizationPolicy", "MeshTLSAuthentication", "Server"],
  "monitoring.coreos.com": ["ServiceMonitor"],
};

/** Taints of spot nodes: AKS sets its own. */
const spotTaints: Record<CloudName, (place: Place) => { readonly key: string; readonly value: string }> = {
  aws: ({ organization }) => ({ key: `platform.${organization}.io/spot`, value: "true" }),
  gcp: ({ organization }) => ({ key: `platform.${organization}.io/spot`, value: "true" }),
  azure: () => ({ key: "kubernetes.azure.com/scalesetpriority", value: "spot" }),
};

/** Copies to start with, where parts run more than once at all. */
const copies: Record<AppSettings["criticality"], number> = { batch: 1, low: 1, medium: 2, high: 3 };
/** How far an application may grow on its own. */
const GROWTH = 5;

/** Namespace and service account of the gateway: Istio's chart calls the account as its release. */
const ingress = { gateway: publicGateway, namespace: gatewayNamespace, serviceAccount: istioGateway.name };

/** What the application's repository cannot know. It is laid over the files there: they can add to its maps, and change nothing. */
function given(app: AppSettings, context: AppContext, identity: Identity): Values {
  const { place, mesh, highAvailability, officeHours } = context;
  const min = highAvailability ? copies[app.criticality] : 1;
  return {
    port: app.port,
    criticality: app.criticality,
    mesh,
    ingress,
    hosts: app.hosts,
    callers: app.callers,
    serviceAccountAnnotations: identity.serviceAccountAnnotations,
    podLabels: identity.podLabels,
    endpoints: endpointsName,
    secrets: app.secrets.length > 0 ? [appSecretName] : [],
    ...(officeHours && { officeHours }),
    spot: { ...spotTaints[place.cloud](place), poolLabel: `platform.${place.organization}.io/pool` },
    replicas: { min, max: min * GROWTH },
  };
}

/** What an application may be made of, and by whom it is deployed. */
const project = (app: AppSettings, { platformRepository, developers, gitopsNamespace }: AppContext): Manifest => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "AppProject",
  metadata: { name: app.name, namespace: gitopsNamespace },
  spec: {
    description: `Application ${app.name}`,
    sourceRepos: [platformRepository, app.repository],
    destinations: [{ server: inCluster, namespace: app.name }],
    clusterResourceWhitelist: [],
    namespaceResourceWhitelist: Object.entries(kinds).flatMap(([group, names]) => names.map((kind) => ({ group, kind }))),
    roles: [
      {
        name: "deploy",
        description: "Syncs the application",
        policies: ["sync", "action/apps/Deployment/restart"].map(
          (verb) => `p, proj:${app.name}:deploy, applications, ${verb}, ${app.name}/*, allow`,
        ),
        groups: [developers],
      },
    ],
  },
});

const application = (app: AppSettings, context: AppContext, identity: Identity): Manifest => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name: app.name, namespace: context.gitopsNamespace },
  spec: {
    project: app.name,
    sources: [
      {
        repoURL: context.platformRepository,
        path: serviceChartPath,
        targetRevision: context.revision,
        helm: {
          releaseName: app.name,
          valueFiles: ["values", `values-${context.place.environment}`].map((file) => `$app/${app.path}/${file}.yaml`),
          ignoreMissingValueFiles: true,
          valuesObject: { platform: given(app, context, identity) },
        },
      },
      { repoURL: app.repository, targetRevision: "main", ref: "app" },
    ],
    destination: { server: inCluster, namespace: app.name },
    syncPolicy: {
      automated: { prune: true, selfHeal: true },
      // The chart says nothing of the number of copies: what is not applied, the autoscaler owns.
      syncOptions: ["ServerSideApply=true"],
      retry: { limit: 5, backoff: { duration: "10s", factor: 2, maxDuration: "3m" } },
    },
  },
});

/** How Argo CD deploys an application: its limits, and where it comes from. */
export const argoObjects = (app: AppSettings, context: AppContext, identity: Identity): Manifest[] => [
  project(app, context),
  application(app, context, identity),
];
