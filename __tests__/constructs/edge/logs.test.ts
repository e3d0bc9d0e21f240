import { describe, expect, it } from "vitest";
import { EdgeLogBucket } from "../../../constructs/edge/log-bucket.ts";
import { EdgeLogs, logFolder } from "../../../constructs/edge/logs.ts";
import { samplePlace } from "../../addons/sample-context.ts";
import { edge, only, type Resource, stackWith } from "./edge-stack.ts";

const { place } = samplePlace("aws", "mgmt");
const logs = (deletionProtection = true) =>
  stackWith((scope) => {
    const bucket = new EdgeLogBucket(scope, "LogBucket", { place, folder: logFolder, retentionDays: 90, deletionProtection });
    new EdgeLogs(scope, "Logs", { edge, bucket, region: place.region });
  });
const json = logs();
const aws = (type: string, from = json): Resource => Object.values(from.resource[`aws_${type}`] ?? {})[0] as Resource;
const name = aws("s3_bucket").bucket;

describe("the bucket of the edge's logs", () => {
  it("is private, versioned and encrypted, and goes only where deletion is not refused", () => {
    expect(name).toMatch(/^acme-mgt-edge-requests-[0-9a-f]{4}$/);
    expect(aws("s3_bucket_public_access_block")).toMatchObject({ block_public_acls: true, restrict_public_buckets: true });
    expect(aws("s3_bucket_versioning").versioning_configuration).toEqual({ status: "Enabled" });
    expect(JSON.stringify(aws("s3_bucket_server_side_encryption_configuration"))).toContain("AES256");
    expect(aws("s3_bucket")).toMatchObject({ force_destroy: false, lifecycle: { prevent_destroy: true } });
    expect(aws("s3_bucket", logs(false))).toMatchObject({ force_destroy: true, lifecycle: { prevent_destroy: false } });
  });

  it("is written to by Cloudflare, below one folder, and by TLS only", () => {
    const { Statement } = JSON.parse(aws("s3_bucket_policy").policy);
    const [allowed, ...others] = Statement.filter(({ Effect }: Resource) => Effect === "Allow");
    expect(others).toEqual([]);
    expect(allowed).toMatchObject({
      Principal: { AWS: "arn:aws:iam::391854517948:user/cloudflare-logpush" },
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::${name}/requests/*`,
    });
    expect(Statement.find(({ Effect }: Resource) => Effect === "Deny").Condition).toEqual({ Bool: { "aws:SecureTransport": "false" } });
  });

  it("ends logs, and not the proof that it is ours", () => {
    const [rule] = aws("s3_bucket_lifecycle_configuration").rule;
    expect(rule).toMatchObject({ status: "Enabled", filter: [{ prefix: "requests/2" }], expiration: [{ days: 90 }] });
    expect("requests/20260101T000000Z_20260101T000100Z_1a2b.log.gz").toMatch(new RegExp(`^${rule.filter[0].prefix}`));
    expect("requests/ownership-challenge-1a2b.txt").not.toMatch(new RegExp(`^${rule.filter[0].prefix}`));
  });
});

describe("the job", () => {
  const job = only(json, "logpush_job");

  it("pushes every request of the zone, as lines, to the bucket", () => {
    expect(job).toMatchObject({ zone_id: "zone", dataset: "http_requests", enabled: true });
    expect(job.destination_conf).toMatch(
      /^s3:\/\/\$\{aws_s3_bucket\.[A-Za-z_]+\.bucket\}\/requests\?region=us-east-1&sse=AES256$|^s3:\/\/acme-/,
    );
    expect(job.output_options).toMatchObject({ output_type: "ndjson", sample_rate: 1, timestamp_format: "rfc3339" });
  });

  it("says what of a request is kept: nothing that people signed in with", () => {
    const kept: string[] = job.output_options.field_names;
    expect(kept).toEqual(expect.arrayContaining(["ClientIP", "ClientRequestHost", "EdgeResponseStatus", "RayID", "SecurityAction"]));
    for (const field of kept) expect(field).not.toMatch(/cookie|header|body|query|requesturi|referer/i);
  });

  it("proves that the bucket is ours with what the edge wrote there, once it may write", () => {
    const challenge = only(json, "logpush_ownership_challenge");
    expect(challenge.destination_conf).toBe(job.destination_conf);
    expect(challenge.depends_on).toEqual([expect.stringMatching(/^aws_s3_bucket_policy\./)]);
    const [read] = Object.values(json.data?.aws_s3_object ?? {});
    expect(read?.key).toMatch(/^\$\{cloudflare_logpush_ownership_challenge\..*\.filename\}$/);
    expect(job.ownership_challenge).toMatch(/^\$\{data\.aws_s3_object\..*\.body\}$/);
  });
});
