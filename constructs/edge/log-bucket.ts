import { DataAwsS3Object } from "@cdktf/provider-aws/lib/data-aws-s3-object";
import type { ITerraformDependable, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { AwsPrivateBucket } from "../bucket/aws-private-bucket.ts";
import { nameOf } from "../naming.ts";
import { environmentCodes, type Place } from "../place.ts";

/** As whom Cloudflare writes logs: https://developers.cloudflare.com/logs/logpush/logpush-job/enable-destinations/aws-s3/ */
const writer = "arn:aws:iam::391854517948:user/cloudflare-logpush";

/** Names of logs start with when they begin, until the year 3000. */
const dated = "2";

/** Name of the bucket of the edge's logs, in the account of the central place. */
export const edgeLogBucketName = ({ organization, environment, suffix }: Pick<Place, "organization" | "environment" | "suffix">): string =>
  nameOf("aws:S3Bucket", organization, environmentCodes[environment], "edge", "requests", suffix);

export interface EdgeLogBucketProps {
  readonly place: Place;
  /** Folder that the edge writes below. */
  readonly folder: string;
  /** Days until logs are deleted. */
  readonly retentionDays: number;
  readonly deletionProtection: boolean;
}

/** Where the edge's logs are kept: it may write below one folder, and reads nothing. Encrypted with S3's own keys, as receivers of logs are. */
export class EdgeLogBucket extends Construct {
  readonly name: string;
  private readonly bucket: AwsPrivateBucket;

  constructor(scope: Construct, id: string, { place, folder, ...props }: EdgeLogBucketProps) {
    super(scope, id);
    this.name = edgeLogBucketName(place);
    this.bucket = new AwsPrivateBucket(this, "Resource", {
      ...props,
      bucket: this.name,
      statements: [{ Sid: "Edge", Principal: { AWS: writer }, Action: "s3:PutObject", Resource: `arn:aws:s3:::${this.name}/${folder}/*` }],
    });
    // Not what proves that the bucket is ours: every plan reads it.
    const lifecycle = this.bucket.node.findChild("Lifecycle") as TerraformResource;
    lifecycle.addOverride("rule.0.filter.0.prefix", `${folder}/${dated}`);
  }

  /** For the edge: what must be there before it writes. */
  get ready(): ITerraformDependable[] {
    return [this.bucket.policy];
  }

  /** What the edge has written into the one file of that name. */
  content(key: string): string {
    return new DataAwsS3Object(this, "Challenge", { bucket: this.bucket.name, key }).body;
  }
}
