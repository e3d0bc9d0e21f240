import { describe, expect, it } from "vitest";
import { cloudNames } from "../../constructs/place.ts";
import { samplePlace } from "../addons/sample-context.ts";
import type { StackJson } from "../estate.ts";
import { appsStack, givenTo, manifestOf, sampleApps } from "./sample-apps.ts";

const stacks = { aws: appsStack("aws"), gcp: appsStack("gcp"), azure: appsStack("azure") };

type Body = Record<string, never> & {
  metadata: { name: string; labels: Record<string, string> }[];
  spec: Record<string, never>[];
  data: Record<string, string>;
};
/** The application's object of this type and role. */
const object = (stack: StackJson, type: string, address: string) => stack.resource[type]?.[address] as unknown as Body;

describe.each(cloudNames)("an application on %s", (cloud) => {
  const stack = stacks[cloud];

  it("has a namespace that restricts its pods, and room with an end", () => {
    expect(object(stack, "kubernetes_namespace_v1", "Shop").metadata[0]?.labels).toMatchObject({
      "pod-security.kubernetes.io/enforce": "restricted",
      "istio-injection": "enabled",
    });
    expect(object(stack, "kubernetes_resource_quota_v1", "Shop_Quota").spec[0]).toMatchObject({
      hard: { "requests.cpu": "20", "requests.memory": "64Gi", "services.loadbalancers": "0", "services.nodeports": "0" },
    });
    const [limits] = object(stack, "kubernetes_limit_range_v1", "Shop_Limits").spec;
    expect(limits).toMatchObject({ limit: [{ type: "Container", default: { memory: "512Mi" } }] });
  });

  it("is told where everything is, and no secret", () => {
    const { data } = object(stack, "kubernetes_config_map_v1", "Shop_Endpoints");
    expect(data).toMatchObject({
      CLOUD: cloud,
      PLACE: expect.stringMatching(`^prod-${cloud}-`),
      DB_HOST: expect.stringContaining("outputs.database__host"),
      DB_PORT: expect.stringContaining("outputs.database__port"),
      DB_AUTH: expect.stringMatching(/join\(",", .*outputs\.database__auth\)/),
      CACHE_HOST: expect.stringContaining("outputs.cache__host"),
      BUCKET_APP: expect.stringContaining("outputs.bucket_app__bucket"),
    });
    expect(Object.keys(data).filter((key) => /PASSWORD|SECRET|TOKEN|KEY/.test(key))).toEqual([]);
    const bare = Object.keys(object(stack, "kubernetes_config_map_v1", "Stock_Endpoints").data);
    expect(bare.filter((key) => /^(DB|CACHE|BUCKET)_/.test(key))).toEqual([]);
  });

  it("gets its secrets from the place's store, under its own name alone", () => {
    const secret = manifestOf<{ metadata: object; spec: { data: object[] } }>(stack, "shop", "ExternalSecret");
    expect(secret.metadata).toMatchObject({ namespace: "shop", name: "secrets" });
    expect(secret.spec.data).toEqual([
      { secretKey: "PAYMENT_KEY", remoteRef: { key: expect.stringMatching(/platform__secret_prefix\}shop-payment-key$/) } },
      { secretKey: "MAIL", remoteRef: { key: expect.stringMatching(/platform__secret_prefix\}shop-mail$/) } },
    ]);
    expect(manifestOf(stack, "stock", "ExternalSecret")).toBeUndefined();
  });

  it("is deployed by Argo CD into its namespace only, from its own repository and the platform's chart", () => {
    expect(manifestOf(stack, "shop", "AppProject").spec).toMatchObject({
      sourceRepos: ["https://github.com/acme/platform", "https://github.com/acme/shop"],
      destinations: [{ server: "https://kubernetes.default.svc", namespace: "shop" }],
      clusterResourceWhitelist: [],
    });
    expect(manifestOf(stack, "shop", "Application").spec).toMatchObject({
      project: "shop",
      sources: [
        { path: "charts/service", helm: { valueFiles: ["$app/deploy/values.yaml", "$app/deploy/values-prod.yaml"] } },
        { repoURL: "https://github.com/acme/shop", ref: "app" },
      ],
    });
  });

  it("talks to what it was given and nothing else", () => {
    const [rules] = object(stack, "kubernetes_network_policy_v1", "Stock_Network").spec;
    expect(rules).toMatchObject({ policy_types: ["Ingress", "Egress"], ingress: [{ from: [{ pod_selector: {} }] }] });
    expect((rules as unknown as { ingress: object[] }).ingress).toHaveLength(1);
    const text = JSON.stringify(rules);
    expect(text).toContain('"except":["169.254.0.0/16"]');
    // Without an identity there is nothing on the node to ask for.
    expect(text).not.toMatch(/"cidr":"169\.254/);
    expect(text).not.toContain('"kubernetes.io/metadata.name":"shop"');
    const shop = JSON.stringify(object(stack, "kubernetes_network_policy_v1", "Shop_Network").spec);
    expect(shop).toContain('"kubernetes.io/metadata.name":"stock"');
    const metadata = { aws: ["169.254.170.23/32"], gcp: ["169.254.169.252/32", "169.254.169.254/32"], azure: [] }[cloud];
    expect([...shop.matchAll(/"cidr":"(169\.254[^"]+)/g)].map(([, cidr]) => cidr)).toEqual(metadata);
  });
});

