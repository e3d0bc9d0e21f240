import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { committed, committedIds } from "../estate.ts";
import { fakeGithub, Runner } from "./script-run.ts";
import { workflow } from "./workflow-files.ts";

let runner: Runner;
beforeEach(() => {
  runner = new Runner();
});
afterEach(() => runner.end());

const cloud = { hostname: "app.terraform.io", organization: "acme", workspaces: { name: "acme-dev-aws-account" } };
const json = (stack: object): string => JSON.stringify(stack);
const resource = { aws_s3_bucket: { Bucket: {} } };

describe("drift-stacks.mjs", () => {
  it("lists the stacks that have a workspace and resources, each with its terraform", async () => {
    runner.write("cdktf.out/stacks/b/cdk.tf.json", json({ terraform: { cloud, required_version: "1.11.4" }, resource }));
    runner.write(
      "cdktf.out/stacks/a/cdk.tf.json",
      json({ terraform: { cloud: { ...cloud, hostname: "tfe.acme.com" }, required_version: "1.12.0" }, resource }),
    );
    runner.write("cdktf.out/stacks/local/cdk.tf.json", json({ terraform: { backend: { local: {} } }, resource }));
    runner.write("cdktf.out/stacks/retired/cdk.tf.json", json({ terraform: { cloud } }));
    runner.write("cdktf.out/stacks/token/cdk.tf.json", json({ terraform: { cloud }, provider: { tfe: [{}] }, resource }));
    const { status, outputs, stdout } = await runner.run("drift-stacks.mjs");
    expect(status).toBe(0);
    expect(JSON.parse(outputs.replace("stacks=", ""))).toEqual([
      { stack: "a", terraform: "1.12.0", hostname: "tfe.acme.com" },
      { stack: "b", terraform: "1.11.4", hostname: "app.terraform.io" },
    ]);
    expect(stdout).toContain("local: not looked at, its state is local");
    expect(stdout).toContain("token: not looked at, its run holds a token");
    expect(stdout).toContain("retired: not looked at, it has no resources");
  });

  it("refuses more stacks than a matrix takes", async () => {
    for (let index = 0; index < 257; index += 1)
      runner.write(`cdktf.out/stacks/s${index}/cdk.tf.json`, json({ terraform: { cloud }, resource }));
    expect(await runner.run("drift-stacks.mjs")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("257 stacks; GitHub runs 256 jobs"),
    });
  });

  it("finds what it reads in every committed stack", () => {
    for (const id of committedIds()) {
      expect(committed(id).terraform.required_version, id).toMatch(/^\d+\.\d+\.\d+$/);
      expect(committed(id).terraform.cloud?.hostname, id).toMatch(/^[a-z0-9.-]+$/);
    }
  });
});

describe("drift-plan.sh", () => {
  const env = { STACK: "dev", TERRAFORM_HOST: "tfe.my-acme.com", TERRAFORM_TOKEN: "token" };
  const clean = "No changes. Your infrastructure still matches the configuration.";
  const terraform = (output: string, status: number): void => {
    runner.program(
      "terraform",
      `if [ "$1" = plan ]; then echo "$TF_TOKEN_tfe_my__acme_com \${TERRAFORM_TOKEN:-gone}"; echo "${output}"; exit ${status}; fi`,
    );
  };
  beforeEach(() => runner.write("cdktf.out/stacks/dev/cdk.tf.json", "{}"));

  it.each([
    ["nothing changed", clean, 0, 0, "drifted=false\n"],
    ["terraform says so by its exit code", "Note: Objects have changed outside of Terraform", 2, 0, "drifted=true\n"],
    ["a remote run says so by its text only", "Note: Objects have changed outside of Terraform", 0, 0, "drifted=true\n"],
    ["the text says both", `Note: Objects have changed outside of Terraform\n${clean}`, 0, 0, "drifted=true\n"],
    ["terraform says so by its exit code only", clean, 2, 0, "drifted=true\n"],
    ["the plan fails", "Error: Invalid credentials", 1, 1, ""],
  ])("when %s", async (_, output, exit, status, outputs) => {
    terraform(output, exit);
    const found = await runner.run("drift-plan.sh", env);
    expect([found.status, found.outputs]).toEqual([status, outputs]);
    expect(runner.calls()).toEqual([
      "terraform init -input=false -no-color",
      "terraform plan -refresh-only -detailed-exitcode -input=false -lock=false -no-color",
    ]);
    expect(found.stdout, "terraform gets the token under the name of its host, and only so").toContain("token gone\n");
  });

  it("says what is missing when there is no token", async () => {
    terraform(clean, 0);
    expect(await runner.run("drift-plan.sh", { ...env, TERRAFORM_TOKEN: "" })).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("set the secret TF_TOKEN_APP_TERRAFORM_IO"),
    });
  });

  it.skipIf(spawnSync("terraform", ["version"]).status !== 0)(
    "knows what terraform itself prints (skipped without terraform)",
    async () => {
      runner.write("cdktf.out/stacks/dev/cdk.tf.json", json({ resource: { terraform_data: { A: { input: "x" } } } }));
      const directory = `${runner.repository}/cdktf.out/stacks/dev`;
      for (const args of [["init"], ["apply", "-auto-approve"]])
        expect(spawnSync("terraform", [`-chdir=${directory}`, ...args, "-no-color", "-input=false"]).status).toBe(0);
      expect(await runner.run("drift-plan.sh", env)).toMatchObject({ status: 0, outputs: "drifted=false\n" });
    },
  );
});

