import picomatch from "picomatch";
import type { Stack } from "../../stacks.ts";
import { isLiteral, type Settings } from "../settings.ts";
import type { MadeObject } from "../store/journal.ts";
import { HOLDING_RULES } from "./holding-rules.ts";
import { makersOf } from "./makers.ts";

/** An object that another one names by text alone, though terraform may make it later. */
export interface Unordered {
  readonly attribute: string;
  readonly text: string;
  /** What makes what is named: `<stack>/<address>`. */
  readonly maker: string;
}

interface Naming {
  readonly target: string;
  readonly as: string;
  readonly attribute: string;
  readonly isHolder: (type: string) => boolean;
}

/** What must be there before it is named, beside what its clouds do not delete while it is named. */
const NAMED_FIRST: Readonly<Record<string, { readonly as: string; readonly by: readonly string[] }>> = {
  aws_eks_cluster: {
    as: "name",
    by: ["aws_eks_{access_entry,access_policy_association,addon,pod_identity_association}.cluster_name"],
  },
  aws_s3_bucket: { as: "bucket", by: ["aws_s3_bucket_*.bucket"] },
  azurerm_network_security_group: { as: "name", by: ["azurerm_network_security_rule.network_security_group_name"] },
  azurerm_resource_group: { as: "name", by: ["azurerm_*.resource_group_name"] },
  azurerm_virtual_network: { as: "name", by: ["azurerm_{subnet,virtual_network_peering}.virtual_network_name"] },
  google_compute_network: { as: "name", by: ["google_compute_{firewall,route,router,subnetwork}.network"] },
  google_compute_router: { as: "name", by: ["google_compute_router_{interface,nat,peer}.router"] },
  kubernetes_namespace: { as: "metadata.name", by: ["kubernetes_*.metadata.namespace"] },
  kubernetes_namespace_v1: { as: "metadata.name", by: ["kubernetes_*.metadata.namespace"] },
  vault_auth_backend: { as: "path", by: ["vault_*_auth_backend_*.backend"] },
  vault_mount: { as: "path", by: ["vault_kv_secret_{backend_v2,v2}.mount", "vault_*_secret_backend_*.backend"] },
};

const NAMINGS: readonly Naming[] = [...Object.entries(HOLDING_RULES), ...Object.entries(NAMED_FIRST)].flatMap(([target, { as, by }]) =>
  as === undefined ? [] : by.map((holder) => naming(target, as, holder)),
);

/**
 * What an object names by text that nothing puts in order: terraform knows references, `depends_on` and the states that a stack
 * reads, and makes all else as it comes. What no stack of the estate makes may have been there before.
 * @param name of the object's resource in its stack
 */
export function unorderedIn(object: MadeObject, name: string, stack: Stack, stacks: readonly Stack[]): Unordered | undefined {
  const body = stack.json.resource?.[object.type]?.[name] ?? {};
  for (const { target, as, attribute, isHolder } of NAMINGS) {
    const text = at(body, attribute);
    if (typeof text !== "string" || !isLiteral(text) || !isHolder(object.type)) continue;
    const makers = makersOf(stacks, target, object.account, (one) => at(one, as) === text && one.count === undefined);
    const [first] = makers;
    if (first !== undefined && !makers.some((maker) => isBefore(maker, body, stack, stacks))) {
      return { attribute, text, maker: `${first.stack.id}/${first.address}` };
    }
  }
  return undefined;
}

/** What is written at a path of names; of blocks, the first one. */
function at(body: unknown, path: string): unknown {
  return path.split(".").reduce((within: unknown, name) => {
    const one: unknown = Array.isArray(within) ? within[0] : within;
    return typeof one === "object" && one !== null ? Reflect.get(one, name) : undefined;
  }, body);
}

function naming(target: string, as: string, holder: string): Naming {
  const dot = holder.indexOf(".");
  return { target, as, attribute: holder.slice(dot + 1), isHolder: picomatch(holder.slice(0, dot)) };
}

function isBefore(maker: { stack: Stack; address: string }, body: Settings, stack: Stack, stacks: readonly Stack[]): boolean {
  if (maker.stack.id === stack.id) return namedIn(body, stack).has(maker.address);
  return readBy(stack, stacks).has(maker.stack.id);
}

/** The addresses that a resource refers to, itself or by what it refers to. */
function namedIn(body: Settings, { json }: Stack): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting: unknown[] = [body];
  while (waiting.length > 0) {
    const text = JSON.stringify(waiting.pop() ?? null);
    for (const [address, data, type = "", name = ""] of text.matchAll(/\b(data\.)?([a-z]\w*)\.([\w-]+)/g)) {
      const block = (data === undefined ? json.resource : json.data)?.[type]?.[name];
      if (block === undefined || found.has(address)) continue;
      found.add(address);
      waiting.push(block);
    }
  }
  return found;
}

/** The stacks that are applied before a stack, as it reads them, itself or by what it reads. */
function readBy(stack: Stack, stacks: readonly Stack[]): ReadonlySet<string> {
  const found = new Set(stack.reads);
  for (const id of found) for (const further of stacks.find((one) => one.id === id)?.reads ?? []) found.add(further);
  return found;
}
