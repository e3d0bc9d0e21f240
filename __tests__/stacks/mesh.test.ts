import { describe, expect, it } from "vitest";
import { loadEstate } from "../../config/load.ts";
import { addonsContract } from "../../constructs/addons/contract.ts";
import { clusterContract } from "../../constructs/cluster/contract.ts";
import { type MeshInput, MeshStack, meshInput } from "../../stacks/mesh.ts";
import type { StackSpec } from "../../stacks/stack-spec.ts";
import { type StackJson, synthesized } from "../estate.ts";
import { sampleSpec } from "./sample-spec.ts";

const places: MeshInput["places"] = [
  { id: "prod-aws-use1", name: "acme-prod-aws-use1", cloud: "aws", region: "us-east-1", internalAddress: "10.192.0.10" },
  { id: "prod-gcp-use4", name: "acme-prod-gcp-use4", cloud: "gcp", region: "us-east4", internalAddress: "10.208.0.10" },
  { id: "prod-azure-eus2", name: "acme-prod-azure-eus2", cloud: "azure", region: "eastus2", internalAddress: "10.224.0.10" },
];

function stack(changes: Partial<MeshInput> = {}): StackJson {
  const { place: _, ...sample } = sampleSpec({ id: "prod-mesh" });
  const spec: StackSpec<MeshInput> = {
    ...sample,
    layer: "mesh",
    environment: "prod",
    consumes: places.flatMap(({ id }) => [
      { id: `${id}-cluster`, publishes: [clusterContract.name] },
      { id: `${id}-platform`, publishes: [addonsContract.name] },
    ]),
    input: { mesh: "istio", places, federation: "10.0.64.10", dynamicCredentials: true, ...changes },
    build: (scope) => new MeshStack(scope, spec),
  };
  return synthesized(spec);
}

const releases = (json: StackJson): Record<string, { provider: string; values: string[]; namespace: string }> =>
  json.resource.helm_release as never;
const istio = stack();

describe("an environment's mesh stack", () => {
  it("talks to every cluster by its own providers, with a token made when it is asked for", () => {
    const aliases = ["aws-use1", "gcp-use4", "azure-eus2"];
    for (const provider of ["kubernetes", "helm"]) expect(istio.provider[provider]?.map(({ alias }) => alias)).toEqual(aliases);
    expect(JSON.stringify(istio.provider.helm?.[2])).toContain("tfc_azure_dynamic_credentials");
    expect(new Set(Object.values(releases(istio)).map(({ provider }) => provider))).toEqual(
      new Set(aliases.map((alias) => `helm.${alias}`)),
    );
  });

  it("gives each cluster the way to the two others, by what their stacks publish", () => {
    const [values = ""] = releases(istio).AwsUse1_Access?.values ?? [];
    expect(values).toContain("istio-remote-secret-acme-prod-gcp-use4");
    expect(values).toContain("istio-remote-secret-acme-prod-azure-eus2");
    expect(values).not.toContain("istio-remote-secret-acme-prod-aws-use1");
    expect(values).toContain("data.terraform_remote_state.prod-gcp-use4-cluster.outputs.cluster__endpoint");
  });

  it("holds no token and reads none: not as a resource, not as a data source", () => {
    const types = [...Object.keys(istio.resource), ...Object.keys(istio.data ?? {})];
    expect(types.sort()).toEqual([
      "helm_release",
      "kubernetes_namespace_v1",
      "kubernetes_network_policy_v1",
      "kubernetes_resource_quota_v1",
      "terraform_remote_state",
    ]);
    expect(istio.output).toBeUndefined();
  });

  it("puts an agent of Karmada into every cluster, in a namespace of its own", () => {
    const agents = Object.values(releases(istio)).filter(({ namespace }) => namespace === "karmada-system");
    expect(agents).toHaveLength(3);
    for (const { values } of agents) expect(values[0]).toContain("https://10.0.64.10:5443");
    expect(Object.keys(istio.resource.kubernetes_namespace_v1 ?? {})).toHaveLength(3);
  });

  it("links clusters in Linkerd's way, or not at all", () => {
    expect(JSON.stringify(releases(stack({ mesh: "linkerd" })))).toContain("kind: Link");
    expect(Object.keys(releases(stack({ mesh: "none" })))).toEqual(["AwsUse1_Agent", "AzureEus2_Agent", "GcpUse4_Agent"]);
  });
});

describe("the namespace of the federation", () => {
  const only = (type: string): Record<string, { spec: object[] }> => istio.resource[type] as never;

  it("holds an agent and the one that replaces it, no more", () => {
    const quotas = Object.values(only("kubernetes_resource_quota_v1"));
    expect(quotas).toHaveLength(3);
    for (const { spec } of quotas) expect(spec).toEqual([{ hard: { pods: "4" } }]);
  });

  it("lets in what the platform watches it by", () => {
    const policies = Object.values(only("kubernetes_network_policy_v1"));
    expect(policies).toHaveLength(3);
    for (const { spec } of policies) {
      expect(spec).toMatchObject([{ policy_types: ["Ingress"], ingress: [{ ports: [{ port: "8080" }] }] }]);
      expect(JSON.stringify(spec)).toContain('"match_labels":{"app.kubernetes.io/part-of":"platform"}');
    }
  });
});

describe("what an environment's mesh stack is built from", () => {
  const estate = loadEstate("config");
  const { prod, mgmt } = estate.environments;

  it("is its places, and the management place's address", () => {
    const input = prod && meshInput(estate, prod);
    expect(input?.places.map(({ id }) => id)).toEqual(places.map(({ id }) => id));
    expect(input?.federation).toMatch(/^10\.\d+\.\d+\.\d+$/);
  });

  it("is nothing where there is nothing to tie", () => {
    if (prod === undefined || mgmt === undefined) throw new Error("the default estate has no prod or no mgmt");
    expect(meshInput(estate, mgmt)).toBeUndefined();
    expect(meshInput(estate, { ...prod, interconnect: false })).toBeUndefined();
    expect(meshInput(estate, { ...prod, clouds: { aws: prod.clouds.aws } } as typeof prod)).toBeUndefined();
    const { mgmt: _, ...others } = estate.environments;
    expect(meshInput({ ...estate, environments: others }, prod)).toBeUndefined();
  });
});
