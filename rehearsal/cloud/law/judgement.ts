import type { ObjectValue } from "../../values.ts";
import { isNamedById } from "../choose/choose.ts";
import type { CloudError } from "../session.ts";
import { isTelling } from "../store/ids.ts";
import type { Inventory, StoredObject } from "../store/inventory.ts";
import type { MadeObject } from "../store/journal.ts";
import { handlesOf, heldBy } from "../store/references.ts";
import { textOf } from "../store/strings.ts";
import { dependentsOf } from "./dependents.ts";
import { lockOn, protectionOf } from "./protection.ts";
import { alreadyExists, deletionProtected, inUse, locked, namesGone } from "./refusals.ts";
import { UNIQUE_NAMES } from "./unique-names.ts";

/** Why a cloud would not make an object: its name is taken, or it names what was deleted. */
export function creationRefusal(object: MadeObject, inventory: Inventory): CloudError | undefined {
  const other = namesake(object, inventory);
  if (other !== undefined) return alreadyExists(object, other);
  const gone = goneIn(object.values, {}, inventory);
  return gone && namesGone("creating", object, gone.attribute, gone.text);
}

/** Why a cloud would not change an object: a lock keeps it, or it would name what was deleted. */
export function updateRefusal(object: StoredObject, values: ObjectValue, inventory: Inventory): CloudError | undefined {
  const lock = lockOn(object, "update", inventory);
  if (lock !== undefined) return locked("updating", object, lock);
  const gone = goneIn(values, object.values, inventory);
  return gone && namesGone("updating", object, gone.attribute, gone.text);
}

/** Why a cloud would not delete an object: it protects itself, a lock keeps it, or others need it. */
export function deletionRefusal(object: StoredObject, inventory: Inventory): CloudError | undefined {
  const protection = protectionOf(object);
  if (protection !== undefined) return deletionProtected(object, protection);
  const lock = lockOn(object, "delete", inventory);
  if (lock !== undefined) return locked("deleting", object, lock);
  const dependents = dependentsOf(object, inventory);
  return dependents.length > 0 ? inUse(object, dependents) : undefined;
}

/** The living object of a type that has an id, in an account; ids that the cloud made up are the same everywhere. */
export function livingAs(type: string, id: string, account: string, inventory: Inventory): StoredObject | undefined {
  const known = inventory
    .all(inventory.references.known(id))
    .filter((object) => object.type === type && textOf(object.values, "id") === id);
  return known.find((object) => object.account === account || isTelling(object, id));
}

/** The other living object of the type that is called the same, by its id or, where the id tells no name, by its names. */
function namesake(object: MadeObject, inventory: Inventory): StoredObject | undefined {
  const others = (all: readonly StoredObject[]) => all.filter(({ key, type }) => key !== object.key && type === object.type);
  const id = textOf(object.values, "id");
  const names = Object.hasOwn(UNIQUE_NAMES, object.type) ? UNIQUE_NAMES[object.type] : undefined;
  if (names !== undefined) return others(inventory.ofType(object.type)).find((other) => isCalled(object, other, names));
  if (id === undefined || !isNamedById(object.type)) return undefined;
  return others(inventory.all(inventory.references.known(id))).find((other) => isSame(object, other));
}

function isCalled(object: MadeObject, other: StoredObject, names: readonly string[]): boolean {
  const isAlike = (name: string): boolean => textOf(object.values, name) !== undefined && object.values[name] === other.values[name];
  return object.account === other.account && names.every(isAlike);
}

/** An ARN tells the account itself, or that the name is unique in the world, as a bucket's is. */
function isSame(object: MadeObject, other: StoredObject): boolean {
  const [arn, otherArn] = [textOf(object.values, "arn"), textOf(other.values, "arn")];
  return arn !== undefined && otherArn !== undefined ? arn === otherArn : object.account === other.account;
}

/** What was named before may be gone since: only what is newly named must be there. */
function goneIn(values: ObjectValue, before: ObjectValue, inventory: Inventory): { text: string; attribute: string } | undefined {
  const known = new Set([...handlesOf(values), ...[...heldBy(before)].map(({ text }) => text)]);
  return [...heldBy(values)].find(({ text, attribute }) => attribute !== "id" && !known.has(text) && inventory.isGone(text));
}
