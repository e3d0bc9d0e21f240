import { catalog } from "../constructs/addons/catalog.ts";
import { addonOf } from "../constructs/addons/choose.ts";
import { addonInputs, factsOf } from "../stacks/addon-specs.ts";
import type { StackSpec } from "../stacks/stack-spec.ts";
import { table } from "./template.ts";

/** What people put into the places' secret managers: each secret, which add-on reads it, and in which environments. */
export function platformSecrets(stacks: readonly StackSpec[]): string {
  const readers = new Map<string, { addons: Set<string>; environments: Set<string> }>();
  for (const spec of addonInputs(stacks)) {
    for (const choice of spec.input.addons) {
      const addon = addonOf(choice, catalog);
      for (const secret of (addon.secrets?.(factsOf(spec)) ?? []).flatMap(({ keys }) => Object.values(keys))) {
        const reader = readers.get(secret) ?? { addons: new Set(), environments: new Set() };
        readers.set(secret, reader);
        reader.addons.add(addon.name);
        reader.environments.add(spec.environment);
      }
    }
  }
  const rows = [...readers].sort(([a], [b]) => (a < b ? -1 : 1));
  return table(
    ["secret", "read by", "in"],
    rows.map(([secret, { addons, environments }]) => [
      `\`<prefix>platform-${secret}\``,
      [...addons].sort().join(", "),
      [...environments].sort().join(", "),
    ]),
  );
}
