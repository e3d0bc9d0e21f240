import { describe, expect, it } from "vitest";
import { committed, type StackJson } from "../../estate.ts";
import { lookup } from "../variants.ts";
import { all, get, github, githubWithout, one } from "./github-estate.ts";

const stack = github();
const environments = (json: StackJson) => Object.values(all(json, "repository_environment")).map(({ environment }) => environment);
const reference = /^\$\{data\.terraform_remote_state\.([\w-]+)\.outputs\.(\w+)\}$/;

/** Variables of an environment: literals as they are, references as `<stack> <output>`. */
function variables(json: StackJson, environment: string): Record<string, string> {
  const id = `Environments_${environment[0]?.toUpperCase()}${environment.slice(1)}`;
  const own = Object.values(all(json, "actions_environment_variable")).filter(
    (variable) => variable.environment === `\${github_repository_environment.${id}.environment}`,
  );
  return Object.fromEntries(own.map(({ variable_name, value }) => [variable_name, String(value).replace(reference, "$1 $2")]));
}

describe("environments", () => {
  it("are those of the estate, and that of the job that looks for drift", () => {
    expect(environments(stack).sort()).toEqual(["dev", "drift", "mgmt", "prod", "staging"]);
    const less = githubWithout("staging");
    expect(environments(less).sort()).toEqual(["dev", "drift", "mgmt", "prod"]);
    expect(JSON.stringify(less)).not.toContain("staging");
  });

  it.each(["Dev", "Drift", "Mgmt", "Prod", "Staging"])("%s takes jobs of the default branch only", (name) => {
    expect(get(stack, "repository_environment", `Environments_${name}`)).toMatchObject({
      repository: "${github_repository.Platform.name}",
      deployment_branch_policy: [{ protected_branches: false, custom_branch_policies: true }],
      can_admins_bypass: false,
    });
    expect(get(stack, "repository_environment_deployment_policy", `Environments_${name}DefaultBranch`)).toMatchObject({
      environment: `\${github_repository_environment.Environments_${name}.environment}`,
      branch_pattern: "main",
    });
  });

  it("are reviewed where deletion is refused, by two teams that can read the repository", () => {
    for (const name of ["Mgmt", "Prod"]) {
      expect(get(stack, "repository_environment", `Environments_${name}`)).toMatchObject({
        reviewers: [{ teams: ["${github_team.Teams_Administrators.id}", "${github_team.Teams_Operators.id}"] }],
        prevent_self_review: true,
        wait_timer: 10,
        depends_on: ["github_team_repository.Platform_Administrators", "github_team_repository.Platform_Operators"],
      });
    }
    for (const name of ["Dev", "Drift", "Staging"]) {
      for (const key of ["reviewers", "prevent_self_review", "wait_timer"])
        expect(get(stack, "repository_environment", `Environments_${name}`), `${name} ${key}`).not.toHaveProperty(key);
    }
    const careful = github({ "staging:deletionProtection": true });
    expect(get(careful, "repository_environment", "Environments_Staging")).toHaveProperty("reviewers");
  });
});

describe("variables", () => {
  it("name the identities of the environment's own accounts", () => {
    expect(variables(stack, "dev")).toEqual({
      AWS_ROLE_ARN: "dev-aws-account account__pipeline_identity",
      AWS_REGION: "us-east-1",
    });
    for (const [environment, subscription] of [["staging", 3] as const, ["prod", 4] as const]) {
      expect(variables(stack, environment)).toEqual({
        AWS_ROLE_ARN: `${environment}-aws-account account__pipeline_identity`,
        AWS_REGION: "us-east-1",
        GCP_SERVICE_ACCOUNT: `${environment}-gcp-account account__pipeline_identity`,
        GCP_WORKLOAD_IDENTITY_PROVIDER: `\${replace(data.terraform_remote_state.${environment}-gcp-account.outputs.account__federation, "providers/terraform", "providers/github")}`,
        AZURE_CLIENT_ID: `${environment}-azure-account account__pipeline_identity`,
        AZURE_TENANT_ID: `${environment}-azure-account account__federation`,
        AZURE_SUBSCRIPTION_ID: `00000000-0000-0000-0000-00000000000${subscription}`,
      });
    }
  });

  it("follow the clouds of the environment", () => {
    const less = github({ "prod:clouds.gcp": undefined, "prod:dataSync": false });
    expect(Object.keys(variables(less, "prod")).filter((name) => name.startsWith("GCP_"))).toEqual([]);
  });

  it.each(["prod-gcp-account", "staging-gcp-account"])("%s has the neighbouring provider that the replaced name means", (id) => {
    const providers = lookup<Record<string, unknown>>("google_iam_workload_identity_").all(committed(id), "pool_provider");
    const ids = Object.fromEntries(Object.entries(providers).map(([key, provider]) => [provider.workload_identity_pool_provider_id, key]));
    expect(Object.keys(ids).sort()).toEqual(["github", "terraform"]);
    expect(new Set(Object.values(providers).map(({ workload_identity_pool_id }) => workload_identity_pool_id)).size).toBe(1);
    expect(committed(id).output?.account__federation?.value).toBe(`\${google_iam_workload_identity_pool_provider.${ids.terraform}.name}`);
  });

  it("are all there is: nothing holds a secret", () => {
    expect(Object.keys(stack.resource).filter((type) => /secret|deploy_key|ssh_key|gpg_key|webhook/.test(type))).toEqual([]);
  });
});

describe("the subject of jobs' tokens", () => {
  const parts: Record<string, (environment: string) => string> = {
    repo: () => "repo:acme/platform",
    context: (environment) => `environment:${environment}`,
  };
  const template = one(stack, "actions_repository_oidc_subject_claim_customization_template");
  const subject = (environment: string) =>
    (template.include_claim_keys as string[]).map((key) => parts[key]?.(environment) ?? `unknown ${key}`).join(":");

  it("is the repository's own, whatever the organization's template is", () => {
    expect(template).toMatchObject({ repository: "${github_repository.Platform.name}", use_default: false });
    expect(subject("prod")).toBe("repo:acme/platform:environment:prod");
  });

  it.each(["mgmt", "dev", "staging", "prod"])("is what %s trusts on aws", (environment) => {
    const role = lookup<Record<string, unknown>>("aws_").get(committed(`${environment}-aws-account`), "iam_role", "Account_Trust_Pipeline");
    const [trust] = JSON.parse(String(role.assume_role_policy)).Statement;
    expect(trust.Condition.StringLike["token.actions.githubusercontent.com:sub"]).toContain(subject(environment));
  });

  it.each(["staging", "prod"])("is what %s trusts on azure and gcp", (environment) => {
    const credentials = lookup<Record<string, unknown>>("azurerm_").all(
      committed(`${environment}-azure-account`),
      "federated_identity_credential",
    );
    const trusted = Object.values(credentials).filter(({ issuer }) => issuer === "https://token.actions.githubusercontent.com");
    expect(trusted.map((credential) => credential.subject)).toEqual([subject(environment)]);
    expect(JSON.stringify(committed(`${environment}-gcp-account`))).toContain(`/subject/${subject(environment)}"`);
  });
});
