import type { Addon, AddonFacts, Values } from "./addon.ts";
import { afterEach } from "./order.ts";

/** Who installs an add-on: Terraform as a Helm release, or Argo CD as an application. */
export type Delivery = "terraform" | "argocd";

/** What configuration says of one add-on; anything may be left out. */
export interface AddonOptions {
  /** @default on, unless the add-on is optional */
  readonly enabled?: boolean;
  /** @default as the place prefers */
  readonly delivery?: Delivery;
  /** Another version of the chart. */
  readonly version?: string;
  /** Over the add-on's own values. */
  readonly values?: Values;
  /** For an add-on that the catalog does not have: where its chart is. */
  readonly chart?: { readonly repository: string; readonly name: string };
  /** For an add-on that the catalog does not have. */
  readonly namespace?: string;
}

/** How a place takes its add-ons. */
export interface AddonPreferences {
  readonly delivery: Delivery;
  readonly options: Readonly<Record<string, AddonOptions>>;
}

/** One add-on as a place takes it: plain data, since a stack's input is. */
export interface AddonChoice extends Omit<AddonOptions, "enabled"> {
  readonly name: string;
  readonly delivery: Delivery;
}

/** What a place takes, and what is wrong with it. */
export interface Choices {
  readonly addons: readonly AddonChoice[];
  readonly problems: readonly string[];
}

/** The add-on that a choice is about: the catalog's with what configuration says over it, or one that configuration describes. */
export function addonOf({ name, chart, namespace = name, version, values }: AddonChoice, catalog: readonly Addon[]): Addon {
  const known = catalog.find((addon) => addon.name === name);
  const own = known ?? { name, purpose: "", namespace, ...(chart && { chart: { ...chart, version: "", source: "" } }) };
  return {
    ...own,
    ...(own.chart && version !== undefined && { chart: { ...own.chart, version } }),
    ...(values && { values: (context, identity) => over(own.values?.(context, identity) ?? {}, values) }),
  };
}

/** Maps merge, everything else is replaced. */
function over(values: Values, override: Values): Values {
  const isMap = (value: unknown): value is Values => typeof value === "object" && value !== null && !Array.isArray(value);
  const merged = Object.entries(override).map(([key, value]) => {
    const below = values[key];
    return [key, isMap(value) && isMap(below) ? over(below, value) : value];
  });
  return { ...values, ...Object.fromEntries(merged) };
}

/**
 * The add-ons of a place for which `isHere` holds, of the catalog and of configuration.
 *
 * @param isHere whether an add-on belongs into the stack that asks
 */
export function chooseAddons(
  catalog: readonly Addon[],
  facts: AddonFacts,
  { delivery, options }: AddonPreferences,
  isHere: (addon: Addon) => boolean,
): Choices {
  const all = [...catalog, ...ownAddons(catalog, options)];
  const applies = (addon: Addon) => addon.appliesTo?.(facts) ?? true;
  const isOn = (addon: Addon) => options[addon.name]?.enabled ?? !addon.optional;
  const running = all.filter((addon) => applies(addon) && isOn(addon));
  const here = running.filter(isHere);
  const addons = here.map((addon): AddonChoice => {
    const { enabled: _, ...rest } = options[addon.name] ?? {};
    return { name: addon.name, ...rest, delivery: addon.delivery ?? rest.delivery ?? delivery };
  });
  return { addons, problems: problemsOf({ all, here, running, addons, applies, at: facts.place.id }) };
}

const ownAddons = (catalog: readonly Addon[], options: AddonPreferences["options"]): Addon[] =>
  Object.entries(options)
    .filter(([name]) => !catalog.some((addon) => addon.name === name))
    .map(([name, option]) => ({ ...addonOf({ name, delivery: "argocd", ...option }, []), home: "everywhere" }));

interface Chosen {
  readonly all: readonly Addon[];
  /** Those of the place, whichever stack they are in. */
  readonly running: readonly Addon[];
  /** Those of this stack. */
  readonly here: readonly Addon[];
  readonly addons: readonly AddonChoice[];
  readonly applies: (addon: Addon) => boolean;
  readonly at: string;
}

/** An add-on cannot do without those it comes after; and Terraform cannot wait for Argo CD, which works in its own time. */
function problemsOf({ all, running, here, addons, applies, at }: Chosen): string[] {
  const isRunning = new Set(running.map(({ name }) => name));
  const off = new Set(all.filter((addon) => applies(addon) && !isRunning.has(addon.name)).map(({ name }) => name));
  const after = afterEach(running, all);
  const byArgo = new Set(addons.filter(({ delivery }) => delivery === "argocd").map(({ name }) => name));
  const needsArgo = byArgo.size > 0 && off.has("argo-cd");
  return [
    ...here.flatMap((addon) =>
      (addon.after ?? [])
        .filter((name) => off.has(name))
        .map(
          (name) =>
            `${at}: addons.${addon.name}: cannot do without ${name}, which is off; turn ${addon.name} off as well (enabled: false), or ${name} on`,
        ),
    ),
    ...addons
      .filter(({ delivery }) => delivery === "terraform")
      .flatMap(({ name }) => (after.get(name) ?? []).filter((before) => byArgo.has(before)).map((before) => [name, before] as const))
      .map(
        ([name, before]) =>
          `${at}: addons.${name}: is delivered by terraform and comes after ${before}, which Argo CD delivers in its own time; deliver ${before} by terraform, or ${name} by argocd`,
      ),
    ...(needsArgo
      ? [`${at}: addons.argo-cd: is off, and ${[...byArgo].sort().join(", ")} are delivered by it; use delivery: terraform, or turn it on`]
      : []),
  ];
}
