import type { Stack } from "../../stacks.ts";
import { isObject, type ObjectValue, type Value } from "../../values.ts";
import { identityOf } from "../choose/choose.ts";
import { makersOf } from "../law/makers.ts";
import { notFoundYet, readsGone } from "../law/refusals.ts";
import { isLiteral, type Settings } from "../settings.ts";
import type { Inventory } from "../store/inventory.ts";
import { stringsOf } from "../store/strings.ts";

/** Finds what data sources ask for among what lives, and tells what is yet to be made from what is not of the estate. */
export class Lookup {
  constructor(
    private readonly inventory: Inventory,
    private readonly stacks: readonly Stack[],
  ) {}

  /**
   * What lives and agrees with a question: the last one made. Undefined for what is outside of the estate.
   * @throws CloudError for what was deleted, and for what a stack makes that has not made it yet
   */
  find(type: string, config: ObjectValue, account: string): ObjectValue | undefined {
    const question = Object.entries(config).filter(([, value]) => isAsked(value));
    const found = this.inventory.ofType(type).filter((object) => object.account === account && agrees(object.values, question));
    if (found.length > 0) return found.at(-1)?.values;
    for (const { text, attribute } of stringsOf(config)) if (this.inventory.isGone(text)) throw readsGone(type, attribute, text);
    const maker = this.makerOf(type, question, account);
    if (maker === undefined) return undefined;
    throw notFoundYet(type, question.map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join(", "), maker);
  }

  /** The resource of the estate that is, by what is written out of what it is called and tagged, the one in question. */
  private makerOf(type: string, question: Question, account: string): string | undefined {
    const names = ["name", ...identityOf(type)];
    const asked = filtersIn(question);
    const isIt = (body: Settings): boolean => {
      const said = asked.map(([name, allowed]) => ({ name, allowed, value: valueAt(body as ObjectValue, name) }));
      const fits = said.filter(({ allowed, value }) => isLiteral(value) && allowed.some((one) => isLike(one, value)));
      return (
        said.every((one) => one.value === undefined || fits.includes(one)) && fits.some(({ name }) => names.includes(name) || isTag(name))
      );
    };
    const [maker] = makersOf(this.stacks, type, account, isIt);
    return maker && `${maker.stack.id}/${maker.address}`;
  }
}

type Question = readonly (readonly [name: string, value: Value])[];

/** At least one of the arguments is one of the object's, and all that are have its value. */
function agrees(values: ObjectValue, question: Question): boolean {
  const known = filtersIn(question).filter(([name]) => valueAt(values, name) !== undefined);
  return known.length > 0 && known.every(([name, allowed]) => allowed.some((value) => isLike(value, valueAt(values, name))));
}

function filtersIn(question: Question): (readonly [string, readonly Value[]])[] {
  return question.flatMap(([name, value]) => (name === "filter" ? conditions(value) : [[name, [value]] as const]));
}

function isTag(name: string): boolean {
  return name === "tags" || name.startsWith("tag:");
}

/** The filters of an AWS data source: an attribute by another spelling, or a tag. */
function conditions(filter: Value): (readonly [string, readonly Value[]])[] {
  const blocks = Array.isArray(filter) ? filter.filter(isObject) : [];
  return blocks.map(({ name, values }) => [spelt(String(name)), Array.isArray(values) ? values : []] as const);
}

function spelt(filter: string): string {
  return filter.startsWith("tag:") ? filter : filter.replaceAll("-", "_");
}

function valueAt(values: ObjectValue, name: string): Value | undefined {
  if (!name.startsWith("tag:")) return Object.hasOwn(values, name) ? values[name] : undefined;
  const { tags_all, tags } = values;
  const all = isObject(tags_all) ? tags_all : tags;
  return isObject(all) ? (all[name.slice("tag:".length)] ?? null) : null;
}

/** A map agrees with one that holds more. */
function isLike(asked: Value, value: Value | undefined): boolean {
  if (isObject(asked)) return isObject(value) && Object.entries(asked).every(([name, member]) => isLike(member, value[name]));
  return asked === value;
}

function isAsked(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : value !== null;
}
