import type { ResourceChange } from "./compare.ts";
import { isBaring } from "./protection.ts";
import type { Read } from "./reads.ts";
import type { Relocation } from "./renames.ts";
import type { StackChange, Warning } from "./report.ts";

/** What to look at before anything is applied: what fails first, then what is destroyed, then the rest. */
export function warningsOf(
  stacks: readonly StackChange[],
  before: readonly Read[],
  after: readonly Read[],
  relocated: readonly Relocation[],
): Warning[] {
  const all = stacks.flatMap((stack) => [
    ...relocated.filter(({ from }) => from === stack.id).map(relocationWarning),
    ...deletionWarnings(stack),
    ...brokenWarnings(stack),
    ...resourceWarnings(stack),
    ...stateWarnings(stack),
    ...protectionWarnings(stack),
    ...hastyWarnings(stack, before, after),
  ]);
  const ranks: Warning["level"][] = ["error", "danger", "care"];
  return all.sort((a, b) => ranks.indexOf(a.level) - ranks.indexOf(b.level));
}

const relocationWarning = ({ from, oldAddress, to, newAddress }: Relocation): Warning => ({
  level: "care",
  stack: from,
  text: `${oldAddress} comes in ${to} as ${newAddress}: its state does not follow, so it is destroyed here and created there; to keep it, import it there and let this stack forget it (removed block)`,
});

const managed = ({ resources }: StackChange): ResourceChange[] => resources.filter(({ mode }) => mode === "managed");

function deletionWarnings(stack: StackChange): Warning[] {
  const held = managed(stack);
  if (stack.action === "removed" && held.length > 0)
    return [{ level: "error", stack: stack.id, text: deletionText(stack.id, held.length) }];
  if (stack.action !== "retired") return [];
  const stateful = held.filter((resource) => resource.action === "removed" && resource.stateful).length;
  const kept = held.filter((resource) => resource.protected).length;
  const first = kept === 0 ? "" : `; ${kept} of them refuse deletion until the stack was applied as \`released\``;
  const text = `retired: applying it destroys ${counted(held.length, "resource")}, ${stateful} of them stateful${first}`;
  return [{ level: "danger", stack: stack.id, text }];
}

/** Why a stack's folder must not simply be deleted, and what to do instead. */
export const deletionText = (id: string, held: number): string =>
  `the folder is deleted while it still held ${counted(held, "resource")}: Atlantis never plans a deleted folder, so nobody manages them any more; ` +
  `put the stack back and retire it first (\`retired: { ${id}: released }\`; docs/cookbook.md, "Remove a stack")`;

const brokenWarnings = ({ id, action, outputs }: StackChange): Warning[] =>
  outputs
    .filter(({ breaks }) => breaks)
    .map(({ name, readers }) => ({
      level: "error",
      stack: id,
      text: `output ${name} is gone${action === "changed" ? "" : ` with the ${action} stack`}, and will fail ${readers.map(({ stack, by }) => `${stack} (${several(by)})`).join(", ")}, which still read it`,
    }));

function resourceWarnings(stack: StackChange): Warning[] {
  // Stacks that go away as a whole have said so in one line.
  if (stack.action === "removed" || stack.action === "retired") return [];
  const own = managed(stack).flatMap((resource) => {
    const { level, text } = resourceWarning(resource) ?? {};
    return level && text ? [{ level, stack: stack.id, text }] : [];
  });
  const drawn = managed(stack).filter(({ action, stateful }) => action === "affected" && stateful);
  const renamed = managed(stack).filter((resource) => resource.action === "added" && resource.renamedFrom && !resource.stateful);
  return [
    ...own,
    ...(drawn.length === 0 ? [] : [{ level: "danger", stack: stack.id, text: drawnText(drawn) } as const]),
    ...(renamed.length === 0 ? [] : [{ level: "care", stack: stack.id, text: renamedText(renamed) } as const]),
  ];
}

