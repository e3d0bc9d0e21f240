import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { regionArgument, regionId } from "../encryption/aws.ts";
import type { Statement } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import { accountOf, type Place, placeIn } from "../place.ts";
import { AwsPrivateBucket } from "./aws-private-bucket.ts";

export interface AwsLogBucketProps {
  readonly place: Place;
  /** What the stack is about; part of the name, so that every stack can have its own. */
  readonly purpose: "account" | "edge" | "data";
  /** @default the place's own region */
  readonly region?: string;
  /** Who else writes to the bucket of that name. @default only S3 and load balancers */
  readonly writers?: (bucket: string) => Statement[];
  readonly retentionDays: number;
  readonly deletionProtection: boolean;
}

/**
 * Receives access logs of a stack's buckets and load balancers in one region: S3 and NLB deliver within a region only, so
 * the account's one audit bucket cannot serve every place. Encrypted with S3's own keys and not logged itself, because
 * S3 delivers its logs to nothing else: https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export class AwsLogBucket extends Construct {
  readonly bucket: AwsPrivateBucket;

  /** The stack's log bucket in the region; made when the first one asks for it. */
  static of(scope: Construct, props: AwsLogBucketProps): AwsLogBucket {
    const stack = TerraformStack.of(scope);
    const id = `AccessLogs${regionId(props.region ?? props.place.region)}`;
    return (stack.node.tryFindChild(id) as AwsLogBucket | undefined) ?? new AwsLogBucket(stack, id, props);
  }

  private constructor(scope: Construct, id: string, props: AwsLogBucketProps) {
    super(scope, id);
    const { place, region = place.region } = props;
    const { accountId } = accountOf(place, "aws");
    const { shortName } = placeIn(place, region);
    const name = nameOf("aws:S3Bucket", shortName, props.purpose, ...(region === place.region ? [] : ["copy"]), "logs", place.suffix);
    const fromAccount = { StringEquals: { "aws:SourceAccount": accountId } };
    this.bucket = new AwsPrivateBucket(this, "Bucket", {
      bucket: name,
      region: regionArgument(place, region),
      statements: [
        {
          Sid: "AccessLogsOfBuckets",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `arn:aws:s3:::${name}/s3/*`,
          Condition: fromAccount,
        },
        {
          Sid: "AccessLogsOfLoadBalancers",
          Principal: { Service: "delivery.logs.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `arn:aws:s3:::${name}/nlb/AWSLogs/${accountId}/*`,
          Condition: fromAccount,
        },
        {
          Sid: "CheckedByLoadBalancers",
          Principal: { Service: "delivery.logs.amazonaws.com" },
          Action: ["s3:GetBucketAcl", "s3:ListBucket"],
          Resource: `arn:aws:s3:::${name}`,
          Condition: fromAccount,
        },
        ...(props.writers?.(name) ?? []),
      ],
      retentionDays: props.retentionDays,
      deletionProtection: props.deletionProtection,
    });
  }
}
