import { describe } from "vitest";
import { kubernetesPolicies } from "../../../constructs/policies/kubernetes.ts";
import { but, type PolicyCase, type Subjects, testPolicies, without } from "./policy-cases.ts";

const release: Subjects = {
  "helm_release.It": {
    ...{ chart: "keda", repository: "https://kedacore.github.io/charts", version: "2.20.2", namespace: "keda" },
    values: ["replicas: 2\nauth:\n  existingSecret: keda-login\n  passwordKey: password\n"],
  },
};
const itself = "helm_release.It";
const values = (...lines: string[]): Subjects => but(release, itself, { values: [lines.join("\n")] });

const metadata = [{ name: "pods", namespace: "${kubernetes_namespace_v1.It.metadata[0].name}" }];
const enforced = { "pod-security.kubernetes.io/enforce": "restricted" };
const namespace: Subjects = {
  "kubernetes_namespace_v1.It": { metadata: [{ name: "shop", labels: enforced }] },
  "kubernetes_resource_quota_v1.It": { metadata, spec: [{ hard: { pods: "10" } }] },
  "kubernetes_network_policy_v1.It": { metadata, spec: [{ pod_selector: [{}], policy_types: ["Ingress"] }] },
};
const policy = "kubernetes_network_policy_v1.It";
const spec = (changes: object) => but(namespace, policy, { spec: [{ pod_selector: [{}], policy_types: ["Ingress"], ...changes }] });
const open = [/network_policy_v1: got nothing, wanted one of all pods/];

const cases: PolicyCase[] = [
  ["K8-01: a chart of one version", release, []],
  ["K8-01: a chart from a registry", but(release, itself, { repository: "oci://public.ecr.aws/karpenter" }), []],
  ["K8-01: a chart by its whole address", but(release, itself, { repository: undefined, chart: "oci://ghcr.io/a/b" }), []],
  [
    "K8-01: a chart of this repository",
    but(release, itself, { repository: undefined, version: undefined, chart: "assets/RawChart/60A3" }),
    [],
  ],
  ["K8-01: any version", but(release, itself, { version: undefined }), [/version: got nothing, wanted one exact version/]],
  ["K8-01: versions that fit", but(release, itself, { version: "~> 2.20" }), [/version: got "~> 2\.20"/]],
  ["K8-01: the last of a major version", but(release, itself, { version: "2.x" }), [/version: got "2\.x"/]],
  ["K8-01: plain HTTP", but(release, itself, { repository: "http://charts.example.com" }), [/repository: got "http:/]],
  [
    "K8-01: a repository of the machine's",
    but(release, itself, { repository: undefined, chart: "stable/keda" }),
    [/repository: got "stable\/keda"/],
  ],
  ["K8-01: a password", values("db:", "  password: hunter2"), [/values\[0\]:2: got "a literal under password", wanted a reference/]],
  ["K8-01: a password by its variable", values("env:", "  - name: DB_PASSWORD", "    value: hunter2"), [/a literal under DB_PASSWORD/]],
  [
    "K8-01: a password that is given apart",
    but(release, itself, { set: [{ name: "db.password", value: "hunter2" }] }),
    [/set\[0\]\.value: got/],
  ],
  [
    "K8-01: a password that is said to be sensitive",
    but(release, itself, { set_sensitive: [{ name: "db.password", value: "hunter2" }] }),
    [/set_sen/],
  ],
  ["K8-01: one for the repository", but(release, itself, { repository_password: "hunter2" }), [/repository_password: got/]],
  ["K8-01: a reference", values("db:", '  password: "${var.password}"', "  token: $(cat /run/token)", '  key: "{{ .key }}"'), []],
  [
    "K8-01: a configuration that is open to all",
    { "kubernetes_config_map_v1.It": { data: { API_TOKEN: "hunter2" } } },
    [/data\.API_TOKEN/],
  ],
  ["K8-01: one that is not secret", { "kubernetes_config_map_v1.It": { data: { LOG_LEVEL: "debug" } } }, []],
  ["K8-02: a namespace with all of it", namespace, []],
  ["K8-02: a namespace by name", but(namespace, policy, { metadata: [{ name: "a", namespace: "shop" }] }), []],
  [
    "K8-02: no level",
    but(namespace, "kubernetes_namespace_v1.It", { metadata: [{ name: "shop" }] }),
    [/pod-security.*got nothing, wanted privileged/],
  ],
  [
    "K8-02: a level that there is not",
    but(namespace, "kubernetes_namespace_v1.It", { metadata: [{ labels: { "pod-security.kubernetes.io/enforce": "high" } }] }),
    [/got "high"/],
  ],
  [
    "K8-02: no quota",
    without(namespace, "kubernetes_resource_quota_v1.It"),
    [/resource_quota_v1: got nothing, wanted one in the namespace/],
  ],
  [
    "K8-02: a quota of another namespace",
    but(namespace, "kubernetes_resource_quota_v1.It", { metadata: [{ namespace: "${kubernetes_namespace_v1.ItsCopy.id}" }] }),
    [/resource_quota/],
  ],
  ["K8-02: no policy", without(namespace, policy), open],
  ["K8-02: a policy that lists who may", spec({ ingress: [{ from: [{ pod_selector: [{}] }] }] }), []],
  ["K8-02: a policy of some pods", spec({ pod_selector: [{ match_labels: { app: "a" } }] }), open],
  ["K8-02: a policy of what goes out", spec({ policy_types: ["Egress"] }), open],
  ["K8-02: a policy that admits everybody", spec({ ingress: [{}] }), open],
];

describe("rules over what runs in clusters", () => testPolicies(kubernetesPolicies, cases));
