import type { Blocks, Stack } from "../stacks.ts";

type Resource = Readonly<Record<string, unknown>>;

/** Arguments by which a provider or a cloud refuses to delete: what they are when they protect, and what lets go. */
const protections: Readonly<Record<string, readonly (readonly [held: unknown, released: unknown])[]>> = {
  deletion_protection: [
    [true, false],
    ["ACTIVE", "INACTIVE"],
    ["PROTECTED", "UNPROTECTED"],
  ],
  deletion_protection_enabled: [[true, false]],
  enable_deletion_protection: [[true, false]],
  delete_protection: [[true, false]],
  termination_protection: [[true, false]],
  disable_api_termination: [[true, false]],
  deletion_policy: [["PREVENT", "DELETE"]],
  force_destroy: [[false, true]],
  force_delete: [[false, true]],
};

/** What makes a protected stack one that can be destroyed. */
export interface Release {
  /** The content of an override file. */
  readonly override: Readonly<Record<string, unknown>>;
  /** Resources change, so that it has to be applied; `prevent_destroy` alone is only read. */
  readonly changesResources: boolean;
}

/**
 * Lets go of everything of a stack that is protected against being destroyed: `prevent_destroy` and arguments that are set
 * to protect, at any depth; undefined if there is nothing of the kind.
 */
export function releaseOf({ json }: Stack): Release | undefined {
  let changesResources = false;
  const released = resources(json.resource ?? {}, (body) => {
    const changed = releasedArguments(body);
    if (Object.keys(changed).length > 0) changesResources = true;
    else if (!isProtected(body)) return undefined;
    return { ...changed, ...(isProtected(body) && { lifecycle: { prevent_destroy: false } }) };
  });
  return Object.keys(released).length === 0 ? undefined : { override: { resource: released }, changesResources };
}

/** What an override says of each resource, by type and name; undefined: nothing. */
function resources(blocks: Blocks, say: (body: Resource) => Resource | undefined): Record<string, Record<string, Resource>> {
  const types = Object.entries(blocks).map(([type, byName]) => {
    const said = Object.entries(byName).flatMap(([name, body]) => {
      const content = say(body);
      return content === undefined ? [] : [[name, content] as const];
    });
    return [type, Object.fromEntries(said)] as const;
  });
  return Object.fromEntries(types.filter(([, byName]) => Object.keys(byName).length > 0));
}

/** Addresses (`aws_vpc.Vpc`) of the resources that terraform must refuse to destroy. */
export function protectedAddresses({ json }: Stack): string[] {
  return Object.entries(json.resource ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName).flatMap(([name, body]) => (isProtected(body) ? [`${type}.${name}`] : [])),
  );
}

const isProtected = (body: Resource): boolean => (body.lifecycle as Resource | undefined)?.prevent_destroy === true;

/** An override replaces a nested block as a whole: one that holds a protection is repeated with all it has. */
function releasedArguments(body: Resource): Resource {
  const changed = Object.entries(body).flatMap(([name, value]) => {
    const after = release(name, value);
    return after === value ? [] : [[name, after] as const];
  });
  return Object.fromEntries(changed);
}

/** The value itself if nothing in it protects. Booleans may be written as text. */
function release(name: string, value: unknown): unknown {
  const row = protections[name]?.find(([held]) => held === value || String(held) === value);
  if (row !== undefined) return row[1];
  if (Array.isArray(value)) {
    const items = value.map((item) => release("", item));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (typeof value !== "object" || value === null) return value;
  const changed = releasedArguments(value as Resource);
  return Object.keys(changed).length === 0 ? value : { ...value, ...changed };
}
