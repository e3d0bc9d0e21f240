import type { Place } from "../../place.ts";
import { tagsFor } from "../../tags.ts";
import type { AddonContext, Manifest } from "../addon.ts";
import { selfServicePrefix } from "./crossplane.ts";
import { compositionName, type SelfServiceKind, selfServiceGroup, selfServiceVersion } from "./crossplane-definitions.ts";

/** A step of function-patch-and-transform: https://docs.crossplane.io/latest/guides/function-patch-and-transform/ */
export type Patch = Readonly<Record<string, unknown>>;
type Transform = Readonly<Record<string, unknown>>;

/** A cloud resource that is part of what a team asked for. */
export interface Composed {
  readonly name: string;
  readonly base: Readonly<Record<string, unknown>>;
  readonly patches: readonly Patch[];
}

/** What a cloud makes of each kind. */
export type Recipes = Record<SelfServiceKind, (context: AddonContext) => readonly Composed[]>;

const EXTERNAL_NAME = 'metadata.annotations["crossplane.io/external-name"]';
const stringOf: Transform = { type: "convert", convert: { toType: "string" } };

/** The value whatever comes in: a match without patterns is always its fallback. */
export const always = (value: unknown): Transform => ({
  type: "match",
  match: { patterns: [], fallbackTo: "Value", fallbackValue: value },
});

/** Values that the composition knows, by field of the status. */
export const known = (values: Readonly<Record<string, unknown>>): Patch[] =>
  Object.entries(values).map(([field, value]) => observed(field, "metadata.name", always(value)));

/** A field of the status from the cloud resource. */
export const observed = (field: string, from: string, ...transforms: Transform[]): Patch => ({
  type: "ToCompositeFieldPath",
  fromFieldPath: from,
  toFieldPath: `status.${field}`,
  ...(transforms.length > 0 && { transforms }),
});

/** The cloud's name of the resource as a field of the status. */
export const observedName = (field: string): Patch => observed(field, EXTERNAL_NAME);

/** What one part of a request learns, for the parts after it in the list. */
export const learned = (key: string, from: string): Patch => ({ type: "ToEnvironmentFieldPath", fromFieldPath: from, toFieldPath: key });

/** What a part before it has learned; until then this one waits. */
export const told = (key: string, to: string, ...transforms: Transform[]): Patch => ({
  type: "FromEnvironmentFieldPath",
  fromFieldPath: key,
  toFieldPath: `spec.forProvider.${to}`,
  policy: { fromFieldPath: "Required" },
  ...(transforms.length > 0 && { transforms }),
});

/** What the team says, as it is. */
export const asked = (field: string, to: string, ...transforms: Transform[]): Patch => ({
  type: "FromCompositeFieldPath",
  fromFieldPath: `spec.${field}`,
  toFieldPath: `spec.forProvider.${to}`,
  ...(transforms.length > 0 && { transforms }),
});

/** What the team says, in the cloud's words. */
export const translated = (field: string, to: string, words: Readonly<Record<string, unknown>>): Patch =>
  asked(field, to, stringOf, { type: "map", map: words });

/** A multiple of a number the team says. */
export const multiplied = (field: string, to: string, by: number): Patch =>
  asked(field, to, { type: "math", math: { type: "Multiply", multiply: by } });

/** A standby or none, in the cloud's words. */
export const byStandby = (to: string, withOne: unknown, without: unknown): Patch =>
  translated("highAvailability", to, { true: withOne, false: without });

/** Text in a name. */
export const format = (fmt: string): Transform => ({ type: "string", string: { type: "Format", fmt } });

/**
 * A name from place, namespace and name: the same after a restore of the cluster from a backup, unique among places, and never
 * longer than any cloud allows.
 */
export const named = (place: Place, { to = EXTERNAL_NAME, fmt = `${selfServicePrefix(place)}%s` } = {}): Patch => ({
  type: "CombineFromComposite",
  combine: {
    variables: [{ fromFieldPath: "metadata.namespace" }, { fromFieldPath: "metadata.name" }],
    strategy: "string",
    string: { fmt: `${place.id}/%s/%s` },
  },
  toFieldPath: to,
  transforms: [
    { type: "string", string: { type: "Convert", convert: "ToSha256" } },
    { type: "string", string: { type: "Regexp", regexp: { match: "^[0-9a-f]{12}", group: 0 } } },
    format(fmt),
  ],
});

/** Whose it is, as a tag or label. */
export const owned = (to: string): Patch => ({
  type: "FromCompositeFieldPath",
  fromFieldPath: "metadata.namespace",
  toFieldPath: `spec.forProvider.${to}.namespace`,
});

/** The environment's tags, as this cloud writes them; policies and bills tell Crossplane's resources from Terraform's by them. */
export const tagsOf = ({ place, tags }: AddonContext): Record<string, string> =>
  tagsFor(place.cloud, { ...tags, "managed-by": "crossplane", component: "self-service" });

/** Another part of the same request. */
export const sibling = { matchControllerRef: true };

/** Everything but deletion: what is taken out of git by mistake stays in the cloud. */
const kept = ["Observe", "Create", "Update", "LateInitialize"];

/** A managed resource; with `keep` it outlives its request where the environment is protected. */
export function managed(
  name: string,
  [apiVersion, kind]: readonly [apiVersion: string, kind: string],
  forProvider: Readonly<Record<string, unknown>>,
  patches: readonly Patch[] = [],
  keep = false,
): Composed {
  return {
    name,
    base: {
      apiVersion,
      kind,
      spec: {
        ...(keep && { managementPolicies: kept }),
        providerConfigRef: { kind: "ClusterProviderConfig", name: "default" },
        forProvider,
      },
    },
    patches,
  };
}

/** The part under a name that is the same in every request. */
export const called = (externalName: string, part: Composed): Composed => ({
  ...part,
  base: { ...part.base, metadata: { annotations: { "crossplane.io/external-name": externalName } } },
});

/** How a place makes what a kind asks for: https://docs.crossplane.io/latest/composition/compositions/ */
export function composition(kind: SelfServiceKind, context: AddonContext, resources: readonly Composed[]): Manifest {
  const input = { apiVersion: "pt.fn.crossplane.io/v1beta1", kind: "Resources", resources };
  return {
    apiVersion: "apiextensions.crossplane.io/v1",
    kind: "Composition",
    metadata: { name: compositionName(kind, context), labels: { cloud: context.place.cloud } },
    spec: {
      compositeTypeRef: { apiVersion: `${selfServiceGroup(context)}/${selfServiceVersion}`, kind },
      mode: "Pipeline",
      pipeline: [
        { step: "resources", functionRef: { name: "function-patch-and-transform" }, input },
        { step: "ready", functionRef: { name: "function-auto-ready" } },
      ],
    },
  };
}
