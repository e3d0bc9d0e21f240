import { ref, TerraformStack, Testing, Token } from "cdktf";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Addon, AddonContext } from "../../../constructs/addons/addon.ts";
import { awsLoadBalancerController } from "../../../constructs/addons/foundation/aws-load-balancer-controller.ts";
import { cilium } from "../../../constructs/addons/foundation/cilium.ts";
import { ipMasq } from "../../../constructs/addons/foundation/ip-masq.ts";
import { karpenter } from "../../../constructs/addons/foundation/karpenter.ts";
import { metricsServer } from "../../../constructs/addons/foundation/metrics-server.ts";
import { autoModePools } from "../../../constructs/addons/foundation/node-pools.ts";
import { verticalPodAutoscaler } from "../../../constructs/addons/foundation/vertical-pod-autoscaler.ts";
import { rawManifests } from "../../../constructs/addons/raw-manifests.ts";
import { sampleContext, sampleIdentity } from "../sample-context.ts";

const aws = sampleContext("aws");
const managed = sampleContext("aws", { compute: "managed", cilium: "off" });
const single = sampleContext("aws", { highAvailability: false });
// biome-ignore lint/suspicious/noExplicitAny: values are whatever the chart takes
const values = (addon: Addon, context: AddonContext = aws): any => addon.values?.(context, sampleIdentity);
const all = [cilium, karpenter, awsLoadBalancerController, metricsServer, autoModePools, verticalPodAutoscaler, ipMasq];
const names = (context: AddonContext) => all.filter(({ appliesTo }) => appliesTo?.(context) ?? true).map(({ name }) => name);
const tolerated = { key: "CriticalAddonsOnly", operator: "Exists" };

describe("what clusters need before all else", () => {
  it("is brought to EKS, and by GKE and AKS themselves", () => {
    expect(names(aws)).toEqual(["cilium", "karpenter", "aws-load-balancer-controller", "metrics-server", "vertical-pod-autoscaler"]);
    expect(names(sampleContext("gcp"))).toEqual(["ip-masq"]);
    expect(names(sampleContext("azure"))).toEqual([]);
  });

  it("is less with EKS Auto Mode", () => {
    expect(names(managed)).toEqual(["metrics-server", "node-pools", "vertical-pod-autoscaler"]);
  });

  it("has no Cilium where configuration turns it off, nor on clouds whose network is Cilium's already", () => {
    expect(names({ ...aws, cilium: "off" })).not.toContain("cilium");
    expect(names(sampleContext("gcp", { cilium: "chaining" }))).not.toContain("cilium");
  });

  it.each(all.filter(({ optional }) => !optional).map((addon) => [addon.name, addon] as const))(
    "%s is there before Argo CD",
    (_, addon) => {
      expect(addon.delivery).toBe("terraform");
      expect((addon.after ?? []).filter((name) => name !== "cilium")).toEqual([]);
    },
  );

  it.each([
    [karpenter, (found: ReturnType<typeof values>) => found.tolerations],
    [awsLoadBalancerController, (found: ReturnType<typeof values>) => found.tolerations],
    [metricsServer, (found: ReturnType<typeof values>) => found.tolerations],
    [cilium, (found: ReturnType<typeof values>) => found.operator.tolerations],
    [cilium, (found: ReturnType<typeof values>) => found.certgen.tolerations],
  ] as const)("%# runs on system nodes, the only ones at first", (addon, tolerations) => {
    expect(tolerations(values(addon))).toContainEqual(tolerated);
  });

  it.each([
    [karpenter, (found: ReturnType<typeof values>) => [found.replicas]],
    [awsLoadBalancerController, (found: ReturnType<typeof values>) => [found.replicaCount]],
    [metricsServer, (found: ReturnType<typeof values>) => [found.replicas]],
    [cilium, (found: ReturnType<typeof values>) => [found.operator.replicas]],
    [
      verticalPodAutoscaler,
      (found: ReturnType<typeof values>) => [found.recommender.replicas, found.updater.replicas, found.admissionController.replicas],
    ],
  ] as const)("%# runs twice with high availability, else once", (addon, copies) => {
    expect(new Set(copies(values(addon)))).toEqual(new Set([2]));
    expect(new Set(copies(values(addon, single)))).toEqual(new Set([1]));
  });

  it("has budgets only where there are copies to keep", () => {
    expect(
      JSON.stringify([awsLoadBalancerController, metricsServer, verticalPodAutoscaler].map((addon) => values(addon, single))),
    ).not.toMatch(/minAvailable|maxUnavailable/);
    expect(values(awsLoadBalancerController).podDisruptionBudget).toEqual({ maxUnavailable: 1 });
    expect(values(metricsServer).podDisruptionBudget).toEqual({ enabled: true, minAvailable: 1 });
  });
});

