import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { AddonContext, Manifest } from "../../../constructs/addons/addon.ts";
import { custodian } from "../../../constructs/addons/cost/custodian.ts";
import { custodianFiles, wasteDays, wastePolicies } from "../../../constructs/addons/cost/custodian-policies.ts";
import { tellWaste } from "../../../constructs/addons/cost/custodian-tell.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../sample-context.ts";

const objectsOf = (context: AddonContext): readonly Manifest[] => custodian.resources?.(context, sampleIdentity) ?? [];
const dataOf = (context: AddonContext) =>
  objectsOf(context).find(({ kind }) => kind === "ConfigMap")?.data as Readonly<Record<string, string>>;
const jobText = (context: AddonContext): string => JSON.stringify(objectsOf(context).find(({ kind }) => kind === "CronJob"));

describe.each(cloudNames)("custodian on %s", (cloud) => {
  const context = sampleContext(cloud);

  it("runs what is in the repository, of this cloud only", () => {
    const { policies } = parse(dataOf(context)["policies.yml"] ?? "") as { policies: { resource: string }[] };
    expect(policies).toEqual(wastePolicies[cloud]);
    for (const { resource } of policies) expect(resource).toMatch(new RegExp(`^${cloud}\\.`));
    expect(parse(custodianFiles()[`policies/custodian/${cloud}.yml`] ?? "")).toEqual({ policies });
  });

  it("looks and never acts", () => {
    for (const policy of wastePolicies[cloud]) expect(Object.keys(policy).sort()).toEqual(["description", "filters", "name", "resource"]);
    expect(custodian.identity?.(context).grants.map(({ may }) => may)).toEqual(["inventory:read", "objectstore:read-write"]);
  });

  it("is pinned, runs as nobody, and reports into the bucket", () => {
    expect(jobText(context)).toMatch(/"image":"docker\.io\/cloudcustodian\/c7n:\d+\.\d+\.\d+(\.\d+)?"/);
    expect(jobText(context)).toContain('"runAsNonRoot":true');
    const outputs = {
      aws: "s3://<bucket_app.bucket>/custodian",
      gcp: "gs://<bucket_app.bucket>/custodian",
      azure: "azure://<bucket_app.account>.blob.core.windows.net/<bucket_app.bucket>/custodian",
    };
    expect(jobText(context)).toContain(outputs[cloud]);
  });

  it("has each kind of waste that this cloud can tell of", () => {
    const names = wastePolicies[cloud].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const everywhere = [/volumes|disks/, /addresses/, /balancers/, /databases/, /machines/];
    for (const kind of everywhere) expect(names.some((name) => kind.test(name))).toBe(true);
  });
});

describe("custodian", () => {
  it("looks once where one run sees the whole account, and in every region where not", () => {
    const second = (cloud: "aws" | "gcp", region: string): AddonContext => {
      const base = sampleContext(cloud);
      const other = { ...samplePlace(cloud), id: `prod-${cloud}-other`, place: { ...base.place, region, id: `prod-${cloud}-other` } };
      return { ...base, place: other.place, places: [...base.places, other] };
    };
    expect(custodian.appliesTo?.(second("aws", "us-west-2"))).toBe(true);
    expect(custodian.appliesTo?.(second("gcp", "us-west1"))).toBe(false);
    for (const cloud of cloudNames) expect(custodian.appliesTo?.(sampleContext(cloud))).toBe(true);
  });

  it("waits longer than what is right takes", () => {
    for (const days of Object.values(wasteDays)) expect(days).toBeGreaterThanOrEqual(7);
  });

  it("has a script that a shell understands", () => {
    expect(spawnSync("sh", ["-n"], { input: dataOf(sampleContext("aws"))["run.sh"], encoding: "utf8" }).stderr).toBe("");
  });

  it("tells with a program that Python understands", () => {
    if (spawnSync("python3", ["--version"]).error !== undefined) return;
    execFileSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], { input: tellWaste });
    expect(tellWaste).toContain('"topic": "idle"');
  });
});
