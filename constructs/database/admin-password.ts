import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { TerraformElement, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/**
 * A random password that exists only while terraform runs: an ephemeral resource, so it is in no plan, state or JSON.
 * Give `value` to write-only arguments only (`passwordWo`, `secretDataWo`, `valueWo`); terraform refuses it elsewhere.
 * cdktf has no class for ephemeral resources, so this element writes the block itself.
 */
export class AdminPassword extends TerraformElement {
  /** Raise it to rotate: pass it as the `...WoVersion` beside `value`. */
  static readonly version = 1;

  constructor(scope: Construct, id: string) {
    super(scope, id, "ephemeral.random_password");
    const stack = TerraformStack.of(this);
    if (stack.node.tryFindChild("Random") === undefined) new RandomProvider(stack, "Random", {});
  }

  get value(): string {
    return `\${ephemeral.random_password.${this.friendlyUniqueId}.result}`;
  }

  override toTerraform(): object {
    return {
      ephemeral: {
        random_password: {
          // One of each kind, as the clouds' password rules ask; no special character that connection strings would have to escape.
          [this.friendlyUniqueId]: { length: 40, override_special: "-_.", min_lower: 1, min_numeric: 1, min_special: 1, min_upper: 1 },
        },
      },
    };
  }
}
