import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App, type TerraformStack } from "cdktf";
import { loadEstate } from "../config/load.ts";
import { type StackExtract, stackExtract } from "../generate/stack-extract.ts";
import { catalog } from "../stacks/catalog.ts";
import type { PlacedSpec, StackSpec } from "../stacks/stack-spec.ts";
import { Engine } from "../synth/engine.ts";
import type { StackSource } from "../synth/source.ts";

export type Json = Record<string, unknown>;
export type Attributes = Record<string, never>;

/** A synthesized stack, as far as tests look into it. */
export interface StackJson {
  readonly terraform: {
    readonly required_version: string;
    readonly required_providers: Record<string, { source: string; version: string }>;
    readonly cloud?: { hostname: string; organization: string; workspaces: { name: string; project: string } };
    readonly backend?: { local?: { path: string } };
  };
  readonly provider: Record<string, Json[]>;
  /** None in a retired stack. */
  readonly resource: Record<string, Record<string, Attributes>>;
  readonly data?: Record<string, Record<string, Attributes>>;
  readonly output?: Record<string, { value: unknown; sensitive?: boolean }>;
}

/** Every stack of the default estate, as data. */
export const defaultStacks = (): StackSpec[] => catalog(loadEstate("config"));

/** Those that are in a place. */
export const placedStacks = (): PlacedSpec[] => defaultStacks().filter((spec): spec is PlacedSpec => spec.place !== undefined);

/** The stack as the code gives it now. */
export function synthesized(spec: StackSource): StackJson {
  const engine = new Engine();
  try {
    const [file] = engine.render(spec).filter(({ path }) => path === "cdk.tf.json");
    return JSON.parse(file?.bytes.toString("utf8") ?? "null");
  } finally {
    engine.close();
  }
}

/** The stack's constructs, for questions the JSON does not answer. */
export function built(spec: StackSpec, outdir: string): TerraformStack {
  const app = new App({ outdir });
  spec.build(app);
  return app.node.findChild(spec.id) as TerraformStack;
}

const folder = "cdktf.out/stacks";

export const committedIds = (): string[] => readdirSync(folder).sort();
export const committedText = (id: string): string => readFileSync(join(folder, id, "cdk.tf.json"), "utf8");
export const committed = (id: string): StackJson => JSON.parse(committedText(id));
/** What is derived knows of a stack; nothing where there is none. */
export const committedExtract = (id: string): StackExtract | undefined =>
  existsSync(join(folder, id, "cdk.tf.json")) ? stackExtract(committed(id)) : undefined;

/** Every resource of a stack as [type, logical id, attributes]. */
export const resources = (stack: StackJson): [string, string, Attributes][] =>
  Object.entries(stack.resource).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, value]) => [type, id, value] as [string, string, Attributes]),
  );
