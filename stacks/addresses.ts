import { TerraformDataSource, TerraformResource, type TerraformStack } from "cdktf";
import type { Node } from "constructs";

/** A readable, stable name in `stack`: the path, without cdktf's hash and without the id of main resources (`Network_Vpc`). */
export function addressOf(node: Node, stack: TerraformStack): string {
  const path = node.scopes.slice(node.scopes.indexOf(stack) + 1).map((scope) => scope.node.id);
  const parts = path.length > 1 ? path.filter((id) => id !== "Resource") : path;
  return parts.join("_").replace(/[^A-Za-z0-9_-]/g, "");
}

/** Two constructs whose paths join to the same address would silently become one resource: a message for each such pair. */
export function twinsIn(stack: TerraformStack): string[] {
  const seen = new Map<string, string>();
  return stack.node.findAll().flatMap((element) => {
    const kind = TerraformResource.isTerraformResource(element)
      ? ""
      : TerraformDataSource.isTerraformDataSource(element)
        ? "data."
        : undefined;
    if (kind === undefined) return [];
    const { terraformResourceType, friendlyUniqueId } = element as TerraformResource;
    const address = `${kind}${terraformResourceType}.${friendlyUniqueId}`;
    const twin = seen.get(address);
    seen.set(address, element.node.path);
    return twin === undefined ? [] : [`${stack.node.id}: ${twin} and ${element.node.path} both get the address ${address}; rename one`];
  });
}
