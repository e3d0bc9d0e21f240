import { type StackJson, stringsIn } from "./stack-json.ts";

/** A place of one stack that reads an output of another one. */
export interface Read {
  readonly reader: string;
  /** Address of the resource or data source, or `output x`, or the name of a setting. */
  readonly by: string;
  readonly producer: string;
  readonly output: string;
}

const remoteOutput = /\bdata\.terraform_remote_state\.([\w-]+)\.outputs(?:\.([\w-]+)|\[\\?"([^"\\]+)\\?"\])/g;

/** Everything a stack reads of others. */
export function readsOf(reader: string, { blocks, outputs, settings }: StackJson): Read[] {
  const places = [
    ...[...blocks].map(([address, { body }]) => [address, body] as const),
    ...[...outputs].map(([name, body]) => [`output ${name}`, body] as const),
    ...Object.entries(settings),
  ];
  return places.flatMap(([by, value]) => {
    const found = [...stringsIn(value)].flatMap((text) => outputsIn(text));
    const unique = new Map(found.map((read) => [`${read.producer} ${read.output}`, read]));
    return [...unique.values()].map((read) => ({ reader, by, ...read }));
  });
}

/** Outputs of other stacks that an expression reads. */
export function outputsIn(text: string): { producer: string; output: string }[] {
  if (!text.includes("terraform_remote_state")) return [];
  return [...text.matchAll(remoteOutput)].map(([, producer = "", name, quoted = ""]) => ({ producer, output: name ?? quoted }));
}
