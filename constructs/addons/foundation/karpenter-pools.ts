import type { AddonContext, Manifest } from "../addon.ts";
import { classSpec, nodePools } from "./aws-nodes.ts";

/** Of Bottlerocket's node image, one for all Kubernetes versions that `versions` allows. https://github.com/bottlerocket-os/bottlerocket/releases */
const BOTTLEROCKET = "v1.57.0";

/** Pods that start before Cilium would be outside its policies: https://docs.cilium.io/en/stable/installation/taints/ */
const untilCilium = [{ key: "node.cilium.io/agent-not-ready", value: "true", effect: "NoExecute" }];

/** Nodes like those of the system pool (constructs/cluster/aws-system-pool.ts): https://karpenter.sh/docs/concepts/nodeclasses/ */
function nodeClass(context: AddonContext): Manifest {
  const encrypted = (volumeSize: string) => ({
    volumeType: "gp3",
    volumeSize,
    encrypted: true,
    kmsKeyID: context.cluster.volumeKeyId,
    deleteOnTermination: true,
  });
  return {
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: { name: "default" },
    spec: {
      ...classSpec(context),
      // Another version replaces all nodes, a tenth at a time.
      amiSelectorTerms: [{ alias: `bottlerocket@${BOTTLEROCKET}` }],
      // Karpenter counts single addresses; the CNI gives nodes whole prefixes (aws-addons.ts).
      kubelet: { maxPods: 110 },
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      // Bottlerocket keeps the system on the first volume and images and containers on the second.
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: encrypted("4Gi") },
        { deviceName: "/dev/xvdb", ebs: encrypted("80Gi") },
      ],
    },
  };
}

/** The class of nodes that Karpenter brings, and its pools. */
export const karpenterPools = (context: AddonContext): Manifest[] => [
  nodeClass(context),
  ...nodePools(context, {
    group: "karpenter.k8s.aws",
    kind: "EC2NodeClass",
    name: "default",
    ...(context.cilium === "chaining" && { startupTaints: untilCilium }),
  }),
];
