import type { Difference } from "./attributes.ts";
import { hiddenText, isSensitive, redact } from "./sensitive.ts";
import type { Json } from "./stack-json.ts";

/** One attribute that differs, ready to be shown. */
export interface AttributeChange {
  /** `settings.0.tier`, `tags["app/name"]`. */
  readonly path: string;
  /** The value as JSON, shortened to 160 characters; absent if there was none. */
  readonly before?: string;
  /** The value as JSON, shortened after 160 characters; absent if there is none any more. */
  readonly after?: string;
  /** Whether values were withheld, wholly. */
  readonly sensitive: boolean;
  /** Whether changing it replaces the resource: surely, or depending on a value that is not known here. */
  readonly replaces?: "likely" | "possible";
}

/** Characters of a value that are shown. */
const longest = 160;

/** A difference without its secrets. */
export function attributeChange(
  { path, before, after, parents }: Difference,
  type?: string,
  replaces?: "likely" | "possible",
): AttributeChange {
  const place = { type, path, parents };
  const sensitive = isSensitive(before, place) || isSensitive(after, place);
  const show = (value: Json | undefined): string | undefined => {
    if (value === undefined) return undefined;
    return sensitive ? hiddenText : JSON.stringify(redact(value, place));
  };
  const [old, shownNow] = shortened(show(before), show(after));
  const now = !sensitive && shownNow !== undefined && shownNow === old ? `${shownNow} (differs in what is not shown)` : shownNow;
  return {
    path: pathText(path),
    ...(old !== undefined && { before: old }),
    ...(now !== undefined && { after: now }),
    sensitive,
    ...(replaces && { replaces }),
  };
}

/** Two texts, no longer than a reader wants them: from shortly before where they differ. */
function shortened(before: string | undefined, after: string | undefined): [string | undefined, string | undefined] {
  let same = 0;
  if (before !== undefined && after !== undefined) while (before[same] === after[same] && same < before.length) same++;
  const start = Math.max(0, Math.max(before?.length ?? 0, after?.length ?? 0) > longest ? same - 30 : 0);
  const cut = (text: string | undefined): string | undefined => {
    if (text === undefined || (start === 0 && text.length <= longest)) return text;
    const end = start + longest < text.length ? "..." : "";
    return `${start > 0 ? "..." : ""}${text.slice(start, start + longest)}${end} (${text.length} characters)`;
  };
  return [cut(before), cut(after)];
}

/** `settings.0.tier`; keys that are no identifiers in brackets. */
export function pathText(path: readonly (string | number)[]): string {
  const parts = path.map((part) => (typeof part === "number" || /^[\w-]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`));
  return parts.join("").replace(/^\./, "");
}

/** `a -> b`, `+ b` for what is new, `- a` for what is gone. */
export function valuesText({ before, after, sensitive }: AttributeChange): string {
  if (sensitive) return hiddenText;
  if (before === undefined) return `+ ${after}`;
  if (after === undefined) return `- ${before}`;
  return `${before} -> ${after}`;
}
