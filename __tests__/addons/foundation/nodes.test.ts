import { describe, expect, it } from "vitest";
import type { Addon, AddonContext, Manifest } from "../../../constructs/addons/addon.ts";
import { karpenter } from "../../../constructs/addons/foundation/karpenter.ts";
import { autoModePools } from "../../../constructs/addons/foundation/node-pools.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { sampleContext, sampleIdentity } from "../sample-context.ts";

const pools = sampleContext("aws");
const managed = sampleContext("aws", { compute: "managed", cilium: "off" });
const objects = (addon: Addon, context: AddonContext) => addon.resources?.(context, sampleIdentity) ?? [];

interface PoolSpec {
  readonly weight: number;
  readonly limits: { readonly cpu: string; readonly memory: string };
  readonly template: {
    readonly metadata: { readonly labels: Record<string, string> };
    readonly spec: {
      readonly nodeClassRef: Record<string, string>;
      readonly taints?: unknown;
      readonly startupTaints?: unknown;
      readonly requirements: { readonly key: string; readonly operator: string; readonly values: string[] }[];
    };
  };
}
const pool = (found: readonly Manifest[], name: string) =>
  found.find(({ kind, metadata }) => kind === "NodePool" && metadata.name === name)?.spec as PoolSpec;
const required = (spec: PoolSpec) => Object.fromEntries(spec.template.spec.requirements.map(({ key, values }) => [key, values]));

describe.each([
  ["Karpenter", karpenter, pools, "karpenter.k8s.aws", "EC2NodeClass", "default"],
  ["EKS Auto Mode", autoModePools, managed, "eks.amazonaws.com", "NodeClass", "platform"],
] as const)("nodes by %s", (_, addon, context, group, kind, name) => {
  const found = objects(addon, context);
  const [nodeClass] = found;
  const [general, spot] = [pool(found, "general"), pool(found, "spot")];

  it("have one class, with role, network and tags of the place", () => {
    expect(nodeClass).toMatchObject({
      apiVersion: `${group}/v1`,
      kind,
      metadata: { name },
      spec: {
        role: "<cluster.nodeIdentity>",
        subnetSelectorTerms: [{ tags: { "karpenter.sh/discovery": "acme-prod-aws-use1" } }],
        securityGroupSelectorTerms: [{ tags: { "karpenter.sh/discovery": "acme-prod-aws-use1" } }],
        tags: { environment: "prod", owner: "platform" },
      },
    });
  });

  it("are encrypted with the volumes' key", () => {
    expect(JSON.stringify(nodeClass)).toContain('"kmsKeyID":"<cluster.volumeKeyId>"');
  });

  it("are of the class, in two pools with the other clouds' labels", () => {
    expect(found.map((object) => object.metadata.name)).toEqual([name, "general", "spot"]);
    for (const [label, spec] of [
      ["general", general],
      ["spot", spot],
    ] as const) {
      expect(spec.template.metadata.labels).toEqual({ "platform.acme.io/pool": label });
      expect(spec.template.spec.nodeClassRef).toEqual({ group, kind, name });
    }
  });

  it("are for those that tolerate it, where they are interruptible", () => {
    expect(general.template.spec).not.toHaveProperty("taints");
    expect(spot.template.spec.taints).toEqual([{ key: "platform.acme.io/spot", value: "true", effect: "NoSchedule" }]);
    expect(spot.weight).toBeGreaterThan(general.weight);
    expect(required(general)["karpenter.sh/capacity-type"]).toEqual(["on-demand"]);
    expect(required(spot)["karpenter.sh/capacity-type"]).toEqual(["spot"]);
  });

  it("are of the size that configuration says, and of more sizes where they are interruptible", () => {
    expect(required(general)[`${group}/instance-cpu`]).toEqual(["4", "8"]);
    expect(required(spot)[`${group}/instance-cpu`]).toEqual(["4", "8", "16"]);
  });

  it.each([
    ["s", 24],
    ["m", 48],
    ["l", 96],
  ] as const)("have together what the pool's maximum of nodes has, of size %s", (size, cpu) => {
    const sized = objects(addon, { ...context, pools: { ...context.pools, general: { ...context.pools.general, size } } });
    expect(pool(sized, "general").limits).toEqual({ cpu: String(cpu), memory: `${8 * cpu}Gi` });
  });

  it("are of the pool's architecture", () => {
    const arm = objects(addon, { ...context, pools: { ...context.pools, spot: { ...context.pools.spot, arch: "arm64" } } });
    expect(required(pool(arm, "general"))["kubernetes.io/arch"]).toEqual(["amd64"]);
    expect(required(pool(arm, "spot"))["kubernetes.io/arch"]).toEqual(["arm64"]);
  });
});

describe("Karpenter", () => {
  it("listens to the queue of the cluster's name, as the account that has the role", () => {
    expect(karpenter.namespace).toBe("kube-system");
    expect(karpenter.values?.(pools, sampleIdentity)).toMatchObject({
      serviceAccount: { name: "karpenter" },
      settings: { clusterName: "<cluster.name>", interruptionQueue: "<cluster.name>" },
    });
  });

  it("gives nodes a pinned image, and their pods no way to the instance's role", () => {
    expect(objects(karpenter, pools)[0]?.spec).toMatchObject({
      amiSelectorTerms: [{ alias: expect.stringMatching(/^bottlerocket@v\d+\.\d+\.\d+$/) }],
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
    });
  });

  it("keeps pods off new nodes until Cilium is there, where there is Cilium", () => {
    const taints = (context: AddonContext) =>
      ["general", "spot"].map((name) => pool(objects(karpenter, context), name).template.spec.startupTaints);
    const expected = [{ key: "node.cilium.io/agent-not-ready", value: "true", effect: "NoExecute" }];
    expect(taints(pools)).toEqual([expected, expected]);
    expect(taints({ ...pools, cilium: "off" })).toEqual([undefined, undefined]);
  });
});

describe("one of the two", () => {
  it("is in every place on AWS, and none elsewhere", () => {
    const here = (context: AddonContext) =>
      [karpenter, autoModePools].filter(({ appliesTo }) => appliesTo?.(context)).map(({ name }) => name);
    expect(here(pools)).toEqual(["karpenter"]);
    expect(here(managed)).toEqual(["node-pools"]);
    for (const cloud of cloudNames.filter((name) => name !== "aws")) expect(here(sampleContext(cloud))).toEqual([]);
  });
});
