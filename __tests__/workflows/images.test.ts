import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { images } from "../../.github/scripts/images.ts";
import { type Edits, edited, load } from "../config/fixture.ts";
import { Runner } from "./script-run.ts";
import { workflow } from "./workflow-files.ts";

let runner: Runner;
beforeEach(() => {
  runner = new Runner();
});
afterEach(() => runner.end());

const listed = (edits: Edits = {}) => images(load(edited(edits)));
const withoutCentral = { "estate:management": undefined, "dev:interconnect": false, "staging:mesh": "none", "prod:mesh": "none" };
const account = { AWS_ROLE_ARN: "arn:aws:iam::111111111111:role/acme-mgmt-pipeline", AWS_REGION: "us-east-1" };

describe("images.ts", () => {
  it("lists both images with their tags, for the registry of the central place", () => {
    expect(listed()).toEqual([
      { image: "agents", tag: "1.0.0", folder: "acme", environment: "mgmt" },
      { image: "atlantis", tag: "1.0.0", folder: "acme", environment: "mgmt" },
    ]);
  });

  it("follows the configured tags, each by itself", () => {
    expect(listed({ "estate:versions.images": { atlantis: "1.0.1" } }).map(({ image, tag }) => [image, tag])).toEqual([
      ["agents", "1.0.0"],
      ["atlantis", "1.0.1"],
    ]);
  });

  it("leaves out Atlantis where no GitHub App is", () => {
    expect(listed({ "estate:github.atlantis": undefined }).map(({ image }) => image)).toEqual(["agents"]);
  });

  it("goes where the central services are, and lists nothing without them", () => {
    const colocated = { "estate:management": { hosting: "colocated", environment: "prod", region: "us-east-1" }, "prod:mesh": "none" };
    expect(new Set(listed(colocated).map(({ environment }) => environment))).toEqual(new Set(["prod"]));
    expect(listed(withoutCentral)).toEqual([]);
    expect(listed({ "estate:terraform.backend": "local" })).toEqual([]);
  });

  it("writes what the next job's matrix reads, by the program that the workflow runs", () => {
    const output = join(mkdtempSync(join(tmpdir(), "images-")), "output");
    const env = { ...process.env, GITHUB_OUTPUT: output };
    const { status, stderr } = spawnSync(process.execPath, ["synth/run.cjs", ".github/scripts/images.ts"], { env, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
    const [line = "", ...others] = readFileSync(output, "utf8").trim().split("\n");
    expect(others).toEqual([]);
    for (const { image, tag } of JSON.parse(line.replace("images=", ""))) {
      expect(existsSync(join(image, "Dockerfile")), image).toBe(true);
      expect(tag).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/);
    }
  });
});

describe("aws-identity.mjs", () => {
  const github = async (status: number) => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.headers.authorization} ${request.url}`);
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ value: "signed" }));
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?api-version=2.0`;
    const request = { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "job", GITHUB_RUN_ID: "7" };
    const env = { ...account, ...request, GITHUB_ENV: join(runner.root, "env") };
    return { asked, env, close: () => new Promise((closed) => server.close(closed)) };
  };

  it("puts a token for AWS where AWS's programs look, for nobody else to read", async () => {
    const { asked, env, close } = await github(200);
    const { status, stdout } = await runner.run("aws-identity.mjs", env);
    await close();
    expect(status).toBe(0);
    expect(asked).toEqual(["Bearer job /token?api-version=2.0&audience=sts.amazonaws.com"]);
    const file = join(runner.temporary, "aws-token");
    expect(readFileSync(file, "utf8")).toBe("signed");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(env.GITHUB_ENV, "utf8")).toBe(`AWS_WEB_IDENTITY_TOKEN_FILE=${file}\nAWS_ROLE_SESSION_NAME=github-7\n`);
    expect(stdout).toBe("::add-mask::signed\n");
  });

  it("says what is missing", async () => {
    const { env, close } = await github(403);
    expect(await runner.run("aws-identity.mjs", env)).toMatchObject({ status: 1, stderr: expect.stringContaining("GitHub answered 403") });
    expect(await runner.run("aws-identity.mjs", { ...env, AWS_ROLE_ARN: "" })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("AWS_ROLE_ARN: the environment has no such variable; apply the stack global-github first"),
    });
    await close();
  });
});

