import { describe, expect, it } from "vitest";
import type { AddonContext } from "../../../constructs/addons/addon.ts";
import { usedKinds } from "../../../constructs/addons/extensions/crossplane-recipes.ts";
import { kyvernoPolicies } from "../../../constructs/addons/security/kyverno-policies.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { sampleContext, sampleIdentity } from "../sample-context.ts";

interface Spec {
  readonly validationActions: readonly string[];
  readonly failurePolicy: string;
  readonly evaluation: { readonly background: { readonly enabled: boolean } };
  readonly autogen: { readonly podControllers: { readonly controllers: readonly string[] } };
  readonly matchConstraints: {
    readonly namespaceSelector: { readonly matchExpressions: readonly { key: string; operator: string; values: readonly string[] }[] };
    readonly resourceRules: readonly { apiGroups: readonly string[]; resources: readonly string[]; operations: readonly string[] }[];
  };
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly { readonly expression: string; readonly message: string }[];
}

const policies = (context: AddonContext): [name: string, spec: Spec][] =>
  (kyvernoPolicies.resources?.(context, sampleIdentity) ?? []).map(({ metadata, spec }) => [metadata.name, spec as Spec]);
const policy = (name: string, context = sampleContext("aws")): Spec => {
  const found = policies(context).find(([other]) => other === name);
  if (found === undefined) throw new Error(`no policy ${name}`);
  return found[1];
};
const expressions = (name: string, context?: AddonContext) => policy(name, context).validations.map(({ expression }) => expression);
const part = (values: readonly string[], operator = "In") => [{ key: "app.kubernetes.io/part-of", operator, values }];

describe.each([
  ["audit", "Audit", "Ignore"],
  ["enforce", "Deny", "Fail"],
] as const)("rules that %s", (mode, action, failurePolicy) => {
  it.each(cloudNames)("on %s all do so, also while Kyverno is away", (cloud) => {
    const found = policies(sampleContext(cloud, { policies: mode }));
    expect(found).toHaveLength(8);
    for (const [, spec] of found) expect(spec).toMatchObject({ validationActions: [action], failurePolicy });
  });
});

describe("every rule", () => {
  it.each(cloudNames)("on %s says what is wrong and what to do, and judges what is new and what is changed", (cloud) => {
    const found = policies(sampleContext(cloud));
    expect(new Set(found.map(([name]) => name)).size).toBe(found.length);
    for (const [name, { validations, matchConstraints }] of found) {
      for (const { message } of validations) expect(message, name).toMatch(/^[a-z][^;:\n]{15,}[;:] [^\n]{10,}[^.\n]$/);
      expect(matchConstraints.resourceRules[0]?.operations).toEqual(["CREATE", "UPDATE"]);
    }
  });

  it("uses only variables that it has", () => {
    for (const [name, { variables, validations }] of policies(sampleContext("gcp"))) {
      const used = validations.flatMap(({ expression }) => [...expression.matchAll(/variables\.(\w+)/g)].map(([, variable]) => variable));
      expect(new Set(used), name).toEqual(new Set(variables.map((variable) => variable.name)));
    }
  });

  it("is about namespaces of applications; two look further", () => {
    const wider = policies(sampleContext("aws")).flatMap(([name, { matchConstraints }]) => {
      const { matchExpressions } = matchConstraints.namespaceSelector;
      return JSON.stringify(matchExpressions) === JSON.stringify(part(["applications"])) ? [] : [[name, matchExpressions]];
    });
    expect(wider).toEqual([
      ["image-versions", part(["applications", "platform"])],
      ["no-host-paths", part(["platform"], "NotIn")],
    ]);
  });
});

