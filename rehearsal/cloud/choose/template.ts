/** What a row is filled in from. */
export interface Parts {
  /** An attribute of the object as text; undefined while it is not known. */
  attribute(name: string): string | undefined;
  /** Text of a kind and a length: the same for the same object. */
  random(kind: string, length: number): string;
  /** As `random`, but other for each attribute of the object. */
  own(kind: string, length: number): string;
  /** What surrounds the object: `region`, `account`, `project`, `subscription`, `tenant`, `organization`, `owner`. */
  setting(name: string): string;
}

const PART = /\{([^{}]+)\}/g;
const RANDOM = /^(~?)(hex|HEX|digits|code|CODE|uuid)(\d*)$/;

/**
 * A row with its parts, those in braces, filled in: `{name}` is an attribute of the object, `{name:last}` what follows its last
 * slash, `{@region}` a setting, `{=text}` a text; `{a|@b|=c}` is the first of them that is known; `{hex17}`, `{digits9}`, `{code16}`
 * (letters and digits), `{CODE26}` (capitals and digits) and `{uuid}` are made of the object's key, `{~hex17}` of the attribute's
 * place as well.
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

function partOf(part: string, parts: Parts): string | undefined {
  for (const name of part.split("|")) {
    const value = filledBy(name, parts);
    if (value !== undefined && value !== "") return value;
  }
  return undefined;
}

function filledBy(name: string, parts: Parts): string | undefined {
  if (name.startsWith("=")) return name.slice(1);
  const [, isOwn, kind, length] = RANDOM.exec(name) ?? [];
  if (kind !== undefined) return isOwn ? parts.own(kind, Number(length)) : parts.random(kind, Number(length));
  const [plain = "", last] = name.split(":");
  const value = plain.startsWith("@") ? parts.setting(plain.slice(1)) : parts.attribute(plain);
  return last === undefined ? value : value?.slice(value.lastIndexOf("/") + 1);
}

/** The attributes that a row takes. */
export function attributesIn(row: string): readonly string[] {
  const names = [...row.matchAll(PART)]
    .flatMap(([, part = ""]) => part.split("|"))
    .filter((name) => !/^[@=]/.test(name) && !RANDOM.test(name));
  return [...new Set(names.map((name) => name.replace(/:last$/, "")))];
}
