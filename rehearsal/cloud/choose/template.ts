/** What a row is filled in from. */
export interface Parts {
  /** An attribute of the object as text; undefined while it is not known. */
  attribute(name: string): string | undefined;
  /** Text of a kind and a length: the same for the same object. */
  random(kind: string, length: number): string;
  /** What surrounds the object: `region`, `account`, `project`, `subscription`. */
  setting(name: string): string;
}

const PART = /\{([^{}]+)\}/g;
const RANDOM = /^(hex|digits|code|CODE|uuid)(\d*)$/;

/**
 * A row with its parts, those in braces, filled in: `{name}` is an attribute of the object, `{name:last}` what follows its last
 * slash, `{@region}` a setting, `{a|@b}` the first of them that is known; `{hex17}`, `{digits9}`, `{code16}` (letters and digits),
 * `{CODE26}` (capitals and digits) and `{uuid}` are made of the object's key.
 * @returns undefined while an attribute is not known that it takes
 */
export function render(row: string, parts: Parts): string | undefined {
  let isWhole = true;
  const text = row.replace(PART, (_, part: string) => {
    const value = partOf(part, parts);
    isWhole &&= value !== undefined;
    return value ?? "";
  });
  return isWhole ? text : undefined;
}

function partOf(part: string, { attribute, random, setting }: Parts): string | undefined {
  const [, kind, length] = RANDOM.exec(part) ?? [];
  if (kind !== undefined) return random(kind, Number(length));
  for (const name of part.split("|")) {
    const [plain = "", last] = name.split(":");
    const value = plain.startsWith("@") ? setting(plain.slice(1)) : attribute(plain);
    if (value !== undefined && value !== "") return last === undefined ? value : value.slice(value.lastIndexOf("/") + 1);
  }
  return undefined;
}

/** The attributes that a row takes. */
export function attributesIn(row: string): readonly string[] {
  const parts = [...row.matchAll(PART)].flatMap(([, part = ""]) => (RANDOM.test(part) ? [] : part.split("|")));
  return [...new Set(parts.filter((name) => !name.startsWith("@")).map((name) => name.replace(/:last$/, "")))];
}
