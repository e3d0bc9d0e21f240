import { describe, expect, it } from "vitest";
import { cloudNames } from "../../constructs/place.ts";
import type { AppsInput } from "../../stacks/apps.ts";
import type { NetworkInput } from "../../stacks/network.ts";
import { appsSpec, appsStack, sampleApps } from "../constructs/sample-apps.ts";
import { defaultStacks } from "../estate.ts";

describe.each(cloudNames)("the stack of applications on %s", (cloud) => {
  const stack = appsStack(cloud);

  it("reads the cluster, the stores and the platform of its own place, and nothing else", () => {
    const id = appsSpec(cloud).id.replace("-apps", "");
    expect(Object.keys(stack.data?.terraform_remote_state ?? {}).sort()).toEqual([`${id}-cluster`, `${id}-data`, `${id}-platform`]);
    expect(Object.keys(stack.data ?? {})).toEqual(["terraform_remote_state"]);
    expect(stack.output).toBeUndefined();
  });

  it("holds no secret, and asks for its access to the cluster anew", () => {
    expect(Object.keys(stack.resource)).not.toEqual(expect.arrayContaining(["kubernetes_secret_v1"]));
    expect(JSON.stringify(stack.provider.kubernetes)).toContain("exec");
    expect(JSON.stringify(stack.provider.kubernetes)).not.toMatch(/"token":/);
  });

  it("has one release for each application, after all that the application needs", () => {
    const releases = Object.values(stack.resource.helm_release ?? {}) as unknown as { name: string; depends_on: string[] }[];
    expect(releases.map(({ name }) => name).sort()).toEqual(sampleApps.map(({ name }) => `app-${name}`).sort());
    const shop = releases.find(({ name }) => name === "app-shop");
    for (const need of [
      "kubernetes_namespace_v1.Shop",
      "kubernetes_config_map_v1.Shop_Endpoints",
      "kubernetes_network_policy_v1.Shop_Network",
    ])
      expect(shop?.depends_on).toContain(need);
  });
});

describe("the stack of applications that need no stores", () => {
  it("reads none, so that the place may have none", () => {
    const stack = appsStack(
      "aws",
      {},
      sampleApps.filter(({ name }) => name === "stock"),
    );
    expect(Object.keys(stack.data?.terraform_remote_state ?? {})).toEqual(["prod-aws-use1-cluster", "prod-aws-use1-platform"]);
  });
});

describe("applications of a place whose database has a standby in another region", () => {
  const stacks = defaultStacks();
  const inputOf = <T>(id: string): T => stacks.find((spec) => spec.id === id)?.input as T;
  const reached = (place: string) => inputOf<AppsInput>(`${place}-apps`).facts.standbyCidr;

  it("reach it where the network has put it; on Azure it is among the place's own addresses", () => {
    for (const place of ["prod-aws-use1", "prod-gcp-use4"]) {
      expect(reached(place)).toMatch(/^10\.\d+\.\d+\.0\/20$/);
      expect(reached(place)).toBe(inputOf<NetworkInput>(`${place}-network`).standbyCidr);
    }
    for (const place of ["prod-azure-eus2", "dev-aws-use1"]) expect(reached(place)).toBeUndefined();
  });
});
