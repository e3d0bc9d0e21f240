import { describe, expect, it } from "vitest";
import { teamRoles } from "../../../constructs/delivery/github-teams.ts";
import { all, get, github, repositoryIds } from "./github-estate.ts";

const stack = github();
const ids = repositoryIds(stack);

describe("repositories", () => {
  it("are this one and the configured ones", () => {
    const repositories = all(stack, "repository");
    expect(Object.fromEntries(ids.map((id) => [id, repositories[id]?.name]))).toEqual({
      Platform: "platform",
      RepositoryPlatformGitops: "platform-gitops",
      RepositoryServiceTemplate: "service-template",
    });
    expect(repositories.RepositoryPlatformGitops).toMatchObject({ description: "What Argo CD runs in the clusters", is_template: false });
    expect(repositories.RepositoryServiceTemplate).toMatchObject({ is_template: true });
  });

  it.each(ids)("%s is private, squashes, and warns of secrets and weak dependencies", (id) => {
    expect(get(stack, "repository", id)).toMatchObject({
      visibility: "private",
      ...{ allow_squash_merge: true, allow_merge_commit: false, allow_rebase_merge: false },
      ...{ has_wiki: false, has_projects: false, delete_branch_on_merge: true, web_commit_signoff_required: true },
      vulnerability_alerts: true,
      security_and_analysis: [{ secret_scanning: [{ status: "enabled" }], secret_scanning_push_protection: [{ status: "enabled" }] }],
    });
    expect(get(stack, "repository_dependabot_security_updates", `${id}_SecurityUpdates`)).toMatchObject({
      repository: `\${github_repository.${id}.name}`,
      enabled: true,
    });
  });

  it.each(ids)("%s is neither destroyed nor, where that is wanted, deleted", (id) => {
    expect(get(stack, "repository", id)).toMatchObject({ archive_on_destroy: true, lifecycle: { prevent_destroy: true } });
    const released = github({ "estate:retired": { "global-github": "released" } });
    expect(get(released, "repository", id)).toMatchObject({ archive_on_destroy: true, lifecycle: { prevent_destroy: false } });
  });

  it("takes over the repository the code is in, and makes the others", () => {
    expect(stack).toHaveProperty("import", [{ id: "platform", to: "github_repository.Platform" }]);
    expect(Object.keys(all(stack, "repository")).filter((id) => get(stack, "repository", id).auto_init === true)).toEqual(ids.slice(1));
  });

  it("merges nothing of the platform by itself: plans succeed before anything is applied", () => {
    expect(get(stack, "repository", "Platform").allow_auto_merge).toBe(false);
    expect(get(stack, "repository", "RepositoryPlatformGitops").allow_auto_merge).toBe(true);
  });

  it("follows the configuration: another repository, another name", () => {
    const changed = github({ "estate:github.repositories.docs": { description: "Pages" }, "estate:github.repository": "estate" });
    expect(repositoryIds(changed)).toEqual(["Platform", "RepositoryDocs", "RepositoryPlatformGitops", "RepositoryServiceTemplate"]);
    expect(get(changed, "repository", "RepositoryDocs")).toMatchObject({ name: "docs", visibility: "private" });
    expect(get(changed, "repository", "Platform").name).toBe("estate");
    expect(changed).toHaveProperty("import", [{ id: "estate", to: "github_repository.Platform" }]);
  });

  it("refuses two repositories that would get one address", () => {
    const twins = { "estate:github.repositories.Platform_gitops": { description: "Twin" } };
    expect(() => github(twins)).toThrow(
      /github\.repositories: Platform_gitops and platform-gitops differ in case or punctuation only.*rename one/,
    );
  });
});

describe("workflows", () => {
  it.each(ids)("%s: only listed actions, and a token that reads", (id) => {
    const [config] = get(stack, "actions_repository_permissions", `${id}_Actions`).allowed_actions_config as Record<string, unknown>[];
    expect(get(stack, "actions_repository_permissions", `${id}_Actions`)).toMatchObject({ enabled: true, allowed_actions: "selected" });
    expect(config).toMatchObject({ github_owned_allowed: true, verified_allowed: false });
    for (const pattern of (config?.patterns_allowed ?? []) as string[]) expect(pattern).toMatch(/^[\w.-]+\/[\w./-]+@\*$/);
    expect(get(stack, "workflow_repository_permissions", `${id}_WorkflowToken`)).toMatchObject({
      default_workflow_permissions: "read",
      can_approve_pull_request_reviews: false,
    });
  });
});

describe("teams", () => {
  it("are the groups, which everyone can see, without members of their own", () => {
    const teams = Object.values(all(stack, "team"));
    expect(teams.map(({ name }) => name).sort()).toEqual(["auditors", "developers", "platform-administrators", "platform-operators"]);
    for (const team of teams) expect(team).toMatchObject({ privacy: "closed", create_default_maintainer: false });
    expect(all(github({ "estate:identity": { groups: { operators: "sre" } } }), "team").Teams_Operators).toMatchObject({ name: "sre" });
    expect(Object.keys(stack.resource).filter((type) => /member|invitation|collaborator/.test(type))).toEqual([]);
  });

  it.each(ids)("%s lets each group in with its own right", (id) => {
    const rights = { Administrators: "admin", Operators: "maintain", Developers: "push", Auditors: "pull" };
    expect(Object.keys(rights)).toHaveLength(Object.keys(teamRoles).length);
    for (const [role, permission] of Object.entries(rights)) {
      expect(get(stack, "team_repository", `${id}_${role}`)).toMatchObject({
        repository: `\${github_repository.${id}.name}`,
        team_id: `\${github_team.Teams_${role}.id}`,
        permission,
      });
    }
  });
});
