import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Session } from "../../../rehearsal/cloud/session.ts";
import { serve, withAddress } from "../../../rehearsal/protocol/serve.ts";
import type { Schemas } from "../../../rehearsal/schema/schema.ts";

/** A message of `terraform -json`, as far as tests look. */
export interface Message {
  readonly type: string;
  readonly "@message": string;
  readonly diagnostic?: Diagnostic;
  readonly changes?: { readonly add: number; readonly change: number; readonly remove: number; readonly import: number };
  readonly change?: { readonly action: string; readonly resource: { readonly addr: string } };
}

/** What terraform says of a problem. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
  readonly snippet?: { readonly code: string };
}

/** How a command of terraform's ended. */
export interface Run {
  readonly code: number;
  readonly text: string;
  readonly messages: readonly Message[];
  readonly problems: readonly Diagnostic[];
}

/** A folder with a configuration, run by real terraform against one provider, `test/test`, served from here. */
export class TerraformFolder {
  private constructor(
    private readonly path: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async open(schemas: Schemas, session: Session): Promise<TerraformFolder> {
    const path = mkdtempSync(join(tmpdir(), "rehearsal-test-"));
    const { environment, close } = await serve(withAddress(schemas), session);
    onTestFinished(async () => {
      await close();
      rmSync(path, { recursive: true, force: true });
    });
    writeFileSync(join(path, "cli.tfrc"), "");
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith("TF_"));
    const set = { TF_CLI_CONFIG_FILE: join(path, "cli.tfrc"), TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
    return new TerraformFolder(path, { ...Object.fromEntries(own.map(([name, value]) => [name, value ?? ""])), ...set, ...environment });
  }

  write(configuration: string): void {
    writeFileSync(
      join(this.path, "main.tf"),
      `terraform {\n  required_providers {\n    test = { source = "test/test" }\n  }\n}\n${configuration}`,
    );
  }

  /** Runs a command, e.g. `plan -json`. */
  run(command: string): Promise<Run> {
    return new Promise((resolve) => {
      const options = { cwd: this.path, env: this.environment, maxBuffer: 1e8 };
      execFile("terraform", command.split(" "), options, (error, stdout, stderr) => {
        const messages = stdout.split("\n").flatMap((line): Message[] => (line.startsWith('{"@') ? [JSON.parse(line)] : []));
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        const problems = messages.flatMap(({ diagnostic }) => (diagnostic === undefined ? [] : [diagnostic]));
        resolve({ code, text: stdout + stderr, messages, problems });
      });
    });
  }

  apply(): Promise<Run> {
    return this.run("apply -auto-approve -json -input=false -lock=false");
  }

  /** A plan; its code is 0 when nothing would change, 2 when something would. */
  plan(): Promise<Run> {
    return this.run("plan -detailed-exitcode -json -input=false -lock=false");
  }

  destroy(): Promise<Run> {
    return this.run("destroy -auto-approve -json -input=false -lock=false");
  }

  /** Changes the text of the state, as another version of a provider might have written it. */
  rewriteState(change: (text: string) => string): void {
    const file = join(this.path, "terraform.tfstate");
    const text = readFileSync(file, "utf8");
    const changed = change(text);
    if (changed === text) throw new Error("the state stayed as it was; the change must find its place in it");
    writeFileSync(file, changed);
  }

  /** The values in the state, by address. */
  state(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
    const { resources } = JSON.parse(readFileSync(join(this.path, "terraform.tfstate"), "utf8"));
    return Object.fromEntries(
      resources.map(({ type, name, instances }: { type: string; name: string; instances: { attributes: object }[] }) => [
        `${type}.${name}`,
        instances[0]?.attributes,
      ]),
    );
  }
}
