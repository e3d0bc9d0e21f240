import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Runner } from "./script-run.ts";
import { workflow } from "./workflow-files.ts";

let runner: Runner;
beforeEach(() => {
  runner = new Runner();
});
afterEach(() => runner.end());

const account = { AWS_ROLE_ARN: "arn:aws:iam::111111111111:role/acme-mgmt-pipeline", AWS_REGION: "us-east-1" };

describe("job-identity.mjs", () => {
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
    const env = { CLOUD: "aws", ...account, ...request, GITHUB_ENV: join(runner.root, "env") };
    return { asked, env, close: () => new Promise((closed) => server.close(closed)) };
  };

  it("puts a token for AWS where AWS's programs look, for nobody else to read", async () => {
    const { asked, env, close } = await github(200);
    const { status, stdout } = await runner.run("job-identity.mjs", env);
    await close();
    expect(status).toBe(0);
    expect(asked).toEqual(["Bearer job /token?api-version=2.0&audience=sts.amazonaws.com"]);
    const file = join(runner.temporary, "job-token");
    expect(readFileSync(file, "utf8")).toBe("signed");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(env.GITHUB_ENV, "utf8")).toBe(`AWS_WEB_IDENTITY_TOKEN_FILE=${file}\nAWS_ROLE_SESSION_NAME=github-7\n`);
    expect(stdout).toBe("::add-mask::signed\n");
  });

  it("does the same for Google, by a file of whom to exchange it for", async () => {
    const { asked, env, close } = await github(200);
    const provider = "projects/1/locations/global/workloadIdentityPools/p/providers/github";
    const google = {
      CLOUD: "gcp",
      GCP_SERVICE_ACCOUNT: "pipeline@acme-mgmt.iam.gserviceaccount.com",
      GCP_WORKLOAD_IDENTITY_PROVIDER: provider,
    };
    const { status } = await runner.run("job-identity.mjs", { ...env, ...google });
    await close();
    expect(status).toBe(0);
    expect(asked[0]).toContain(encodeURIComponent(`https://iam.googleapis.com/${provider}`));
    const file = join(runner.temporary, "google-credentials.json");
    expect(readFileSync(env.GITHUB_ENV, "utf8")).toBe(`CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE=${file}\n`);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
      audience: `//iam.googleapis.com/${provider}`,
      credential_source: { file: join(runner.temporary, "job-token") },
      service_account_impersonation_url: expect.stringContaining(google.GCP_SERVICE_ACCOUNT),
    });
  });

  it("does the same for Azure, whose program is given the token itself", async () => {
    const { asked, env, close } = await github(200);
    const entra = { CLOUD: "azure", AZURE_CLIENT_ID: "c", AZURE_TENANT_ID: "t", AZURE_SUBSCRIPTION_ID: "s" };
    expect((await runner.run("job-identity.mjs", { ...env, ...entra })).status).toBe(0);
    await close();
    expect(asked[0]).toContain(encodeURIComponent("api://AzureADTokenExchange"));
    expect(readFileSync(env.GITHUB_ENV, "utf8")).toBe(`AZURE_FEDERATED_TOKEN_FILE=${join(runner.temporary, "job-token")}\n`);
  });

  it("says what is missing", async () => {
    const { env, close } = await github(403);
    expect(await runner.run("job-identity.mjs", env)).toMatchObject({ status: 1, stderr: expect.stringContaining("GitHub answered 403") });
    expect(await runner.run("job-identity.mjs", { ...env, AWS_ROLE_ARN: "" })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("AWS_ROLE_ARN: the environment has no such variable; apply the stack global-github first"),
    });
    await close();
  });
});

