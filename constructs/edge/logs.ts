import { LogpushJob } from "@cdktf/provider-cloudflare/lib/logpush-job";
import { LogpushOwnershipChallenge } from "@cdktf/provider-cloudflare/lib/logpush-ownership-challenge";
import { Construct } from "constructs";
import type { Edge } from "./contract.ts";
import type { EdgeLogBucket } from "./log-bucket.ts";

/** Folder of the bucket. */
export const logFolder = "requests";

/** What is kept of a request; no cookies, no bodies, no query strings. https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/zone/http_requests/ */
const fields = [
  "ClientASN",
  "ClientCountry",
  "ClientIP",
  "ClientRequestHost",
  "ClientRequestMethod",
  "ClientRequestPath",
  "ClientRequestProtocol",
  "ClientRequestUserAgent",
  "EdgeColoCode",
  "EdgeEndTimestamp",
  "EdgeResponseBytes",
  "EdgeResponseStatus",
  "EdgeStartTimestamp",
  "OriginIP",
  "OriginResponseDurationMs",
  "OriginResponseStatus",
  "RayID",
  "SecurityAction",
  "SecurityRuleID",
  "SecuritySources",
  "WAFAttackScore",
];

export interface EdgeLogsProps {
  readonly edge: Edge;
  readonly bucket: EdgeLogBucket;
  /** Of the bucket. */
  readonly region: string;
}

/**
 * A record of every request. That the bucket is ours is proven by reading back what the edge has written there; in one folder without days,
 * since the proof must be where logs that end are not.
 */
export class EdgeLogs extends Construct {
  constructor(scope: Construct, id: string, { edge, bucket, region }: EdgeLogsProps) {
    super(scope, id);
    const destinationConf = `s3://${bucket.name}/${logFolder}?region=${region}&sse=AES256`;
    const challenge = new LogpushOwnershipChallenge(this, "Challenge", { zoneId: edge.zoneId, destinationConf, dependsOn: bucket.ready });
    new LogpushJob(this, "Resource", {
      zoneId: edge.zoneId,
      name: "requests",
      dataset: "http_requests",
      destinationConf,
      ownershipChallenge: bucket.content(challenge.filename),
      enabled: true,
      outputOptions: { outputType: "ndjson", fieldNames: fields, timestampFormat: "rfc3339", sampleRate: 1 },
      maxUploadIntervalSeconds: 60,
    });
  }
}
