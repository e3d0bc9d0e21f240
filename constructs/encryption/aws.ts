import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf, type Place, regionFacts } from "../place.ts";

/** What besides the account's own IAM policies may use a key: services that act in their own name. */
export type KeyUser = "logs" | "volumes" | "alarms" | "notifications" | "trail";

export interface AwsKeyProps {
  readonly place: Place;
  /** Last part of the alias `alias/<place name>-<purpose>`. */
  readonly purpose: string;
  /** @default none: only principals whose IAM policy allows it */
  readonly users?: readonly KeyUser[];
  /** @default the place's own region */
  readonly region?: string;
  readonly deletionProtection: boolean;
}

/** A customer-managed key that rotates twice a year, reachable under a predictable alias. About $1 per month. */
export class AwsKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: AwsKeyProps) {
    super(scope, id);
    const region = props.region ?? props.place.region;
    const argument = regionArgument(props.place, region);
    const key = new KmsKey(this, "Resource", {
      description: `${props.place.name} ${props.purpose}`,
      policy: keyPolicy(props.place, region, props.users ?? []),
      enableKeyRotation: true,
      rotationPeriodInDays: 180,
      deletionWindowInDays: 30,
      region: argument,
      lifecycle: { preventDestroy: props.deletionProtection },
    });
    new KmsAlias(this, "Alias", { name: keyAlias(props.place, props.purpose), targetKeyId: key.keyId, region: argument });
    this.arn = key.arn;
  }
}

/** The alias of a key, for those who cannot see the construct: node templates, storage classes. */
export const keyAlias = (place: Place, purpose: string): string => `alias/${nameOf("aws:Resource", place.name, purpose)}`;

function keyPolicy(place: Place, region: string, users: readonly KeyUser[]): string {
  const { accountId } = accountOf(place, "aws");
  const administration = {
    Sid: "AccountDecidesByIam",
    Effect: "Allow",
    // Without this statement nobody but the creator could ever change the key again: AWS asks for it.
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  const statements = users.map((user) => ({ Effect: "Allow", Resource: "*", ...userStatements[user](region, accountId) }));
  return JSON.stringify({ Version: "2012-10-17", Statement: [administration, ...statements] });
}

const encrypt = ["kms:Decrypt", "kms:GenerateDataKey*"];
const fromAccount = (accountId: string) => ({ StringEquals: { "aws:SourceAccount": accountId } });

const userStatements: Record<KeyUser, (region: string, accountId: string) => object> = {
  logs: (region, accountId) => ({
    Sid: "LogGroups",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${accountId}:log-group:*` } },
  }),
  // The shape of the policy AWS gives its own aws/ebs key: it covers node groups, Karpenter and the CSI driver alike,
  // and names no service-linked role, which may not exist yet and would make the policy invalid.
  volumes: (region, accountId) => ({
    Sid: "VolumesThroughEc2",
    Principal: { AWS: "*" },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey"],
    Condition: { StringEquals: { "kms:ViaService": `ec2.${region}.amazonaws.com`, "kms:CallerAccount": accountId } },
  }),
  alarms: (_region, accountId) => ({
    Sid: "Alarms",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: encrypt,
    Condition: fromAccount(accountId),
  }),
  // EventBridge sends no source account to encrypted topics, so nothing narrower is possible:
  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
  notifications: () => ({
    Sid: "Notifications",
    Principal: { Service: "events.amazonaws.com" },
    Action: encrypt,
  }),
  trail: (region, accountId) => ({
    Sid: "Trail",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: ["kms:GenerateDataKey*", "kms:DescribeKey"],
    Condition: { ArnLike: { "aws:SourceArn": `arn:aws:cloudtrail:${region}:${accountId}:trail/*` } },
  }),
};

/** What a resource's `region` says: nothing in the region where the provider is anyway. */
export const regionArgument = (place: Place, region: string | undefined): string | undefined =>
  region === place.region ? undefined : region;

/** `Usw2`: part of the ids of things that exist once per region. */
export function regionId(region: string): string {
  const { short } = regionFacts("aws", region);
  return `${short[0]?.toUpperCase()}${short.slice(1)}`;
}
