import { tagsFor } from "../../tags.ts";
import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";
import { systemTolerations } from "./aws-nodes.ts";

const values = (context: AddonContext): Values => ({
  clusterName: context.cluster.name,
  // Pods cannot ask the instance: its metadata answers one hop away only.
  region: context.place.region,
  vpcId: context.network.networkId,
  replicaCount: replicas(context),
  // The role is bound to this name (constructs/cluster/aws-load-balancer-controller.ts).
  serviceAccount: { name: "aws-load-balancer-controller" },
  // Services say themselves whose they are; the webhook would stop all of them while the controller is away.
  enableServiceMutatorWebhook: false,
  // The edge has the firewall, and the role no right to AWS's.
  enableShield: false,
  enableWaf: false,
  enableWafv2: false,
  // Load balancers are made by the controller, out of reach of the stack's tags.
  defaultTags: tagsFor("aws", context.tags),
  ...(context.highAvailability && { podDisruptionBudget: { maxUnavailable: 1 } }),
  tolerations: systemTolerations,
  resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});

/** Ties the gateway's pods to the place's load balancer; EKS Auto Mode and the other clouds do it themselves. */
export const awsLoadBalancerController: Addon = {
  name: "aws-load-balancer-controller",
  purpose: "Ties pods to load balancers, and makes internal ones",
  namespace: "kube-system",
  chart: {
    repository: "https://aws.github.io/eks-charts",
    name: "aws-load-balancer-controller",
    version: "3.5.0",
    source: "https://artifacthub.io/packages/helm/aws/aws-load-balancer-controller/3.5.0",
  },
  appliesTo: ({ place, compute }) => place.cloud === "aws" && compute === "pools",
  after: ["cilium"],
  delivery: "terraform",
  values,
};
