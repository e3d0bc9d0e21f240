import { TerraformDataSource, type TerraformElement, TerraformResource, type TerraformStack } from "cdktf";
import type { Node } from "constructs";

/** A readable, stable name in `stack`: the path, without cdktf's hash and without the id of main resources (`Network_Vpc`). */
export function addressOf(node: Node, stack: TerraformStack): string {
  const path = node.scopes.slice(node.scopes.indexOf(stack) + 1).map((scope) => scope.node.id);
  const parts = path.length > 1 ? path.filter((id) => id !== "Resource") : path;
  return parts.join("_").replace(/[^A-Za-z0-9_-]/g, "");
}

/** Two constructs whose paths join to the same address would silently become one resource. */
export function refuseTwins(stackId: string, elements: readonly TerraformElement[]): void {
  const seen = new Map<string, string>();
  for (const element of elements) {
    const kind = TerraformResource.isTerraformResource(element)
      ? ""
      : TerraformDataSource.isTerraformDataSource(element)
        ? "data."
        : undefined;
    if (kind === undefined) continue;
    const address = `${kind}${(element as TerraformResource).terraformResourceType}.${element.friendlyUniqueId}`;
    const twin = seen.get(address);
    if (twin !== undefined) throw new Error(`${stackId}: ${twin} and ${element.node.path} both get the address ${address}; rename one`);
    seen.set(address, element.node.path);
  }
}
