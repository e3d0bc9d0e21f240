import { CloudError } from "../session.ts";
import { cloudOf } from "../settings.ts";
import type { StoredObject } from "../store/inventory.ts";
import { textOf } from "../store/strings.ts";
import type { Dependent } from "./dependents.ts";
import type { Unordered } from "./order.ts";

type Subject = Pick<StoredObject, "key" | "type" | "values">;

/** What each cloud calls its refusals, so that a rehearsal reads as the real thing does. */
const CODES = {
  inUse: {
    aws: "DependencyViolation",
    azurerm: "409 Conflict, InUse",
    google: "Error 400, resourceInUseByAnotherResource",
    other: "409 Conflict",
  },
  exists: { aws: "AlreadyExists", azurerm: "409 Conflict, AlreadyExists", google: "Error 409, alreadyExists", other: "409 Conflict" },
  notFound: { aws: "NotFound", azurerm: "404 Not Found", google: "Error 404, notFound", other: "404 Not Found" },
  protected: {
    aws: "OperationNotPermitted",
    azurerm: "409 Conflict, ScopeLocked",
    google: "Error 400, deletionProtection",
    other: "403 Forbidden",
  },
  failed: { aws: "InternalFailure", azurerm: "500 Internal Server Error", google: "Error 500, backendError", other: "500" },
} as const;

const SHOWN = 5;

/** Others name it: they have to go first. */
export function inUse(object: Subject, dependents: readonly Dependent[]): CloudError {
  const shown = dependents.slice(0, SHOWN).map(({ object: { key }, attribute }) => `${key} (${attribute})`);
  const rest = dependents.length > SHOWN ? ` and ${dependents.length - SHOWN} more` : "";
  return refusal(
    "deleting",
    object,
    `${code("inUse", object.type)}: in use by ${shown.join(", ")}${rest}; delete or change what uses it first`,
  );
}

/** The name is taken. */
export function alreadyExists(object: Subject, other: StoredObject): CloudError {
  const name = textOf(object.values, "name") ?? textOf(object.values, "identifier") ?? idOf(object);
  const detail = `${code("exists", object.type)}: ${name} is taken by ${other.key}; choose another name, or import that one`;
  return refusal("creating", object, detail);
}

/** An argument names what was deleted. */
export function namesGone(doing: "creating" | "updating", object: Subject, attribute: string, id: string): CloudError {
  const detail = `${code("notFound", object.type)}: ${attribute} names ${id}, which was deleted; refer to what lives now`;
  return refusal(doing, object, detail, [attribute]);
}

/** An argument names what may be made later. */
export function namesUnordered(object: Subject, { attribute, text, maker }: Unordered): CloudError {
  const detail = `${code("notFound", object.type)}: ${attribute} names ${text}, which ${maker} makes, and nothing makes terraform make that first; refer to it in place of its name`;
  return refusal("creating", object, detail, [attribute]);
}

/** Terraform asks to change what is not there. */
export function isMissing(object: Pick<Subject, "key" | "type">): CloudError {
  return refusal(
    "updating",
    { ...object, values: {} },
    `${code("notFound", object.type)}: it does not live; plan again, so that it is made`,
  );
}

/** Its own argument keeps it. */
export function deletionProtected(object: Subject, path: readonly (string | number)[]): CloudError {
  const name = path.join(".");
  const detail = `${code("protected", object.type)}: ${name} keeps it from being deleted; apply a change of ${name} first`;
  return refusal("deleting", object, detail, path);
}

/** A management lock keeps it. */
export function locked(doing: "deleting" | "updating", object: Subject, lock: StoredObject): CloudError {
  const detail = `${code("protected", object.type)}: the ${String(lock.values.lock_level)} lock ${lock.key} covers it; delete the lock first`;
  return refusal(doing, object, detail);
}

/** A fault that was asked for. */
export function injected(doing: "creating" | "updating" | "deleting", object: Subject, made: boolean): CloudError {
  const done = made ? "it was made all the same" : "nothing was done";
  return refusal(
    doing,
    object,
    `${code("failed", object.type)}: a fault of this rehearsal's, ${done}; rehearse on to recover`,
    undefined,
    made,
  );
}

/** A data source asks for what is not there yet. */
export function notFoundYet(type: string, question: string, maker: string): CloudError {
  const detail = `${code("notFound", type)}: nothing agrees with ${question}, as ${maker} is yet to make it; read it after it is made`;
  return new CloudError(`reading ${type}`, detail);
}

/** A data source asks for what was deleted. */
export function readsGone(type: string, attribute: string, id: string): CloudError {
  const detail = `${code("notFound", type)}: ${attribute} is ${id}, which was deleted; refer to what lives now`;
  return new CloudError(`reading ${type}`, detail, { path: [attribute] });
}

function refusal(
  doing: "creating" | "updating" | "deleting",
  object: Subject,
  detail: string,
  path?: readonly (string | number)[],
  made = false,
): CloudError {
  return new CloudError(`${doing} ${object.type} (${idOf(object)})`, detail, { ...(path && { path }), ...(made && { made }) });
}

function idOf({ key, values }: Subject): string {
  return textOf(values, "id") ?? key;
}

function code(refused: keyof typeof CODES, type: string): string {
  const cloud = cloudOf(type);
  return CODES[refused][cloud === "aws" || cloud === "azurerm" || cloud === "google" ? cloud : "other"];
}
