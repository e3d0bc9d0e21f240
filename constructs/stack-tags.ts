import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Tags } from "./tags.ts";

const TAGS = "platform:tags";

/** Gives `stack` its tags; call it before the stack has children. */
export function setStackTags(stack: TerraformStack, tags: Tags): void {
  stack.node.setContext(TAGS, tags);
}

/** The tags of the stack `scope` is in, for places a stack-wide rule cannot reach (node labels, launch templates, user labels). */
export function stackTags(scope: Construct): Tags {
  return TerraformStack.of(scope).node.tryGetContext(TAGS) ?? {};
}
