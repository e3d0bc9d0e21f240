import { describe, expect, it } from "vitest";
import type { AddonContext } from "../../../constructs/addons/addon.ts";
import { loki } from "../../../constructs/addons/observability/loki.ts";
import { tempo } from "../../../constructs/addons/observability/tempo.ts";
import type { CloudName } from "../../../constructs/place.ts";
import { sampleContext } from "../sample-context.ts";
import { valuesOf } from "./catalog.ts";

const logs = (cloud: CloudName, overrides: Partial<AddonContext> = {}) => valuesOf(loki, sampleContext(cloud, overrides));
const traces = (cloud: CloudName, overrides: Partial<AddonContext> = {}) => valuesOf(tempo, sampleContext(cloud, overrides));
const parts = ["distributor", "ingester", "querier", "queryFrontend", "queryScheduler", "indexGateway", "compactor"];

describe("loki", () => {
  it("keeps logs in the place's bucket, by identity", () => {
    const chunks = "<bucket_logs.bucket>";
    expect(logs("aws").loki.storage).toEqual({ type: "s3", bucketNames: { chunks }, s3: { region: "us-east-1" } });
    expect(logs("gcp").loki.storage).toEqual({ type: "gcs", bucketNames: { chunks } });
    expect(logs("azure").loki.storage).toEqual({
      type: "azure",
      bucketNames: { chunks },
      azure: { accountName: "<bucket_logs.account>", useFederatedToken: true },
    });
  });

  it.each([
    ["aws", "s3"],
    ["gcp", "gcs"],
    ["azure", "azure"],
  ] as const)("names the store alike for index, storage and deletion on %s", (cloud, type) => {
    const { storage, schemaConfig, compactor } = logs(cloud).loki;
    expect([storage.type, schemaConfig.configs[0].object_store, compactor.delete_request_store]).toEqual([type, type, type]);
    expect(schemaConfig.configs[0].from).toBe("2026-01-01");
  });

  it("keeps them as long as configuration says; 0 is for ever", () => {
    expect(logs("aws").loki.limits_config.retention_period).toBe("744h");
    expect(logs("aws").loki.compactor.retention_enabled).toBe(true);
    const forEver = logs("aws", { retentionDays: { logs: 0 } }).loki;
    expect([forEver.limits_config.retention_period, forEver.compactor.retention_enabled]).toEqual(["0h", false]);
  });

  it("is one process, or parts, and never both: the chart would refuse", () => {
    const large = logs("aws");
    expect([large.deploymentMode, large.singleBinary.replicas, large.loki.commonConfig.replication_factor]).toEqual(["Distributed", 0, 3]);
    for (const part of parts) expect(large[part].replicas, part).toBeGreaterThan(0);
    const small = logs("aws", { highAvailability: false });
    expect([small.deploymentMode, small.singleBinary.replicas, small.loki.commonConfig.replication_factor]).toEqual(["Monolithic", 1, 1]);
    for (const part of [...parts, "read", "write", "backend"]) expect(small[part].replicas, part).toBe(0);
  });

  it("has one compactor", () => {
    expect(logs("aws").compactor.replicas).toBe(1);
  });
});

describe("tempo", () => {
  it("keeps traces in the place's bucket, by identity", () => {
    expect(traces("aws").storage.trace).toEqual({
      backend: "s3",
      s3: { bucket: "<bucket_traces.bucket>", region: "us-east-1", endpoint: "s3.us-east-1.amazonaws.com", native_aws_auth_enabled: true },
    });
    expect(traces("gcp").storage.trace).toEqual({ backend: "gcs", gcs: { bucket_name: "<bucket_traces.bucket>" } });
    expect(traces("azure").storage.trace).toEqual({
      backend: "azure",
      azure: { container_name: "<bucket_traces.bucket>", storage_account_name: "<bucket_traces.account>", use_federated_token: true },
    });
  });

  it("keeps them as long as configuration says, and has as many copies of each span as ingesters", () => {
    expect(traces("aws").compactor.config.compaction.block_retention).toBe("336h");
    expect(traces("aws", { retentionDays: { traces: 0 } }).compactor.config.compaction.block_retention).toBe("87600h");
    for (const highAvailability of [true, false]) {
      const { ingester } = traces("gcp", { highAvailability });
      expect(ingester.config.replication_factor).toBe(ingester.replicas);
    }
  });

  it("stays with the line that needs no Kafka", () => {
    expect(tempo.chart?.version).toMatch(/^2\./);
  });
});
