import { TerraformDataSource, type TerraformElement, TerraformResource } from "cdktf";

type Json = Record<string, unknown>;
interface HclAttribute {
  readonly value: unknown;
  readonly isBlock?: boolean;
  readonly type?: string;
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Turns every nested block of the synthesized `config` into an array of blocks. cdktf writes a block that may occur once
 * as an object; terraform accepts both, but Infracost reads only arrays and would price the resource without the block.
 */
export function nestBlocksInArrays(elements: readonly TerraformElement[], config: Json): void {
  for (const element of elements) {
    const kind = TerraformResource.isTerraformResource(element)
      ? "resource"
      : TerraformDataSource.isTerraformDataSource(element)
        ? "data"
        : undefined;
    if (kind === undefined) continue;
    const resource = element as TerraformResource;
    const attributes = ((config[kind] as Json | undefined)?.[resource.terraformResourceType] as Json | undefined)?.[
      resource.friendlyUniqueId
    ];
    if (isObject(attributes)) wrap((resource as unknown as { synthesizeHclAttributes(): Json }).synthesizeHclAttributes(), attributes);
  }
}

/** `schema` is cdktf's typed rendering of the same attributes: it alone knows which of them are blocks. */
function wrap(schema: Json, attributes: Json): void {
  for (const [name, description] of Object.entries(schema)) {
    const { value, isBlock, type } = (description ?? {}) as HclAttribute;
    if (!isBlock || attributes[name] === undefined) continue;
    wrapInside(value, attributes[name]);
    if ((type === "list" || type === "set") && isObject(attributes[name])) attributes[name] = [attributes[name]];
  }
}

function wrapInside(schema: unknown, value: unknown): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      wrapInside(Array.isArray(schema) ? schema[index] : schema, item);
    });
  } else if (isObject(value) && isObject(schema)) {
    wrap(schema, value);
  }
}
