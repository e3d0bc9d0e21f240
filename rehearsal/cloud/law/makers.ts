import type { Stack } from "../../stacks.ts";
import { accountOf, type Settings, StackSettings } from "../settings.ts";

/** A resource of the estate. */
export interface Maker {
  readonly stack: Stack;
  readonly address: string;
}

/** The resources of a type, in whichever stack, that make something in an account and of whose arguments something holds. */
export function makersOf(stacks: readonly Stack[], type: string, account: string, isIt: (body: Settings) => boolean): readonly Maker[] {
  return stacks.flatMap((stack) => {
    const settings = new StackSettings(stack);
    const bodies = Object.entries(stack.json.resource?.[type] ?? {}).filter(([, body]) => isIt(body));
    const found = bodies.filter(([name, body]) => accountOf(type, body, settings.blockOf(type, name), stack.id) === account);
    return found.map(([name]) => ({ stack, address: `${type}.${name}` }));
  });
}
