import type { ResourceChange } from "./compare.ts";
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
  const text = `retired: applying it destroys ${counted(held.length, "resource")}, ${stateful} of them stateful`;
  return [{ level: "danger", stack: stack.id, text }];
}

/** Why a stack's folder must not simply be deleted, and what to do instead. */
export const deletionText = (id: string, held: number): string =>
  `the folder is deleted while it still held ${counted(held, "resource")}: Atlantis never plans a deleted folder, so they stay in the cloud and nobody manages them; ` +
  `put the stack back, add \`retired: [${id}]\` to config/estate.yaml, run npm run synth, apply that, and delete it in a second pull request`;

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
  return drawn.length === 0 ? own : [...own, { level: "danger", stack: stack.id, text: drawnText(drawn) }];
}

/** Those that are replaced with another one, in one line: of a network it is most of the stack. */
const drawnText = (drawn: readonly ResourceChange[]): string =>
  `${counted(drawn.length, "stateful resource")} possibly replaced with what ${drawn.length === 1 ? "it is" : "they are"} made with: ${several(drawn.map(({ address, because }) => `${address} (${because})`))}`;

const several = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(", ")}, ${names.length - 3} more` : names.join(", ");

function resourceWarning(resource: ResourceChange): { level: Warning["level"]; text: string } | undefined {
  const { address, action, stateful, replacement, renamedFrom, renamedTo } = resource;
  const level = stateful ? "danger" : "care";
  const refused = resource.protected ? "; terraform will refuse (prevent_destroy)" : "";
  if (action === "added" && renamedFrom !== undefined)
    return {
      level,
      text: `${renamedFrom} is now ${address} with the same content: terraform destroys the one and creates the other; keep the address, or move the state (moved block, or terraform state mv)`,
    };
  if (renamedTo !== undefined) return undefined;
  if (action === "removed") return stateful ? { level, text: `${address} is destroyed, with all it holds` } : undefined;
  if (action === "forgotten")
    return { level: "care", text: `${address} leaves the state and stays in the cloud, without anyone managing it` };
  if (replacement === undefined || !stateful || action === "affected") return undefined;
  const how = replacement === "likely" ? "is replaced: destroyed and created" : "is possibly replaced: destroyed and created";
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

/** What keeps a resource from being destroyed, and what lets it be destroyed with all it holds. */
const guards =
  /(^|\.)(prevent_destroy|deletion_protection|deletion_protection_enabled|enable_deletion_protection|purge_protection_enabled)$/;
const hazards = /(^|\.)(force_destroy|skip_final_snapshot|force_delete)$/;

function protectionWarnings(stack: StackChange): Warning[] {
  const bared = managed(stack).flatMap(({ address, attributes }) =>
    attributes
      .filter(({ path, before, after }) => (guards.test(path) && before === "true") || (hazards.test(path) && after === "true"))
      .map(({ path }) => `${address} (${path})`),
  );
  if (bared.length === 0) return [];
  return [{ level: "care", stack: stack.id, text: `can be destroyed from now on: ${bared.join(", ")}` }];
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
