import { Facts } from "./apply-facts.ts";
import { type Difference, differences, pairTypes, type TypePair } from "./compare.ts";
import { type Corrections, FLAGS, type Flag, type Replacement, type SECTIONS, type TypeFacts } from "./facts.ts";
import { attributeFacts, memberAt } from "./members.ts";
import type { NestedBlock, ProviderSchema, TypeSchema } from "./schema.ts";
import { Shapes } from "./shapes.ts";
import { usualNames } from "./usual.ts";

/** What has to be said of a provider so that its derived schema becomes the real one. Types in one of the two only are left out. */
export function factsFrom(real: ProviderSchema, derived: ProviderSchema): Corrections {
  const pairs = pairTypes(derived, real).flatMap((pair) =>
    pair.derived && pair.real ? [{ ...pair, derived: pair.derived, real: pair.real }] : [],
  );
  const usually = usualNames(pairs.map((pair) => [pair.derived, pair.real] as const));
  const facts = new Facts({ usually, shapes: {} });
  const drafts = pairs.map((pair) => ({ ...pair, draft: draft(differences(facts.apply(pair.derived), pair.real), pair.real) }));
  const shapes = new Shapes(drafts.flatMap(({ draft: { members } }) => [...members]));
  const made = drafts.map((entry) => ({ ...entry, facts: typeFacts(entry.draft, shapes) }));
  return {
    usually,
    provider: made.find(({ kind }) => kind === "provider")?.facts ?? {},
    resources: section(made, "resource_schemas"),
    data: section(made, "data_source_schemas"),
    ephemeral: section(made, "ephemeral_resource_schemas"),
    shapes: shapes.named(),
  };
}

function section(
  made: readonly (TypePair & { readonly facts: TypeFacts })[],
  wanted: keyof typeof SECTIONS,
): Readonly<Record<string, TypeFacts>> {
  const own = made.filter(({ kind, facts }) => kind === wanted && Object.keys(facts).length > 0);
  return Object.fromEntries(own.map(({ type, facts }) => [type, facts]));
}

/** The facts of one type before what repeats in them is shared. */
interface Draft {
  readonly flags: ReadonlyMap<Flag, readonly string[]>;
  readonly items: readonly string[];
  readonly members: ReadonlyMap<string, ReturnType<typeof memberAt>>;
  readonly version: number | undefined;
}

/** A replacement longer than this, in characters of JSON, is not worth its place: what was derived stays. */
const LONGEST = 100_000;

const FLAG_OF: Readonly<Partial<Record<Difference["reason"], Flag>>> = {
  computed: "computed",
  sensitive: "sensitive",
  deprecated: "deprecated",
  "write-only": "write_only",
};

function draft(found: readonly Difference[], real: TypeSchema): Draft {
  const replaced = found
    .filter(({ reason }) => reason !== "items" && reason !== "version" && FLAG_OF[reason] === undefined)
    .map(({ path }) => path);
  const outermost = [...new Set(replaced)].filter(
    (path) => !replaced.some((other) => path.startsWith(`${other}.`)) && isWorth(memberAt(real.block, path)),
  );
  const left = found.filter(({ path }) => !outermost.some((other) => path === other || path.startsWith(`${other}.`)));
  const flags = FLAGS.map(
    (flag) => [flag, left.filter(({ reason }) => FLAG_OF[reason] === flag).map(({ path }) => switched(real, flag, path))] as const,
  );
  return {
    flags: new Map(flags),
    items: left.filter(({ reason }) => reason === "items").map(({ path }) => items(real, path)),
    members: new Map(outermost.map((path) => [path, memberAt(real.block, path)])),
    version: left.some(({ reason }) => reason === "version") ? real.version : undefined,
  };
}

/** Blocks always are, for what repeats in them is written once. */
function isWorth(member: ReturnType<typeof memberAt>): boolean {
  return member === undefined || "block" in member || JSON.stringify(member).length <= LONGEST;
}

function switched(real: TypeSchema, flag: Flag, path: string): string {
  if (path === "") return real.block.deprecated ? "." : "-.";
  const member = memberAt(real.block, path);
  const on = member !== undefined && (attributeFacts(member)?.[flag] ?? ("block" in member && member.block.deprecated)) === true;
  return on ? path : `-${path}`;
}

function items(real: TypeSchema, path: string): string {
  const { min_items = 0, max_items = 0 } = (memberAt(real.block, path) ?? {}) as Partial<NestedBlock>;
  return `${path}:${min_items}-${max_items}`;
}

function typeFacts({ version, flags, items, members }: Draft, shapes: Shapes): TypeFacts {
  const marks = [...flags].filter(([, paths]) => paths.length > 0).map(([flag, paths]) => [flag, paths.join(" ")] as const);
  const replacements = [...members].map(([path, member]): readonly [string, Replacement] => [path, shapes.pack(member)]);
  return {
    ...(version !== undefined && { version }),
    ...Object.fromEntries(marks),
    ...(items.length > 0 && { items: items.join(" ") }),
    ...(replacements.length > 0 && { members: Object.fromEntries(replacements) }),
  };
}
