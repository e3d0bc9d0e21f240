import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { placesOf } from "../../config/places.ts";
import { makePlace } from "../../constructs/place.ts";
import { type Edits, edited, load } from "../config/fixture.ts";
import type { StackJson } from "../estate.ts";
import { productions, stackIn } from "./estates.ts";

type Plain = Readonly<Record<string, string>>;
const all = (stack: StackJson | undefined, type: string): [string, Plain][] =>
  Object.entries((stack?.resource[type] ?? {}) as unknown as Record<string, Plain>);
/** The place whose state an expression reads. */
const placeIn = (text: unknown): string => /terraform_remote_state\.([\w-]+)-data\.outputs\.database__/.exec(String(text))?.[1] ?? "";
const nameIn = (expression = ""): string => /\.(\w+)\.endpoint_arn/.exec(expression)?.[1] ?? "";

/** What DMS does in a hub: `migration table from -> to`. */
function tasksOf(hub: StackJson | undefined): string[] {
  const endpoints = Object.fromEntries(all(hub, "aws_dms_endpoint"));
  const at = (arn?: string) => {
    const { engine_name, database_name } = endpoints[nameIn(arn)] as Plain;
    return engine_name === "kafka" ? "bus" : placeIn(database_name);
  };
  return all(hub, "aws_dms_replication_task").flatMap(([, task]) => {
    const { rules } = JSON.parse(task.table_mappings ?? "") as { rules: (Plain & { "object-locator": Plain })[] };
    const tables = rules.filter((rule) => rule["rule-type"] === "selection").map((rule) => rule["object-locator"]);
    return tables.map((table) => {
      const name = `${table["schema-name"]}.${table["table-name"]}`;
      return `${task.migration_type} ${name} ${at(task.source_endpoint_arn)} -> ${at(task.target_endpoint_arn)}`;
    });
  });
}

interface Connector {
  readonly kind: string;
  readonly spec: { readonly class: string; readonly config: Plain };
}

/** What Debezium does in the clusters: tables that it reads of a place, and `table from -> to` that it writes. */
function connectorsOf(capture: StackJson | undefined) {
  const resources = all(capture, "helm_release").flatMap(([, { values }]) =>
    ([values].flat() as string[]).flatMap((text) => (parse(text) as { resources: Connector[] }).resources),
  );
  const connectors = resources.filter(({ kind }) => kind === "KafkaConnector").map(({ spec }) => spec.config);
  const sources = connectors.filter((config) => config["table.include.list"] !== undefined);
  const places = new Map(sources.map((config) => [config["topic.prefix"], placeIn(config["database.hostname"])]));
  const written = connectors.flatMap(({ topics, "connection.url": url }) =>
    (topics?.split(",") ?? []).map((topic) => {
      const [prefix = "", ...rest] = topic.trim().split(".");
      return `${rest.slice(-2).join(".")} ${places.get(prefix)} -> ${placeIn(url)}`;
    }),
  );
  const read = sources.flatMap((config) =>
    (config["table.include.list"] ?? "").split(",").map((table) => `${table} ${placeIn(config["database.hostname"])}`),
  );
  return { read, written };
}

/** What the tables ask for, told anew: a cloud's first place writes, all other places that are asked for have copies. */
function asked(edits: Edits): { readonly dms: string[]; readonly debezium: string[] } {
  const estate = load(edited(edits));
  const places = placesOf(estate)
    .filter(({ environment }) => environment.name === "prod")
    .map(({ place }) => ({ id: makePlace(place).id, cloud: place.cloud }));
  const flows = estate.dataSync.tables.flatMap(({ name, owner, to }) => {
    const from = places.find(({ cloud }) => cloud === owner) as (typeof places)[number];
    const readers = places.filter((place) => place !== from && (to === undefined || to.includes(place.cloud)));
    return readers.map((reader) => ({ text: `${name} ${from.id} -> ${reader.id}`, clouds: [from.cloud, reader.cloud] }));
  });
  // DMS wants one of the two on AWS; Azure's is SQL Server here, whose changes DMS does not follow, and others' are other types there.
  const isDms = ({ clouds }: (typeof flows)[number]) => clouds.includes("aws") && !clouds.includes("azure");
  return {
    dms: flows.filter(isDms).map(({ text }) => text),
    debezium: flows.filter((flow) => !isDms(flow)).map(({ text }) => text),
  };
}

describe.each(Object.entries(productions))("production in %s", (_, edits) => {
  const tasks = tasksOf(stackIn(edits, "prod-datasync"));
  const connectors = connectorsOf(stackIn(edits, "prod-cdc"));
  const wanted = asked(edits);

  it("has every flow that DMS can carry once, and no other", () => {
    const following = tasks.filter((task) => /^(cdc|full-load-and-cdc) /.test(task) && !task.endsWith(" bus"));
    expect(following.map((task) => task.replace(/^\S+ /, "")).sort()).toEqual(wanted.dms.sort());
  });

  it("has every other flow once, by Debezium", () => {
    expect(connectors.written.sort()).toEqual(wanted.debezium.sort());
  });

  it("captures what is written elsewhere, once, and nothing else", () => {
    const captured = new Set(wanted.debezium.map((flow) => flow.replace(/ -> .*/, "")));
    expect(connectors.read.sort()).toEqual([...captured].sort());
  });

  it("copies what is there before it follows: either in one, or for a start that is told apart", () => {
    const seeds = tasks.filter((task) => task.startsWith("full-load ")).map((task) => task.replace(/^\S+ /, ""));
    const alone = tasks.filter((task) => task.startsWith("cdc ") && !task.endsWith(" bus")).map((task) => task.replace(/^\S+ /, ""));
    expect(seeds.filter((seed) => ![...wanted.dms, ...wanted.debezium].includes(seed))).toEqual([]);
    expect(alone.filter((task) => !seeds.includes(task))).toEqual([]);
  });
});

it("nothing is there where nothing is replicated", () => {
  for (const id of ["staging-datasync", "staging-cdc"]) expect(stackIn({ "staging:dataSync": false }, id)).toBeUndefined();
});
