import { readFileSync, statSync } from "node:fs";

/** What the rehearsal reads of a state file. */
export interface State {
  readonly resources?: readonly StateResource[];
}

/** A resource or data source of a state, with its instances. */
export interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly unknown[];
}

/**
 * The state in a file; an empty one if there is none yet.
 *
 * @throws if it was cut off while it was written
 */
export function readState(file: string): State {
  if (sizeOf(file) === 0) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(`${file}: is half written; begin a new rehearsal`);
  }
}

/** Bytes; 0 if there is no such file. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Whether a file holds a state that terraform can go on with. Nothing at all will do as well if there was none before: whatever was made since
 * is found again by its address, as terraform has not come back with it.
 *
 * @param hadState the file held something before
 */
export function isWhole(file: string, hadState: boolean): boolean {
  if (sizeOf(file) === 0) return !hadState;
  try {
    readState(file);
    return true;
  } catch {
    return false;
  }
}

/** Addresses of the resources that exist, without the key of an instance. */
export function addressesIn(state: State): string[] {
  return managed(state).map(({ type, name }) => `${type}.${name}`);
}

/** How many instances of resources there are. */
export function countIn(state: State): number {
  return managed(state).reduce((sum, { instances }) => sum + instances.length, 0);
}

const managed = ({ resources = [] }: State): StateResource[] =>
  resources.filter(({ mode, instances }) => mode === "managed" && instances.length > 0);
