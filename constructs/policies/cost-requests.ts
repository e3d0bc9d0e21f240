import { argumentOf, blocksOf } from "./expect.ts";
import { namedIn } from "./kubernetes.ts";
import type { Finding, Policy, Subject } from "./policy.ts";
import { besides, linesOfJson, type Outline, outlineOf, pathTo } from "./yaml-outline.ts";

/** What schedulers and bills go by. */
const wanted = ["cpu", "memory"];

/** What is asked of a disk is asked of no node. */
const storage = ["storage", "ephemeral-storage"];

/** Charts that run nothing themselves: https://artifacthub.io/packages/helm/istio-official/base has kinds, argo/argocd-apps has objects. */
const runNothing = ["https://istio-release.storage.googleapis.com/charts base", "https://argoproj.github.io/argo-helm argocd-apps"];

/** C-10: nodes are bought by what pods ask for; what asks for nothing is paid by others, and evicted first. */
export const chartRequests: Policy = {
  id: "C-10",
  title: "What a chart runs asks for CPU and memory",
  severity: "medium",
  remedy:
    "set resources.requests.cpu and .memory in the values of each component, or give the namespace a limit range with default requests",
  reference: "CKV_K8S_10, CKV_K8S_12; https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
  appliesTo: ["helm_release"],
  judge(subject) {
    if (hasDefaults(subject)) return [];
    const texts = [subject.attributes.values ?? []].flat().filter((value) => typeof value === "string");
    const looked = texts.map(linesOfJson).flatMap((text) => [...inBlocks(text), ...inLines(text), ...containers(text)]);
    return looked.length > 0 ? looked.flatMap(({ finding }) => finding ?? []) : silent(subject, texts);
  },
};

/** What asks for something, and what is wrong with it. */
interface Looked {
  readonly finding?: Finding;
}

/** Keys are looked for by their names, which is faster than from the beginning of each line. */
const blocks = /(requests|limits):(?<=^[ -]*\1:)/gm;
const resourcesInLine = /esources\w*: *\{(?<=^[ -]*(\w*[rR]esources\w*): *\{).*\}/gm;
const containerLists = /containers:[ \t]*$(?<=^[ -]*(?:init|extra|extraInit)?containers:[ \t]*)/gim;

const lineOf = (text: string, at: number): number => text.lastIndexOf("\n", at) + 1;

/** `requests` and `limits`, together where they stand together. Other things have limits as well. */
function inBlocks(text: string): Looked[] {
  const seen = new Set<number>();
  return [...text.matchAll(blocks)].flatMap(({ index: at, 1: name }) => {
    const index = lineOf(text, at);
    const block = besides(text, index);
    const isOfResources = name === "requests" || pathTo(text, index, 2).some((one) => /resources/i.test(one));
    if (seen.has(block.start) || !isOfResources) return [];
    seen.add(block.start);
    return judge(text, index, keysOf(block.text));
  });
}

/** `resources: { requests: { cpu: 50m } }` */
const inLines = (text: string): Looked[] =>
  [...text.matchAll(resourcesInLine)].flatMap(({ 0: rest, index: at, 1: name }) => {
    const index = lineOf(text, at);
    const line = text.slice(index, at + rest.length);
    return judge(text, index, keysOf(line).find(({ key }) => key === name)?.children ?? []);
  });

/** Of an item of a list, its own. */
const keysOf = (text: string): Outline[] => outlineOf(text).flatMap((one) => (one.key === "-" ? one.children : [one]));

/** Where only a limit is set, Kubernetes takes it for what is asked. */
function judge(text: string, at: number, block: readonly Outline[]): Looked[] {
  const both = block.filter(({ key }) => key === "requests" || key === "limits");
  const keys = both.flatMap(({ children }) => children.map(({ key }) => key));
  if (both.length === 0 || (keys.length > 0 && keys.every((key) => storage.includes(key)))) return [];
  const lacking = both.some(({ value }) => value.includes("${")) ? [] : wanted.filter((name) => !keys.includes(name));
  const argument = () => ["values", ...pathTo(text, at), "requests"].join(".");
  return [lacking.length === 0 ? {} : { finding: { argument: argument(), got: keys.join(", "), wanted: `also ${lacking.join(" and ")}` } }];
}

/** Each of a list of containers says something. */
function containers(text: string): Looked[] {
  return [...text.matchAll(containerLists)].flatMap(({ index: at }) => {
    const index = lineOf(text, at);
    const name = /[\w]+/.exec(text.slice(index))?.[0];
    const list = keysOf(besides(text, index).text).find(({ key }) => key === name);
    const items = (list?.children ?? []).filter(({ key }) => key === "-");
    return items.filter(saysNothing).map(({ children }) => {
      const item = children.find(({ key }) => key === "name")?.value ?? "";
      const argument = ["values", ...pathTo(text, index), name, item, "resources"].join(".");
      return { finding: { argument, got: undefined, wanted: "requests of cpu and memory" } };
    });
  });
}

function saysNothing({ children }: Outline): boolean {
  const resources = children.find(({ key }) => key === "resources");
  return !resources?.value.includes("${") && !resources?.children.some(({ key }) => key === "requests" || key === "limits");
}

/** A chart whose values ask for nothing has its own defaults, mostly none. Objects of our own are judged by what is in them. */
function silent({ attributes }: Subject, texts: readonly string[]): Finding[] {
  const { repository, chart, set } = attributes;
  const isOwn = repository === undefined && !String(chart).includes("://");
  const sets = [set ?? []].flat().map((one) => String((one as { readonly name?: string }).name));
  const isSet = wanted.every((name) => sets.some((set) => set.endsWith(`requests.${name}`)));
  // What is put in whole at apply cannot be told.
  const isUnknown = texts.some((text) => /^\s*\$\{[^\n]*\}\s*$/.test(text)) || typeof attributes.values === "string";
  if (isOwn || isSet || isUnknown || runNothing.includes(`${repository} ${chart}`)) return [];
  return [{ argument: "values", got: undefined, wanted: "requests of cpu and memory for what the chart runs" }];
}

/** What asks for nothing there is given something by the namespace. */
function hasDefaults(release: Subject): boolean {
  return namedIn(release, "kubernetes_limit_range").some((range) =>
    blocksOf(range, "spec.limit").some(({ type, default_request }) => {
      const given = argumentOf({ attributes: { default_request: default_request ?? null } }, "default_request");
      return type === "Container" && wanted.every((name) => typeof given === "object" && given !== null && name in given);
    }),
  );
}
