import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";
import { systemTolerations } from "../mesh/mesh-facts.ts";

/** Namespaces of applications: what is asked for in them is judged before it is done. */
export const inApplications = { key: "app.kubernetes.io/part-of", operator: "In", values: ["applications"] };

const resources = (memory: string, limit: string): Values => ({ requests: { cpu: "50m", memory }, limits: { memory: limit } });

/** With one copy a budget would stop every drain. */
const copies = (context: AddonContext, many: number): Values => ({
  replicas: replicas(context, many),
  podDisruptionBudget: { enabled: context.highAvailability, minAvailable: 1 },
});

const values = (context: AddonContext): Values => ({
  // Where it refuses what it cannot judge, it must be there before other nodes are.
  global: { tolerations: systemTolerations },
  // Three, since the API server waits for an answer: https://kyverno.io/docs/guides/high-availability/
  admissionController: {
    ...copies(context, 3),
    container: { resources: resources("256Mi", "768Mi") },
    initContainer: { resources: resources("64Mi", "256Mi") },
  },
  backgroundController: { ...copies(context, 2), resources: resources("128Mi", "512Mi") },
  cleanupController: { ...copies(context, 2), resources: resources("64Mi", "256Mi") },
  reportsController: { ...copies(context, 2), resources: resources("128Mi", "768Mi") },
  // Where nobody but the platform works its rules are reported and not enforced: without Kyverno the platform still comes up, and
  // brings Kyverno back.
  config: { webhooks: { namespaceSelector: { matchExpressions: [inApplications] } } },
  // An exception is a change to the rules, and comes the way they do: from this repository.
  features: { policyExceptions: { enabled: true, namespace: "kyverno" } },
});

/** Judges what is asked of the cluster; what the rules are says the add-on after it. Its monitor comes with Prometheus, which is later. */
export const kyverno: Addon = {
  name: "kyverno",
  purpose: "Refuses or reports what goes against the platform's rules",
  namespace: "kyverno",
  chart: {
    repository: "https://kyverno.github.io/kyverno/",
    name: "kyverno",
    version: "3.9.0",
    source: "https://artifacthub.io/packages/helm/kyverno/kyverno/3.9.0",
  },
  delivery: "terraform",
  values,
};
