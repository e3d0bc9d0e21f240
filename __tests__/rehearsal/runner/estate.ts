import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Output } from "../../../rehearsal/runner/output.ts";
import type { Stack, StackJson } from "../../../rehearsal/stacks.ts";

/** A temporary folder that goes with the test. */
export function folder(): string {
  const path = mkdtempSync(join(realpathSync(tmpdir()), "runner-test-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** The remote state of a stack of `estate`, as the synthesized stacks write it. */
export const reads = (id: string): Record<string, object> => ({
  [id]: { backend: "remote", config: { organization: "acme", workspaces: { name: `acme-${id}` } } },
});

/** A stack's JSON, with the workspace that `reads` reads. */
export function stackJson(id: string, json: object): StackJson {
  return {
    terraform: {
      required_version: ">= 1.11",
      cloud: { organization: "acme", workspaces: { name: `acme-${id}` } },
      required_providers: { random: { source: "random", version: "3.7.2" } },
    },
    provider: { random: [{}] },
    ...json,
  } as StackJson;
}

/** A repository with an output of these stacks; its path. */
export function estate(stacks: Readonly<Record<string, object>>): string {
  const root = folder();
  mkdirSync(join(root, "cdktf.out", "stacks"), { recursive: true });
  for (const [id, json] of Object.entries(stacks)) rewrite(root, id, json);
  return root;
}

/** Makes a stack of an estate another. */
export function rewrite(root: string, id: string, json: object): void {
  const path = join(root, "cdktf.out", "stacks", id);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "cdk.tf.json"), JSON.stringify(stackJson(id, json), undefined, 2));
}

/** A stack that is on no disk. */
export function stack(id: string, json: object = {}, read: readonly string[] = []): Stack {
  return { id, folder: `/nowhere/${id}`, json: stackJson(id, json), reads: read };
}

/** What a command writes. */
export class Heard implements Output {
  readonly lines: string[] = [];
  readonly errors: string[] = [];
  out(text: string): void {
    this.lines.push(text);
  }
  error(text: string): void {
    this.errors.push(text);
  }
}
