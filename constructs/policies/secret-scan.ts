import { decoded, opaqueRuns } from "./opaque.ts";
import type { Json } from "./policy.ts";
import { secretFormats } from "./secret-formats.ts";
import { isName, isNoLiteral, keyHolds } from "./secret-keys.ts";
import { pairsIn } from "./text-pairs.ts";

/** Where a secret is, and what it was told by; never the secret itself. */
export interface Secret {
  /** `resource.helm_release.It.values[0]:12`: names on the way, and the line in a text of several. */
  readonly path: string;
  /** `looks like a private key`, `a literal under password`, ... */
  readonly why: string;
}

/** Secrets that are written out in a value: by their looks, by the name they stand under, or as long texts drawn by chance. */
export function findSecrets(json: Json, path = ""): Secret[] {
  if (typeof json === "string") return findSecretsInText(json).map(({ path: line, why }) => ({ path: `${path}${line}`, why }));
  if (typeof json !== "object" || json === null) return [];
  const at = (name: string): string => (Array.isArray(json) ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`);
  // Remarks hold names of constructs only.
  const entries = Object.entries(json as { readonly [name: string]: Json }).filter(([name]) => name !== "//");
  return entries.flatMap(([name, value]) => {
    const held = Array.isArray(json) ? [] : heldBy(json as Fields, name, value);
    return [...held.map((why) => ({ path: at(name), why })), ...findSecrets(value, at(name))];
  });
}

type Fields = { readonly [name: string]: Json };

/** What is held against an argument for its name, or for the name beside it: `{ name: "PASSWORD", value: "..." }`. */
function heldBy(fields: Fields, name: string, value: Json): string[] {
  if (typeof value !== "string") return [];
  const beside = name.toLowerCase() === "value" ? (fields.name ?? fields.key ?? fields.parameter_name) : undefined;
  const key = typeof beside === "string" ? beside : name;
  const isField = isName(value) && Object.keys(fields).some(namesSecret);
  return isSecret(key, value, true) && !isField ? [`a literal under ${key}`] : [];
}

/** Beside the name of a secret stand the names of its fields, `password: password`. */
const namesSecret = (key: string): boolean => /(?:secret_?name|secret_?ref|existing_?secret|secret_?key_?ref)$/i.test(key);

function isSecret(key: string, value: string, isQuoted: boolean): boolean {
  const holds = keyHolds(key);
  if (holds === "other" || isNoLiteral(value, isQuoted)) return false;
  // JSON in a string is looked into as text.
  if (/^[[{]/.test(value)) return false;
  return holds === "secret" || !isName(value);
}

/** Secrets in a text: YAML, JSON, a script, a page. The paths are `:<line>`, or empty if the text is one line. */
export function findSecretsInText(text: string): Secret[] {
  const found: { readonly at: number; readonly why: string }[] = [...byFormat(text), ...byKey(text), ...byChance(text)];
  const isLong = text.includes("\n");
  const secrets = found
    .sort((a, b) => a.at - b.at)
    .map(({ at, why }) => ({ path: isLong ? `:${text.slice(0, at).split("\n").length}` : "", why }));
  return secrets.filter(({ path, why }, index) => secrets.findIndex((one) => one.path === path && one.why === why) === index);
}

interface Hit {
  readonly at: number;
  readonly why: string;
}

function byFormat(text: string): Hit[] {
  if (text.length < 16) return [];
  return secretFormats.flatMap(({ what, pattern }) =>
    text.search(pattern) < 0
      ? []
      : [...text.matchAll(pattern)]
          .filter((match) => !isNoLiteral(match.groups?.secret ?? match[0], true))
          .map((match) => ({ at: match.index, why: `looks like ${what}` })),
  );
}

function byKey(text: string): Hit[] {
  return pairsIn(text)
    .filter(({ key, value, isQuoted }) => isSecret(key, value, isQuoted))
    .filter(
      ({ at, value }) =>
        !(isName(value) && [...linesAround(text, at).matchAll(/([\w.-]+)["']?:/g)].some(([, key = ""]) => namesSecret(key))),
    )
    .map(({ at, key }) => ({ at, why: `a literal under ${key}` }));
}

/** The line of a position, with the one before and the one after. */
function linesAround(text: string, at: number): string {
  const before = text.slice(0, at).split("\n").slice(-2);
  const after = text.slice(at).split("\n", 2);
  return [...before.slice(0, -1), `${before.at(-1)}${after[0]}`, after[1] ?? ""].join("\n");
}

/** What is public although it looks drawn by chance. */
const publicBlock = /-----BEGIN (?:[A-Z0-9]+ )*(?:CERTIFICATE|PUBLIC KEY|CERTIFICATE REQUEST|CRL)-----[\s\S]*?-----END/g;

function byChance(text: string): Hit[] {
  if (text.length < 20) return [];
  const open = text.includes("-----BEGIN") ? text.replaceAll(publicBlock, (block) => block.replaceAll(/[^\n]/g, " ")) : text;
  return opaqueRuns(open).flatMap((run) => {
    const at = Math.max(text.indexOf(run), 0);
    const inside = decoded(run);
    if (inside === undefined) return [{ at, why: "a long text that looks drawn by chance" }];
    return byFormat(inside).map(({ why }) => ({ at, why: `base64 of what ${why}` }));
  });
}
