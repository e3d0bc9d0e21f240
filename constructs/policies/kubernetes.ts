import { argumentOf, blocksOf } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";
import { findSecrets } from "./secret-scan.ts";
import { names } from "./stack-view.ts";

const exact = /^v?\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;

/** Charts of this repository come with it: they have no version to pin and no way to be fetched by. */
const isLocal = (chart: string): boolean => /^(?:\.{0,2}\/|assets\/|charts\/)|\$\{path\./.test(chart);

/** K8-01: what runs in a cluster is what was reviewed. */
const chart: Policy = {
  id: "K8-01",
  title: "A chart is of one exact version, and fetched by HTTPS or from a registry",
  severity: "high",
  remedy: "set version to the one that was reviewed, and repository to its https:// or oci:// address",
  reference: "https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release",
  appliesTo: ["helm_release"],
  judge({ attributes: { chart, repository, version } }) {
    const name = String(chart ?? "");
    if (isLocal(name) && repository === undefined) return [];
    const isFetched = /^(?:https|oci):\/\//.test(String(repository ?? chart ?? "")) || String(repository ?? "").startsWith("${");
    const from = isFetched
      ? []
      : [{ argument: "repository", got: repository ?? name, wanted: "an address that begins with https:// or oci://" }];
    const isPinned = typeof version === "string" && exact.test(version);
    return [...from, ...(isPinned ? [] : [{ argument: "version", got: version, wanted: "one exact version" }])];
  },
};

/** K8-01: values are kept in the state, in the release's own record in the cluster, and in this repository. */
const secrets: Policy = {
  id: "K8-01",
  title: "No secret is written out in what is given to a chart or a cluster",
  severity: "high",
  remedy:
    "keep it in the place's secret store and name it: an ExternalSecret (constructs/addons/external-secret.ts), or a reference that is only known at apply",
  reference: "https://helm.sh/docs/topics/charts/#scope-dependencies-and-values",
  appliesTo: ["helm_release", "kubernetes_config_map", "kubernetes_config_map_v1", "kubernetes_secret", "kubernetes_secret_v1"],
  judge: ({ attributes: { depends_on: _order, ...given } }) =>
    // What was found is not repeated: reports are kept, too.
    findSecrets(given).map(({ path, why }) => ({ argument: path, got: why, wanted: "a reference to where it is kept" })),
};

const levels = ["privileged", "baseline", "restricted"];
const enforce = "pod-security.kubernetes.io/enforce";

/** K8-02: what may happen in a namespace is said before anything runs there. */
const namespace: Policy = {
  id: "K8-02",
  title: "A namespace says what its pods may do to their node, how many there may be, and who may talk to them",
  severity: "medium",
  remedy: `label it with ${enforce}, and give it a resource quota and a network policy over all its pods`,
  reference: "https://kubernetes.io/docs/concepts/security/pod-security-admission/",
  appliesTo: ["kubernetes_namespace", "kubernetes_namespace_v1"],
  judge(subject) {
    const labels = argumentOf(subject, "metadata.labels") as { readonly [label: string]: Json } | undefined;
    const got = labels?.[enforce];
    const isSaid = levels.includes(String(got)) || String(got).includes("${");
    const found: Finding[] = isSaid ? [] : [{ argument: `metadata.labels.${enforce}`, got, wanted: levels.join(", ") }];
    const lacks = (type: string, wanted: string): void => void found.push({ argument: type, got: undefined, wanted });
    if (inNamespace(subject, "kubernetes_resource_quota").length === 0) lacks("kubernetes_resource_quota_v1", "one in the namespace");
    const policies = inNamespace(subject, "kubernetes_network_policy");
    if (!policies.some(deniesByDefault)) lacks("kubernetes_network_policy_v1", "one of all pods that admits only what it lists");
    return found;
  },
};

/** What is in the namespace: by a reference, or by name. */
function inNamespace(namespace: Subject, type: string): Subject[] {
  const name = argumentOf(namespace, "metadata.name");
  return both(namespace, type).filter((other) => {
    const within = argumentOf(other, "metadata.namespace");
    return names(within, namespace.address) || (name !== undefined && within === name);
  });
}

/** What is in the same namespace as a release. */
export function namedIn(release: Subject, type: string): Subject[] {
  const { namespace } = release.attributes;
  return both(release, type).filter((other) => namespace !== undefined && argumentOf(other, "metadata.namespace") === namespace);
}

const both = ({ stack }: Subject, type: string): Subject[] => [type, `${type}_v1`].flatMap((version) => stack.ofType(version));

/** Of every pod, and not such that it admits all there is: `ingress: [{}]`. */
function deniesByDefault(policy: Subject): boolean {
  const types = argumentOf(policy, "spec.policy_types");
  const [selector] = blocksOf(policy, "spec.pod_selector");
  const isOfAll =
    selector === undefined || Object.values(selector).every((value) => [value].flat().length === 0 || JSON.stringify(value) === "{}");
  const admitsAll = blocksOf(policy, "spec.ingress").some(
    (rule) => [rule.from ?? []].flat().length === 0 && [rule.ports ?? []].flat().length === 0,
  );
  return Array.isArray(types) && types.includes("Ingress") && isOfAll && !admitsAll;
}

/** Rules over what runs in clusters. */
export const kubernetesPolicies: readonly Policy[] = [chart, secrets, namespace];