describe("Cilium", () => {
  it("leaves addresses, routes and services to EKS", () => {
    expect(values(cilium)).toMatchObject({
      cni: { chainingMode: "aws-cni", exclusive: false },
      enableIPv4Masquerade: false,
      routingMode: "native",
      kubeProxyReplacement: "false",
      socketLB: { hostNamespaceOnly: true },
    });
  });

  it("makes its certificates in the cluster, and waits for nothing that waits for them", () => {
    expect(values(cilium).hubble).toMatchObject({ tls: { auto: { method: "cronJob" } }, relay: { enabled: false } });
  });
});

describe("the load balancer controller", () => {
  it("knows what it cannot ask the instance, and tags what it makes", () => {
    expect(values(awsLoadBalancerController)).toMatchObject({
      clusterName: "<cluster.name>",
      region: "us-east-1",
      vpcId: "<network.networkId>",
      serviceAccount: { name: "aws-load-balancer-controller" },
      defaultTags: { environment: "prod", owner: "platform" },
    });
  });

  it("tries nothing that its role may not do", () => {
    expect(values(awsLoadBalancerController)).toMatchObject({ enableShield: false, enableWaf: false, enableWafv2: false });
  });
});

describe("pods of GKE", () => {
  const release = (podCidrs: string[]): string => {
    const network = { ...sampleContext("gcp").network, cidr: "10.208.0.0/16", podCidrs };
    const resources = ipMasq.resources?.(sampleContext("gcp", { network }), sampleIdentity) ?? [];
    const stack = new TerraformStack(Testing.app(), "stack");
    rawManifests(stack, "Masq", { name: "ip-masq", namespace: "kube-system", resources, dependsOn: [] });
    return JSON.parse(Testing.synth(stack)).resource.helm_release.Masq.values[0];
  };

  it("keep their addresses inside the place only", () => {
    // As Terraform will: the list has one element.
    const [object] = parse(release(["100.100.0.0/14"]).replace(/\$\{join\(", ", \["([^"]+)"\]\)\}/, "$1")).resources;
    expect(object.metadata).toMatchObject({ name: "ip-masq-agent", namespace: "kube-system" });
    expect(parse(object.data.config)).toEqual({
      nonMasqueradeCIDRs: ["10.208.0.0/16", "100.100.0.0/14"],
      masqLinkLocal: false,
      resyncInterval: "60s",
    });
  });

  it("are told with ranges that are known when it is planned", () => {
    expect(release(Token.asList(ref("local.pods")))).toContain('[10.208.0.0/16, ${join(", ", local.pods)}]');
  });
});

describe("the vertical pod autoscaler", () => {
  it("is an option, and gets its certificate from cert-manager", () => {
    expect(verticalPodAutoscaler.optional).toBe(true);
    expect(verticalPodAutoscaler.after).toContain("cert-manager");
    expect(values(verticalPodAutoscaler).admissionController.certManager).toEqual({ enabled: true });
  });
});
