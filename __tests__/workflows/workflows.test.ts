import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadEstate } from "../../config/load.ts";
import { driftEnvironment, requiredJobs, thirdPartyActions } from "../../stacks/github.ts";
import { jobs, steps, workflow, workflows } from "./workflow-files.ts";

const { scripts, engines } = JSON.parse(readFileSync("package.json", "utf8"));
const scriptFolder = ".github/scripts";
const scriptFiles = readdirSync(scriptFolder).sort();
const everyRun = steps.flatMap(([name, { run }]) => (run === undefined ? [] : [[name, run] as const]));

/** What each job may do, and nothing else may be said: a new job is added here with a reason. */
const permissions: Record<string, Record<string, string>> = {
  "check.yml code": { contents: "read" },
  "check.yml rehearsal": { contents: "read" },
  "check.yml output": { contents: "read" },
  "report.yml changes": { contents: "read" },
  "report.yml comment": { contents: "read", "pull-requests": "write" },
  "report.yml cost": { contents: "read", "pull-requests": "write" },
  "images.yml images": { contents: "read" },
  // A token of the job's own, for the registry.
  "images.yml push": { contents: "read", "id-token": "write" },
  "drift.yml stacks": { contents: "read" },
  "drift.yml drift": { contents: "read" },
  "drift.yml issue": { actions: "read", contents: "read", issues: "write" },
};

/** Which secret which step gets. */
const secrets: Record<string, string[]> = {
  "report.yml cost: .github/scripts/price.sh": ["INFRACOST_API_KEY"],
  "report.yml cost: .github/scripts/cost-gate.sh": ["INFRACOST_API_KEY"],
  "drift.yml drift: .github/scripts/drift-plan.sh": ["TF_TOKEN_APP_TERRAFORM_IO"],
};

describe("workflows", () => {
  it("are the four that docs/pull-requests.md explains, with the jobs of pull requests and every secret", () => {
    expect(workflows.map(([file]) => file)).toEqual(["check.yml", "drift.yml", "images.yml", "report.yml"]);
    const page = readFileSync("docs/pull-requests.md", "utf8");
    for (const [name, job] of jobs) if (!/^(drift|images)\.yml/.test(name)) expect(page).toContain(`| \`${job.name}\` |`);
    for (const secret of new Set(Object.values(secrets).flat())) expect(page).toContain(`| \`${secret}\` |`);
  });

  it("give a token of HCP Terraform to jobs of main only: to those of the environment that the github stack keeps for them", () => {
    const holders = Object.entries(secrets).filter(([, names]) => names.includes("TF_TOKEN_APP_TERRAFORM_IO"));
    const names = holders.map(([step]) => step.slice(0, step.indexOf(":")));
    for (const [name, job] of jobs.filter(([name]) => name !== "images.yml push"))
      expect(job.environment, name).toBe(names.includes(name) ? driftEnvironment : undefined);
  });

  it.each(workflows)("%s begins without any right, stops on errors and does not pile up", (_, { permissions, concurrency, defaults }) => {
    expect(permissions).toEqual({});
    expect(concurrency).toBeDefined();
    expect(defaults?.run?.shell).toBe("bash -euo pipefail {0}");
  });

  it.each(workflows)("%s is started by nothing that runs a fork's code with rights", (_, { on }) => {
    const safe = ["pull_request", "merge_group", "push", "schedule", "workflow_dispatch"];
    expect(Object.keys(on).filter((event) => !safe.includes(event))).toEqual([]);
  });

  it("run on pull requests into main and in the merge queue, and on nothing that would skip a required job", () => {
    for (const file of ["check.yml", "report.yml"]) {
      expect(workflow(file).on).toHaveProperty("merge_group");
      expect(workflow(file).on.pull_request).toEqual({ branches: ["main"] });
    }
  });

  it("have the job names that the ruleset requires, in jobs that are never skipped", () => {
    const found = jobs.map(([, job]) => job).filter(({ name }) => requiredJobs.includes(name));
    expect(found.map(({ name }) => name).sort()).toEqual([...requiredJobs].sort());
    expect(found.length).toBe(4);
    for (const job of found) expect([job.if, job.needs], job.name).toEqual([undefined, undefined]);
  });

  it("give every job just the rights it needs", () => {
    expect(Object.fromEntries(jobs.map(([name, job]) => [name, job.permissions]))).toEqual(permissions);
  });

  it("give secrets to the steps that need them only, and the writing token to no job that installs packages", () => {
    const given = steps.flatMap(([name, step]) => {
      const names = [...JSON.stringify(step).matchAll(/secrets\.(\w+)/g)].map(([, secret]) => secret);
      return names.length > 0 ? [[`${name}: ${step.run}`, names] as const] : [];
    });
    expect(Object.fromEntries(given)).toEqual(secrets);
    for (const [file, , text] of workflows)
      expect(text.match(/secrets\./g)?.length ?? 0, file).toBe(given.filter(([name]) => name.startsWith(file)).length);
    for (const [name, job] of jobs) {
      const installs = job.steps.some(({ run }) => run?.startsWith("npm "));
      if (!installs) continue;
      expect(Object.values(job.permissions ?? {}), name).toEqual(["read"]);
      expect(JSON.stringify(job), name).not.toMatch(/secrets\.|github\.token/);
    }
  });

  it.each(jobs)("%s ends by itself and runs on a fixed system", (_, job) => {
    expect(job["timeout-minutes"]).toBeLessThanOrEqual(30);
    expect(job["runs-on"]).toBe("ubuntu-24.04");
  });
});