describe("push-image.sh", () => {
  const env = { ...account, IMAGE: "agents", TAG: "1.2.3", FOLDER: "acme" };
  const host = "111111111111.dkr.ecr.us-east-1.amazonaws.com";
  const registry = (describeImages: string): void => {
    runner.program("aws", `case "$2" in describe-images) ${describeImages} ;; get-login-password) echo password ;; esac`);
    runner.program("docker", '[[ "$1" != login ]] || cat > /dev/null');
  };

  it("builds the folder and pushes it under its tag, signed in before it builds", async () => {
    registry('echo "An error occurred (ImageNotFoundException) when calling" >&2; exit 254');
    expect(await runner.run("push-image.sh", env)).toMatchObject({ status: 0, summary: "acme/agents:1.2.3\n" });
    expect(runner.calls().filter((call) => call.startsWith("docker"))).toEqual([
      `docker login --username AWS --password-stdin ${host}`,
      `docker build --pull --tag ${host}/acme/agents:1.2.3 agents`,
      `docker push ${host}/acme/agents:1.2.3`,
    ]);
  });

  it("leaves alone what is there", async () => {
    registry("exit 0");
    const { status, stdout } = await runner.run("push-image.sh", env);
    expect(status).toBe(0);
    expect(stdout).toContain("::notice::acme/agents:1.2.3 is in the registry already");
    expect(runner.calls()).toEqual(["aws ecr describe-images --repository-name acme/agents --image-ids imageTag=1.2.3"]);
  });

  it("takes no other refusal for an image that is missing", async () => {
    registry('echo "An error occurred (AccessDeniedException)" >&2; exit 254');
    const { status, stdout } = await runner.run("push-image.sh", env);
    expect(status).toBe(1);
    expect(stdout).toContain("::error::acme/agents:1.2.3: could not ask the registry");
    expect(runner.calls().some((call) => call.startsWith("docker"))).toBe(false);
  });
});

describe("images.yml", () => {
  const { on, jobs } = workflow("images.yml");

  it("runs for main only, when an image or its tag may have changed, and by hand", () => {
    expect(Object.keys(on).sort()).toEqual(["push", "workflow_dispatch"]);
    expect(on.push).toEqual({ branches: ["main"], paths: ["agents/**", "atlantis/**", "config/**", ".github/workflows/images.yml"] });
    expect(jobs.push?.if).toContain("github.ref == 'refs/heads/main'");
  });

  it("lets only the job that installs nothing say who it is, in the environment that the registry's account trusts", () => {
    expect(jobs.images?.permissions).toEqual({ contents: "read" });
    expect(jobs.images?.environment).toBeUndefined();
    expect(jobs.push?.permissions).toEqual({ contents: "read", "id-token": "write" });
    expect(jobs.push?.environment).toBe("${{ matrix.environment }}");
    expect(jobs.push?.steps.some(({ run }) => run?.startsWith("npm "))).toBe(false);
  });

  it("holds no secret: the role and the region are the environment's variables", () => {
    const text = readFileSync(".github/workflows/images.yml", "utf8");
    expect(text).not.toContain("secrets.");
    expect(jobs.push?.env).toEqual({ AWS_ROLE_ARN: "${{ vars.AWS_ROLE_ARN }}", AWS_REGION: "${{ vars.AWS_REGION }}" });
  });
});

describe.each(["agents", "atlantis"])("the image %s", (folder) => {
  const text = readFileSync(join(folder, "Dockerfile"), "utf8");
  const bases = [...text.matchAll(/^FROM (\S+)(?: AS (\S+))?/gm)].map(([, image = "", name]) => ({ image, name }));

  it("comes from exact versions", () => {
    const stages = bases.map(({ name }) => name);
    for (const { image } of bases) if (!stages.includes(image)) expect(image).toMatch(/^[a-z0-9./-]+:v?\d+\.\d+\.\d+(-[a-z]+)*$/);
  });

  it("runs as no root, and downloads nothing without a checksum", () => {
    expect([...text.matchAll(/^USER (\S+)/gm)].at(-1)?.[1]).not.toBe("root");
    expect(text).not.toMatch(/curl|wget|apt-get|:latest/);
    for (const [line] of text.matchAll(/^ADD .*/gm)) expect(line).toMatch(/^ADD --checksum=sha256:[0-9a-f]{64} /);
  });
});
