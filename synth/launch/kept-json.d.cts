/** Replaces the file whole, so that no other run reads half of it. */
export function writeKept(file: string, value: unknown): void;
/** @throws where there is none, or it is not as it was written */
export function readKept(file: string): unknown;
