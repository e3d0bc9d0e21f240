import type { Attribute, Block, NestedType, NestingMode, Type } from "../schema/schema.ts";
import { isObject, type ObjectValue, Unknown, type Value } from "../values.ts";

/** Where a value is: names of attributes and blocks, keys and indexes, from the resource on. */
export type Path = readonly (string | number)[];

/** What an object is made of: attributes first, then blocks, as the schema lists them. */
export type Shape = ReadonlyMap<string, Member>;

/** What the schema says of one name. */
export type Member = PlainMember | NestedMember;

/** An attribute of a plain type. */
export interface PlainMember {
  readonly kind: "plain";
  readonly attribute: Attribute;
  readonly type: Type;
}

/** Objects within: an attribute with attributes of its own, or, without `attribute`, a block. */
export interface NestedMember {
  readonly kind: "nested";
  readonly attribute?: Attribute;
  readonly mode: NestingMode;
  readonly shape: Shape;
  readonly deprecated: boolean;
}

const shapes = new WeakMap<Block, Shape>();

/** The shape of a block: attributes and blocks alike, so that whatever walks values walks them once. */
export function shapeOf(block: Block): Shape {
  const known = shapes.get(block);
  if (known !== undefined) return known;
  const shape = new Map<string, Member>(attributesOf(block.attributes ?? {}));
  for (const [name, { nesting_mode: mode, block: within }] of Object.entries(block.block_types ?? {})) {
    shape.set(name, { kind: "nested", mode, shape: shapeOf(within), deprecated: within.deprecated === true });
  }
  shapes.set(block, shape);
  return shape;
}

function attributesOf(attributes: NestedType["attributes"]): Map<string, Member> {
  return new Map(Object.entries(attributes).map(([name, attribute]) => [name, memberOf(attribute)]));
}

function memberOf(attribute: Attribute): Member {
  const { type = "dynamic", nested_type: nested, deprecated = false } = attribute;
  if (nested === undefined) return { kind: "plain", attribute, type };
  return { kind: "nested", attribute, mode: nested.nesting_mode, shape: attributesOf(nested.attributes), deprecated };
}

/** The type of a member as a plain one, for whoever knows no nesting: objects in lists, sets or maps. */
export function typeOf(member: Member): Type {
  if (member.kind === "plain") return member.type;
  const object: Type = ["object", Object.fromEntries([...member.shape].map(([name, within]) => [name, typeOf(within)]))];
  return member.mode === "single" || member.mode === "group" ? object : [member.mode, object];
}

/** A member of an object, or null; names that every JavaScript object has are none of its own. */
export function own(object: ObjectValue, name: string): Value {
  return Object.hasOwn(object, name) ? (object[name] ?? null) : null;
}

/** Whether it is a list, a set or a tuple. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** An object of the shape, with a value for each of its names. */
export function eachMember(shape: Shape, value: (name: string, member: Member) => Value): ObjectValue {
  return Object.fromEntries([...shape].map(([name, member]) => [name, value(name, member)]));
}

/** A map with another value under each key. */
export function eachKey(map: ObjectValue, value: (element: Value, key: string) => Value): ObjectValue {
  return Object.fromEntries(Object.entries(map).map(([key, element]) => [key, value(element, key)]));
}

/**
 * A nested value with another object in place of each of its objects; null, unknown and what does not fit the mode stay.
 * @param each gets the object and the step that leads to it: an index, a key, or none
 */
export function eachElement(mode: NestingMode, value: Value, each: (element: ObjectValue, step: Path) => Value): Value {
  const visit = (element: Value, step: Path) => (isObject(element) ? each(element, step) : element);
  if (value === null || value instanceof Unknown) return value;
  if (isList(value)) return value.map((element, index) => visit(element, [index]));
  if (isObject(value) && mode === "map") return eachKey(value, (element, key) => visit(element, [key]));
  return visit(value, []);
}
