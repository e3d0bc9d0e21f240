import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { unzipSync } from "fflate";
import { parse, parseAllDocuments, stringify } from "yaml";

export type Json = Readonly<Record<string, unknown>>;
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly [field: string]: unknown };
  // biome-ignore lint/suspicious/noExplicitAny: objects of many kinds, looked into by tests that know them
  readonly spec: any;
}

/** Helm itself, as AWS packs it for its CDK: for Linux on x64 only. */
const packed = "@aws-cdk/asset-kubectl-v20/lib/layer.zip";
const unpacked = "node_modules/.cache/helm/helm";

/** Unpacked once; under a name of its own first, since test files run side by side. */
function unpack(): string {
  if (existsSync(unpacked)) return unpacked;
  const zip = readFileSync(createRequire(import.meta.url).resolve(packed));
  const { "helm/helm": binary } = unzipSync(zip, { filter: ({ name }) => name === "helm/helm" });
  if (binary === undefined) throw new Error(`${packed}: has no helm/helm`);
  mkdirSync(dirname(unpacked), { recursive: true });
  const own = `${unpacked}.${process.pid}`;
  writeFileSync(own, binary, { mode: 0o755 });
  renameSync(own, unpacked);
  return unpacked;
}

/** The machine's own where there is no packed one for it. */
function find(): string | undefined {
  if (process.platform === "linux" && process.arch === "x64") return unpack();
  return spawnSync("helm", ["version"]).status === 0 ? "helm" : undefined;
}

const helm = find();

/** Whether charts can be rendered here. */
export const hasHelm = helm !== undefined;

/** What Helm says of the chart with the values. @throws where the schema or a template refuses them */
const run = (command: string[], values: Json): string =>
  execFileSync(helm ?? "helm", [...command, "-f", "-"], { input: stringify(values), encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });

const folder = "charts/service";
export const defaults: Json = parse(readFileSync(`${folder}/values.yaml`, "utf8"));
export const schema: Json = JSON.parse(readFileSync(`${folder}/values.schema.json`, "utf8"));

const isMap = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** Values over values, as Helm lays them: maps key by key, everything else as a whole. */
export function merged(under: Json, over: Json): Json {
  const laid = Object.entries(over).map(([key, value]) => {
    const below = under[key];
    return [key, isMap(below) && isMap(value) ? merged(below, value) : value];
  });
  return { ...under, ...Object.fromEntries(laid) };
}

/** The objects that Helm makes of the chart `service` with the values. */
export const rendered = async (values: Json): Promise<Rendered[]> =>
  parseAllDocuments(run(["template", "shop", "charts/service", "--namespace", "shop", "--kube-version", "1.34.0"], values))
    .map((document) => document.toJS())
    .filter((object) => object !== null);

/** What Helm's own checks say of a local chart. */
export const linted = (chart: string, values: Json): string => run(["lint", `charts/${chart}`, "--strict"], values);

/** The objects that Helm makes of the chart `raw`. */
export const renderedRaw = (values: Json): unknown[] =>
  parseAllDocuments(run(["template", "raw", "charts/raw"], values))
    .map((document) => document.toJS())
    .filter((object) => object !== null);
