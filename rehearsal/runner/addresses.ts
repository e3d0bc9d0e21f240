import { ADDRESS } from "../cloud/session.ts";
import type { Stack } from "../stacks.ts";

/** An object or an array that is open at some place of a JSON text. */
interface Frame {
  readonly isObject: boolean;
  key: string;
  /** The next string is a key. */
  awaitsKey: boolean;
}

/**
 * The text of a stack's `cdk.tf.json` with the address of each resource in it, on the line where the resource begins: the lines keep their numbers. An override
 * file would not do: of a resource that one is merged into, terraform no longer checks that every argument is known.
 */
export function withAddresses(text: string, { id, json }: Pick<Stack, "id" | "json">): string {
  let written = "";
  let from = 0;
  for (const { type, name, at } of resourceStarts(text)) {
    // Terraform's own resources are seen by no provider of ours.
    if (type === "terraform_data") continue;
    const address = `${id}/${type}.${name}${instance(json.resource?.[type]?.[name] ?? {})}`;
    const isEmpty = /^\s*\}/.test(text.slice(at));
    written += `${text.slice(from, at)} ${JSON.stringify(ADDRESS)}: ${JSON.stringify(address)}${isEmpty ? "" : ","}`;
    from = at;
  }
  return written + text.slice(from);
}

function instance({ for_each, count }: Readonly<Record<string, unknown>>): string {
  if (for_each !== undefined) return '["${each.key}"]';
  return count === undefined ? "" : "[${count.index}]";
}

/** Where the body of each resource begins: behind its brace. */
function resourceStarts(text: string): { type: string; name: string; at: number }[] {
  const starts: { type: string; name: string; at: number }[] = [];
  const frames: Frame[] = [];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    const frame = frames.at(-1);
    if (token === "{" || token === "[") {
      const [kind, type, name, ...deeper] = frames.filter(({ isObject }) => isObject).map(({ key }) => key);
      if (token === "{" && kind === "resource" && type !== undefined && name !== undefined && deeper.length === 0) {
        starts.push({ type, name, at: index + 1 });
      }
      frames.push({ isObject: token === "{", key: "", awaitsKey: token === "{" });
    } else if (token === "}" || token === "]") {
      frames.pop();
    } else if (frame?.isObject) {
      if (token === ",") frame.awaitsKey = true;
      else if (frame.awaitsKey) {
        frame.key = JSON.parse(token);
        frame.awaitsKey = false;
      }
    }
  }
  return starts;
}
