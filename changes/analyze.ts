import { type Project, projectsOf } from "./atlantis.ts";
import { differences } from "./attributes.ts";
import { resourceChanges } from "./compare.ts";
import { attributeChange } from "./display.ts";
import type { Git } from "./git.ts";
import { atlantisNotes, rangeNotes } from "./notes.ts";
import { handedOn, outputChanges } from "./outputs.ts";
import { type Read, readsOf } from "./reads.ts";
import { type Leavings, relocations } from "./renames.ts";
import type { ChangesReport, FileChange, StackChange, Summary } from "./report.ts";
import { type RangeOptions, resolveRange } from "./revisions.ts";
import { atlantisFile, type Snapshot, snapshotOf, stackOf, stacksFolder } from "./snapshot.ts";
import { isEmpty, noStack, parseStack, type StackJson } from "./stack-json.ts";
import { type Stage, stagedSteps } from "./staging.ts";
import { warningsOf } from "./warnings.ts";

/** Compares the committed output of two revisions. Reads git objects and the working tree, builds nothing. */
export function analyze(git: Git, options: RangeOptions): ChangesReport {
  const range = resolveRange(git, options);
  const [base, head] = [snapshotOf(git, range.base), snapshotOf(git, range.head)];
  const touched = touchedStacks(base, head);
  const [olds, news] = readBoth(base, head, touched);
  const before = [...olds].flatMap(([id, stack]) => readsOf(id, stack));
  const after = [...news].flatMap(([id, stack]) => readsOf(id, stack));
  const own = touched.map((id) => stackChange(id, olds.get(id), news.get(id), after, filesOf(id, base, head)));
  const stacks = withHandedOn(own, news, after);
  const projects = projectsAt(head);
  return {
    version: 1,
    base: range.base,
    head: range.head,
    notes: [...rangeNotes(git, options, range), ...atlantisNotes(projects, base, head, own)],
    warnings: warningsOf(stacks, before, after, relocations(own.map((stack) => leavings(stack, olds, news)))),
    summary: summaryOf(own),
    stacks,
    steps: stagedSteps(stagesOf(stacks, after), projects?.size ? projects : projectsByReads(after)),
    deletions: own
      .filter(({ action, resources }) => action === "removed" && resources.some(({ mode }) => mode === "managed"))
      .map(({ id }) => id),
  };
}

const jsonOf = (id: string): string => `${stacksFolder}/${id}/cdk.tf.json`;

/** Stacks with a file that differs, by id. */
function touchedStacks(base: Snapshot, head: Snapshot): string[] {
  const paths = new Set([...base.files.keys(), ...head.files.keys()]);
  const touched = [...paths].filter((path) => base.files.get(path) !== head.files.get(path)).flatMap((path) => stackOf(path) ?? []);
  return [...new Set(touched)].sort();
}

/** The stacks that differ as they were, and all stacks as they are: any of them may read what differs. */
function readBoth(base: Snapshot, head: Snapshot, touched: readonly string[]): [Map<string, StackJson>, Map<string, StackJson>] {
  const all = [...head.files.keys()].filter((path) => path.endsWith("/cdk.tf.json"));
  const read = (snapshot: Snapshot, paths: readonly string[]): Map<string, StackJson> =>
    new Map(
      [...snapshot.read(paths)].map(([path, bytes]) => [
        stackOf(path) ?? "",
        parseStack(bytes.toString("utf8"), `${path} in ${snapshot.revision.name}`),
      ]),
    );
  const olds = touched.map(jsonOf).filter((path) => base.files.has(path));
  return touched.length === 0 ? [new Map(), new Map()] : [read(base, olds), read(head, all)];
}

function filesOf(id: string, base: Snapshot, head: Snapshot): FileChange[] {
  const paths = [...new Set([...base.files.keys(), ...head.files.keys()])].filter((path) => stackOf(path) === id && path !== jsonOf(id));
  return paths
    .filter((path) => base.files.get(path) !== head.files.get(path))
    .sort()
    .map((path) => ({ path: path.slice(stacksFolder.length + id.length + 2), change: kindOf(base.files.has(path), head.files.has(path)) }));
}

const kindOf = (was: boolean, is: boolean): "added" | "changed" | "removed" => (was ? (is ? "changed" : "removed") : "added");

function stackChange(
  id: string,
  old: StackJson | undefined,
  now: StackJson | undefined,
  reads: readonly Read[],
  files: readonly FileChange[],
): StackChange {
  const [base, head] = [old ?? noStack, now ?? noStack];
  const resources = resourceChanges(base, head);
  const retires = old !== undefined && now !== undefined && !isEmpty(base) && isEmpty(head);
  const changed = old && now ? differences(base.settings, head.settings) : [];
  // Nothing of an ephemeral value is kept: in a retired stack it goes without a trace.
  const settings = changed.filter(({ path }) => !(retires && path[0] === "ephemeral"));
  return {
    id,
    action: retires ? "retired" : kindOf(old !== undefined, now !== undefined),
    resources,
    outputs: outputChanges(id, { base, head, resources }, reads),
    settings: settings.map((difference) => attributeChange(difference)),
    files,
  };
}

