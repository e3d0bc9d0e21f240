import type { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { Addon, Chart, Manifest, Values } from "./addon.ts";
import { helmRelease } from "./helm-release.ts";
import { rawChartPath } from "./raw-manifests.ts";

/** The chart that gives Argo CD its first applications. */
export const rootChart: Chart = {
  repository: "https://argoproj.github.io/argo-helm",
  name: "argocd-apps",
  version: "2.0.5",
  source: "https://artifacthub.io/packages/helm/argo/argocd-apps/2.0.5",
};

/** Where Argo CD is, and looks for its applications. */
export const gitopsNamespace = "argocd";

/** The cluster that Argo CD runs in. */
export const inCluster = "https://kubernetes.default.svc";

/** An add-on with everything it is made of worked out. */
export interface Rendered {
  readonly addon: Addon;
  /** Add-ons of a later wave wait for it. */
  readonly wave: number;
  readonly values: Values;
  /** Secrets first, then what needs the chart's kinds. */
  readonly resources: readonly Manifest[];
}

/** Where Argo CD gets the local chart from. */
interface Platform {
  /** The project, and the root application, that its applications belong to. */
  readonly project: string;
  /** Https address of this repository. */
  readonly repository: string;
  readonly revision: string;
}

/** What an application made goes with it: without this, turning an add-on off would leave it running with nobody to look after it. */
const cascade = "resources-finalizer.argocd.argoproj.io";

/** What Argo CD itself deploys is always as git and Terraform say: changes by hand are undone. */
const syncPolicy = {
  automated: { prune: true, selfHeal: true },
  // Custom resources come in the same application as what defines their kinds.
  syncOptions: ["ServerSideApply=true", "SkipDryRunOnMissingResource=true"],
  retry: { limit: 10, backoff: { duration: "30s", factor: 2, maxDuration: "10m" } },
};

/** The add-on as an application of Argo CD: https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/ */
export function argoApplication({ addon, wave, values, resources }: Rendered, platform: Platform): Manifest {
  const { name, namespace, chart } = addon;
  const sources = [
    ...(chart
      ? // Argo CD names Helm's OCI registries without the scheme.
        [
          {
            repoURL: chart.repository.replace("oci://", ""),
            chart: chart.name,
            targetRevision: chart.version,
            helm: { releaseName: name, valuesObject: values },
          },
        ]
      : []),
    ...(resources.length > 0 ? [rawSource(`${name}-resources`, resources, platform)] : []),
  ];
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name,
      namespace: gitopsNamespace,
      finalizers: [cascade],
      // Waves are gone through in order, each when the one before is healthy.
      annotations: { "argocd.argoproj.io/sync-wave": String(wave) },
    },
    spec: { project: platform.project, sources, destination: { server: inCluster, namespace }, syncPolicy },
  };
}

const rawSource = (releaseName: string, resources: readonly Manifest[], { repository, revision }: Platform) => ({
  repoURL: repository,
  path: rawChartPath,
  targetRevision: revision,
  helm: { releaseName, valuesObject: { resources } },
});

export interface RootApplicationProps {
  readonly name: string;
  readonly platform: Platform;
  readonly applications: readonly Manifest[];
  /** Where else the cluster's applications come from. @default nowhere */
  readonly gitops?: { readonly repository: string; readonly path: string };
  /** Charts' repositories and git repositories that applications of the project may come from. */
  readonly sources: readonly string[];
  readonly dependsOn: ITerraformDependable[];
}

/**
 * One application whose parts are the add-ons' applications: so Argo CD goes through their waves. Terraform makes it, with the
 * identities and addresses it knows.
 */
export function rootApplication(scope: Construct, id: string, props: RootApplicationProps): Release {
  const { name, platform, applications, gitops, sources, dependsOn } = props;
  const project = {
    namespace: gitopsNamespace,
    description: "What the platform itself runs",
    sourceRepos: [...new Set([platform.repository, ...sources, ...(gitops ? [gitops.repository] : [])])].sort(),
    destinations: [{ server: inCluster, namespace: "*" }],
    clusterResourceWhitelist: [{ group: "*", kind: "*" }],
  };
  const application = {
    namespace: gitopsNamespace,
    finalizers: [cascade],
    project: name,
    sources: [rawSource(name, applications, platform)],
    destination: { server: inCluster, namespace: gitopsNamespace },
    syncPolicy,
  };
  const others = gitops && {
    ...application,
    sources: [{ repoURL: gitops.repository, targetRevision: platform.revision, path: gitops.path, directory: { recurse: true } }],
  };
  return helmRelease(scope, id, {
    name: `${name}-root`,
    namespace: gitopsNamespace,
    chart: rootChart,
    values: {
      projects: { [name]: project },
      applications: { ...(applications.length > 0 && { [name]: application }), ...(others && { gitops: others }) },
    },
    wait: true,
    atomic: false,
    dependsOn,
  });
}
