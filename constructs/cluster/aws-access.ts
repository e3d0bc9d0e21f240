import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";
import type { ClusterProps } from "./contract.ts";

type AccessPolicy = "AmazonEKSClusterAdminPolicy" | "AmazonEKSAdminViewPolicy" | "AmazonEKSViewPolicy";

/**
 * Who may use the cluster's API. The plan identity reads everything but changes nothing: it must see the releases' secrets
 * to compare them, which plain viewers may not.
 */
export function grantAccess(scope: Construct, { account, administrators, viewers }: ClusterProps, clusterName: string): void {
  const grant = (id: string, principalArn: string, policy: AccessPolicy) => new Access(scope, id, { clusterName, principalArn, policy });
  grant("AccessOfApply", account.applyPrincipal, "AmazonEKSClusterAdminPolicy");
  grant("AccessOfPlan", account.planPrincipal, "AmazonEKSAdminViewPolicy");
  for (const arn of administrators) grant(`Administrator${idOf(arn)}`, arn, "AmazonEKSClusterAdminPolicy");
  // A principal has one entry; who administers sees everything anyway.
  for (const arn of viewers.filter((viewer) => !administrators.includes(viewer))) grant(`Viewer${idOf(arn)}`, arn, "AmazonEKSViewPolicy");
}

/** `arn:aws:iam::111111111111:role/platform-admin` -> `PlatformAdmin`. */
function idOf(arn: string): string {
  const name = arn.split("/").at(-1) as string;
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
}

interface AccessProps {
  readonly clusterName: string;
  readonly principalArn: string;
  readonly policy: AccessPolicy;
}

class Access extends Construct {
  constructor(scope: Construct, id: string, { clusterName, principalArn, policy }: AccessProps) {
    super(scope, id);
    const entry = new EksAccessEntry(this, "Entry", { clusterName, principalArn, type: "STANDARD" });
    new EksAccessPolicyAssociation(this, "Policy", {
      clusterName,
      principalArn: entry.principalArn,
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
      accessScope: { type: "cluster" },
    });
  }
}
