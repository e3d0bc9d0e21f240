import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly name: string;
  readonly if?: string;
  readonly environment?: string;
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly "runs-on": string;
  readonly env?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: Readonly<Record<string, unknown>>;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = ".github/workflows";

/** [file, parsed, text] of every workflow. */
export const workflows: readonly (readonly [string, Workflow, string])[] = readdirSync(folder)
  .sort()
  .map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return [file, parse(text), text];
  });

/** The workflow of a file. */
export function workflow(file: string): Workflow {
  const found = workflows.find(([name]) => name === file);
  if (!found) throw new Error(`${file}: no such workflow`);
  return found[1];
}

/** ["check.yml code", job] of every job. */
export const jobs: readonly (readonly [string, Job])[] = workflows.flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([id, job]) => [`${file} ${id}`, job] as const),
);

/** ["check.yml code", step] of every step. */
export const steps: readonly (readonly [string, Step])[] = jobs.flatMap(([name, job]) => job.steps.map((step) => [name, step] as const));
