import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const files: Record<string, string> = {
  "main.ts": `
    import { runSynth } from "./synth/command.ts";
    import { exitWith } from "./synth/exit.ts";
    const parts = () => import("./estate.ts");
    runSynth(process.argv.slice(2), "cdktf.out", async () => {
      const { load } = await parts();
      return load;
    }).then(exitWith);`,
  "estate.ts": `
    import { readFileSync } from "node:fs";
    import { asset } from "./asset.ts";
    import { plain } from "./plain.ts";
    import { reader } from "./reader.ts";
    export function load() {
      const { plainData, assetData, readerData } = JSON.parse(readFileSync("data.json", "utf8"));
      const spec = (id, data, make) => { const one = { id, data, consumes: [], build: (scope) => make(scope, one) }; return one; };
      const stacks = [spec("plain", plainData, plain), spec("asset", assetData, asset), spec("reader", readerData, reader)];
      const extract = ({ output }) => ({ values: Object.values(output).map(({ value }) => value) });
      const derived = (of) => stacks.map(({ id }) => id + ": " + of(id).values.join(" ")).join("\\n");
      return { stacks, extract, derive: (of) => [{ path: "derived.txt", bytes: Buffer.from(derived(of)) }] };
    }`,
  "plain.ts": `
    import { TerraformOutput, TerraformStack } from "cdktf";
    import { named } from "a-package";
    import { suffix } from "./shared.ts";
    export function plain(scope, { id, data }) {
      const stack = new TerraformStack(scope, id);
      new TerraformOutput(stack, "value", { value: named(data) + suffix });
    }`,
  "shared.ts": `export const suffix = "!";`,
  "asset.ts": `
    import { TerraformAsset, TerraformOutput, TerraformStack } from "cdktf";
    export function asset(scope, { id, data }) {
      const stack = new TerraformStack(scope, id);
      new TerraformOutput(stack, "value", { value: data + new TerraformAsset(stack, "files", { path: "files" }).path });
      new TerraformOutput(stack, "context", { value: String(scope.node.tryGetContext("probe")) });
    }`,
  "reader.ts": `
    import { existsSync, readFileSync } from "node:fs";
    import { TerraformOutput, TerraformStack } from "cdktf";
    export function reader(scope, { id, data }) {
      const stack = new TerraformStack(scope, id);
      const more = existsSync("maybe.txt") ? readFileSync("maybe.txt", "utf8") : "none";
      new TerraformOutput(stack, "value", { value: data + readFileSync("read.txt", "utf8") + more });
    }`,
  "data.json": JSON.stringify({ plainData: { a: 1, b: [1, 2] }, assetData: "x", readerData: "y" }),
  "read.txt": "text",
  "files/one.txt": "one",
  "cdktf.json": "{}",
  "package.json": "{}",
  "tsconfig.json": "{}",
  "node_modules/a-package/package.json": JSON.stringify({ name: "a-package", version: "1.0.0", main: "index.js" }),
  "node_modules/a-package/index.js": "exports.named = (data) => JSON.stringify(data);",
};

/** A repository of three stacks in a folder of its own, that uses `synth/` as it is. */
export class SmallEstate {
  readonly root = mkdtempSync(join(tmpdir(), "small-"));

  constructor() {
    cpSync("synth", join(this.root, "synth"), { recursive: true });
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    for (const name of readdirSync("node_modules")) {
      if (!name.startsWith(".")) symlinkSync(join(process.cwd(), "node_modules", name), join(this.root, "node_modules", name));
    }
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  edit(path: string, change: (text: string) => string): void {
    this.write(path, change(this.read(path)));
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** Every file of the output, and what is derived. */
  output(): Record<string, string> {
    const entries = readdirSync(join(this.root, "cdktf.out"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(this.root.length + 1)).sort();
    return Object.fromEntries([...paths, "derived.txt"].map((path) => [path, this.read(path).replaceAll(this.root, "")]));
  }

  /** Runs the command. @returns its exit code and what it printed */
  synth(args: readonly string[] = [], env: Record<string, string> = {}): Promise<{ code: number; stdout: string; stderr: string }> {
    return new Promise((resolve) => {
      const options = { cwd: this.root, env: { ...process.env, CDKTF_OUTDIR: "", ...env } };
      execFile(process.execPath, ["synth/run.cjs", "main.ts", ...args], options, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });
  }
}
