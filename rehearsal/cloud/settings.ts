import type { Stack } from "../stacks.ts";

/** Arguments by name: of a provider block, or a resource's. */
export type Settings = Readonly<Record<string, unknown>>;

/** The provider blocks and resources of a stack, as the simulated cloud needs them. */
export class StackSettings {
  private readonly literals = new Map<Settings, Settings>();

  constructor(private readonly stack: Stack) {}

  /** The provider block that a resource uses or, without a name, the one that a data source of the type is taken to use. */
  blockOf(type: string, name?: string): Settings {
    const provider = this.argumentsOf(type, name).provider;
    const [local = "", alias] = (typeof provider === "string" ? provider : cloudOf(type)).split(".");
    const blocks = this.stack.json.provider?.[local] ?? [];
    return blocks.find((block) => block.alias === alias) ?? blocks[0] ?? NONE;
  }

  /** The arguments of that block that are written out. */
  literalsOf(type: string, name?: string): Settings {
    const block = this.blockOf(type, name);
    const literals = this.literals.get(block) ?? Object.fromEntries(Object.entries(block).filter(([, value]) => isLiteral(value)));
    this.literals.set(block, literals);
    return literals;
  }

  /** The arguments of a resource; none if the stack has no such resource. */
  argumentsOf(type: string, name = ""): Settings {
    return this.stack.json.resource?.[type]?.[name] ?? NONE;
  }
}

const NONE: Settings = {};

/**
 * The account, project, subscription, organization or cluster that an object is in: two of one name may live in different ones.
 * A provider block that has things worked out leads elsewhere in each stack, though it reads the same.
 * @param stack the id of the block's stack @default none, as for blocks that are written out
 */
export function accountOf(type: string, values: Settings, block: Settings, stack = ""): string {
  const of = (name: string): unknown => values[name] ?? block[name] ?? "";
  switch (cloudOf(type)) {
    case "aws":
      return JSON.stringify([block.allowed_account_ids ?? "", of("region")]);
    case "google":
      return JSON.stringify(of("project"));
    case "azurerm":
      return JSON.stringify(block.subscription_id ?? "");
    case "tfe":
      return JSON.stringify(of("organization"));
    case "github":
      return JSON.stringify(block.owner ?? "");
    default:
      return JSON.stringify(isLiteral(block) ? block : [stack, block]);
  }
}

/** What a type's name begins with: the local name of its provider. */
export function cloudOf(type: string): string {
  return type.replace(/_.*$/s, "");
}

/** Whether an argument of a configuration is written out, and not left to be worked out. */
export function isLiteral(value: unknown): boolean {
  return !JSON.stringify(value ?? null).includes("${");
}
