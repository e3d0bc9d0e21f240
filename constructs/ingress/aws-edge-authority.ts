import { LbTrustStore } from "@cdktf/provider-aws/lib/lb-trust-store";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Construct } from "constructs";
import { AwsPrivateBucket } from "../bucket/aws-private-bucket.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";

export interface AwsEdgeAuthorityProps {
  readonly place: Place;
  /** PEM. */
  readonly certificates: string;
  /** Receives the record of who reads the bucket. */
  readonly accessLogs: AwsPrivateBucket;
  readonly deletionProtection: boolean;
}

/** Whom the balancer believes that it is the edge. Load balancers read it from a bucket only. About $4 per month. */
export class AwsEdgeAuthority extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { place, certificates, accessLogs, deletionProtection }: AwsEdgeAuthorityProps) {
    super(scope, id);
    const bucket = new AwsPrivateBucket(this, "Bucket", {
      bucket: nameOf("aws:S3Bucket", place.shortName, "edge", "authority", place.suffix),
      retentionDays: 0,
      accessLogs,
      deletionProtection,
    });
    const object = new S3Object(this, "Certificates", {
      bucket: bucket.name,
      key: "edge.pem",
      content: certificates,
      contentType: "application/x-pem-file",
      // Versions begin with the first object that is written after they are turned on.
      dependsOn: [bucket.versioning],
    });
    this.arn = new LbTrustStore(this, "Resource", {
      name: nameOf("aws:LbTrustStore", place.shortName, "edge"),
      caCertificatesBundleS3Bucket: bucket.name,
      caCertificatesBundleS3Key: object.key,
      caCertificatesBundleS3ObjectVersion: object.versionId,
    }).arn;
  }
}
