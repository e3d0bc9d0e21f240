import picomatch from "picomatch";
import { isTelling } from "../store/ids.ts";
import type { Inventory, StoredObject } from "../store/inventory.ts";
import { handlesOf, heldBy } from "../store/references.ts";
import { comparable, textOf } from "../store/strings.ts";
import { HELD_BY_ANY, HOLDING_RULES, LOOSE_HOLDERS } from "./holding-rules.ts";

/** Why an object cannot be deleted: another one names it. */
export interface Dependent {
  readonly object: StoredObject;
  readonly attribute: string;
}

type IsHolding = (dependent: Dependent) => boolean;

const isLoose = picomatch([...LOOSE_HOLDERS]);
const heldByRule = new Map(Object.entries(HOLDING_RULES).map(([type, { by }]) => [type, by.length > 0 ? picomatch([...by]) : () => false]));

/** What keeps a cloud from deleting an object: the objects, of whichever stack, that name it and would not work without it. */
export function dependentsOf(target: StoredObject, inventory: Inventory): Dependent[] {
  const ids = idsOf(target, inventory);
  const rule = Object.hasOwn(HOLDING_RULES, target.type) ? HOLDING_RULES[target.type] : undefined;
  const isHolder = heldByRule.get(target.type);
  if (rule === undefined || isHolder === undefined) {
    return HELD_BY_ANY.test(target.type) ? naming(inventory, ids, (dependent) => holdsById(dependent, target, ids)) : [];
  }
  const isNamed = ({ object, attribute }: Dependent): boolean => isHolder(`${object.type}.${attribute}`);
  if (rule.as === undefined) return naming(inventory, ids, isNamed);
  const name = textOf(target.values, rule.as);
  return naming(inventory, name === undefined ? [] : [name], (one) => isNamed(one) && one.object.account === target.account);
}

/** The ids that mean this object: given by the cloud, and not those of the object that it is a part of. */
function idsOf(target: StoredObject, inventory: Inventory): string[] {
  return handlesOf(target.values).filter((id) => isTelling(target, id) && inventory.references.known(id)[0] === target.key);
}

function naming(inventory: Inventory, handles: readonly string[], isHolding: IsHolding): Dependent[] {
  const found = new Map<string, Dependent>();
  for (const handle of handles) {
    for (const object of inventory.all(inventory.references.naming(handle))) {
      const holding = [...heldBy(object.values)].filter(({ text }) => text === handle).map(({ attribute }) => ({ object, attribute }));
      const first = found.get(object.key) ?? holding.find(isHolding);
      if (first !== undefined) found.set(object.key, first);
    }
  }
  return [...found.values()];
}

/**
 * The object itself does not hold it, nor does a part or a successor of the same id. A part whose id is below the object's goes
 * with it, but for a resource group: that is deleted when it is empty.
 */
function holdsById({ object, attribute }: Dependent, target: StoredObject, ids: readonly string[]): boolean {
  if (isLoose(`${object.type}.${attribute}`) || handlesOf(object.values).some((id) => ids.includes(id))) return false;
  return attribute === "id" || !isBelow(object, target);
}

function isBelow(object: StoredObject, target: StoredObject): boolean {
  const [inner, outer] = [textOf(object.values, "id"), textOf(target.values, "id")];
  return inner !== undefined && outer !== undefined && comparable(inner).startsWith(`${comparable(outer)}/`);
}
