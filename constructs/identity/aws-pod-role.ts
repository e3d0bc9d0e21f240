import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import type { Construct } from "constructs";
import { accountOf, type Place } from "../place.ts";
import { AwsRole, type Statement } from "./aws-role.ts";

export interface AwsPodRoleProps {
  readonly place: Place;
  readonly clusterName: string;
  /** Last part of the role's name. */
  readonly name: string;
  readonly description: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly managed?: readonly string[];
  readonly statements?: readonly Statement[];
  /** Whether to tie role and service account together here; EKS add-ons do that themselves. @default true */
  readonly associate?: boolean;
}

/**
 * A role that pods of one service account in one cluster take through EKS Pod Identity. The trust pins all three by the tags
 * EKS puts on the session: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export class AwsPodRole extends AwsRole {
  constructor(scope: Construct, id: string, props: AwsPodRoleProps) {
    const { place, clusterName, namespace, serviceAccount } = props;
    const { accountId } = accountOf(place, "aws");
    const trust: Statement = {
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": `arn:aws:eks:${place.region}:${accountId}:cluster/${clusterName}`,
          "aws:RequestTag/kubernetes-namespace": namespace,
          "aws:RequestTag/kubernetes-service-account": serviceAccount,
        },
      },
    };
    super(scope, id, { ...props, trust: [trust] });
    if (props.associate ?? true) {
      new EksPodIdentityAssociation(this, "Association", { clusterName, namespace, serviceAccount, roleArn: this.arn });
    }
  }
}
