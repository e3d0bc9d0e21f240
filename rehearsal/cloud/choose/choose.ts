import type { Type } from "../../schema/schema.ts";
import { Dynamic, type Value } from "../../values.ts";
import type { Choice } from "../session.ts";
import { AWS_DEFAULTS } from "./aws-defaults.ts";
import { AWS_ROWS } from "./aws-ids.ts";
import { AWS_RULES, arnOf } from "./aws-values.ts";
import { AZURE_DEFAULTS } from "./azure-defaults.ts";
import { AZURE_IDS } from "./azure-ids.ts";
import { AZURE_RULES } from "./azure-values.ts";
import { GCP_DEFAULTS } from "./gcp-defaults.ts";
import { GCP_IDS } from "./gcp-ids.ts";
import { GCP_RULES } from "./gcp-values.ts";
import { GENERAL_RULES } from "./general-values.ts";
import { IMMUTABLE } from "./immutable.ts";
import { nameLeftOut } from "./names.ts";
import { OTHER_DEFAULTS } from "./other-defaults.ts";
import { OTHER_IDS } from "./other-ids.ts";
import { OTHER_RULES } from "./other-values.ts";
import { Question } from "./question.ts";
import { defaultOf, firstOf, type Rule } from "./rules.ts";
import { SAAS_IDS } from "./saas-ids.ts";
import { attributesIn, render } from "./template.ts";

/** What surrounds an object. */
export interface Context {
  /** The id of its stack. */
  readonly stack: string;
  /** The arguments of its provider block that are written out: `region`, `project`, `subscription_id`... */
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * The value a cloud gives a computed attribute: the same for the same object and attribute, other for another object, and of the
 * shape of a real one.
 */
export function chosen(choice: Choice, context: Context): Value {
  const question = new Question(choice, context);
  if (question.path === "id") return idOf(question);
  const value = ruled(question);
  return value !== undefined && fits(value, choice.type) ? asType(value, choice.type) : composed(choice, context, question);
}

/** The attributes that an object's id is made of, so that a change of one means another object; none where the cloud draws the id. */
export function identityOf(type: string): readonly string[] {
  // What is within a block cannot be told from the rest of the block.
  return partsOfId(type).filter((name) => !name.includes("."));
}

/** Whether two objects with one id are called the same: its parts, those within blocks included, are the object's own words. */
export const isNamedById = (type: string): boolean => partsOfId(type).length > 0;

function partsOfId(type: string): string[] {
  const row = AWS_ROWS[type];
  const text = row === undefined ? idRow(type) : row.id === "{arn}" ? row.arn : row.id;
  return text === undefined ? [] : attributesIn(text).filter((name) => name !== "id");
}

/** The attributes whose change means another object: those that its id is made of, and those that the cloud cannot change. */
export function immutableOf(type: string): readonly string[] {
  return [...new Set([...identityOf(type), ...(Object.hasOwn(IMMUTABLE, type) ? (IMMUTABLE[type] ?? []) : [])])];
}

interface Knowledge {
  readonly defaults: Readonly<Record<string, Value>>;
  readonly rules: readonly Rule[];
}

const OTHER: Knowledge = { defaults: OTHER_DEFAULTS, rules: OTHER_RULES };

const CLOUDS: Readonly<Record<string, Knowledge>> = {
  aws: { defaults: AWS_DEFAULTS, rules: AWS_RULES },
  google: { defaults: GCP_DEFAULTS, rules: GCP_RULES },
  azurerm: { defaults: AZURE_DEFAULTS, rules: AZURE_RULES },
};

function ruled(question: Question): Value | undefined {
  const [cloud = ""] = question.choice.object.type.split("_");
  const { defaults, rules } = CLOUDS[cloud] ?? OTHER;
  return defaultOf(defaults, question) ?? firstOf(rules, question) ?? nameLeftOut(question, question.path);
}

/** How many elements a computed list has; one where nothing is said. */
const COUNTS: readonly (readonly [RegExp, number])[] = [
  [/^google_compute_ha_vpn_gateway\.vpn_interfaces$/, 2],
  [/^cloudflare_zone\.name_servers$/, 2],
  [/\.name_servers$/, 4],
  [/availability_zones$|\.node_locations$/, 3],
];

function composed(choice: Choice, context: Context, question: Question): Value {
  const { type, path } = choice;
  const within = (inner: Type, step: string | number): Value => chosen({ ...choice, type: inner, path: [...path, step] }, context);
  if (typeof type === "string") return primitive(type, question);
  switch (type[0]) {
    case "list":
    case "set":
      return Array.from({ length: countOf(question) }, (_, index) => within(type[1], index));
    case "map":
      return {};
    case "tuple":
      return type[1].map(within);
    case "object":
      return Object.fromEntries(Object.entries(type[1]).map(([name, member]) => [name, within(member, name)]));
  }
}

function countOf({ place }: Question): number {
  return COUNTS.find(([where]) => where.test(place))?.[1] ?? 1;
}

function primitive(type: string, question: Question): Value {
  if (type === "bool") return false;
  if (type === "number") return numberOf(question);
  const general = firstOf(GENERAL_RULES, question);
  if (type === "dynamic") return new Dynamic("string", String(general ?? question.own("hex", 12)));
  return typeof general === "string" ? general : `${question.name.replaceAll("_", "-")}-${question.own("hex", 8)}`;
}

function numberOf(question: Question): number {
  if (/port$/.test(question.name)) return 443;
  if (/_id$/.test(question.name)) return Number(question.own("digits", 9));
  return /(^|_)count$/.test(question.name) && question.name !== "node_count" ? 0 : 1;
}

function fits(value: Value, type: Type): boolean {
  if (type === "number") return typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value));
  if (type === "string" || type === "bool") return typeof value === (type === "bool" ? "boolean" : "string");
  if (typeof type === "string") return false;
  return type[0] === "map" || type[0] === "object" ? typeof value === "object" && !Array.isArray(value) : Array.isArray(value);
}

function asType(value: Value, type: Type): Value {
  // More digits than a double has would come out rounded.
  return type === "number" ? Number(String(value).slice(0, 15)) : value;
}

/** The id by the type's row; an object without a row, or one whose row takes what is not known, has one by its kind. */
function idOf(question: Question): Value {
  const { type } = question.choice.object;
  const row = idRow(type);
  // The ARN, which some ids are, and a name that is left out are chosen after the id.
  const parts = question.partsWith((name) => question.attribute(name) ?? (name === "arn" ? arnOf(question) : nameLeftOut(question, name)));
  const id = row === undefined ? undefined : render(row, parts);
  return question.choice.type === "number"
    ? Number(question.random("digits", 9))
    : (id ?? `${question.kind}-${question.random("hex", 16)}`);
}

function idRow(type: string): string | undefined {
  return AWS_ROWS[type]?.id ?? GCP_IDS[type] ?? AZURE_IDS[type] ?? OTHER_IDS[type] ?? SAAS_IDS[type];
}
