import type { Statement } from "../identity/aws-role.ts";
import { accountOf, type Place } from "../place.ts";

/** What ReadOnlyAccess would show and a plan must not see: secrets, and the data in stores. */
export const planDenials: Statement[] = [
  {
    Sid: "NoSecretsNoData",
    Effect: "Deny",
    Action: [
      "dynamodb:BatchGetItem",
      "dynamodb:GetItem",
      "dynamodb:Query",
      "dynamodb:Scan",
      "ec2:GetConsoleOutput",
      "ec2:GetPasswordData",
      "kms:Decrypt",
      "rds:DownloadCompleteDBLogFile",
      "rds:DownloadDBLogFilePortion",
      "s3:GetObject",
      "s3:GetObjectVersion",
      "secretsmanager:BatchGetSecretValue",
      "secretsmanager:GetSecretValue",
      "ssm:GetParameter",
      "ssm:GetParameterHistory",
      "ssm:GetParameters",
      "ssm:GetParametersByPath",
    ],
    Resource: "*",
  },
];

/** Pushing images to the account's repositories. */
export const pipelineStatements = (place: Place): Statement[] => [
  { Sid: "LogIn", Action: "ecr:GetAuthorizationToken", Resource: "*" },
  {
    Sid: "PushImages",
    Action: [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:DescribeImages",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ],
    Resource: `arn:aws:ecr:*:${accountOf(place, "aws").accountId}:repository/*`,
  },
];
