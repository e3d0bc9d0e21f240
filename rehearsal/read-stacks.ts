import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Stack, StackJson } from "./stacks.ts";

/** The file a stack's folder must have to be one. */
const STACK_FILE = "cdk.tf.json";

/**
 * Every stack of the synthesized output, by id, with the ids of the stacks it reads. A workspace that no stack has is left out:
 * its state is not of this estate.
 *
 * @param outdir the output folder, e.g. `cdktf.out`
 * @throws if nothing is synthesized there, or a file is not a JSON object
 */
export function readStacks(outdir: string): Stack[] {
  const root = resolve(outdir, "stacks");
  const found = existsSync(root) ? readdirSync(root).filter((id) => existsSync(join(root, id, STACK_FILE))) : [];
  if (found.length === 0) throw new Error(`${join(outdir, "stacks")}: holds no stack; run npm run synth first`);
  const read = found.sort().map((id) => ({ id, folder: join(root, id), json: parse(join(root, id, STACK_FILE)) }));
  const byWorkspace = new Map(read.map(({ id, json }) => [json.terraform?.cloud?.workspaces?.name, id]));
  return read.map((stack) => ({ ...stack, reads: stacksRead(stack.json, byWorkspace) }));
}

/** The workspace a `data.terraform_remote_state` reads, if it names one. */
export function workspaceOf(remoteState: Readonly<Record<string, unknown>>): string | undefined {
  const { config } = remoteState as { readonly config?: { readonly workspaces?: { readonly name?: unknown } } };
  const name = config?.workspaces?.name;
  return typeof name === "string" ? name : undefined;
}

function stacksRead(json: StackJson, byWorkspace: ReadonlyMap<string | undefined, string>): string[] {
  const ids = Object.values(json.data?.terraform_remote_state ?? {}).flatMap((read) => {
    const workspace = workspaceOf(read);
    return (workspace !== undefined && byWorkspace.get(workspace)) || [];
  });
  return [...new Set(ids)].sort();
}

function parse(file: string): StackJson {
  const json: unknown = parseJson(file);
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Error(`${file}: is not a JSON object; run npm run synth`);
  return json;
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(`${file}: is not JSON (${error.message}); run npm run synth`);
  }
}