describe("rules about pods", () => {
  it.each([
    ["aws", "platform.acme.io/spot"],
    ["gcp", "platform.acme.io/spot"],
    ["azure", "kubernetes.azure.com/scalesetpriority"],
  ] as const)("on %s keep what matters off spot nodes", (cloud, taint) => {
    expect(expressions("spot-for-low-criticality", sampleContext(cloud))).toEqual([
      `object.metadata.?labels[?'criticality'].orValue('') in ['batch', 'low'] || !object.spec.?tolerations.orValue([]).exists(t, t.?key.orValue('') in ['', '${taint}'])`,
    ]);
  });

  it("judge Deployments too, but not images that are filled in as the pod is made", () => {
    const byTemplate = ["spot-for-low-criticality", "labels", "no-host-paths"];
    for (const name of byTemplate) expect(policy(name).autogen.podControllers.controllers).toContain("deployments");
    expect(policy("image-versions").autogen.podControllers.controllers).toEqual([]);
  });

  it("look at every container", () => {
    const [{ expression } = { expression: "" }] = policy("image-versions").variables;
    for (const list of ["containers", "initContainers", "ephemeralContainers"]) expect(expression).toContain(list);
    expect(expressions("image-versions")[0]).toContain("!i.endsWith(':latest')");
  });

  it("leave the clouds' own agents their nodes", () => {
    const prefix = /matches\('(.+?)'\)/.exec(expressions("no-host-paths")[0] ?? "")?.[1] ?? "";
    const own = ["kube-system", "gke-managed-system", "gmp-system", "aks-command", "amazon-guardduty"];
    expect(own.filter((namespace) => !new RegExp(prefix).test(namespace))).toEqual([]);
    expect(["default", "shop", "kubeflow"].filter((namespace) => new RegExp(prefix).test(namespace))).toEqual([]);
  });
});

describe("rules about secrets", () => {
  it.each(cloudNames)("on %s let an application read only what begins with its namespace", (cloud) => {
    const { variables, matchConstraints } = policy("own-secrets", sampleContext(cloud));
    const byName = Object.fromEntries(variables.map(({ name, expression }) => [name, expression]));
    expect(byName.inCloud).toBe("'<secrets.prefix>' + object.metadata.namespace + '-'");
    expect(byName.inVault).toBe("'prod/' + object.metadata.namespace + '/'");
    expect(byName.keys).toContain("d.remoteRef.key");
    expect(byName.keys).toContain("d.extract.key");
    expect(expressions("own-secrets")[1]).toContain("has(d.find)");
    expect(matchConstraints.resourceRules[0]).toMatchObject({ apiGroups: ["external-secrets.io"], resources: ["externalsecrets"] });
  });

  it("let nobody act as External Secrets itself", () => {
    const { resources } = policy("no-own-secret-stores").matchConstraints.resourceRules[0] ?? { resources: [] };
    expect(resources).toEqual(expect.arrayContaining(["secretstores", "pushsecrets", "gcraccesstokens", "stssessiontokens"]));
    expect(expressions("no-own-secret-stores")).toEqual(["false"]);
  });
});

describe("rules about services and cloud resources", () => {
  it("leave the gateway the only way in", () => {
    const [types, addresses] = expressions("no-own-way-in");
    expect(types).toContain("in ['LoadBalancer', 'NodePort']");
    expect(addresses).toContain("externalIPs");
  });

  it.each(cloudNames)("on %s keep Crossplane away from Terraform's, in all that it makes", (cloud) => {
    const context = sampleContext(cloud);
    const { matchConstraints, evaluation, validations } = policy("one-owner", context);
    const groups = matchConstraints.resourceRules[0]?.apiGroups ?? [];
    const used = usedKinds(context).map((kind) => kind.slice(kind.indexOf(".") + 1));
    expect([...new Set(used)].filter((group) => !groups.includes(group))).toEqual([]);
    expect(evaluation.background.enabled).toBe(false);
    expect(validations[0]?.expression).toContain("!= 'cdktf'");
  });
});

describe("their order", () => {
  it("is after Kyverno, and nothing waits for them", () => {
    expect(kyvernoPolicies.after).toEqual(["kyverno"]);
    expect(kyvernoPolicies.delivery).toBeUndefined();
    expect(kyvernoPolicies.chart).toBeUndefined();
  });
});
