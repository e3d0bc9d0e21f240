import { isObject, type Json, type JsonObject } from "./stack-json.ts";

/** What is printed in the place of a value nobody may read. */
export const hiddenText = "(sensitive)";

/** Where a value is: what decides whether it may be printed. */
export interface Place {
  /** Type of the resource; absent for settings and outputs. */
  readonly type?: string;
  /** Keys and indexes from the block to the value. */
  readonly path: readonly (string | number)[];
  /** Objects on the way, the innermost last. */
  readonly parents: readonly JsonObject[];
}

/** Names of attributes that hold credentials, or text that often embeds them. */
const sensitiveName =
  /pass(word|wd|phrase|code)|secret|token|credential|private_?key|(access|api|auth|account|shared|client|signing|encryption|host|master|storage)_?key(?!_?(id|arn|name|version|vault|spec|source|url|ring))|key_material|connection_?string|conn_?str|user_?data|custom_?data|license_key|_wo$|\bsas\b|sas_(url|uri)|bearer|authorization_header|pre_?shared|jwt|certificate_pem|(^|_)pem$|kube_?config/i;

/** Names that contain such a word and are about a credential, or about something else: policy conditions, metadata service, ids. */
const harmlessName =
  /:|^http_tokens$|(^|_)(arns?|ids?|names?|ttl|days|hours|minutes|seconds|length|size|period|version|policy|type|enabled|rotation|replication|interval|mode|required|path|provider|count|expiration|audience)$/i;

/** A `secret_id` that is a credential, unlike the name of a secret that clouds call so. */
const isSecretId = (key: string, type = ""): boolean => /^secret_id$/i.test(key) && !/^(aws|google|azurerm)_/.test(type);

/** Attributes that carry the payload, in resources whose type says that it is secret. */
const payload = /^(value|values|data|data_json|string_data|binary_data|data_wo|plaintext_value|encrypted_value|items)$/;
const secretType = /secret|password|token|credential|private_key|ssm_parameter/;

/** Values that give themselves away, whatever their name: keys, tokens, and credentials in connection strings and URLs. */
const sensitiveValue =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.|\b(AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd)\s*=|\bsig=[\w%]{20,}|\bhvs\.\w{20,}|\batlasv1\.|:\/\/[^\s/:@]*:[^\s/@$]+@|\bxox[abprs]-/i;

/** An expression of references and functions without any text of its own: it says where a value is, not what it is. */
const onlyReference = /^\$\{[\w.[\]*()-]+\}$/;

/** Whether a value at a place must not be printed. Flags are not secrets, and neither is a plain reference. */
export function isSensitive(value: Json | undefined, place: Place): boolean {
  if (value === undefined || value === null || typeof value === "boolean") return false;
  if (typeof value === "string" && onlyReference.test(value)) return false;
  return (typeof value === "string" && sensitiveValue.test(value)) || isSensitivePlace(place);
}

function isSensitivePlace({ type, path, parents }: Place): boolean {
  const keys = path.filter((part): part is string => typeof part === "string");
  const last = keys.at(-1) ?? "";
  if (keys.some((key) => (sensitiveName.test(key) && !harmlessName.test(key)) || isSecretId(key, type))) return true;
  if (type !== undefined && secretType.test(type) && keys.some((key) => payload.test(key))) return true;
  const owner = parents.at(-1);
  const isValue = /^(value|default|content)$/i.test(last) || keys.some((key) => key === "default");
  if (isValue && parents.some((parent) => parent.sensitive === true || parent.secret === true)) return true;
  return owner !== undefined && /^value$/i.test(last) && namesSecret(owner);
}

/** `{ name: "DB_PASSWORD", value: ... }`, as containers and parameters are written. */
function namesSecret(owner: JsonObject): boolean {
  const names = [owner.name, owner.key, owner.Name, owner.Key, owner.parameter_name];
  return names.some((name) => typeof name === "string" && sensitiveName.test(name));
}

/** A value with everything hidden in it that must not be printed. */
export function redact(value: Json, place: Place): Json {
  if (Array.isArray(value)) return value.map((item: Json, index) => redact(item, { ...place, path: [...place.path, index] }));
  if (isObject(value)) {
    const inner = { ...place, parents: [...place.parents, value] };
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redact(item, { ...inner, path: [...place.path, key] })]));
  }
  if (isSensitive(value, place)) return hiddenText;
  const nested = nestedJson(value);
  return nested === undefined ? value : JSON.stringify(redact(nested, place));
}

/** The value that a string holds as JSON text; undefined for any other string, and for bare numbers and words. */
export function nestedJson(value: Json | undefined): JsonObject | readonly Json[] | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  try {
    const parsed: Json = JSON.parse(value);
    return Array.isArray(parsed) || isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
