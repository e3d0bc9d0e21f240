import type { Estate } from "../config/estate.ts";
import { type ConfiguredPlace, placesOf } from "../config/places.ts";
import { makePlace } from "../constructs/place.ts";
import { centralPlace } from "../stacks/central.ts";
import { inOrder } from "../stacks/order.ts";
import { isEmptied, type Layer, type StackSpec } from "../stacks/stack-spec.ts";
import { replicaCommands } from "./runbook-commands.ts";
import { commands, markdownPage, table } from "./template.ts";

/** Runbooks with the stacks that are there: `docs/runbooks/`. */
export function runbookFiles(estate: Estate, all: readonly StackSpec[]): Record<string, string> {
  const stacks = inOrder(all.filter((spec) => !isEmptied(spec)));
  const page = (name: string, values: Readonly<Record<string, string>>) => ({
    [`docs/runbooks/${name}.md`]: markdownPage(`${name}.md`, values),
  });
  return {
    ...page("fail-over-a-database", failOver(estate, stacks)),
    ...page("drain-a-cloud", drain(estate, stacks)),
    ...page("restore-a-cluster-elsewhere", restore(estate, stacks)),
    ...page("rotate-keys", rotate(estate, stacks)),
  };
}

/** Comments on a pull request that apply stacks one after the other. */
const applied = (stacks: readonly StackSpec[]): string =>
  stacks.length === 0 ? none : commands(stacks.flatMap(({ id }) => [`atlantis plan -p ${id}`, `atlantis apply -p ${id}`]));

const none = "As it is configured now, there is none.";

/** A stack and what reads it, in order. */
const withReaders = (stacks: readonly StackSpec[], id: string): StackSpec[] =>
  stacks.filter((spec) => spec.id === id || spec.consumes.some((read) => read.id === id));

const ofPlace = (stacks: readonly StackSpec[], id: string, ...layers: Layer[]): StackSpec[] =>
  stacks.filter(
    (spec) => spec.place !== undefined && makePlace(spec.place).id === id && (layers.length === 0 || layers.includes(spec.layer)),
  );

const sections = (parts: readonly (readonly [heading: string, text: string])[]): string =>
  parts.length === 0 ? none : parts.map(([heading, text]) => `### ${heading}\n\n${text}`).join("\n\n");

const yaml = (environment: string, lines: readonly string[]): string =>
  ["```yaml", `# config/environments/${environment}.yaml`, ...lines, "```"].join("\n");

const inRegion = ({ place }: ConfiguredPlace, setting: string): string =>
  yaml(place.environment, ["clouds:", `  ${place.cloud}:`, "    regions:", `      ${place.region}: ${setting}`]);

function failOver(estate: Estate, stacks: readonly StackSpec[]): Record<string, string> {
  const places = placesOf(estate).filter(({ settings }) => settings.dr !== undefined && settings.database.enabled);
  const byHand = places.map((configured) => ({ configured, ...replicaCommands(configured) }));
  const inPlace = places.filter(({ place }) => place.cloud !== "azure");
  const [first] = inPlace;
  const syncs = stacks.filter(({ layer }) => layer === "datasync" || layer === "cdc");
  return {
    standbys: table(
      ["place", "database", "follows in", "what to do"],
      byHand.map(({ configured: { place, settings }, name }) => [
        `\`${place.id}\``,
        `\`${name}\``,
        settings.dr ?? "",
        place.cloud === "azure" ? "fails over by itself after an hour, or [by hand](#by-hand)" : "promote it",
      ]),
    ),
    lag: sections(byHand.map(({ configured, lag }) => [configured.place.id, commands(lag)])),
    example: first === undefined ? none : inRegion(first, "{ database: { failedOver: true } }"),
    applies: sections(inPlace.map(({ place }) => [place.id, applied(withReaders(stacks, `${place.id}-data`))])),
    writers: `Applications read the database's address from their place's stacks, applied above, and connect anew when the old connection ends. Requests that write come to the environment's \`primary\`.${
      syncs.length > 0
        ? ` Copies of tables start again from the new database: its slots are gone with the old one. Apply ${syncs.map(({ id }) => `\`${id}\``).join(", ")}, start the tasks of DMS anew with a full load, and delete the offsets of its Debezium connector.`
        : ""
    }`,
    byHand: sections(byHand.map(({ configured, promote }) => [configured.place.id, commands(promote)])),
  };
}

function drain(estate: Estate, stacks: readonly StackSpec[]): Record<string, string> {
  const traffic = stacks.filter(({ layer }) => layer === "traffic");
  const served = placesOf(estate).filter(({ place }) => traffic.some(({ environment }) => environment === place.environment));
  const shared = served.filter(({ place }) => served.filter((other) => other.place.environment === place.environment).length > 1);
  const [first] = shared;
  const clouds = [...new Set(shared.map(({ place }) => `${place.environment} on ${place.cloud}`))];
  return {
    example: first === undefined ? none : inRegion(first, "{ drained: true }"),
    traffic: applied(traffic),
    clouds: table(
      ["cloud", "places", "primary"],
      clouds.map((name) => {
        const places = shared.filter(({ place }) => `${place.environment} on ${place.cloud}` === name);
        const [one] = places;
        return [
          name,
          places.map(({ place }) => `\`${place.id}\``).join(", "),
          one && one.environment.primary === one.place.cloud ? "yes: move the database first" : "no",
        ];
      }),
    ),
    see: commands(shared.map(({ place }) => `kubectl --context ${place.name} --namespace istio-ingress top pods`)),
  };
}

/** Who reads whose backups: what the platform stacks are told. */
function restore(estate: Estate, stacks: readonly StackSpec[]): Record<string, string> {
  const readers = stacks.flatMap((spec) => {
    const { readsBackupsOf } = spec.input as { readonly readsBackupsOf?: { readonly id: string } };
    const place = spec.place && makePlace(spec.place).id;
    return readsBackupsOf && place !== undefined ? [[`\`${readsBackupsOf.id}\``, `\`${place}\``, `\`${spec.id}\``]] : [];
  });
  const apps = stacks.filter(({ layer }) => layer === "apps");
  const places = placesOf(estate).filter(({ settings }) => settings.dr !== undefined);
  return {
    readers: table(["backups of", "are read by", "told by"], readers),
    applies: applied(apps.filter(({ environment }) => places.some(({ place }) => place.environment === environment))),
    rebuild: sections(places.map(({ place }) => [place.id, applied(ofPlace(stacks, place.id))])),
  };
}

function rotate(estate: Estate, stacks: readonly StackSpec[]): Record<string, string> {
  const of = (layer: Layer) => stacks.filter((spec) => spec.layer === layer);
  const linked = of("interconnect").map(({ environment }) => environment);
  const central = centralPlace(estate);
  const [first] = linked;
  const version = first === undefined || first === "global" ? 1 : (estate.environments[first]?.keyVersion ?? 1);
  const logins = placesOf(estate).filter(({ environment, settings }) => environment.dataSync && settings.database.enabled);
  return {
    central: central ? `\`${makePlace(central.place).id}\`` : "the central place",
    keyVersion: first === undefined ? none : yaml(first, [`keyVersion: ${version + 1}`]),
    interconnects: applied(of("interconnect")),
    staticLogins:
      logins.length === 0
        ? none
        : commands(
            logins.flatMap(({ place }) => ["dms", "debezium"].map((login) => `vault write -f database/rotate-role/${place.id}-${login}`)),
          ),
    dataSync: applied(of("datasync")),
    identities: table(
      ["environment", "stack"],
      of("account").map((spec) => [spec.environment, `\`${spec.id}\``]),
    ),
  };
}
