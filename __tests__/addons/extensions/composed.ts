import type { AddonContext, Manifest } from "../../../constructs/addons/addon.ts";
import { crossplaneApis } from "../../../constructs/addons/extensions/crossplane-apis.ts";
import { sampleIdentity } from "../sample-context.ts";

/** A patch, as far as tests read it. */
export interface ReadPatch {
  readonly type: string;
  readonly fromFieldPath?: string;
  readonly toFieldPath: string;
  readonly transforms?: readonly { readonly type: string; readonly match?: { readonly fallbackValue: unknown } }[];
}

/** A part of a composition, as far as tests read it. */
export interface Part {
  readonly name: string;
  readonly base: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata?: object;
    readonly spec: { readonly managementPolicies?: readonly string[]; readonly forProvider: Readonly<Record<string, unknown>> };
  };
  readonly patches: readonly ReadPatch[];
}

/** Everything that the add-on of the APIs delivers. */
export const apis = (context: AddonContext): readonly Manifest[] => crossplaneApis.resources?.(context, sampleIdentity) ?? [];

/** Parts by kind of what is asked for. */
export function partsOf(context: AddonContext): Record<string, readonly Part[]> {
  const compositions = apis(context).filter(({ kind }) => kind === "Composition") as unknown as {
    spec: { compositeTypeRef: { kind: string }; pipeline: { input?: { resources: Part[] } }[] };
  }[];
  return Object.fromEntries(compositions.map(({ spec }) => [spec.compositeTypeRef.kind, spec.pipeline[0]?.input?.resources ?? []]));
}

/** The part with this name. */
export function part(context: AddonContext, kind: string, name: string): Part {
  const found = partsOf(context)[kind]?.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`${kind}: no part ${name}`);
  return found;
}
