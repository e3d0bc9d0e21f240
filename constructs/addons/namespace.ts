import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import { Construct } from "constructs";
import { isOpenToWorkloads, podSecurityOf } from "./namespaces.ts";

/** What every namespace of the platform's own bears: they may talk to each other. */
const platform = { "app.kubernetes.io/part-of": "platform" };

/** On GKE and AKS the API server calls webhooks through pods of its own (konnectivity): https://kubernetes.io/docs/tasks/extend-kubernetes/setup-konnectivity/ */
const cluster = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } };

/** Pods a namespace may have: far above what any add-on runs, below what would starve a cluster. */
const MAX_PODS = "500";

/** A namespace of add-ons: what its pods may ask of their node, how many there may be, and who may talk to them. */
export class AddonNamespace extends Construct {
  readonly resource: NamespaceV1;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    const level = podSecurityOf(name);
    this.resource = new NamespaceV1(this, "Resource", {
      metadata: {
        name,
        labels: { ...platform, "pod-security.kubernetes.io/enforce": level, "pod-security.kubernetes.io/warn": level },
      },
    });
    const namespace = this.resource.metadata.name;
    new ResourceQuotaV1(this, "Quota", { metadata: { name: "pods", namespace }, spec: { hard: { pods: MAX_PODS } } });
    // GKE lets pods of these priorities run outside kube-system only where a quota admits them:
    // https://cloud.google.com/kubernetes-engine/docs/how-to/system-pods-priority-class
    new ResourceQuotaV1(this, "CriticalQuota", {
      metadata: { name: "critical-pods", namespace },
      spec: {
        hard: { pods: MAX_PODS },
        scopeSelector: {
          matchExpression: [{ scopeName: "PriorityClass", operator: "In", values: ["system-node-critical", "system-cluster-critical"] }],
        },
      },
    });
    this.admit(namespace, isOpenToWorkloads(name));
  }

  /** The platform's pods and the cluster's own, and what is no pod: API server, load balancers. Workloads only where they must. */
  private admit(namespace: string, workloads: boolean): void {
    const pods = workloads ? { namespaceSelector: {} } : { namespaceSelector: { matchLabels: platform } };
    new NetworkPolicyV1(this, "Admitted", {
      metadata: { name: "admitted", namespace },
      spec: {
        podSelector: {},
        policyTypes: ["Ingress"],
        // To Cilium, which every cluster has, an address block never means a pod.
        ingress: [{ from: [{ podSelector: {} }, pods, cluster, { ipBlock: { cidr: "0.0.0.0/0" } }] }],
      },
    });
  }
}
