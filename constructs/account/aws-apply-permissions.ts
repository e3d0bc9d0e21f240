import type { Statement } from "../identity/aws-role.ts";
import { accountOf, type Place } from "../place.ts";

/** Services that stacks hand roles to. */
const roleTakers = [
  "backup.amazonaws.com",
  "config.amazonaws.com",
  "dms.amazonaws.com",
  "ec2.amazonaws.com",
  "ecr.amazonaws.com",
  "ecs-tasks.amazonaws.com",
  "eks.amazonaws.com",
  "events.amazonaws.com",
  "monitoring.rds.amazonaws.com",
  "pods.eks.amazonaws.com",
  "s3.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/** DMS looks for roles of exactly these names: https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html */
const fixedRoles = ["dms-vpc-role", "dms-cloudwatch-logs-role"];

/** Names of the roles and policies of stacks: they start with their place's name. */
export const ownPrefix = ({ organization, environment, cloud }: Place): string => `${organization}-${environment}-${cloud}-`;

/**
 * What PowerUserAccess leaves out and stacks need: roles and policies named after a place, below the permissions boundary.
 * `protectedRoles` and the boundary itself are out of reach, so the role cannot give itself more.
 */
export function applyStatements(place: Place, boundaryArn: string, protectedRoles: string[]): Statement[] {
  const iam = (what: string) => `arn:aws:iam::${accountOf(place, "aws").accountId}:${what}`;
  const ownRoles = [`${ownPrefix(place)}*`, ...fixedRoles].map((role) => iam(`role/${role}`));
  return [
    { Sid: "See", Action: ["iam:Get*", "iam:List*"], Resource: "*" },
    ...roles(ownRoles, boundaryArn),
    {
      Sid: "OwnPolicies",
      Action: [
        "iam:CreatePolicy",
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:SetDefaultPolicyVersion",
        "iam:TagPolicy",
        "iam:UntagPolicy",
      ],
      Resource: iam(`policy/${ownPrefix(place)}*`),
    },
    {
      Sid: "ClustersVouchForPods",
      Action: [
        "iam:AddClientIDToOpenIDConnectProvider",
        "iam:CreateOpenIDConnectProvider",
        "iam:DeleteOpenIDConnectProvider",
        "iam:RemoveClientIDFromOpenIDConnectProvider",
        "iam:TagOpenIDConnectProvider",
        "iam:UntagOpenIDConnectProvider",
        "iam:UpdateOpenIDConnectProviderThumbprint",
      ],
      // Other clouds' clusters too: they read backups (constructs/identity/aws-foreign-reader.ts).
      Resource: ["oidc.eks.*", "container.googleapis.com/*", "*.oic.prod-aks.azure.com/*"].map((issuer) => iam(`oidc-provider/${issuer}`)),
    },
    ...limits(iam, boundaryArn, protectedRoles),
  ];
}

function roles(ownRoles: string[], boundaryArn: string): Statement[] {
  const belowBoundary = { StringEquals: { "iam:PermissionsBoundary": boundaryArn } };
  return [
    {
      Sid: "OwnRolesBelowBoundary",
      Action: [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
      ],
      Resource: ownRoles,
      Condition: belowBoundary,
    },
    {
      Sid: "OwnRoles",
      Action: [
        "iam:DeleteRole",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      Resource: ownRoles,
    },
    {
      Sid: "HandOverOwnRoles",
      Action: "iam:PassRole",
      Resource: ownRoles,
      Condition: { StringEquals: { "iam:PassedToService": roleTakers } },
    },
  ];
}

function limits(iam: (what: string) => string, boundaryArn: string, protectedRoles: string[]): Statement[] {
  return [
    {
      Sid: "NeverIdentities",
      Effect: "Deny",
      Action: [
        "iam:Attach*",
        "iam:Create*",
        "iam:Delete*",
        "iam:Detach*",
        "iam:PassRole",
        "iam:Put*",
        "iam:Set*",
        "iam:Tag*",
        "iam:Untag*",
        "iam:Update*",
      ],
      Resource: [...protectedRoles.flatMap((role) => [iam(`role/${role}`), iam(`policy/${role}`)]), boundaryArn],
    },
    {
      Sid: "NeverAudit",
      Effect: "Deny",
      Action: [
        "cloudtrail:DeleteTrail",
        "cloudtrail:PutEventSelectors",
        "cloudtrail:StopLogging",
        "cloudtrail:UpdateTrail",
        "config:DeleteConfigurationRecorder",
        "config:DeleteDeliveryChannel",
        "config:StopConfigurationRecorder",
        "guardduty:DeleteDetector",
        "guardduty:UpdateDetector",
        "securityhub:DisableSecurityHub",
      ],
      Resource: "*",
    },
  ];
}
