import type { CloudName, Place } from "../../place.ts";
import type { Addon, AddonContext, AddonSettings, Manifest } from "../addon.ts";
import { inApplications } from "./kyverno.ts";

/** What a rule is about and what must hold, in CEL: https://kyverno.io/docs/policy-types/validating-policy/ */
interface Rule {
  readonly name: string;
  readonly groups?: readonly string[];
  readonly resources: readonly string[];
  /** @default those of applications */
  readonly namespaces?: readonly object[];
  /** Whether what makes pods is judged by the pods it would make. @default false */
  readonly templates?: true;
  /** Whether what is there already is judged again and again. @default true */
  readonly background?: false;
  readonly variables?: Readonly<Record<string, string>>;
  /** Message by expression that must be true. */
  readonly validations: Readonly<Record<string, string>>;
}

/** A refusal must not be a matter of luck; a report may. */
const modes: Record<AddonSettings["policies"], object> = {
  audit: { validationActions: ["Audit"], failurePolicy: "Ignore" },
  enforce: { validationActions: ["Deny"], failurePolicy: "Fail" },
};

const makersOfPods = ["deployments", "statefulsets", "daemonsets", "jobs", "cronjobs"];

const policy = (rule: Rule, mode: object): Manifest => ({
  apiVersion: "policies.kyverno.io/v1",
  kind: "ValidatingPolicy",
  metadata: { name: rule.name },
  spec: {
    ...mode,
    evaluation: { background: { enabled: rule.background ?? true } },
    autogen: { podControllers: { controllers: rule.templates ? makersOfPods : [] } },
    matchConstraints: {
      namespaceSelector: { matchExpressions: rule.namespaces ?? [inApplications] },
      resourceRules: [{ apiGroups: rule.groups ?? [""], apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources: rule.resources }],
    },
    variables: Object.entries(rule.variables ?? {}).map(([name, expression]) => ({ name, expression })),
    validations: Object.entries(rule.validations).map(([expression, message]) => ({ expression, message })),
  },
});

/** Keys of the taints of spot nodes; AKS sets its own. */
const spotTaints: Record<CloudName, (place: Place) => string> = {
  aws: ({ organization }) => `platform.${organization}.io/spot`,
  gcp: ({ organization }) => `platform.${organization}.io/spot`,
  azure: () => "kubernetes.azure.com/scalesetpriority",
};

const label = (name: string) => `object.metadata.?labels[?'${name}'].orValue('')`;
const tolerations = "object.spec.?tolerations.orValue([])";
const containers = "object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([])";

/** Spot nodes go within half a minute: only what can wait may be there. A toleration without a key tolerates everything. */
const spot = ({ place }: AddonContext): Rule => ({
  name: "spot-for-low-criticality",
  resources: ["pods"],
  templates: true,
  validations: {
    [`${label("criticality")} in ['batch', 'low'] || !${tolerations}.exists(t, t.?key.orValue('') in ['', '${spotTaints[place.cloud](place)}'])`]:
      "tolerates spot nodes; only pods with the label criticality low or batch may: take the toleration away",
  },
});

/** Costs, alerts and disruptions go by these. */
const labels: Rule = {
  name: "labels",
  resources: ["pods"],
  templates: true,
  validations: {
    [`${label("app.kubernetes.io/name")} != ''`]: "has no label app.kubernetes.io/name; set it to the application's name",
    [`${label("criticality")} in ['batch', 'low', 'medium', 'high']`]:
      "has no label criticality, or another than batch, low, medium and high; set one of them",
  },
};

/** What runs is known, and the same tomorrow. Templates are left alone: in Istio's gateways the image is filled in as the pod is made. */
const images: Rule = {
  name: "image-versions",
  resources: ["pods"],
  namespaces: [{ ...inApplications, values: [...inApplications.values, "platform"] }],
  variables: { images: `(${containers}).map(c, c.image)` },
  validations: {
    "variables.images.all(i, i.contains('@sha256:') || (i.matches(':[^/:]+$') && !i.endsWith(':latest')))":
      "has an image without a version, or with the tag latest; give it a version's tag or a digest",
  },
};

