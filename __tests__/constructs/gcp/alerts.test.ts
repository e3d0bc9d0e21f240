import { describe, expect, it } from "vitest";
import type { StackJson } from "../../estate.ts";
import { at } from "../variants.ts";
import { all, dev, gcp, stackOf } from "./variants.ts";

const prodNetwork = stackOf("prod network");
const prodData = stackOf("prod data");
const legacy = gcp("data", { input: { cache: { product: "legacy" } } });

const ids = (stack: StackJson) => Object.keys(all(stack, "monitoring_alert_policy")).sort();
/** What an alert watches, without the metric's service. */
const watched = (stack: StackJson, id: string) => {
  const condition = at(all(stack, "monitoring_alert_policy")[id], "conditions.0.condition_threshold.0");
  const [, metric] = /metric\.type = "(.*)"/.exec(at(condition, "filter") as string) ?? [];
  return { metric, aligner: at(condition, "aggregations.0.per_series_aligner"), above: at(condition, "threshold_value") };
};
const filter = (stack: StackJson, id: string) => at(all(stack, "monitoring_alert_policy")[id], "conditions.0.condition_threshold.0.filter");

describe("gcp alerts", () => {
  it("go to the account's channel, say the place and what to do, and last before they are raised", () => {
    for (const stack of [prodNetwork, prodData, legacy, stackOf("dev network"), stackOf("dev data")]) {
      for (const [id, alert] of Object.entries(all(stack, "monitoring_alert_policy"))) {
        expect(alert, id).toMatchObject({ combiner: "OR", severity: "WARNING" });
        expect(at(alert, "notification_channels.0"), id).toMatch(/-gcp-account\.outputs\.account__alert_target\}$/);
        expect(alert.display_name, id).toMatch(/^(prod|dev)-gcp-use4 (NAT|VPN|database|cache): /);
        expect(at(alert, "documentation.0.content"), id).toMatch(/\w{3}.*\.$/);
        expect(at(alert, "conditions.0.condition_threshold.0.duration"), id).toMatch(/^(300|600|900)s$/);
      }
    }
  });

  it("warn of a NAT that drops packets, has no address, or soon has no ports", () => {
    const nat = "router.googleapis.com/nat";
    expect(watched(prodNetwork, "Network_Egress_DroppedPackets")).toEqual({
      metric: `${nat}/dropped_sent_packets_count`,
      aligner: "ALIGN_RATE",
      above: 1,
    });
    expect(watched(prodNetwork, "Network_Egress_NoAddress")).toEqual({
      metric: `${nat}/nat_allocation_failed`,
      aligner: "ALIGN_COUNT_TRUE",
      above: 0,
    });
    const ports = Number(Object.values(all(prodNetwork, "compute_router_nat"))[0]?.max_ports_per_vm);
    expect(watched(prodNetwork, "Network_Egress_Ports")).toEqual({
      metric: `${nat}/port_usage`,
      aligner: "ALIGN_MEAN",
      above: 0.8 * ports,
    });
    expect(filter(prodNetwork, "Network_Egress_Ports")).toContain(
      'resource.type = "nat_gateway" AND resource.labels.gateway_name = "acme-prod-gcp-use4-nat" AND resource.labels.region = "us-east4"',
    );
  });

  it("warn of lost sessions where there is a VPN gateway", () => {
    expect(watched(prodNetwork, "Network_BgpSessions").metric).toBe("router.googleapis.com/bgp_sessions_down_count");
    expect(filter(prodNetwork, "Network_BgpSessions")).toContain('resource.type = "gce_router" AND resource.labels.region = "us-east4"');
    expect(ids(stackOf("dev network"))).toEqual(["Network_Egress_DroppedPackets", "Network_Egress_NoAddress", "Network_Egress_Ports"]);
  });

  it("warn of a database that is full or busy, and of replication where there is any", () => {
    const always = ["Cache_Memory", "Database_Alerts_Cpu", "Database_Alerts_Disk"];
    const behind = [...always, "Database_Alerts_ReplicationLag"];
    expect(ids(stackOf("dev data"))).toEqual(always);
    const withStandby = [...behind, "Database_Replica_StandbyLag"];
    expect(ids(prodData)).toEqual(withStandby);
    for (const [change, expected] of [
      [{ cdc: true }, behind],
      [{ drRegion: "us-west1" }, withStandby],
    ] as const) {
      const { database, cache } = dev.data.input as { database: object; cache: object };
      const input = { ...dev.data.input, cache, database: { ...database, ...change } };
      expect(ids(gcp("data", { ...dev.data, input }))).toEqual(expected);
    }
    expect(filter(prodData, "Database_Alerts_Cpu")).toMatch(/database_id = "acme-prod:acme-prod-gcp-use4-app-[0-9a-f]{4}"/);
    expect(watched(prodData, "Database_Alerts_ReplicationLag").above).toBe(512 * 1024 ** 2);
  });

  it("warn of a cache's memory, as its product measures it", () => {
    expect(filter(prodData, "Cache_Memory")).toBe(
      'resource.type = "memorystore.googleapis.com/Instance" AND resource.labels.location = "us-east4" AND resource.labels.instance_id = "acme-prod-gcp-use4" AND metric.type = "memorystore.googleapis.com/instance/memory/maximum_utilization"',
    );
    expect(filter(legacy, "Cache_Memory")).toBe(
      'resource.type = "redis_instance" AND resource.labels.instance_id = "projects/acme-prod/locations/us-east4/instances/acme-prod-gcp-use4-cache" AND metric.type = "redis.googleapis.com/stats/memory/usage_ratio"',
    );
  });
});
