import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { Construct } from "constructs";
import type { AwsKey } from "../encryption/aws.ts";
import { AwsRole, plainServiceTrust } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import { autoModePolicies, autoModeTagging } from "./aws-auto-mode.ts";
import type { ClusterProps } from "./contract.ts";

/** The role the control plane acts in. */
export function controlPlaneRole(scope: Construct, { place, compute }: ClusterProps, key: AwsKey): AwsRole {
  const managed = compute === "managed";
  return new AwsRole(scope, "ControlPlaneRole", {
    place,
    name: "cluster",
    description: `Control plane of ${place.name}`,
    trust: [managed ? plainServiceTrust("eks.amazonaws.com", "sts:TagSession") : plainServiceTrust("eks.amazonaws.com")],
    managed: ["AmazonEKSClusterPolicy", ...(managed ? autoModePolicies : [])],
    statements: [
      { Action: ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:ListGrants"], Resource: key.arn },
      ...(managed ? autoModeTagging(place.name) : []),
    ],
  });
}

/** Lets the estate (delivery agents, management services) reach the private API; nodes do so by EKS's own group. */
export function controlPlaneGroup(scope: Construct, { place, network, estateCidr }: ClusterProps): string {
  const name = nameOf("aws:Resource", place.name, "api");
  const group = new SecurityGroup(scope, "ApiGroup", {
    name,
    description: "Kubernetes API for the estate",
    vpcId: network.networkId,
    tags: { Name: name },
  });
  new VpcSecurityGroupIngressRule(scope, "ApiFromEstate", {
    securityGroupId: group.id,
    description: "HTTPS from the estate",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    cidrIpv4: estateCidr,
  });
  return group.id;
}
