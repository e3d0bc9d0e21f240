import type { PlaceFacts } from "../addon.ts";
import { federatedPlaces } from "./karmada-facts.ts";

/** Namespace of Karmada's API with the accounts that agents of members act as. */
export const agentsNamespace = "platform-agents";

/** Account of a member's agent, and the Secret with its token. */
export const agentName = (member: string): string => `agent-${member}`;

/** What an application's objects bear that Karmada is to place: `federation.platform/environment: prod`. */
export const federationLabel = "federation.platform/environment";

const ACCESS = "rbac.authorization.k8s.io";
const READ = ["get", "list", "watch"];

/** What an agent may do in Karmada's API: say how its cluster is, and take the work that is for it. https://karmada.io/docs/administrator/security/component-permission */
const clusterRules = (member: string) => [
  { apiGroups: ["cluster.karmada.io"], resources: ["clusters"], verbs: ["create", "list", "watch"] },
  { apiGroups: ["cluster.karmada.io"], resources: ["clusters"], resourceNames: [member], verbs: ["get", "update", "patch"] },
  { apiGroups: ["cluster.karmada.io"], resources: ["clusters/status"], resourceNames: [member], verbs: ["update", "patch"] },
  {
    apiGroups: ["config.karmada.io"],
    resources: ["resourceinterpretercustomizations", "resourceinterpreterwebhookconfigurations"],
    verbs: READ,
  },
  { apiGroups: [""], resources: ["namespaces"], verbs: READ },
];

/** By namespace of Karmada's API: the one with the cluster's work, and the one where clusters say that they live. */
const namespaceRules = (member: string): Record<string, object[]> => ({
  [`karmada-es-${member}`]: [
    { apiGroups: ["work.karmada.io"], resources: ["works"], verbs: [...READ, "create", "update", "patch", "delete"] },
    { apiGroups: ["work.karmada.io"], resources: ["works/status"], verbs: ["get", "update", "patch"] },
    { apiGroups: [""], resources: ["events"], verbs: ["create", "patch", "update"] },
  ],
  "karmada-cluster": [{ apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update"] }],
});

/** A member's account in Karmada's API, with as little as its agent needs. */
function account(member: string): object[] {
  const name = agentName(member);
  const subjects = [{ kind: "ServiceAccount", name, namespace: agentsNamespace }];
  const role = (kind: "ClusterRole" | "Role", rules: object[], namespace?: string) => [
    { apiVersion: `${ACCESS}/v1`, kind, metadata: { name, namespace }, rules },
    {
      apiVersion: `${ACCESS}/v1`,
      kind: `${kind}Binding`,
      metadata: { name, namespace },
      roleRef: { apiGroup: ACCESS, kind, name },
      subjects,
    },
  ];
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace: agentsNamespace } },
    {
      apiVersion: "v1",
      kind: "Secret",
      type: "kubernetes.io/service-account-token",
      metadata: { name, namespace: agentsNamespace, annotations: { "kubernetes.io/service-account.name": name } },
    },
    { apiVersion: "v1", kind: "Namespace", metadata: { name: `karmada-es-${member}` } },
    ...role("ClusterRole", clusterRules(member)),
    ...Object.entries(namespaceRules(member)).flatMap(([namespace, rules]) => role("Role", rules, namespace)),
  ];
}

/** What is placed, when it bears the label. Nothing else of an application leaves its cluster. */
const kinds = [
  ["apps/v1", "Deployment"],
  ["batch/v1", "CronJob"],
  ["autoscaling/v2", "HorizontalPodAutoscaler"],
  ["policy/v1", "PodDisruptionBudget"],
  ["v1", "Service"],
  ["v1", "ConfigMap"],
  ["v1", "ServiceAccount"],
  ["networking.istio.io/v1", "VirtualService"],
] as const;

const selectors = (environment: string) =>
  kinds.map(([apiVersion, kind]) => ({ apiVersion, kind, labelSelector: { matchLabels: { [federationLabel]: environment } } }));

/**
 * Copies are divided evenly over the environment's clusters, as the edge divides requests, and over at least two regions. Karmada
 * spreads by region, not by provider (https://karmada.io/docs/userguide/scheduling/propagation-policy), and no two places share one.
 */
const placement = (environment: string, members: readonly PlaceFacts[]) => ({
  apiVersion: "policy.karmada.io/v1alpha1",
  kind: "ClusterPropagationPolicy",
  metadata: { name: `spread-${environment}` },
  spec: {
    resourceSelectors: selectors(environment),
    placement: {
      clusterAffinity: { clusterNames: members.map(({ name }) => name) },
      spreadConstraints: [
        { spreadByField: "region", minGroups: 2 },
        { spreadByField: "cluster", minGroups: 2 },
      ],
      replicaScheduling: {
        replicaSchedulingType: "Divided",
        replicaDivisionPreference: "Weighted",
        weightPreference: { staticWeightList: members.map(({ name }) => ({ targetCluster: { clusterNames: [name] }, weight: 1 })) },
      },
    },
    // A cluster that is lost is made up for in the others, after five minutes: shorter than people are, longer than a restart.
    failover: { application: { decisionConditions: { tolerationSeconds: 300 } } },
  },
});

/** What differs between clouds: copies say where they are. Storage classes and the way in are called the same in every place. */
const differences = (environment: string, { name, place }: PlaceFacts) => ({
  apiVersion: "policy.karmada.io/v1alpha1",
  kind: "ClusterOverridePolicy",
  metadata: { name: `facts-${name}` },
  spec: {
    resourceSelectors: selectors(environment).filter(({ kind }) => kind === "Deployment" || kind === "CronJob"),
    overrideRules: [
      {
        targetCluster: { clusterNames: [name] },
        overriders: {
          labelsOverrider: [
            { operator: "add", value: { "platform/cloud": place.cloud, "platform/region": place.region, "platform/place": place.id } },
          ],
        },
      },
    ],
  },
});

/** Everything that is in Karmada's API: accounts of the members, and who gets what. */
export function federationObjects(estate: readonly PlaceFacts[]): object[] {
  const environments = [...federatedPlaces(estate)];
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: agentsNamespace } },
    ...environments.flatMap(([, members]) => members.flatMap(({ name }) => account(name))),
    ...environments.flatMap(([environment, members]) => [
      placement(environment, members),
      ...members.map((member) => differences(environment, member)),
    ]),
  ];
}
