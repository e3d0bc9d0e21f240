import { describe, expect, it } from "vitest";
import type { Addon, AddonContext } from "../../../constructs/addons/addon.ts";
import { keda } from "../../../constructs/addons/cost/keda.ts";
import { kubecost } from "../../../constructs/addons/cost/kubecost.ts";
import { kubecostPrimary } from "../../../constructs/addons/cost/kubecost-primary.ts";
import { costBucketName, kubecostSupports } from "../../../constructs/addons/cost/kubecost-store.ts";
import { opencost } from "../../../constructs/addons/cost/opencost.ts";
import { bucketContract } from "../../../constructs/bucket/contract.ts";
import { foreignRoleName } from "../../../constructs/identity/foreign-reader-contract.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { sampleContext, sampleIdentity, samplePlace, sampleValues } from "../sample-context.ts";

const home = samplePlace("aws", "mgmt");
const valuesOf = (addon: Addon, context: AddonContext) =>
  addon.values?.(context, sampleIdentity) as Record<string, Record<string, unknown>>;
const management = (): AddonContext => {
  const base = sampleContext("aws", { place: home.place });
  return { ...base, buckets: { ...base.buckets, cost: sampleValues(bucketContract.named("cost")) } };
};

describe.each(cloudNames)("kubecost's agent on %s", (cloud) => {
  const context = sampleContext(cloud);

  it("writes to the management place's bucket, by a role that both sides call the same", () => {
    const { global, finopsagent } = valuesOf(kubecost, context);
    expect(global).toMatchObject({ clusterId: context.place.name });
    expect(JSON.stringify(global)).toContain(`bucket: ${costBucketName(home.place)}`);
    const role = foreignRoleName(home.place, "kubecost", context.place);
    expect(finopsagent?.extraEnvVars).toContainEqual({ name: "AWS_ROLE_ARN", value: `arn:aws:iam::444444444444:role/${role}` });
    expect(JSON.stringify(finopsagent?.extraVolumes)).toContain('"audience":"sts.amazonaws.com"');
    expect(kubecost.identity).toBeUndefined();
  });

  it("is an agent and nothing else", () => {
    const values = valuesOf(kubecost, context);
    const running = Object.keys(values).filter((part) => values[part]?.enabled === true);
    expect(running).toEqual(["finopsagent"]);
  });

  it("tells after a week of nodes that are idle in processors and memory both, as what else is idle is told", () => {
    const text = JSON.stringify(kubecost.resources?.(context, sampleIdentity));
    expect(text).toMatch(/resource=\\"cpu\\".* > 0\.4\) and \(.*resource=\\"memory\\".* > 0\.4\)/);
    expect(text).toContain('"for":"7d"');
    expect(text).toContain('"topic":"idle"');
  });

  it("is left out where nobody adds up, or Kubernetes is newer than it knows", () => {
    expect(kubecost.appliesTo?.(context)).toBe(true);
    expect(kubecost.appliesTo?.({ ...context, central: undefined })).toBe(false);
    expect(kubecost.appliesTo?.({ ...context, kubernetesVersion: "1.35" })).toBe(false);
  });
});

describe("kubecost's primary", () => {
  it("runs in the management place alone", () => {
    expect(kubecostPrimary.home).toBe("services");
    expect(kubecostPrimary.appliesTo?.(management())).toBe(true);
    for (const cloud of cloudNames) expect(kubecostPrimary.appliesTo?.(sampleContext(cloud))).toBe(false);
  });

  it("reads where the agents write, as the account that the chart's pods have", () => {
    const values = valuesOf(kubecostPrimary, management());
    expect(values.global).toMatchObject({ federatedStorage: valuesOf(kubecost, sampleContext("gcp")).global?.federatedStorage });
    const identity = kubecostPrimary.identity?.(management());
    expect(identity?.grants.map(({ may }) => may)).toEqual(["objectstore:read-write", "billing:read"]);
    expect(values.fullnameOverride).toBe(identity?.serviceAccount);
    expect(values.finopsagent).toMatchObject({ serviceAccount: { create: false, name: identity?.serviceAccount } });
  });

  it("says which bucket is missing", () => {
    expect(() => kubecostPrimary.identity?.(sampleContext("aws", { place: home.place, buckets: {} }))).toThrow(
      /kubecost-primary: needs the bucket cost/,
    );
  });

  it("tells nobody outside, and changes no cluster", () => {
    for (const values of [valuesOf(kubecostPrimary, management()), valuesOf(kubecost, sampleContext("aws"))]) {
      expect(values).toMatchObject({ telemetry: { enabled: false }, clusterController: { enabled: false } });
    }
  });
});

it.each([
  ["1.33", true],
  ["1.34", true],
  ["1.35", false],
])("kubecost supports Kubernetes %s: %s", (version, supported) => {
  expect(kubecostSupports(version)).toBe(supported);
});

describe("keda and opencost", () => {
  it("run keda twice with high availability, and let drains go on without", () => {
    const one = valuesOf(keda, sampleContext("aws", { highAvailability: false }));
    expect(one).toMatchObject({ operator: { replicaCount: 1 }, podDisruptionBudget: { operator: {}, webhooks: {} } });
    expect(one.podDisruptionBudget?.operator).toEqual({});
    expect(valuesOf(keda, sampleContext("aws"))).toMatchObject({
      operator: { replicaCount: 2 },
      podDisruptionBudget: { operator: { maxUnavailable: 1 } },
    });
  });

  it("names the place in opencost's metrics, and has it off unless wanted", () => {
    expect(opencost.optional).toBe(true);
    expect(JSON.stringify(opencost.values?.(sampleContext("gcp"), sampleIdentity))).toContain('"defaultClusterId":"acme-prod-gcp-use4"');
  });
});
