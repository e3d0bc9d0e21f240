import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { AddonContext, Manifest } from "../../../constructs/addons/addon.ts";
import { chaosMesh } from "../../../constructs/addons/recovery/chaos-mesh.ts";
import { chaosSchedules } from "../../../constructs/addons/recovery/chaos-schedules.ts";
import { restoreDrill } from "../../../constructs/addons/recovery/restore-drill.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../sample-context.ts";

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}
const resourcesOf = (addon: typeof restoreDrill, context: AddonContext): readonly Manifest[] =>
  addon.resources?.(context, sampleIdentity) ?? [];
const ofKind = (found: readonly Manifest[], kind: string): Manifest => found.find((one) => one.kind === kind) as Manifest;
const rulesOf = (found: readonly Manifest[]): Rule[] => found.flatMap(({ rules }) => (rules as Rule[] | undefined) ?? []);
const scriptOf = (found: readonly Manifest[]): string => (ofKind(found, "ConfigMap").data as Record<string, string>)["job.sh"] ?? "";

describe.each([
  ["drill", restoreDrill],
  ["guard", chaosMesh],
] as const)("the script of the %s", (_, addon) => {
  const found = resourcesOf(addon, sampleContext("aws", { chaos: true }));

  it("is one that a shell understands", () => {
    const { status, stderr } = spawnSync("sh", ["-n"], { input: scriptOf(found), encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  it("runs as nobody, from a pinned image, with nothing but what is listed", () => {
    const text = JSON.stringify(ofKind(found, "CronJob"));
    expect(text).toMatch(/"image":"docker\.io\/alpine\/k8s:\d+\.\d+\.\d+"/);
    expect(text).toMatch(/"runAsNonRoot":true/);
    for (const { verbs, resources, apiGroups } of rulesOf(found)) expect([...verbs, ...resources, ...apiGroups]).not.toContain("*");
    expect(rulesOf(found).flatMap(({ resources }) => resources)).not.toContain("secrets");
  });
});

describe("the restore drill", () => {
  it.each(cloudNames)("is held on %s where there are backups of another cloud", (cloud) => {
    const context = sampleContext(cloud);
    expect(restoreDrill.appliesTo?.(context)).toBe(true);
    expect(resourcesOf(restoreDrill, context).map(({ kind }) => kind)).toContain("CronJob");
    expect(resourcesOf(restoreDrill, { ...context, foreignBackups: undefined })).toEqual([]);
    expect(restoreDrill.appliesTo?.({ ...context, places: [samplePlace(cloud)] })).toBe(false);
    expect(restoreDrill.appliesTo?.({ ...context, interconnect: false })).toBe(false);
  });

  it("takes away no namespace but its own", () => {
    const deleting = rulesOf(resourcesOf(restoreDrill, sampleContext("aws"))).filter(
      ({ verbs, resources }) => verbs.includes("delete") && resources.includes("namespaces"),
    );
    expect(deleting.map(({ resourceNames }) => resourceNames)).toEqual([["restore-drill"]]);
  });

  it("brings back no workload", () => {
    const [, restored] = /includedResources: \[([^\]]+)\]/.exec(scriptOf(resourcesOf(restoreDrill, sampleContext("aws")))) ?? [];
    expect(restored).toBe('"configmaps", "persistentvolumeclaims", "persistentvolumes"');
  });

  it("raises an alarm after 40 days, also when it has never succeeded", () => {
    const text = JSON.stringify(ofKind(resourcesOf(restoreDrill, sampleContext("aws")), "PrometheusRule"));
    expect(text).toMatch(/kube_cronjob_status_last_successful_time.* or kube_cronjob_created.* > 40 \* 86400/);
  });
});

describe("chaos", () => {
  const schedulesOf = (overrides: Partial<AddonContext> = {}) =>
    chaosSchedules(sampleContext("aws", overrides)).map(({ metadata, spec }) => ({
      name: metadata.name,
      spec: spec as Record<string, unknown>,
    }));

  it("comes only where configuration wants it, and only into namespaces that agree", () => {
    expect(chaosMesh.appliesTo?.(sampleContext("aws"))).toBe(false);
    expect(chaosMesh.appliesTo?.(sampleContext("aws", { chaos: true }))).toBe(true);
    expect(chaosMesh.values?.(sampleContext("aws"), sampleIdentity)).toMatchObject({ controllerManager: { enableFilterNamespace: true } });
  });

  it("has five kinds of trouble, each in the field of its kind, once a week at a time of its own", () => {
    const all = schedulesOf();
    expect(new Set(all.map(({ spec }) => spec.type))).toEqual(new Set(["PodChaos", "NetworkChaos", "StressChaos", "DNSChaos", "IOChaos"]));
    const fields: Record<string, string> = {
      PodChaos: "podChaos",
      NetworkChaos: "networkChaos",
      StressChaos: "stressChaos",
      DNSChaos: "dnsChaos",
      IOChaos: "ioChaos",
    };
    for (const { spec } of all) expect(spec[fields[String(spec.type)] ?? ""]).toBeDefined();
    const times = all.map(({ spec }) => spec.schedule);
    expect(new Set(times).size).toBe(times.length);
    for (const time of times) expect(time).toMatch(/^\d+ \d+ \* \* (tue|wed|thu)$/);
  });

  it("never hits all pods of a namespace", () => {
    expect(JSON.stringify(schedulesOf())).not.toContain('"mode":"all"');
  });

  it("begins in office hours, by their clock", () => {
    const officeHours = { start: "30 9 * * mon-fri", end: "0 18 * * mon-fri", timeZone: "Europe/Amsterdam" };
    expect(new Set(schedulesOf({ officeHours }).map(({ spec }) => String(spec.schedule).split(" ").slice(0, 2).join(" ")))).toEqual(
      new Set(["30 11", "30 14"]),
    );
    expect(chaosMesh.values?.(sampleContext("aws", { officeHours }), sampleIdentity)).toMatchObject({ timezone: "Europe/Amsterdam" });
  });

  it("parts clouds by the other clouds' addresses, if there are any to reach", () => {
    const targets = (overrides: Partial<AddonContext>) =>
      schedulesOf(overrides).flatMap(
        ({ spec }) => (spec.networkChaos as { externalTargets?: string[] } | undefined)?.externalTargets ?? [],
      );
    expect(new Set(targets({}))).toEqual(new Set([samplePlace("gcp").cidr, samplePlace("azure").cidr]));
    expect(targets({ interconnect: false })).toEqual([]);
    expect(targets({ places: [samplePlace("aws")] })).toEqual([]);
  });

  it("is paused by whoever cannot be asked", () => {
    const script = scriptOf(resourcesOf(chaosMesh, sampleContext("aws", { chaos: true })));
    expect(script).toContain('if [ "$firing" = 0 ]; then mark=');
    expect(script).toContain("experiment.chaos-mesh.org/pause=true");
  });
});
