import type { Identity } from "../../identity/contract.ts";
import { accountOf, type CloudName, type Place } from "../../place.ts";
import type { Addon, AddonContext, Manifest } from "../addon.ts";
import { crossplaneNamespace } from "./crossplane.ts";
import { composition } from "./crossplane-composition.ts";
import { definition, pluralOf, selfServiceGroup, selfServiceKinds } from "./crossplane-definitions.ts";
import { recipes } from "./crossplane-recipes.ts";

/**
 * As whom the providers speak with the cloud: no keys anywhere.
 * aws: https://docs.upbound.io/manuals/packages/providers/authentication/ (EKS Pod Identity)
 * azure: the file is the one that workload identity mounts; the client must be named.
 */
const credentials: Record<CloudName, (place: Place, identity: Identity) => object> = {
  aws: () => ({ credentials: { source: "PodIdentity" } }),
  gcp: (place) => ({ projectID: accountOf(place, "gcp").projectId, credentials: { source: "InjectedIdentity" } }),
  azure: (place, { serviceAccountAnnotations }) => ({
    credentials: { source: "OIDCTokenFile" },
    subscriptionID: accountOf(place, "azure").subscriptionId,
    tenantID: accountOf(place, "azure").tenantId,
    clientID: serviceAccountAnnotations["azure.workload.identity/client-id"],
  }),
};

const providerConfig = ({ place }: AddonContext, identity: Identity): Manifest => ({
  apiVersion: `${place.cloud}.m.upbound.io/v1beta1`,
  kind: "ClusterProviderConfig",
  // The name that managed resources mean when they name none.
  metadata: { name: "default" },
  spec: credentials[place.cloud](place, identity),
});

/** Whoever may edit a namespace may ask for what is on offer; managed resources themselves stay Crossplane's. */
const rights = (context: AddonContext, of: "view" | "edit", verbs: readonly string[]): Manifest => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: `self-service-${of}`, labels: { [`rbac.authorization.k8s.io/aggregate-to-${of}`]: "true" } },
  rules: [{ apiGroups: [selfServiceGroup(context)], resources: selfServiceKinds.map(pluralOf), verbs }],
});

const resources = (context: AddonContext, identity: Identity): Manifest[] => [
  providerConfig(context, identity),
  rights(context, "view", ["get", "list", "watch"]),
  rights(context, "edit", ["create", "update", "patch", "delete"]),
  ...selfServiceKinds.map((kind) => definition(kind, context)),
  ...selfServiceKinds.map((kind) => composition(kind, context, recipes[context.place.cloud][kind](context))),
];

/** What teams can ask for, and how this cloud makes it. The identity is the providers': on Azure its client must be named here. */
export const crossplaneApis: Addon = {
  name: "crossplane-apis",
  purpose: "Defines what application teams can ask for, and how the place's cloud makes it",
  namespace: crossplaneNamespace,
  home: "workloads",
  after: ["crossplane-providers"],
  identityOf: "crossplane-providers",
  resources,
};