/** Those that hold nothing, in one line: they mostly follow something that is named by itself. */
const renamedText = (renamed: readonly ResourceChange[]): string =>
  `${counted(renamed.length, "resource")} with the same content under a new address, destroyed and created: ${several(renamed.map(({ address, renamedFrom }) => `${renamedFrom} is now ${address}`))}`;

/** Those that are replaced with another one, in one line: of a network it is most of the stack. */
const drawnText = (drawn: readonly ResourceChange[]): string =>
  `${counted(drawn.length, "stateful resource")} possibly replaced with what ${drawn.length === 1 ? "it is" : "they are"} made with: ${several(drawn.map(({ address, because }) => `${address} (${because})`))}`;

function resourceWarning(resource: ResourceChange): { level: Warning["level"]; text: string } | undefined {
  const { address, action, stateful, replacement, renamedFrom, renamedTo } = resource;
  const level = stateful ? "danger" : "care";
  if (action === "added" && renamedFrom !== undefined && stateful)
    return {
      level,
      text: `${renamedFrom} is now ${address} with the same content: terraform destroys the one and creates the other; keep the address, or move the state (moved block, or terraform state mv)`,
    };
  if (renamedTo !== undefined) return undefined;
  if (action === "removed") {
    const kept = resource.protected ? "; its deletion protection must be switched off and applied first" : "";
    return stateful ? { level, text: `${address} is destroyed, with all it holds${kept}` } : undefined;
  }
  if (action === "forgotten")
    return { level: "care", text: `${address} leaves the state and stays in the cloud, without anyone managing it` };
  if (replacement === undefined || !stateful || action === "affected") return undefined;
  const isSure = replacement === "likely";
  const how = isSure ? "is replaced: destroyed and created" : "is possibly replaced: destroyed and created";
  const refused = resource.protected ? `; terraform ${isSure ? "will" : "would"} refuse (prevent_destroy)` : "";
  return { level, text: `${address} ${how}, because of ${causes(resource)}${refused}` };
}

const causes = ({ attributes }: ResourceChange): string =>
  attributes
    .filter(({ replaces }) => replaces !== undefined)
    .map(({ path }) => path)
    .join(", ");

/** Settings that say where the state is. */
const stateSetting = /^terraform\.(cloud|backend)\b(?!.*\.project$)/;

function stateWarnings({ id, action, settings }: StackChange): Warning[] {
  const moved = settings.filter(({ path }) => stateSetting.test(path));
  if (action === "added" || action === "removed" || moved.length === 0) return [];
  const paths = moved.map(({ path }) => path).join(", ");
  return [
    {
      level: "danger",
      stack: id,
      text: `its state is looked for elsewhere (${paths}): move the state first, or everything is created a second time`,
    },
  ];
}

function protectionWarnings(stack: StackChange): Warning[] {
  const bared = managed(stack).flatMap(({ address, attributes }) => {
    const paths = attributes.filter(isBaring).map(({ path }) => path);
    return paths.length === 0 ? [] : [`${address} (${paths.join(", ")})`];
  });
  if (bared.length === 0) return [];
  return [{ level: "care", stack: stack.id, text: `can be destroyed from now on: ${several(bared)}` }];
}

/** Readers that stop reading in the same change: Atlantis applies the producer first, under their feet. */
function hastyWarnings({ id, action, outputs }: StackChange, before: readonly Read[], after: readonly Read[]): Warning[] {
  if (action === "retired" || action === "removed") return [];
  return outputs.flatMap(({ name, change, breaks }) => {
    if (change !== "removed" || breaks) return [];
    const left = new Set(after.map(({ reader }) => reader));
    const readers = new Set(before.filter((read) => read.producer === id && read.output === name).map(({ reader }) => reader));
    const still = [...readers].filter((reader) => left.has(reader)).sort();
    if (still.length === 0) return [];
    const text = `output ${name} goes in the same change as the reading of it by ${still.join(", ")}: ship two pull requests, first the readers, then this`;
    return [{ level: "care", stack: id, text }];
  });
}

/** `1 resource`, `2 resources`. */
export const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;

/** Names, of many the first three: `a, b, c, 5 more`. */
export const several = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(", ")}, ${names.length - 3} more` : names.join(", ");
