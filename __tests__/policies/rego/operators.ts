import { canonical, entriesOf, isSet, RegoSet, type Value } from "./values.ts";

const numeric: Record<string, (left: number, right: number) => number | undefined> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => (right === 0 ? undefined : left / right),
  "%": (left, right) => (right === 0 ? undefined : left % right),
};

const onSets: Record<string, (left: RegoSet, right: RegoSet) => RegoSet> = {
  "-": (left, right) => new RegoSet(left.members.filter((member) => !holds(right, member))),
  "&": (left, right) => new RegoSet(left.members.filter((member) => holds(right, member))),
  "|": (left, right) => new RegoSet([...left.members, ...right.members]),
};

const ordered: Record<string, (left: string | number, right: string | number) => boolean> = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

function holds(collection: Value, member: Value): boolean {
  return entriesOf(collection).some(([, found]) => canonical(found) === canonical(member));
}

/**
 * An infix operation; undefined where Rego's is.
 * @throws on operands that OPA would quietly order by type (`null < 5` is true there), which is never meant
 */
export function operate(operator: string, left: Value, right: Value): Value | undefined {
  if (operator === "==") return canonical(left) === canonical(right);
  if (operator === "!=") return canonical(left) !== canonical(right);
  if (operator === "in") return holds(right, left);
  const order = ordered[operator];
  if (order !== undefined && isAlike(left, right)) return order(left, right as string | number);
  if (isSet(left) && isSet(right) && onSets[operator]) return onSets[operator](left, right);
  if (typeof left === "number" && typeof right === "number" && numeric[operator]) return numeric[operator](left, right);
  throw new Error(`${canonical(left)} ${operator} ${canonical(right)}: these do not go together; convert one of them first`);
}

const isAlike = (left: Value, right: Value): left is string | number =>
  (typeof left === "number" && typeof right === "number") || (typeof left === "string" && typeof right === "string");