describe("the way to stores", () => {
  /** Where the application's pods may open connections to a port. */
  function blocksFor(port: string, facts: Parameters<typeof appsStack>[1]): string[] {
    const [rules] = object(appsStack("aws", facts), "kubernetes_network_policy_v1", "Shop_Network").spec;
    const { egress } = rules as unknown as { egress: { ports?: { port: string }[]; to: { ip_block?: { cidr: string }[] }[] }[] };
    const ways = egress.filter(({ ports }) => ports?.some((one) => one.port === port));
    return ways.flatMap(({ to }) => to.flatMap(({ ip_block = [] }) => ip_block.map(({ cidr }) => cidr)));
  }

  it("leads to those of the place, and to a standby elsewhere before it is needed", () => {
    const { cidr } = samplePlace("aws");
    expect(blocksFor("5432", {})).toEqual([cidr]);
    expect(blocksFor("5432", { standbyCidr: "10.240.0.0/20" })).toEqual([cidr, "10.240.0.0/20"]);
  });
});

describe("the way to EKS's identity agent", () => {
  const rule = (facts: Parameters<typeof appsStack>[1], name = "shop", cloud: "aws" | "azure" = "aws") =>
    manifestOf(appsStack(cloud, facts), name, "CiliumNetworkPolicy");

  it("is opened in Cilium's own terms, where Cilium enforces and there is an identity to get", () => {
    expect(rule({ cilium: "chaining" })).toMatchObject({ metadata: { namespace: "shop" }, spec: { egress: [{ toEntities: ["host"] }] } });
    expect(rule({ cilium: "chaining" }, "stock")).toBeUndefined();
    expect(rule({ cilium: "off" })).toBeUndefined();
    expect(rule({ cilium: "chaining" }, "shop", "azure")).toBeUndefined();
  });
});

describe("an application's identity", () => {
  const types = (stack: StackJson) => Object.keys(stack.resource).filter((type) => !/^(helm|kubernetes)_/.test(type));

  it("is the cloud's own, tied to its service account, and only where it needs one", () => {
    expect(types(stacks.aws).sort()).toEqual(["aws_eks_pod_identity_association", "aws_iam_role", "aws_iam_role_policy"]);
    expect(Object.keys(stacks.aws.resource.aws_eks_pod_identity_association ?? {})).toHaveLength(1);
    expect(types(stacks.gcp)).toContain("google_service_account_iam_member");
    expect(types(stacks.azure)).toContain("azurerm_federated_identity_credential");
  });

  it("may log in to the database and the cache, use the bucket, and no more", () => {
    const [policy] = Object.values(stacks.aws.resource.aws_iam_role_policy ?? {}) as unknown as { policy: string }[];
    const actions = JSON.parse(policy?.policy ?? "{}").Statement.flatMap(({ Action }: { Action: string | string[] }) => Action);
    expect(new Set(actions.map((action: string) => action.split(":")[0]))).toEqual(new Set(["elasticache", "kms", "rds-db", "s3"]));
  });

  it("is the database's user by the name that the cloud gives it", () => {
    const user = (stack: StackJson) => object(stack, "kubernetes_config_map_v1", "Shop_Endpoints").data.DB_USER;
    const [sqlUser] = Object.values(stacks.gcp.resource.google_sql_user ?? {}) as unknown as { name: string }[];
    const [identity] = Object.values(stacks.azure.resource.azurerm_user_assigned_identity ?? {}) as unknown as { name: string }[];
    expect(user(stacks.aws)).toBe("shop");
    expect(JSON.stringify(stacks.aws.resource.aws_iam_role_policy)).toContain("/shop");
    expect(user(stacks.gcp)).toBe(sqlUser?.name);
    expect(user(stacks.azure)).toBe(identity?.name);
  });
});

describe("what the chart is given", () => {
  it("says how much an outage hurts by how many copies there are", () => {
    expect(givenTo(stacks.aws, "shop")).toMatchObject({ replicas: { min: 3, max: 15 }, hosts: ["shop.example.com"], callers: [] });
    expect(givenTo(stacks.aws, "stock")).toMatchObject({ replicas: { min: 2 }, callers: ["shop"] });
    expect(givenTo(stacks.aws, "nightly")).toMatchObject({ replicas: { min: 1 }, criticality: "batch" });
    const frugal = appsStack("aws", { highAvailability: false });
    for (const { name } of sampleApps) expect(givenTo(frugal, name)).toMatchObject({ replicas: { min: 1, max: 5 } });
  });

  it("names the cloud's own taint of spot nodes", () => {
    for (const cloud of ["aws", "gcp"] as const)
      expect(givenTo(stacks[cloud], "nightly")).toMatchObject({ spot: { key: "platform.acme.io/spot", value: "true" } });
    expect(givenTo(stacks.azure, "nightly")).toMatchObject({ spot: { key: "kubernetes.azure.com/scalesetpriority", value: "spot" } });
  });

  it("has office hours where the environment has them", () => {
    const officeHours = { start: "0 7 * * mon-fri", end: "0 20 * * mon-fri", timeZone: "Europe/Amsterdam" };
    expect(givenTo(appsStack("aws", { officeHours }), "shop")).toMatchObject({ officeHours });
    expect(givenTo(stacks.aws, "shop")).not.toHaveProperty("officeHours");
  });
});

describe("sidecars", () => {
  const metadata = (mesh: "linkerd" | "none") =>
    JSON.stringify(object(appsStack("aws", { mesh }), "kubernetes_namespace_v1", "Shop").metadata);

  it("come by the mesh's own mark on the namespace, or not at all", () => {
    expect(metadata("linkerd")).toContain('"linkerd.io/inject":"enabled"');
    expect(metadata("linkerd")).not.toContain("istio-injection");
    expect(metadata("none")).not.toMatch(/inject/);
  });
});
