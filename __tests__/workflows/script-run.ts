import { execFile, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the script wrote for the steps after it, and for people. */
  readonly outputs: string;
  readonly summary: string;
}

/** A place for one script: a runner's files, a folder of fake programs, and a repository to run in. */
export class Runner {
  readonly root = mkdtempSync(join(tmpdir(), "script-"));
  readonly repository = join(this.root, "repository");
  readonly temporary = join(this.root, "temp");

  constructor() {
    for (const folder of [this.repository, this.temporary, join(this.root, "bin")]) mkdirSync(folder);
  }

  /** Puts a fake program on PATH; it is a shell script. `calls()` tells how it was called. */
  program(name: string, script: string): void {
    const path = join(this.root, "bin", name);
    writeFileSync(path, `#!/usr/bin/env bash\necho "${name} $*" >> "${this.root}/calls"\n${script}\n`);
    chmodSync(path, 0o755);
  }

  calls(): string[] {
    const file = join(this.root, "calls");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }

  write(path: string, text: string): void {
    const file = join(this.repository, path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
  }

  remove(path: string): void {
    rmSync(join(this.repository, path), { recursive: true });
  }

  git(...args: string[]): string {
    const names = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
    const { status, stdout, stderr } = spawnSync("git", [...names, ...args], { cwd: this.repository, encoding: "utf8" });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  }

  /** Commits everything there is and gives the commit. */
  commit(): string {
    if (!existsSync(join(this.repository, ".git"))) this.git("init", "--quiet");
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", "change");
    return this.git("rev-parse", "HEAD");
  }

  run(script: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    const path = resolve(".github/scripts", script);
    const [program, args] = script.endsWith(".mjs") ? [process.execPath, [path]] : ["bash", [path]];
    const files = Object.fromEntries(["OUTPUT", "STEP_SUMMARY", "PATH"].map((name) => [`GITHUB_${name}`, join(this.root, name)]));
    const own = { PATH: `${join(this.root, "bin")}:${process.env.PATH}`, RUNNER_TEMP: this.temporary, ...files, ...env };
    const text = (name: string): string => (existsSync(join(this.root, name)) ? readFileSync(join(this.root, name), "utf8") : "");
    return new Promise((done) => {
      execFile(program, args, { cwd: this.repository, env: own, encoding: "utf8" }, (error, stdout, stderr) => {
        const status = typeof error?.code === "number" ? error.code : error ? -1 : 0;
        done({ status, stdout, stderr, outputs: text("OUTPUT"), summary: text("STEP_SUMMARY") });
      });
    });
  }

  end(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: Record<string, unknown>;
}

/** A stand-in for GitHub's API: answers lists page by page, notes what is written. */
export async function fakeGithub(lists: Readonly<Record<string, (page: number) => unknown>>, token = "secret") {
  const written: Call[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part) => {
      text += part;
    });
    request.on("end", () => {
      const url = new URL(request.url ?? "", "http://localhost");
      const path = url.pathname.replace("/repos/acme/platform/", "");
      const list = request.method === "GET" ? lists[path] : undefined;
      const allowed = request.headers.authorization === `Bearer ${token}`;
      const status = !allowed ? 403 : request.method === "GET" && !list ? 404 : 200;
      if (status === 200 && request.method !== "GET") written.push({ method: request.method ?? "", path, body: JSON.parse(text) });
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(status === 200 ? (list?.(Number(url.searchParams.get("page"))) ?? {}) : { message: "refused" }));
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const env = {
    GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "acme/platform",
    GITHUB_TOKEN: "secret",
  };
  return { written, env, close: () => new Promise((closed) => server.close(closed)) };
}