/** Paths of the node are the platform's and the cloud's; the clouds' own namespaces begin so. */
const hostPaths: Rule = {
  name: "no-host-paths",
  resources: ["pods"],
  templates: true,
  namespaces: [{ ...inApplications, operator: "NotIn", values: ["platform"] }],
  validations: {
    "namespaceObject.metadata.name.matches('^(kube|gke|gmp|aks|azure|amazon)-') || !object.spec.?volumes.orValue([]).exists(v, has(v.hostPath))":
      "has a volume of the node's own files; use emptyDir or a persistent volume claim",
  },
};

/** The way in is the gateway. External addresses let a Service take others' traffic: CVE-2020-8554. */
const services: Rule = {
  name: "no-own-way-in",
  resources: ["services"],
  validations: {
    "!(object.spec.?type.orValue('ClusterIP') in ['LoadBalancer', 'NodePort'])":
      "has a load balancer or a port on every node; make it ClusterIP, and let the gateway lead there",
    "object.spec.?externalIPs.orValue([]).size() == 0": "has addresses that are not the cluster's; take externalIPs away",
  },
};

/** Secrets of an application begin with its namespace; the store's credentials are the cluster's and could read all. */
const secrets = ({ place, secretStore }: AddonContext): Rule => ({
  name: "own-secrets",
  groups: ["external-secrets.io"],
  resources: ["externalsecrets"],
  variables: {
    keys: "object.spec.?data.orValue([]).map(d, d.remoteRef.key) + object.spec.?dataFrom.orValue([]).filter(d, has(d.extract)).map(d, d.extract.key)",
    inCloud: `'${secretStore.prefix}' + object.metadata.namespace + '-'`,
    inVault: `'${place.environment}/' + object.metadata.namespace + '/'`,
  },
  validations: {
    "variables.keys.all(k, k.startsWith(variables.inCloud) || k.startsWith(variables.inVault))":
      "reads secrets of others; names of its own begin with the namespace",
    "!object.spec.?dataFrom.orValue([]).exists(d, has(d.find))": "searches for secrets; name them one by one",
  },
});

/** Without credentials of their own these act as External Secrets itself. */
const stores: Rule = {
  name: "no-own-secret-stores",
  groups: ["external-secrets.io", "generators.external-secrets.io"],
  resources: ["secretstores", "pushsecrets", "acraccesstokens", "ecrauthorizationtokens", "gcraccesstokens", "stssessiontokens"],
  validations: { false: "reads or writes with the cluster's credentials; use an ExternalSecret and the store `cloud`" },
};

/** Of each cloud, the services that Crossplane makes something of. */
const selfService: Record<CloudName, readonly string[]> = {
  aws: ["ec2", "elasticache", "rds", "s3"],
  gcp: ["compute", "dns", "memorystore", "sql", "storage"],
  azure: ["cache", "dbforpostgresql", "network", "storage"],
};

/** One resource, one owner: who makes it says so by a tag, or on Google Cloud by a label. */
const owners = ({ place }: AddonContext): Rule => ({
  name: "one-owner",
  groups: selfService[place.cloud].map((service) => `${service}.${place.cloud}.m.upbound.io`),
  resources: ["*"],
  // Nobody but Crossplane reads these kinds, Kyverno neither.
  background: false,
  validations: {
    "['tags', 'labels', 'userLabels'].all(f, object.spec.?forProvider[?f][?'managed-by'].orValue('') != 'cdktf')":
      "says that Terraform manages it; what Crossplane manages has managed-by crossplane",
  },
});

/** The platform's rules. In applications' namespaces they refuse or report, as configuration says; elsewhere they report. */
export const kyvernoPolicies: Addon = {
  name: "kyverno-policies",
  purpose: "Says what workloads may ask of the cluster, its nodes and its secrets",
  namespace: "kyverno",
  after: ["kyverno"],
  resources: (context) =>
    [spot(context), labels, images, hostPaths, services, secrets(context), stores, owners(context)].map((rule) =>
      policy(rule, modes[context.policies]),
    ),
};
