import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { requiredJobs, thirdPartyActions } from "../../stacks/github.ts";
import { get, github, githubSpec } from "../constructs/delivery/github-estate.ts";
import { synthesized } from "../estate.ts";

const folder = ".github/workflows";

interface Step {
  readonly uses?: string;
}
interface Workflow {
  readonly on: Record<string, Record<string, unknown> | null>;
  readonly jobs: Record<string, { name?: string; uses?: string; steps?: Step[] }>;
}

const files = existsSync(folder) ? readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : [];
const workflows: Workflow[] = files.map((name) => parse(readFileSync(join(folder, name), "utf8")));

describe("global-github", () => {
  const spec = githubSpec();

  it("reads every account, publishes nothing and acts as the GitHub App", () => {
    expect(spec).toMatchObject({ layer: "github", publishes: [], credentials: ["github"], execution: "remote" });
    const accounts = Object.keys(synthesized(spec).data?.terraform_remote_state ?? {});
    expect(accounts.sort()).toEqual(spec.consumes.map(({ id }) => id).sort());
    expect(accounts).toHaveLength(10);
  });

  it("is described by plain JSON", () => {
    expect(JSON.parse(JSON.stringify(spec.input))).toStrictEqual(spec.input);
  });

  it("has one provider, whose key is not in it", () => {
    expect(github().provider).toEqual({
      github: [{ owner: "acme", app_auth: { id: "100000", installation_id: "10000000", pem_file: "${var.github_app_pem_file}" } }],
    });
    expect(github()).toHaveProperty("variable.github_app_pem_file", expect.objectContaining({ sensitive: true, default: null }));
  });

  it("goes to the server the configuration names", () => {
    const server = github({ "estate:github.url": "https://github.example.com", "estate:github.owner": "tools" });
    expect(server.provider.github?.[0]).toMatchObject({ owner: "tools", base_url: "https://github.example.com/" });
  });

  it("keeps a way out: emptied, nothing is left but the provider and its state", () => {
    const emptied = github({ "estate:retired": { "global-github": "emptied" } });
    expect(Object.keys(emptied).sort()).toEqual(["//", "provider", "terraform", "variable"]);
  });

  it("works with local state too, where there are no workspaces", () => {
    const local = github({ "estate:terraform.backend": "local" });
    expect(get(local, "repository", "Platform").name).toBe("platform");
  });
});

describe.skipIf(files.length === 0)(`${folder}${files.length === 0 ? " (not written yet)" : ""}`, () => {
  it("has the required jobs, in workflows that run for every pull request", () => {
    // A required check that a filter of paths skips is never reported, and blocks for good.
    const always = workflows.filter(
      ({ on }) => "pull_request" in on && !Object.keys(on.pull_request ?? {}).some((key) => /^paths/.test(key)),
    );
    const jobs = always.flatMap((workflow) => Object.entries(workflow.jobs).map(([id, { name }]) => name ?? id));
    for (const job of requiredJobs)
      expect(
        jobs.filter((name) => name === job),
        job,
      ).toEqual([job]);
  });

  it("runs for the branch that environments take jobs of", () => {
    const environment = get(github(), "repository_environment_deployment_policy", "Environments_ProdDefaultBranch");
    const branches = workflows.flatMap(({ on }) => (on.pull_request?.branches ?? []) as string[]);
    expect(new Set(branches)).toEqual(new Set([environment.branch_pattern]));
  });

  it("uses exactly the actions that are allowed", () => {
    const steps = workflows.flatMap(({ jobs }) => Object.values(jobs).flatMap((job) => [job, ...(job.steps ?? [])]));
    const used = steps.flatMap(({ uses }) => (uses === undefined || /^(\.\/|actions\/|github\/)/.test(uses) ? [] : [uses]));
    expect([...new Set(used.map((uses) => uses.replace(/@.*/, "@*")))].sort()).toEqual([...thirdPartyActions].sort());
  });
});
