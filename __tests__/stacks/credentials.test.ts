import { describe, expect, it } from "vitest";
import type { Environment } from "../../config/estate.ts";
import { loadEstate } from "../../config/load.ts";
import { nameRules } from "../../constructs/naming.ts";
import { vaultAudience } from "../../constructs/vault/facts.ts";
import { projectName, type StackSpec, workspaceName } from "../../stacks/stack-spec.ts";
import { defaultStacks, resources, type StackJson, synthesized } from "../estate.ts";

type Body = Record<string, unknown>;
const specs = defaultStacks();
const byId = new Map(specs.map((spec) => [spec.id, spec]));
const rendered = new Map<string, StackJson>();
function stackOf(id: string): StackJson {
  const spec = byId.get(id);
  if (spec === undefined) throw new Error(`${id} is not a stack`);
  const stack = rendered.get(id) ?? synthesized(spec);
  rendered.set(id, stack);
  return stack;
}
const bodies = (stack: StackJson, type: string): Body[] =>
  resources(stack).flatMap(([found, , body]) => (found === type ? [body as Body] : []));

const environments = Object.values(loadEstate("config").environments);
const pairs = environments.flatMap((environment) => Object.keys(environment.clouds).map((cloud) => [environment, cloud] as const));
const variablesOf = ({ name }: Environment) => bodies(stackOf(`${name}-credentials`), "tfe_variable");

/** The variables of one set, by key. */
function setOf(environment: Environment, credential: string): Record<string, string> {
  const set = `\${data.terraform_remote_state.global-workspaces.outputs.variable_set_${environment.name}_${credential}__id}`;
  const found = variablesOf(environment).filter(({ variable_set_id }) => variable_set_id === set);
  return Object.fromEntries(found.map(({ key, value }) => [String(key), String(value)]));
}
const output = (account: string, field: string): string => `\${data.terraform_remote_state.${account}.outputs.account__${field}}`;

/** Stacks whose runs are given the credential. */
const users = (environment: Environment, credential: string): StackSpec[] =>
  specs.filter((spec) => spec.environment === environment.name && spec.credentials.some((name) => name === credential));
/** What HCP Terraform signs for a run: https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/workload-identity-tokens */
const subject = ({ terraform, environment, id }: StackSpec, phase: string): string =>
  `organization:${terraform.organization}:project:${projectName(terraform, environment)}:workspace:${workspaceName(terraform, id)}:run_phase:${phase}`;

/** Keys of the identity of each phase. */
const phases: Record<string, readonly [plan: string, apply: string]> = {
  aws: ["TFC_AWS_PLAN_ROLE_ARN", "TFC_AWS_APPLY_ROLE_ARN"],
  gcp: ["TFC_GCP_PLAN_SERVICE_ACCOUNT_EMAIL", "TFC_GCP_APPLY_SERVICE_ACCOUNT_EMAIL"],
  azure: ["TFC_AZURE_PLAN_CLIENT_ID", "TFC_AZURE_APPLY_CLIENT_ID"],
};

describe.each(pairs.map(([environment, cloud]) => [environment.name, cloud, environment] as const))(
  "runs of %s on %s",
  (name, cloud, environment) => {
    const set = setOf(environment, cloud);
    const account = `${name}-${cloud}-account`;

    it("plan as one identity of the account and apply as another", () => {
      const [plan = "", apply = ""] = phases[cloud] ?? [];
      expect(set[`TFC_${cloud.toUpperCase()}_PROVIDER_AUTH`]).toBe("true");
      expect([set[plan], set[apply]]).toEqual([output(account, "plan_identity"), output(account, "apply_identity")]);
      const { output: outputs } = stackOf(account);
      expect(outputs?.account__plan_identity?.value).not.toEqual(outputs?.account__apply_identity?.value);
    });

    it("say where tokens are exchanged", () => {
      const { account: config } = environment.clouds[cloud as keyof Environment["clouds"]] ?? {};
      const expected = {
        aws: {},
        gcp: { TFC_GCP_WORKLOAD_PROVIDER_NAME: output(account, "federation") },
        azure: { ARM_TENANT_ID: output(account, "federation"), ARM_SUBSCRIPTION_ID: (config as unknown as Body)?.subscriptionId },
      };
      expect(set).toMatchObject(expected[cloud as keyof typeof expected]);
    });

    it("are who the account trusts, each with what it expects a token to be for", () => {
      const runs = users(environment, cloud);
      expect(runs.length).toBeGreaterThan(1);
      for (const phase of ["plan", "apply"])
        for (const run of runs) expect(trusts[cloud]?.(stackOf(account), run, phase, set), `${run.id} ${phase}`).toBe(true);
    });
  },
);

