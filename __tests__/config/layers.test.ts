import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { committed, type Edits, edited, inMemory, load } from "./fixture.ts";

const levels = [
  ["estate:defaults", 21],
  ["prod:settings", 22],
  ["prod:clouds.aws.settings", 23],
  ["prod:clouds.aws.regions.us-east-1", 24],
] as const;

const snapshotDaysWith = (edits: Edits) => load(edited(edits)).environments.prod?.clouds.aws?.regions["us-east-1"]?.cache.snapshotDays;
const prodPlace = (edits: Edits) => load(edited(edits)).environments.prod?.clouds.aws?.regions["us-east-1"];

describe("layers", () => {
  it.each(levels.map(([name], index) => ({ name, index })))("$name wins over all before it", ({ index }) => {
    const edits = levels.slice(0, index + 1).map(([level, value]) => [`${level}.cache.snapshotDays`, value]);
    expect(snapshotDaysWith(Object.fromEntries(edits))).toBe(21 + index);
    expect(snapshotDaysWith(Object.fromEntries(edits.reverse()))).toBe(21 + index);
  });

  it("reaches no further than its level", () => {
    const estate = load(edited({ "prod:clouds.aws.settings.database.storageGib": 300 }));
    expect(estate.environments.prod?.clouds.gcp?.regions["us-east4"]?.database.storageGib).toBe(256);
    expect(estate.environments.staging?.clouds.aws?.regions["us-east-1"]?.database.storageGib).toBe(128);
  });

  it("puts the estate's defaults under the management place, and its own settings above", () => {
    const settings = (edits: Edits) => load(edited(edits)).environments.mgmt?.clouds.aws?.regions["us-east-1"];
    expect(settings({ "estate:defaults.logRetentionDays": 7 })?.logRetentionDays).toBe(7);
    expect(settings({ "estate:defaults.logRetentionDays": 7, "estate:management.settings.logRetentionDays": 14 })?.logRetentionDays).toBe(
      14,
    );
  });

  it("merges maps and replaces lists", () => {
    const place = prodPlace({
      "estate:defaults.cluster.apiAllowlist": ["198.51.100.0/24", "203.0.113.0/24"],
      "estate:defaults.cluster.pools.spot.max": 99,
      "prod:settings.cluster.apiAllowlist": ["192.0.2.0/24"],
      "prod:settings.cluster.pools.spot.size": "l",
    });
    expect(place?.cluster.apiAllowlist).toEqual(["192.0.2.0/24"]);
    expect(place?.cluster.pools.spot).toEqual({ size: "l", min: 0, max: 99, arch: "arm64", spot: true });
  });

  it("adds buckets and takes them away", () => {
    const place = prodPlace({
      "estate:defaults.buckets": { media: { retentionDays: 5 } },
      "prod:clouds.aws.settings.buckets.traces": null,
    });
    expect(place?.buckets.media).toEqual({ retentionDays: 5, lockDays: 0 });
    expect(Object.keys(place?.buckets ?? {})).toEqual(["app", "logs", "media", "metrics", "velero"]);
  });

  it("lets an environment have its own tags", () => {
    const { environments } = load(edited({ "prod:tags": { costCenter: "cc-7" } }));
    expect([environments.prod?.owner, environments.prod?.costCenter, environments.dev?.costCenter]).toEqual([
      "platform",
      "cc-7",
      "cc-0000",
    ]);
  });

  it("divides what the budgets of some clouds leave among the others, rounded down", () => {
    const { prod } = load(edited({ "prod:clouds.aws.budgetUsd": 20000, "prod:budgetUsd": 30001 })).environments;
    expect(Object.values(prod?.clouds ?? {}).map(({ budgetUsd }) => budgetUsd)).toEqual([20000, 5000, 5000]);
  });
});

describe("a new region", () => {
  const grown = load(edited({ "prod:clouds.aws.regions.us-west-2": { dr: "us-east-2" } }));
  const before = load(inMemory({}));

  it("is one entry, with everything computed", () => {
    expect(grown.environments.prod?.clouds.aws?.regions["us-west-2"]).toMatchObject({
      network: { cidr: "10.193.0.0/16", natGateways: "per-zone" },
    });
  });

  it("changes nothing else", () => {
    const { "us-west-2": _, ...others } = grown.environments.prod?.clouds.aws?.regions ?? {};
    expect(others).toEqual(before.environments.prod?.clouds.aws?.regions);
    expect({ ...grown.environments, prod: undefined }).toEqual({ ...before.environments, prod: undefined });
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

describe("order", () => {
  it("of keys and files does not matter", () => {
    const edits = {
      "prod:clouds.aws.regions.us-west-2": { dr: "us-east-2", database: { tier: "db.r7g.large", size: "l" } },
      "prod:settings.buckets": { media: {}, assets: {} },
      "estate:tags.extra": { zone: "a", area: "b" },
    };
    const files = edited(edits);
    const yaml = Object.keys(committed).filter((path) => path.endsWith(".yaml"));
    const texts = yaml.map((path) => [path, new TextDecoder().decode(files.read(`config/${path}`))] as const);
    const turned = inMemory(Object.fromEntries(texts.map(([path, text]) => [path, stringify(reversed(parse(text)))])));
    const forwards = { ...files, list: (path: string) => [...files.list(path)].reverse() };
    expect(JSON.stringify(load(turned))).toBe(JSON.stringify(load(forwards)));
  });
});