describe("push-image.sh", () => {
  const host = "111111111111.dkr.ecr.us-east-1.amazonaws.com";
  const env = { ...account, CLOUD: "aws", IMAGE: "agents", TAG: "1.2.3", HOST: host, FOLDER: "acme" };
  const registry = (describeImages: string): void => {
    runner.program("aws", `case "$2" in describe-images) ${describeImages} ;; get-login-password) echo password ;; esac`);
    runner.program("docker", '[[ "$1" != login ]] || cat > /dev/null');
  };

  it("builds the folder and pushes it under its tag, signed in before it builds", async () => {
    registry('echo "An error occurred (ImageNotFoundException) when calling" >&2; exit 254');
    expect(await runner.run("push-image.sh", env)).toMatchObject({ status: 0, summary: `${host}/acme/agents:1.2.3\n` });
    expect(runner.calls().filter((call) => call.startsWith("docker"))).toEqual([
      `docker login --username AWS --password-stdin ${host}`,
      `docker build --pull --tag ${host}/acme/agents:1.2.3 agents`,
      `docker push ${host}/acme/agents:1.2.3`,
    ]);
  });

  it("pushes to Google's registry and to Azure's, each asked and signed in to in its own way", async () => {
    const missing = 'echo "ERROR: not found" >&2; exit 1';
    runner.program("docker", ":");
    runner.program("gcloud", `case "$1 $2" in "artifacts docker") ${missing} ;; esac`);
    runner.program("az", `case "$1 $2" in "acr manifest") ${missing} ;; esac`);
    const google = { ...env, CLOUD: "gcp", HOST: "us-docker.pkg.dev", FOLDER: "acme-mgmt/acme", IMAGE: "kafka-connect" };
    expect((await runner.run("push-image.sh", google)).status).toBe(0);
    const token = join(runner.root, "token");
    writeFileSync(token, "signed");
    const entra = { AZURE_CLIENT_ID: "client", AZURE_TENANT_ID: "tenant", AZURE_FEDERATED_TOKEN_FILE: token };
    const azure = { ...env, ...entra, CLOUD: "azure", HOST: "acmemgmt1a2b.azurecr.io", FOLDER: "", IMAGE: "kafka-connect" };
    expect((await runner.run("push-image.sh", azure)).status).toBe(0);
    expect(runner.calls()).toEqual([
      "gcloud artifacts docker images describe us-docker.pkg.dev/acme-mgmt/acme/kafka-connect:1.2.3",
      "gcloud auth configure-docker --quiet us-docker.pkg.dev",
      "docker build --pull --tag us-docker.pkg.dev/acme-mgmt/acme/kafka-connect:1.2.3 kafka-connect",
      "docker push us-docker.pkg.dev/acme-mgmt/acme/kafka-connect:1.2.3",
      "az login --output none --service-principal --username client --tenant tenant --federated-token signed",
      "az acr manifest show-metadata --only-show-errors --registry acmemgmt1a2b --name kafka-connect:1.2.3",
      "az acr login --name acmemgmt1a2b",
      "docker build --pull --tag acmemgmt1a2b.azurecr.io/kafka-connect:1.2.3 kafka-connect",
      "docker push acmemgmt1a2b.azurecr.io/kafka-connect:1.2.3",
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
    expect(on.push).toEqual({
      branches: ["main"],
      paths: ["agents/**", "atlantis/**", "kafka-connect/**", "config/**", ".github/workflows/images.yml"],
    });
    expect(jobs.push?.if).toContain("github.ref == 'refs/heads/main'");
  });

  it("lets only the job that installs nothing say who it is, in the environment that the registry's account trusts", () => {
    expect(jobs.images?.permissions).toEqual({ contents: "read" });
    expect(jobs.images?.environment).toBeUndefined();
    expect(jobs.push?.permissions).toEqual({ contents: "read", "id-token": "write" });
    expect(jobs.push?.environment).toBe("${{ matrix.environment }}");
    expect(jobs.push?.steps.some(({ run }) => run?.startsWith("npm "))).toBe(false);
  });

  it("holds no secret: whom it acts as is the environment's variables", () => {
    const text = readFileSync(".github/workflows/images.yml", "utf8");
    expect(text).not.toContain("secrets.");
    const { CLOUD, ...variables } = jobs.push?.env ?? {};
    expect(CLOUD).toBe("${{ matrix.cloud }}");
    for (const [name, value] of Object.entries(variables)) expect(value).toBe(`\${{ vars.${name} }}`);
  });
});

describe.each(["agents", "atlantis", "kafka-connect"])("the image %s", (folder) => {
  const text = readFileSync(join(folder, "Dockerfile"), "utf8");
  const bases = [...text.matchAll(/^FROM (\S+)(?: AS (\S+))?/gm)].map(([, image = "", name]) => ({ image, name }));

  it("comes from exact versions", () => {
    const stages = bases.map(({ name }) => name);
    const foreign = bases.filter(({ image }) => !stages.includes(image));
    for (const { image } of foreign) expect(image).toMatch(/^[a-z0-9./-]+:v?\d+\.\d+\.\d+(\.Final|(-[a-z]+)*(-\d+\.\d+\.\d+)?)$/);
  });

  it("runs as no root, and downloads nothing without a checksum", () => {
    expect([...text.matchAll(/^USER (\S+)/gm)].at(-1)?.[1]).not.toBe("root");
    expect(text).not.toMatch(/curl|wget|apt-get|:latest/);
    for (const [line] of text.matchAll(/^ADD .*/gm)) expect(line).toMatch(/^ADD --checksum=sha256:[0-9a-f]{64} /);
  });
});