/** Whether an account would take a run's token. */
const trusts: Record<string, (account: StackJson, run: StackSpec, phase: string, set: Record<string, string>) => boolean> = {
  aws: (account, run, phase, set) =>
    bodies(account, "aws_iam_role")
      .map(({ assume_role_policy }) => String(assume_role_policy))
      .filter((policy) => policy.includes(`:run_phase:${phase}`))
      .some((policy) => {
        const [, pattern = ""] = /"(organization:[^"]+)"/.exec(policy.replaceAll("\\", "")) ?? [];
        const subjects = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
        return subjects.test(subject(run, phase)) && policy.includes(set.TFC_AWS_WORKLOAD_IDENTITY_AUDIENCE ?? "nothing");
      }),
  gcp: (account, run, phase, set) => {
    const project = projectName(run.terraform, run.environment);
    const [provider = {}] = bodies(account, "google_iam_workload_identity_pool_provider").filter(
      ({ display_name }) => display_name === "HCP Terraform",
    );
    const members = bodies(account, "google_service_account_iam_member").map(({ member }) => String(member));
    const takesDefaultAudience =
      !JSON.stringify(provider).includes("allowed_audiences") && set.TFC_GCP_WORKLOAD_IDENTITY_AUDIENCE === undefined;
    const isOurs = `assertion.terraform_organization_name == "${run.terraform.organization}" && assertion.terraform_project_name == "${project}"`;
    const isMember = members.some((member) => member.endsWith(`/attribute.project_phase/${project}/${phase}`));
    return takesDefaultAudience && provider.attribute_condition === isOurs && isMember;
  },
  azure: (account, run, phase, set) =>
    bodies(account, "azurerm_federated_identity_credential").some(
      (credential) =>
        credential.subject === subject(run, phase) &&
        JSON.stringify(credential.audience) === JSON.stringify([set.TFC_AZURE_WORKLOAD_IDENTITY_AUDIENCE]),
    ),
};

describe("limits of the clouds", () => {
  it("Azure: an identity believes as many workspaces as use it, and at most 20", () => {
    for (const [environment] of pairs.filter(([, cloud]) => cloud === "azure")) {
      const account = stackOf(`${environment.name}-azure-account`);
      for (const phase of ["plan", "apply"]) {
        const trusted = bodies(account, "azurerm_federated_identity_credential").filter((body) =>
          String(body.subject).endsWith(`:run_phase:${phase}`),
        );
        expect(trusted.map((body) => body.subject).sort()).toEqual(
          users(environment, "azure")
            .map((run) => subject(run, phase))
            .sort(),
        );
        expect(trusted.length).toBeLessThanOrEqual(20);
      }
    }
  });

  it("Google Cloud: the subject of a token can be over 127 bytes, so the id of the workspace stands for it", () => {
    const [run] = specs;
    const longest = { ...run, id: "x".repeat(nameRules["tfe:Workspace"].max - "acme-".length) } as StackSpec;
    expect(Buffer.byteLength(subject(longest, "apply"))).toBeGreaterThan(127);
    for (const [environment] of pairs.filter(([, cloud]) => cloud === "gcp")) {
      const providers = bodies(stackOf(`${environment.name}-gcp-account`), "google_iam_workload_identity_pool_provider");
      const mapping = providers.find(({ display_name }) => display_name === "HCP Terraform")?.attribute_mapping as Body;
      expect(mapping["google.subject"]).toBe("assertion.terraform_workspace_id");
    }
  });
});

describe.each(environments.map((environment) => [environment.name, environment] as const))("%s-credentials", (name, environment) => {
  it("signs in to Vault as a role of the environment and the phase", () => {
    expect(setOf(environment, "vault")).toEqual({
      TFC_VAULT_PROVIDER_AUTH: "true",
      TFC_VAULT_WORKLOAD_IDENTITY_AUDIENCE: vaultAudience,
      TFC_VAULT_ADDR: "https://vault.example.com",
      TFC_VAULT_AUTH_PATH: "jwt/tfc",
      TFC_VAULT_PLAN_ROLE: `tfc-${name}-plan`,
      TFC_VAULT_APPLY_ROLE: `tfc-${name}-apply`,
    });
  });

  it("writes only environment variables that anybody may read, no key of a cloud among them", () => {
    const variables = variablesOf(environment);
    for (const { key, category, sensitive } of variables) {
      expect({ category, sensitive }, String(key)).toEqual({ category: "env", sensitive: false });
      expect(key).not.toMatch(/ACCESS_KEY|SECRET|PASSWORD|TOKEN|CREDENTIALS/);
    }
    const sets = [...Object.keys(environment.clouds), "vault"].map((credential) => Object.keys(setOf(environment, credential)).length);
    expect(sets.reduce((sum, count) => sum + count)).toBe(variables.length);
    expect(Math.min(...sets)).toBeGreaterThan(3);
  });

  it("writes only into sets that the workspaces stack makes for this environment", () => {
    const { output } = stackOf("global-workspaces");
    for (const { variable_set_id } of variablesOf(environment)) {
      const [, contract = ""] = /outputs\.(\w+)\}/.exec(String(variable_set_id)) ?? [];
      expect(contract).toMatch(new RegExp(`^variable_set_${name}_`));
      expect(output).toHaveProperty(contract);
    }
  });
});
