/** Keys whose value is a secret itself; not those that say where one is (`existingSecret`, `apiKeyExistingSecret`, `tokenAudiences`). */
const secretKey =
  /^(password|passwd|token|api[-_]?key|app[-_]?key|private[-_]?key|client[-_]?secret|(aws[-_])?secret[-_]?access[-_]?key|access[-_]?key([-_]?id)?|license[-_]?key|connection[-_]?string)$/i;
/** Known formats: AWS keys, GitHub tokens, Slack webhooks, private keys, JSON web tokens. */
const formats =
  /\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}|hooks\.slack\.com\/services\/\w|-----BEGIN [A-Z ]*PRIVATE KEY|\beyJ[\w-]{10,}\.eyJ/;
/** Letters and digits without a word in them, as keys are; paths have words. */
const word = /(^|\/)[a-z][a-z-]{3,}(\/|$)/;
const random = /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[\w+/=-]{24,}$/;

/** Paths at which there is a secret in plain text: by the name of the key, by a known format, or by its look. */
export function secretsIn(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((element, index) => secretsIn(element, `${path}[${index}]`));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => secretsIn(inner, `${path}.${key}`));
  if (typeof value !== "string" || value === "") return [];
  const key = /([^.[\]]+)(?:\[\d+\])*$/.exec(path)?.[1] ?? "";
  const isNamed = secretKey.test(key) && !/^([$<{]|[a-z][a-z0-9-]*$)/.test(value);
  return isNamed || formats.test(value) || (random.test(value) && !word.test(value)) ? [path] : [];
}
