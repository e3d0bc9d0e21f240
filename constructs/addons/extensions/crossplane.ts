import type { Place } from "../../place.ts";
import { type Addon, type AddonContext, type Manifest, replicas, type Values } from "../addon.ts";

/** Where Crossplane and everything it installs runs. */
export const crossplaneNamespace = "crossplane-system";

/**
 * What names of cloud resources made by Crossplane begin with: rights are given by it, and it tells them from Terraform's.
 * No place of Terraform's is called `xp`, so the two never meet.
 */
export const selfServicePrefix = ({ organization, environment }: Place): string => `${organization}-${environment}-xp-`;

const resources = (cpu: string, memory: string, limit: string) => ({ requests: { cpu, memory }, limits: { memory: limit } });

function values(context: AddonContext): Values {
  const copies = replicas(context);
  return {
    replicas: copies,
    metrics: { enabled: true },
    // Nothing by default: providers bring hundreds of kinds, and the API server pays for each.
    // https://docs.crossplane.io/latest/managed-resources/managed-resource-activation-policies/
    provider: { defaultActivations: [] },
    // The default of 20Mi is smaller than one provider's package.
    packageCache: { sizeLimit: "256Mi" },
    rbacManager: { replicas: copies },
    resourcesCrossplane: resources("100m", "256Mi", "1Gi"),
    resourcesRBACManager: resources("50m", "128Mi", "512Mi"),
  };
}

/** Crossplane has scrape annotations but no monitor; all of its pods, and those of packages, call the port `metrics`. */
const monitor = (name: string, matchExpressions: readonly object[]): Manifest => ({
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PodMonitor",
  metadata: { name, namespace: crossplaneNamespace },
  spec: { selector: { matchExpressions }, podMetricsEndpoints: [{ port: "metrics" }] },
});

/** Crossplane itself: what it can make comes with the two add-ons after it. */
export const crossplane: Addon = {
  name: "crossplane",
  purpose: "Lets application teams ask for buckets, databases and caches of their own",
  namespace: crossplaneNamespace,
  chart: {
    repository: "https://charts.crossplane.io/stable",
    name: "crossplane",
    version: "2.3.4",
    source: "https://github.com/crossplane/crossplane/blob/v2.3.4/cluster/charts/crossplane/values.yaml",
  },
  home: "workloads",
  after: ["kube-prometheus-stack"],
  values,
  resources: () => [
    monitor("crossplane", [{ key: "app", operator: "In", values: ["crossplane", "crossplane-rbac-manager"] }]),
    monitor("crossplane-packages", [{ key: "pkg.crossplane.io/revision", operator: "Exists" }]),
  ],
};
