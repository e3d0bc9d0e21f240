import { DataAwsEksAddonVersion } from "@cdktf/provider-aws/lib/data-aws-eks-addon-version";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import type { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import type { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { Construct } from "constructs";
import { AwsPodRole } from "../identity/aws-pod-role.ts";
import type { Place } from "../place.ts";
import { stackTags } from "../stack-tags.ts";
import { type Tags, tagsFor } from "../tags.ts";

interface Target {
  readonly place: Place;
  readonly cluster: EksCluster;
  /** What must run first. */
  readonly after?: EksNodeGroup;
}

interface Addon {
  readonly name: string;
  readonly settings?: (tags: Tags) => object;
  /** Service account in kube-system that needs AWS rights, and the AWS-managed policy with them. */
  readonly identity?: { readonly serviceAccount: string; readonly managed: string };
  /** Whether Auto Mode, which brings the others itself, leaves this one to us. */
  readonly inAutoMode?: boolean;
}

/** System nodes are tainted; the other add-ons tolerate that by themselves. */
const tolerations = [{ key: "CriticalAddonsOnly", operator: "Exists" }];

/** Needed before the first node: network and credentials. By construct id. */
const first: Record<string, Addon> = {
  VpcCni: {
    name: "vpc-cni",
    // Whole /28 prefixes per node allow 110 pods on small instances; Cilium enforces policies in chaining mode.
    settings: () => ({ env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" }, enableNetworkPolicy: "false" }),
    identity: { serviceAccount: "aws-node", managed: "AmazonEKS_CNI_Policy" },
  },
  PodIdentityAgent: { name: "eks-pod-identity-agent" },
  KubeProxy: { name: "kube-proxy" },
};

const rest: Record<string, Addon> = {
  CoreDns: { name: "coredns" },
  EbsCsi: {
    name: "aws-ebs-csi-driver",
    // Volumes are made by the driver, out of reach of the stack's tags.
    settings: (tags) => ({ controller: { extraVolumeTags: tagsFor("aws", tags) } }),
    identity: { serviceAccount: "ebs-csi-controller-sa", managed: "service-role/AmazonEBSCSIDriverPolicy" },
  },
  EfsCsi: {
    name: "aws-efs-csi-driver",
    identity: { serviceAccount: "efs-csi-controller-sa", managed: "service-role/AmazonEFSCSIDriverPolicy" },
    inAutoMode: true,
  },
  SnapshotController: { name: "snapshot-controller", settings: () => ({ tolerations }), inAutoMode: true },
  NodeMonitoring: { name: "eks-node-monitoring-agent" },
};

/** The add-ons that make nodes ready, installed before there are any. */
export const nodeless = (scope: Construct, target: Target): EksAddon[] =>
  Object.entries(first).map(([id, addon]) => install(scope, id, addon, target));

/** The add-ons that need nodes to run on; under Auto Mode only those it does not bring itself. */
export class AwsAddons extends Construct {
  constructor(scope: Construct, id: string, target: Target & { readonly autoMode?: boolean }) {
    super(scope, id);
    for (const [addonId, addon] of Object.entries(rest)) {
      if (!target.autoMode || addon.inAutoMode) install(this, addonId, addon, target);
    }
  }
}

function install(scope: Construct, id: string, { name, settings, identity }: Addon, { place, cluster, after }: Target): EksAddon {
  const role = identity && podRole(scope, `${id}Role`, name, identity, { place, cluster });
  // The default version for the cluster's own Kubernetes version, so that add-ons follow an upgrade of the cluster.
  const release = new DataAwsEksAddonVersion(scope, `${id}Version`, { addonName: name, kubernetesVersion: cluster.version });
  return new EksAddon(scope, id, {
    clusterName: cluster.name,
    addonName: name,
    addonVersion: release.version,
    configurationValues: settings && JSON.stringify(settings(stackTags(scope))),
    podIdentityAssociation: identity && role ? [{ serviceAccount: identity.serviceAccount, roleArn: role.arn }] : undefined,
    resolveConflictsOnCreate: "OVERWRITE",
    resolveConflictsOnUpdate: "OVERWRITE",
    preserve: true,
    // Add-ons with a Deployment are not done until a node runs it.
    dependsOn: after && [after],
  });
}

function podRole(
  scope: Construct,
  id: string,
  name: string,
  identity: NonNullable<Addon["identity"]>,
  { place, cluster }: Target,
): AwsPodRole {
  return new AwsPodRole(scope, id, {
    place,
    clusterName: cluster.name,
    name: name.replace(/^aws-/, ""),
    description: `EKS add-on ${name}`,
    namespace: "kube-system",
    serviceAccount: identity.serviceAccount,
    managed: [identity.managed],
    associate: false,
  });
}
