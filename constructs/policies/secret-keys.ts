/** Words that a key ends with whose value is a secret, without what separates words. */
const secretWords = [
  "password|passwd|pwd|passphrase|passcode|token|jwt|authkey|psk",
  "(?:api|app|application|access|account|shared|secret|private|signing|encryption|license|ingest|integration|master|storage|preshared)key",
  "(?:client|shared|consumer|app|api|webhook|cookie|session|oauth)secret",
  "secretaccesskey|(?:private)?keypem|pemfile|secretstring|secretdata|connectionstring|credentials?json|sastoken",
].join("|");
/** What follows the word in some: what is never kept in a state, what is base64. */
const suffix = "(?:wo|value|text|b64|base64|plain)?";
const secretKey = new RegExp(`(?:${secretWords})${suffix}$`);

/** Their values may be what a secret is called as well. */
const perhapsName = new RegExp(`(?:secret|secrets?key|credentials?)${suffix}$`);

/** They tell one request from the next; nobody signs in with them. */
const requestToken = /(?:creation|request|idempotency|continuation|next|page|sync|update|lock)token$/;

/** Whether what a key holds is a secret for certain, perhaps (it may be the name of one), or is none by its name. */
export function keyHolds(key: string): "secret" | "perhaps" | "other" {
  const plain = key.replaceAll(/[^A-Za-z0-9]/g, "").toLowerCase();
  if (requestToken.test(plain)) return "other";
  // `secretKey` is a field of a secret to the operators that copy them, and half of a login to AWS.
  if (plain === "secretkey") return "perhaps";
  if (secretKey.test(plain)) return "secret";
  return perhapsName.test(plain) ? "perhaps" : "other";
}

/** What stands for a value rather than being one. */
const standsFor = [
  // References and templates: `${data...}`, `$VARIABLE`, `$(command)`, `{{ .field }}`, `<your token>`.
  /\$\{|\$\(|^\$[A-Za-z_]|\{\{|^[#%]\{|^<[A-Za-z]|^`.*`$/,
  // Where it is kept: paths, addresses without a login, names with a scheme.
  /^@?(?:\.{0,2}|~)\/|^(?:arn|env|file|vault|urn|data|var|local|op|ref\+\w+):|^(?:var|data|local)\.|^projects\/|^[a-z][a-z0-9+.-]*:\/\/[^@]*$/i,
  /^(?:null|~|none|nil|true|false|yes|no|on|off|undefined|optional|required|enabled|disabled|default|string|number|boolean|unknown|read|write|admin)$/i,
  // Numbers of seconds, characters and versions.
  /^\d{1,5}[smhd]?$/,
  // Masks, and what has yet to be filled in.
  /^[*x.\-_•?]+$|^redacted$|^example|example$|placeholder|^your[-_ ]|^replace[-_ ]?me|^not[-_ ]yet|^to[-_ ]be[-_ ]/i,
];

/** What has a meaning to YAML and to code where it is not in quotes: blocks, lists, aliases, tags, calls, words that explain. */
const unquoted = /^[|>][-+]?$|^[[{]|^[&*!][A-Za-z]|[()]|\s/;

/** Whether a value stands for another, or for nothing. @param isQuoted whether it is certain where it begins and ends */
export const isNoLiteral = (value: string, isQuoted: boolean): boolean =>
  value === "" || standsFor.some((pattern) => pattern.test(value)) || (!isQuoted && unquoted.test(value));

/** Whether a value can be what a secret, or a field of it, is called: words, with separators between them. */
export const isName = (value: string): boolean =>
  value.length <= 63 && /^[A-Za-z_][A-Za-z0-9]*(?:[-_./][A-Za-z0-9]+)*$/.test(value) && (value.match(/\d/g) ?? []).length < 4;