/** Adds to each stack the outputs that hand on what others publish, and the stacks that do nothing else. */
function withHandedOn(own: readonly StackChange[], heads: ReadonlyMap<string, StackJson>, reads: readonly Read[]): StackChange[] {
  const outputsOf = new Map(own.map(({ id, outputs }) => [id, outputs]));
  const publishers = [...heads].map(([id, head]) => ({ id, head, outputs: outputsOf.get(id) ?? [] }));
  const more = handedOn(
    [...publishers, ...own.filter(({ id }) => !heads.has(id)).map(({ id, outputs }) => ({ id, head: noStack, outputs }))],
    reads,
  );
  const nothing = { action: "unchanged", resources: [], outputs: [], settings: [], files: [] } as const;
  const others = [...more.keys()].filter((id) => !outputsOf.has(id)).map((id) => ({ id, ...nothing }));
  return [...own, ...others]
    .map((stack) => ({ ...stack, outputs: [...stack.outputs, ...(more.get(stack.id) ?? [])] }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What must be applied: stacks with an effect, and those that read what differs. */
function stagesOf(stacks: readonly StackChange[], reads: readonly Read[]): Stage[] {
  const actions = new Map(stacks.filter(hasEffect).map(({ id, action }) => [id, action]));
  const rereads = new Map<string, Map<string, Set<string>>>();
  const readsNew = new Set<string>();
  for (const { id, outputs } of stacks) {
    for (const { name, change, readers } of outputs) {
      if (change === "removed") continue;
      for (const { stack } of readers) {
        if (change === "added") readsNew.add(stack);
        const byProducer = rereads.get(stack) ?? new Map<string, Set<string>>();
        rereads.set(stack, byProducer.set(id, (byProducer.get(id) ?? new Set()).add(name)));
      }
    }
  }
  const readers = new Set(reads.map(({ reader }) => reader));
  const ids = new Set([...actions.keys(), ...[...rereads.keys()].filter((id) => readers.has(id))]);
  return [...ids].flatMap((stack) => {
    const action = actions.get(stack) ?? "unchanged";
    const changed = [...(rereads.get(stack) ?? [])].map(([producer, outputs]) => ({ producer, outputs: [...outputs].sort() }));
    return action === "removed" ? [] : [{ stack, action, rereads: changed, readsNew: readsNew.has(stack) }];
  });
}

/** Whether applying a stack does anything; a changed comment does not. */
const hasEffect = ({ action, resources, outputs, settings, files }: StackChange): boolean =>
  action !== "unchanged" && (action === "added" || resources.length + outputs.length + settings.length + files.length > 0);

/** The order that the stacks' own JSON tells of, where Atlantis' configuration is not there. */
function projectsByReads(reads: readonly Read[]): Map<string, Project> {
  const producers = new Map<string, Set<string>>();
  for (const { reader, producer } of reads) producers.set(reader, (producers.get(reader) ?? new Set()).add(producer));
  return new Map([...producers].map(([stack, after]) => [stack, { name: stack, stack, after: [...after] }]));
}

/** What a stack's changes took away and brought, as blocks. */
function leavings({ id, resources }: StackChange, olds: ReadonlyMap<string, StackJson>, news: ReadonlyMap<string, StackJson>): Leavings {
  const blocks = (action: string, stack: StackJson | undefined) =>
    resources
      .filter((resource) => resource.action === action && resource.mode === "managed" && !resource.renamedFrom && !resource.renamedTo)
      .flatMap(({ address }) => stack?.blocks.get(address) ?? []);
  return { id, gone: blocks("removed", olds.get(id)), come: blocks("added", news.get(id)) };
}

function projectsAt(head: Snapshot): Map<string, Project> | undefined {
  const bytes = head.read([atlantisFile]).get(atlantisFile);
  return bytes && projectsOf(bytes.toString("utf8"), `${atlantisFile} in ${head.revision.name}`);
}

function summaryOf(stacks: readonly StackChange[]): Summary {
  const managed = stacks.flatMap(({ resources }) => resources.filter(({ mode }) => mode === "managed"));
  const stacksBy = (action: StackChange["action"]): number => stacks.filter((stack) => stack.action === action).length;
  const kept = managed.filter(({ replacement }) => replacement === undefined);
  const replaced = (how: "likely" | "possible"): number => managed.filter(({ replacement }) => replacement === how).length;
  const resourcesBy = (...actions: string[]): number => kept.filter(({ action }) => actions.includes(action)).length;
  return {
    stacks: { added: stacksBy("added"), changed: stacksBy("changed"), retired: stacksBy("retired"), removed: stacksBy("removed") },
    resources: {
      added: resourcesBy("added"),
      changed: resourcesBy("changed"),
      replaced: replaced("likely"),
      possiblyReplaced: replaced("possible"),
      removed: resourcesBy("removed", "forgotten"),
      moved: resourcesBy("moved"),
    },
  };
}
