import { describe, expect, it } from "vitest";
import { requiredJobs } from "../../../stacks/github.ts";
import type { StackJson } from "../../estate.ts";
import { at, blocks } from "../variants.ts";
import { get, github, repositoryIds } from "./github-estate.ts";

const stack = github();
const ids = repositoryIds(stack);
const branch = (json: StackJson, id: string) => get(json, "repository_ruleset", `${id}_Rules_DefaultBranch`);
const checks = (json: StackJson, id: string) =>
  blocks(branch(json, id), "rules.0.required_status_checks.0.required_check") as { context: string; integration_id?: number }[];

describe.each(ids)("rules of %s", (id) => {
  it("hold on the default branch", () => {
    expect(branch(stack, id)).toMatchObject({
      repository: `\${github_repository.${id}.name}`,
      target: "branch",
      enforcement: "active",
      conditions: [{ ref_name: [{ include: ["~DEFAULT_BRANCH"], exclude: [] }] }],
    });
  });

  it("let in what is signed and reviewed by owners, in a line, and nothing out", () => {
    expect(at(branch(stack, id), "rules.0")).toMatchObject({
      ...{ deletion: true, non_fast_forward: true, required_linear_history: true, required_signatures: true },
      pull_request: [
        {
          required_approving_review_count: 2,
          ...{ require_code_owner_review: true, require_last_push_approval: true },
          ...{ dismiss_stale_reviews_on_push: true, required_review_thread_resolution: true },
        },
      ],
    });
    expect(at(branch(stack, id), "rules.0.merge_queue")).toBeUndefined();
  });

  it("ask for as many approvals as the configuration says", () => {
    expect(at(branch(github({ "estate:github.approvals": 3 }), id), "rules.0.pull_request.0.required_approving_review_count")).toBe(3);
  });

  it("are passed by by nobody but the organization's administrators, in a pull request", () => {
    expect(branch(stack, id).bypass_actors).toEqual([{ actor_type: "OrganizationAdmin", actor_id: 1, bypass_mode: "pull_request" }]);
    // Read back as 0 or as 1, it is no drift.
    expect(at(branch(stack, id), "lifecycle.ignore_changes")).toEqual(["bypass_actors[0].actor_id"]);
  });

  it("keep version tags what they are, for everyone", () => {
    const tags = get(stack, "repository_ruleset", `${id}_Rules_Versions`);
    expect(tags).toMatchObject({
      target: "tag",
      enforcement: "active",
      conditions: [{ ref_name: [{ include: ["refs/tags/v*"], exclude: [] }] }],
      rules: [{ deletion: true, update: true, non_fast_forward: true }],
    });
    expect(tags).not.toHaveProperty("bypass_actors");
  });
});

describe("required checks", () => {
  it("are the jobs, as GitHub Actions alone reports them, and Atlantis' plan; never its apply, which waits for them", () => {
    const jobs = requiredJobs.map((context) => ({ context, integration_id: 15368 }));
    expect(checks(stack, "Platform")).toEqual([...jobs, { context: "atlantis/plan" }]);
    expect(at(branch(stack, "Platform"), "rules.0.required_status_checks.0.strict_required_status_checks_policy")).toBe(true);
  });

  it("are not pinned to github.com's App on a server of one's own", () => {
    const server = github({ "estate:github.url": "https://github.example.com" });
    expect(checks(server, "Platform")).toEqual([...requiredJobs, "atlantis/plan"].map((context) => ({ context })));
  });

  it("are the platform's own: what others run is theirs", () => {
    for (const id of ids.slice(1)) expect(at(branch(stack, id), "rules.0.required_status_checks")).toBeUndefined();
  });
});
