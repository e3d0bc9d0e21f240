import { describe } from "vitest";
import { chartRequests } from "../../../constructs/policies/cost-requests.ts";
import { but, type PolicyCase, type Subjects, testPolicies } from "./policy-cases.ts";

const release: Subjects = { "helm_release.It": { chart: "keda", repository: "https://kedacore.github.io/charts", namespace: "keda" } };
const itself = "helm_release.It";
const given = (text: string): Subjects => but(release, itself, { values: [text] });
const own = (text: string): Subjects =>
  but(but(release, itself, { repository: undefined, chart: "assets/RawChart/60A3" }), itself, { values: [text] });
const limits = (type: string, default_request: object) => ({
  ...release,
  "kubernetes_limit_range_v1.It": { metadata: [{ namespace: "keda" }], spec: [{ limit: [{ type, default_request }] }] },
});
const both = { cpu: "50m", memory: "64Mi" };
const silent = [/It values: got nothing, wanted requests of cpu and memory for what the chart runs/];

const deployment = (...container: string[]): string =>
  [
    "resources:",
    "  - kind: Deployment",
    "    spec:",
    "      containers:",
    "        - name: shop",
    ...container.map((line) => `          ${line}`),
  ].join("\n");

const cases: PolicyCase[] = [
  ["C-10: both", given("resources:\n  requests:\n    cpu: 50m\n    memory: 64Mi\n  limits:\n    memory: 1Gi\n"), []],
  [
    "C-10: no CPU",
    given("operator:\n  resources:\n    requests:\n      memory: 64Mi\n"),
    [/values\.operator\.resources\.requests: got "memory", wanted also cpu/],
  ],
  ["C-10: no memory", given("resources: { requests: { cpu: 50m } }"), [/got "cpu", wanted also memory/]],
  ["C-10: both in a line", given("resources: { requests: { cpu: 50m, memory: 64Mi } } # enough"), []],
  ["C-10: neither", given("resources:\n  requests: {}\n"), [/got "", wanted also cpu and memory/]],
  ["C-10: limits, which are asked for as well", given("resources:\n  limits:\n    cpu: 1\n    memory: 64Mi\n"), []],
  [
    "C-10: a limit of one",
    given("a:\n  resources:\n    limits:\n      memory: 64Mi\n"),
    [/values\.a\.resources\.requests: got "memory", wanted also cpu/],
  ],
  ["C-10: one of each", given("resources:\n  limits:\n    memory: 64Mi\n  requests:\n    cpu: 50m\n"), []],
  [
    "C-10: several below one name",
    given("resources:\n  a:\n    requests:\n      cpu: 1\n      memory: 1\n  b:\n    requests:\n      cpu: 1\n"),
    [/resources\.b/],
  ],
  ["C-10: other limits, beside", given("limits:\n  cpu: 100\nresources:\n  requests:\n    cpu: 1\n    memory: 1\n"), []],
  ["C-10: a disk", own("claim:\n  resources:\n    requests:\n      storage: 2Gi\n"), []],
  ["C-10: an amount that is only known at apply", given('resources:\n  requests: "${var.requests}"\n'), []],
  [
    "C-10: values that are JSON",
    given(JSON.stringify({ a: [{ resources: { requests: { cpu: "50m" } } }] })),
    [/values.*requests: got "cpu", wanted also memory/],
  ],
  ["C-10: values that are only known at apply", given("${yamlencode(var.values)}"), []],
  ["C-10: values that say nothing", given("replicas: 2\n"), silent],
  ["C-10: no values", release, silent],
  [
    "C-10: values that are given apart",
    but(release, itself, {
      set: [
        { name: "a.requests.cpu", value: "1" },
        { name: "a.requests.memory", value: "1" },
      ],
    }),
    [],
  ],
  [
    "C-10: a chart that runs nothing",
    but(release, itself, { repository: "https://istio-release.storage.googleapis.com/charts", chart: "base" }),
    [],
  ],
  ["C-10: objects of our own that run nothing", own("resources:\n  - kind: ConfigMap\n"), []],
  ["C-10: a container that asks", own(deployment("resources:", "  requests:", "    cpu: 50m", "    memory: 64Mi")), []],
  [
    "C-10: a container that does not",
    own(deployment("image: shop")),
    [/values\.resources\.spec\.containers\.shop\.resources: got nothing/],
  ],
  [
    "C-10: one of two that does not",
    own(`${deployment("resources: { requests: { cpu: 1, memory: 1 } }")}\n        - name: other\n          image: b`),
    [/containers\.other/],
  ],
  ["C-10: a namespace that gives to all", limits("Container", both), []],
  ["C-10: a namespace that gives CPU only", limits("Container", { cpu: "50m" }), silent],
  ["C-10: a namespace that gives to disks", limits("PersistentVolumeClaim", both), silent],
];

describe("rule over requests in charts", () => testPolicies([chartRequests], cases));
