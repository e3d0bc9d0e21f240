import type { Addon, AddonContext, Manifest } from "../addon.ts";
import { classSpec, nodePools } from "./aws-nodes.ts";

/** Not `default`, which is EKS's own. */
const NAME = "platform";

/** https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html */
const nodeClass = (context: AddonContext): Manifest => ({
  apiVersion: "eks.amazonaws.com/v1",
  kind: "NodeClass",
  metadata: { name: NAME },
  spec: {
    ...classSpec(context),
    networkPolicy: "DefaultAllow",
    ephemeralStorage: { size: "80Gi", kmsKeyID: context.cluster.volumeKeyId },
  },
});

/**
 * Pools of EKS Auto Mode whose nodes are in the place's workload group: those of EKS's own pools are in no group that data stores
 * and the load balancer know (constructs/cluster/aws-auto-mode.ts).
 */
export const autoModePools: Addon = {
  name: "node-pools",
  purpose: "Says which nodes EKS Auto Mode brings for workloads, and into which network groups",
  namespace: "kube-system",
  appliesTo: ({ place, compute }) => place.cloud === "aws" && compute === "managed",
  delivery: "terraform",
  resources: (context) => [nodeClass(context), ...nodePools(context, { group: "eks.amazonaws.com", kind: "NodeClass", name: NAME })],
};
