import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { grantStatements } from "./aws-grants.ts";
import { AwsRole, type Statement } from "./aws-role.ts";
import { type ForeignReaderProps, foreignAudiences, foreignReaderName, restoreReports } from "./foreign-reader-contract.ts";

/** A role that one service account of another cloud's cluster takes by its own token, to read one bucket. */
export class AwsForeignReader extends Construct {
  constructor(scope: Construct, id: string, props: ForeignReaderProps) {
    super(scope, id);
    const { place, bucket, reader, namespace, serviceAccount } = props;
    const issuer = new IamOpenidConnectProvider(this, "Issuer", {
      url: props.readerCluster.oidcIssuer,
      clientIdList: [foreignAudiences.aws],
    });
    new AwsRole(this, "Role", {
      place,
      name: foreignReaderName(namespace, reader.place),
      description: `Pods of ${namespace}/${serviceAccount} in ${reader.place.id}: read one bucket`,
      trust: [trust(props, issuer.arn)],
      statements: [
        ...grantStatements({ may: "objectstore:read", bucket }, { region: place.region, accountId: bucket.account }),
        ...writing(props),
      ],
    });
  }
}

function trust({ readerCluster, namespace, serviceAccount }: ForeignReaderProps, issuerArn: string): Statement {
  // Claims are named after the issuer without its scheme.
  const host = Fn.replace(readerCluster.oidcIssuer, "https://", "");
  return {
    Principal: { Federated: issuerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${host}:aud`]: foreignAudiences.aws,
        [`${host}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
      },
    },
  };
}

function writing({ place, bucket, writesBelow = restoreReports(place) }: ForeignReaderProps): Statement[] {
  return [
    {
      Action: ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      Resource: `arn:aws:s3:::${bucket.bucket}/${writesBelow}*`,
    },
    { Action: "kms:GenerateDataKey", Resource: bucket.kmsKeyId },
  ];
}
