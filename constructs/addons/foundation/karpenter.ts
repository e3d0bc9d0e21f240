import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";
import { systemTolerations } from "./aws-nodes.ts";
import { karpenterPools } from "./karpenter-pools.ts";

const values = (context: AddonContext): Values => ({
  replicas: replicas(context),
  // The role is bound to this name (constructs/cluster/aws-karpenter.ts).
  serviceAccount: { name: "karpenter" },
  settings: {
    clusterName: context.cluster.name,
    interruptionQueue: context.cluster.name,
    // Nodes that their monitoring agent calls broken are replaced; cheaper spot nodes replace dearer ones.
    featureGates: { nodeRepair: true, spotToSpotConsolidation: true },
  },
  tolerations: systemTolerations,
  controller: { resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { memory: "1Gi" } } },
});

/** Nodes for what waits, on the pools that configuration gives; on GCP and Azure the clouds' own autoscalers do this. */
export const karpenter: Addon = {
  name: "karpenter",
  purpose: "Brings nodes when pods wait, and takes away those that are not needed",
  namespace: "kube-system",
  chart: {
    repository: "oci://public.ecr.aws/karpenter",
    name: "karpenter",
    version: "1.14.1",
    source: "https://github.com/aws/karpenter-provider-aws/tree/v1.14.1/charts/karpenter",
  },
  appliesTo: ({ place, compute }) => place.cloud === "aws" && compute === "pools",
  after: ["cilium"],
  delivery: "terraform",
  values,
  resources: karpenterPools,
};