describe("drift-issue.mjs", () => {
  const marker = "<!-- platform-drift -->";
  const ours = { login: "github-actions[bot]" };
  const url = (stack: string): string => `https://github.com/acme/platform/actions/runs/5/job/${stack}`;
  const job = (stack: string, conclusion: string, failed?: string) => ({
    name: `drift / ${stack}`,
    conclusion,
    html_url: url(stack),
    steps: ["Plan", "Drift"].map((name) => ({ name, conclusion: name === failed ? "failure" : "skipped" })),
  });
  const rest = [
    { name: "stacks", conclusion: "success" },
    { name: "issue", conclusion: null },
  ];

  async function report(jobs: readonly object[], issues: readonly object[], result = "success") {
    const github = await fakeGithub({
      "actions/runs/5/jobs": (page) => ({ jobs: [...rest, ...jobs].slice(100 * (page - 1), 100 * page) }),
      issues: (page) => issues.slice(100 * (page - 1), 100 * page),
    });
    try {
      return {
        ...(await runner.run("drift-issue.mjs", { ...github.env, GITHUB_RUN_ID: "5", LIST_RESULT: result })),
        written: github.written,
      };
    } finally {
      await github.close();
    }
  }
  const bad = [job("b", "failure", "Drift"), job("a", "failure", "Plan"), job("c", "success"), job("d", "cancelled")];
  const open = { number: 3, user: ours, body: `${marker}\nold` };

  it("opens an issue that lists what drifted apart from what could not be looked at", async () => {
    const { written } = await report(bad, [
      { number: 1, user: { login: "somebody" }, body: marker },
      { number: 2, user: ours, body: marker, pull_request: {} },
    ]);
    expect(written).toMatchObject([{ method: "POST", path: "issues", body: { title: "Stacks that drifted" } }]);
    const body = String(written[0]?.body?.body);
    expect(
      body.startsWith(
        `${marker}\n[Last run](https://github.com/acme/platform/actions/runs/5): 1 of 4 stacks drifted, 2 could not be looked at.`,
      ),
    ).toBe(true);
    expect(body).toContain(
      `## Drifted\n\n- [\`b\`](${url("b")})\n\n## Could not be looked at\n\n- [\`a\`](${url("a")})\n- [\`d\`](${url("d")})\n`,
    );
  });

  it("writes over the open one", async () => {
    expect((await report(bad, [open])).written).toMatchObject([{ method: "PATCH", path: "issues/3" }]);
  });

  it("finds the jobs of all pages", async () => {
    const many = Array.from({ length: 150 }, (_, index) => job(`s${index}`, "success"));
    expect((await report([...many, ...bad], [])).written[0]?.body?.body).toContain("1 of 154 stacks drifted");
  });

  it("closes it when nothing is left, and says nothing when there was none", async () => {
    expect((await report([job("c", "success")], [open])).written).toMatchObject([
      { method: "POST", path: "issues/3/comments" },
      { method: "PATCH", path: "issues/3", body: { state: "closed" } },
    ]);
    expect((await report([job("c", "success")], [])).written).toEqual([]);
    expect((await report([job("${{ matrix.stack }}", "skipped")], [])).written).toEqual([]);
  });

  it("leaves the issue alone when the stacks could not be listed", async () => {
    expect(await report([], [open], "failure")).toMatchObject({
      status: 1,
      written: [],
      stderr: "the stacks could not be listed; see the job list\n",
    });
  });

  it("knows the names that drift.yml gives to its job and step", () => {
    const { drift } = workflow("drift.yml").jobs;
    expect(drift?.name).toBe("drift / ${{ matrix.stack }}");
    expect(drift?.steps.at(-1)).toMatchObject({ name: "Drift", if: "steps.plan.outputs.drifted == 'true'" });
    expect(drift?.strategy).toMatchObject({ "fail-fast": false, "max-parallel": 4 });
  });
});
