import type { Addon } from "../constructs/addons/addon.ts";
import { rootChart } from "../constructs/addons/argo-application.ts";
import { catalog } from "../constructs/addons/catalog.ts";
import { inWaves } from "../constructs/addons/order.ts";
import { addonInputs } from "../stacks/addon-specs.ts";
import type { StackSpec } from "../stacks/stack-spec.ts";
import { markdownPage, table } from "./template.ts";

/** `docs/addons.md`: every add-on with its chart, its order and who installs it where. */
export function addonsFile(stacks: readonly StackSpec[]): Record<string, string> {
  const waves = inWaves(catalog);
  const rows = waves.flatMap((wave, index) => wave.map((addon) => row(addon, index, stacks)));
  const values = {
    addonCount: String(catalog.length),
    addons: table(["wave", "add-on", "for", "chart", "after", "runs in"], rows),
    rootChart: `[${rootChart.name} ${rootChart.version}](${rootChart.source})`,
  };
  return { "docs/addons.md": markdownPage("addons.md", values) };
}

function row({ name, purpose, chart, after = [], optional }: Addon, wave: number, stacks: readonly StackSpec[]): string[] {
  return [
    String(wave),
    `\`${name}\`${optional ? " (optional)" : ""}`,
    purpose,
    chart ? `[${chart.name} ${chart.version}](${chart.source}) of ${chart.repository}` : "objects of its own",
    after.join(", ") || "-",
    whereIt(name, stacks),
  ];
}

/** `dev, prod (argocd)`: environments by who delivers it there. */
function whereIt(name: string, stacks: readonly StackSpec[]): string {
  const found = addonInputs(stacks).flatMap(({ environment, place, input }) =>
    input.addons.filter((choice) => choice.name === name).map(({ delivery }) => ({ environment, cloud: place.cloud, delivery })),
  );
  const clouds = new Set(found.map(({ cloud }) => cloud));
  const by = (delivery: string) => [...new Set(found.filter((one) => one.delivery === delivery).map(({ environment }) => environment))];
  const parts = ["terraform", "argocd"].flatMap((delivery) =>
    by(delivery).length > 0 ? [`${by(delivery).sort().join(", ")} (${delivery})`] : [],
  );
  const only = clouds.size === 1 && found.length > 0 ? `; ${[...clouds].join()} only` : "";
  return parts.length > 0 ? `${parts.join("; ")}${only}` : "-";
}
