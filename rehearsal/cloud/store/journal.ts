import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { ObjectValue } from "../../values.ts";
import type { CloudObject } from "../session.ts";
import { decode, encode } from "./encoding.ts";

/** An object of the simulated cloud as it was made. */
export interface MadeObject extends CloudObject {
  /** `<stack>/<address>`; the key itself for what was imported. */
  readonly address: string;
  /** 1 for the first object at its address. */
  readonly generation: number;
  /** The account, project, subscription or organization it lives in: names need be unique within it only. */
  readonly account: string;
  readonly values: ObjectValue;
}

/** What happened in the simulated cloud: a line of the journal. `history` sums up what led to the lines after it. */
export type Happening =
  | { readonly event: "made"; readonly object: MadeObject }
  | { readonly event: "changed"; readonly key: string; readonly values: ObjectValue }
  | { readonly event: "deleted"; readonly key: string }
  | { readonly event: "seen"; readonly key: string }
  | { readonly event: "tried"; readonly operation: string }
  | {
      readonly event: "history";
      readonly generations: Readonly<Record<string, number>>;
      readonly tries: Readonly<Record<string, number>>;
      readonly gone: readonly string[];
    };

/** What the file of a simulated cloud tells so far: nothing if there is none. Throws for a line that is no happening. */
export function readJournal(file: string): Happening[] {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const whole = text.split("\n").slice(0, -1);
  return whole.map((line, index) => parsed(line, `${file}:${index + 1}`));
}

/**
 * The file of a simulated cloud: JSON Lines, one happening a line, appended as it happens. A line is handed to the operating
 * system before its happening is answered, so a killed process loses none; a line that was cut in half was never answered.
 */
export class Journal {
  private readonly handle: number;

  /** Starts the file anew with these happenings: all of them or, if it is cut off, the file as it was. */
  constructor(file: string, happenings: Iterable<Happening>) {
    mkdirSync(dirname(file), { recursive: true });
    const draft = `${file}.new`;
    writeFileSync(draft, [...happenings].map(line).join(""));
    renameSync(draft, file);
    this.handle = openSync(file, "a");
  }

  append(happening: Happening): void {
    writeSync(this.handle, line(happening));
  }

  close(): void {
    closeSync(this.handle);
  }
}

function line(happening: Happening): string {
  return `${JSON.stringify(withValues(happening, encode))}\n`;
}

function parsed(text: string, where: string): Happening {
  try {
    return withValues(JSON.parse(text), (json) => decode(json) as ObjectValue);
  } catch (error) {
    throw new Error(`${where}: no line of a simulated cloud (${(error as Error).message}); rehearse in an empty folder`);
  }
}

function withValues(happening: Happening, change: (values: ObjectValue) => unknown): Happening {
  switch (happening.event) {
    case "made":
      return { ...happening, object: { ...happening.object, values: change(happening.object.values) as ObjectValue } };
    case "changed":
      return { ...happening, values: change(happening.values) as ObjectValue };
    default:
      return happening;
  }
}