describe("what the workflows use", () => {
  const actions = [...new Set(steps.flatMap(([, { uses }]) => uses ?? []))].sort();

  it("is few actions, each always in one version, pinned by commit with the version beside it", () => {
    expect(actions.map((action) => action.split("@")[0])).toEqual(["actions/checkout", "actions/setup-node", "hashicorp/setup-terraform"]);
    const foreign = actions.filter((action) => !action.startsWith("actions/"));
    expect(
      foreign.map((action) => action.replace(/@.*/, "@*")),
      "those that the organization allows",
    ).toEqual(thirdPartyActions);
    for (const [file, , text] of workflows) {
      for (const [line] of text.matchAll(/uses:.*/g)) expect(line, file).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it("keeps no token in a checkout", () => {
    const checkouts = steps.filter(([, { uses }]) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.length).toBe(jobs.length);
    for (const [name, step] of checkouts) expect(step.with?.["persist-credentials"], name).toBe(false);
  });

  it("has the history wherever a base is compared with", () => {
    for (const [name, job] of jobs) {
      const env = JSON.stringify(workflows.find(([file]) => name.startsWith(file))?.[1].env ?? {}) + JSON.stringify(job.env ?? {});
      const compares = env.includes("BASE") && !job.steps.some((step) => step.with?.["sparse-checkout"]);
      if (compares) expect(job.steps[0]?.with?.["fetch-depth"], name).toBe(0);
    }
  });

  it("is the oldest Node that package.json promises", () => {
    const nodes = steps.filter(([, { uses }]) => uses?.startsWith("actions/setup-node@"));
    expect(nodes.length).toBe(5);
    for (const [name, step] of nodes) expect(`>=${step.with?.["node-version"]}`, name).toBe(engines.node);
  });

  it("is the terraform of the stacks, without the wrapper that hides exit codes", () => {
    const terraforms = steps.filter(([, { uses }]) => uses?.startsWith("hashicorp/setup-terraform@"));
    const version = (name: string, terraform_version: string) => [name, { terraform_version, terraform_wrapper: false }];
    expect(terraforms.map(([name, step]) => [name, step.with])).toEqual([
      version("check.yml code", "${{ steps.stacks.outputs.terraform }}"),
      version("check.yml rehearsal", "${{ steps.stacks.outputs.terraform }}"),
      version("drift.yml drift", "${{ matrix.terraform }}"),
    ]);
    const output = join(mkdtempSync(join(tmpdir(), "output-")), "output");
    for (const [, { run = "" }] of steps.filter(([, { id }]) => id === "stacks")) {
      writeFileSync(output, "");
      expect(spawnSync("bash", ["-euo", "pipefail", "-c", run], { env: { ...process.env, GITHUB_OUTPUT: output } }).status).toBe(0);
      expect(readFileSync(output, "utf8")).toBe(`terraform=${loadEstate("config").terraform.version}\n`);
    }
  });

  it("is npm scripts that exist", () => {
    const used = [...everyRun.map(([, run]) => run), ...scriptFiles.map((file) => readFileSync(join(scriptFolder, file), "utf8"))].join(
      "\n",
    );
    const names = [...used.matchAll(/^\s*npm (?:run (?:--silent )?([\w-]+)|(test))\b/gm)].map(([, script, test]) => script ?? test ?? "");
    expect(new Set(names)).toEqual(new Set(["types", "lint", "test", "rehearse", "synth", "changes"]));
    for (const name of names) expect(scripts).toHaveProperty(name);
  });

  it("is scripts that exist and can be run; each is used", () => {
    const called = everyRun.flatMap(([, run]) => [...run.matchAll(/\.github\/scripts\/[\w.-]+/g)].map(([path]) => path));
    for (const path of called) expect(existsSync(path), path).toBe(true);
    expect(new Set([...called, ".github/scripts/github-api.mjs"])).toEqual(new Set(scriptFiles.map((file) => join(scriptFolder, file))));
    for (const file of scriptFiles.filter((name) => name.endsWith(".sh")))
      expect(statSync(join(scriptFolder, file)).mode & 0o111, file).toBe(0o111);
  });

  it("puts no expression into a shell line: values come by env", () => {
    for (const [name, run] of everyRun) expect(run, name).not.toContain("${{");
    for (const [file, , text] of workflows)
      expect(text, file).not.toMatch(/\$\{\{[^}]*\b(head_ref|title|body|head\.ref|head\.label|commits|message|display_title)\b/);
  });
});

describe("scripts of the workflows", () => {
  const shells = scriptFiles.filter((file) => file.endsWith(".sh"));

  it.each(shells)("%s is right shell, and stops at the first error", (file) => {
    const path = join(scriptFolder, file);
    expect(readFileSync(path, "utf8")).toMatch(/^#!\/usr\/bin\/env bash\n(#.*\n)+set -euo pipefail\n/);
    const { status, stderr } = spawnSync("bash", ["-n", path], { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });

  it("pins Infracost exactly, by version and by checksum", () => {
    const text = readFileSync(join(scriptFolder, "install-infracost.sh"), "utf8");
    expect(text).toMatch(/^version=0\.10\.45$/m);
    expect(text).toMatch(/^sha256=[0-9a-f]{64}$/m);
    const others = [
      ...workflows.map(([, , workflowText]) => workflowText),
      ...scriptFiles.filter((file) => file !== "install-infracost.sh").map((file) => readFileSync(join(scriptFolder, file), "utf8")),
    ];
    expect(others.join("\n")).not.toMatch(/infracost\/actions|curl /);
  });
});

describe("dependabot", () => {
  it("keeps the pinned actions and packages up to date", () => {
    const { updates } = parse(readFileSync(".github/dependabot.yml", "utf8"));
    const kinds = updates.map((update: Record<string, unknown>) => [
      update["package-ecosystem"],
      update.directory,
      Object.keys(update.groups as object).length > 0,
    ]);
    expect(kinds).toEqual([
      ["github-actions", "/", true],
      ["npm", "/", true],
      ["docker", "/agents", true],
    ]);
  });
});
