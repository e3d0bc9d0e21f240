import { describe, expect, it } from "vitest";
import type { Estate } from "../../config/estate.ts";
import { loadEstate } from "../../config/load.ts";
import { catalog } from "../../stacks/catalog.ts";
import { isDynamic, variableSetKey } from "../../stacks/run-credentials.ts";
import type { StackSpec } from "../../stacks/stack-spec.ts";
import { type Json, resources, type StackJson, synthesized } from "../estate.ts";

type Body = Record<string, unknown>;

/** The stack's JSON, and what its resources of a type say, by what they belong to. */
interface Rendered {
  readonly specs: StackSpec[];
  readonly stack: StackJson;
  all(type: string): [string, Body][];
  /** Workspaces and projects are told from each other by name. */
  readonly nameOf: (reference: unknown) => string;
}

function render(change: (estate: Estate) => void = () => {}): Rendered {
  const estate = structuredClone(loadEstate("config"));
  change(estate);
  const specs = catalog(estate);
  const stack = synthesized(specs.find(({ layer }) => layer === "workspaces") as StackSpec);
  const all = (type: string) =>
    resources(stack).flatMap(([found, id, body]) => (found === type ? [[id, body as Body] as [string, Body]] : []));
  const nameOf = (reference: unknown): string => {
    const [, isData, type = "", id = ""] = /^\$\{(data\.)?(\w+)\.(\w+)\.(?:id|agent_pool_id)\}$/.exec(String(reference)) ?? [];
    const found = (isData ? stack.data : stack.resource)?.[type]?.[id] as Body | undefined;
    return String(found?.name);
  };
  return { specs, stack, all, nameOf };
}

/** The same field as the one of a copy of the estate that tests may change. */
const mutable = <T extends object>(value: T | undefined): { -readonly [K in keyof T]: T[K] } => value as T;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const workspaceOf = (id: string): string => `acme-${id}`;
const usual = render();
const { specs, stack, all, nameOf } = usual;
const workspaces = new Map(all("tfe_workspace").map(([, body]) => [String(body.name), body]));
const settings = new Map(all("tfe_workspace_settings").map(([, body]) => [nameOf(body.workspace_id), body]));
const others = specs.filter(({ layer }) => layer !== "workspaces");
const isGuarded = ({ environment }: StackSpec) => ["global", "mgmt", "prod"].includes(environment);

describe("what is there before the stack", () => {
  it("is read, never made: its project and its workspace", () => {
    expect(stack.data).toMatchObject({
      tfe_project: { Projects_Global: { name: "acme-global" } },
      tfe_workspace: { Workspaces_GlobalWorkspaces: { name: "acme-global-workspaces" } },
    });
    expect(workspaces.has("acme-global-workspaces")).toBe(false);
    expect(all("tfe_project").map(([, { name }]) => name)).toEqual(["acme-dev", "acme-mgmt", "acme-prod", "acme-staging"]);
  });

  it("has the settings of the others, and says what a person sets by hand", () => {
    const own = settings.get("acme-global-workspaces");
    expect(own).toMatchObject({ execution_mode: "remote", global_remote_state: false, auto_apply: false, assessments_enabled: true });
    expect(own?.description).toMatch(/TFE_TOKEN .*notification_url/);
  });
});

describe.each(others.map((spec) => [spec.id, spec] as const))("workspace of %s", (id, spec) => {
  const workspace = workspaces.get(workspaceOf(id)) ?? {};

  it("has the name, project and version of the stack's cloud block", () => {
    const { cloud, required_version } = synthesized(spec).terraform;
    expect(workspace.name).toBe(cloud?.workspaces.name);
    expect(nameOf(workspace.project_id)).toBe(cloud?.workspaces.project);
    expect(workspace.terraform_version).toBe(required_version);
  });

  it("is guarded as its environment is", () => {
    expect(workspace).toMatchObject({ force_delete: false, queue_all_runs: false });
    expect(workspace.allow_destroy_plan).toBe(!isGuarded(spec));
    expect(workspace.auto_apply_run_trigger).toBe(spec.environment === "dev");
  });

  it("has drift looked for and applies no push, in words of the settings: they turn off what they are not told", () => {
    const found = settings.get(workspaceOf(id));
    expect(found).toMatchObject({ auto_apply: false, assessments_enabled: true, description: workspace.description });
    expect(Object.keys(workspace)).not.toEqual(expect.arrayContaining(["auto_apply"]));
    expect(Object.keys(workspace)).not.toEqual(expect.arrayContaining(["assessments_enabled"]));
  });

  it("is read by exactly the stacks that consume it, and started by exactly those it consumes", () => {
    const readers = specs.filter(({ consumes }) => consumes.some((ref) => ref.id === id)).map((reader) => workspaceOf(reader.id));
    const found = settings.get(workspaceOf(id));
    expect(found?.global_remote_state).toBe(false);
    expect(list(found?.remote_state_consumer_ids).map(nameOf).sort()).toEqual(readers.sort());
    const triggers = all("tfe_run_trigger").filter(([, { workspace_id }]) => nameOf(workspace_id) === workspaceOf(id));
    expect(triggers.map(([, { sourceable_id }]) => nameOf(sourceable_id)).sort()).toEqual(
      spec.consumes.map((ref) => workspaceOf(ref.id)).sort(),
    );
  });

  it("runs on agents exactly where the stack says so", () => {
    const found = settings.get(workspaceOf(id));
    expect(found?.execution_mode).toBe(spec.execution);
    expect(found?.agent_pool_id).toBe(
      spec.execution === "agent" ? "${tfe_agent_pool_allowed_projects.Agents_Projects.agent_pool_id}" : undefined,
    );
  });

  it("gets exactly the credentials that the stack needs", () => {
    const attached = all("tfe_workspace_variable_set").filter(([, { workspace_id }]) => nameOf(workspace_id) === workspaceOf(id));
    expect(attached.map(([, { variable_set_id }]) => nameOf(variable_set_id)).sort()).toEqual(
      spec.credentials.map((credential) => `acme-${variableSetKey(spec.environment, credential).replace("_", "-")}`).sort(),
    );
  });

  it("reports failures and drift", () => {
    const found = all("tfe_notification_configuration").filter(([, { workspace_id }]) => nameOf(workspace_id) === workspaceOf(id));
    expect(found.map(([, body]) => body)).toMatchObject([{ destination_type: "slack", enabled: true, url: "${var.notification_url}" }]);
    expect(found[0]?.[1].triggers).toEqual(expect.arrayContaining(["run:errored", "assessment:drifted", "assessment:failed"]));
  });
});

describe("agents, variables and policies", () => {
  it("lets only projects with stacks on agents use the pool", () => {
    const users = new Set(specs.filter(({ execution }) => execution === "agent").map(({ environment }) => `acme-${environment}`));
    const [[, pool] = []] = all("tfe_agent_pool");
    const [[, allowed] = []] = all("tfe_agent_pool_allowed_projects");
    expect(pool).toMatchObject({ name: "acme-agents", organization_scoped: false });
    expect(new Set(list(allowed?.allowed_project_ids).map(nameOf))).toEqual(users);
  });

  it("owns each set in the project whose runs it is for, and lets no workspace override it", () => {
    for (const [, { name, parent_project_id, priority, global }] of all("tfe_variable_set")) {
      expect(String(name).startsWith(`${nameOf(parent_project_id)}-`), String(name)).toBe(true);
      expect({ priority, global }).toEqual({ priority: true, global: false });
    }
  });

  it("holds no secret: what a person sets is empty here, is sensitive, and is never written again", () => {
    const variables = all("tfe_variable").map(([, body]) => body);
    const secrets = variables.filter(({ sensitive }) => sensitive);
    expect(new Set(secrets.map(({ key }) => key))).toEqual(new Set(["TFE_TOKEN", "GITHUB_APP_PEM_FILE", "CLOUDFLARE_API_TOKEN"]));
    // Whom runs act as in the central account, which is known before the account is.
    const others = variables.filter(({ sensitive }) => !sensitive);
    expect(others.filter(({ key, category }) => !/^TFC_AWS_\w+_CENTRAL$/.test(String(key)) || category !== "env")).toEqual([]);
    for (const variable of secrets)
      expect(variable).toMatchObject({ value: "", sensitive: true, category: "env", lifecycle: { ignore_changes: ["value"] } });
    expect((stack as unknown as { variable: Json }).variable.notification_url).toEqual(
      expect.objectContaining({ sensitive: true, type: "string" }),
    );
    expect((stack as unknown as { variable: { notification_url: Json } }).variable.notification_url).not.toHaveProperty("default");
    expect(all("tfe_team_token")).toEqual([]);
  });

  it("stops runs at policies in guarded projects, and shows them in the others", () => {
    const sets = Object.fromEntries(all("tfe_policy_set").map(([id, body]) => [id, body]));
    expect(sets.Policies_Enforced).toMatchObject({ kind: "opa", overridable: true, global: false });
    expect(sets.Policies_Shown).toMatchObject({ kind: "opa", overridable: false, global: false });
    const attached = (name: string) =>
      all("tfe_project_policy_set").flatMap(([, body]) => (nameOf(body.policy_set_id) === name ? [nameOf(body.project_id)] : []));
    expect(attached("plans-enforced").sort()).toEqual(["acme-global", "acme-mgmt", "acme-prod"]);
    expect(attached("plans-shown").sort()).toEqual(["acme-dev", "acme-staging"]);
    const modes = all("tfe_policy").map(([id, { enforce_mode }]) => [id.includes("Enforced"), enforce_mode]);
    expect(new Set(modes.map(String))).toEqual(new Set(["true,mandatory", "false,advisory"]));
  });
});

describe("other estates", () => {
  it("apply triggered runs by themselves only where the environment says so", () => {
    const { all } = render(({ environments }) => {
      mutable(environments.dev).autoApply = false;
    });
    expect(all("tfe_workspace").filter(([, body]) => body.auto_apply_run_trigger)).toEqual([]);
    expect(all("tfe_workspace_settings").filter(([, body]) => body.auto_apply !== false)).toEqual([]);
  });

  it("guard the management place whatever it says: it runs what deploys the others", () => {
    const { all } = render(({ environments }) => {
      Object.assign(mutable(environments.mgmt), { deletionProtection: false, autoApply: true });
    });
    const own = all("tfe_workspace").filter(([, { name }]) => String(name).startsWith("acme-mgmt-"));
    expect(own.length).toBeGreaterThan(3);
    for (const [, body] of own) expect(body).toMatchObject({ allow_destroy_plan: false, auto_apply_run_trigger: false });
  });

  it("without notifications have neither the variable nor the reports", () => {
    const { all, stack } = render(({ terraform }) => {
      mutable(terraform).notifications = "none";
    });
    expect(all("tfe_notification_configuration")).toEqual([]);
    expect(stack).not.toHaveProperty("variable");
    expect(JSON.stringify(stack)).not.toContain("notification_url");
  });

  it("keep the workspace of a stack that is emptied, its readers and its identity, and start and judge it no more", () => {
    const id = "dev-aws-use1-data";
    const { all, nameOf } = render((estate) => {
      const going = ["network", "cluster", "data", "platform", "apps"].map((layer) => [`dev-aws-use1-${layer}`, "emptied" as const]);
      mutable(estate).retired = Object.fromEntries(going);
    });
    const body = all("tfe_workspace").find(([, { name }]) => name === workspaceOf(id))?.[1];
    expect(body).toMatchObject({ auto_apply_run_trigger: false });
    const own = all("tfe_workspace_settings").find(([, { workspace_id }]) => nameOf(workspace_id) === workspaceOf(id))?.[1];
    expect(own).toMatchObject({ auto_apply: false, assessments_enabled: false });
    const attached = all("tfe_workspace_variable_set").map(([, set]) => nameOf(set.workspace_id));
    expect(attached).toContain(workspaceOf(id));
    const network = all("tfe_workspace_settings").find(([, { workspace_id }]) => nameOf(workspace_id) === "acme-dev-aws-use1-network")?.[1];
    expect(list(network?.remote_state_consumer_ids).map(nameOf)).toContain(workspaceOf(id));
    const triggers = all("tfe_run_trigger").flatMap(([, trigger]) => [nameOf(trigger.workspace_id), nameOf(trigger.sourceable_id)]);
    expect(triggers.filter((name) => /dev-aws-use1-/.test(name))).toEqual([]);
  });

  it("that are all guarded have no set of policies that are only shown", () => {
    const { all } = render(({ environments }) => {
      for (const environment of Object.values(environments))
        Object.assign(mutable(environment), { deletionProtection: true, autoApply: false });
    });
    expect(all("tfe_policy_set").map(([, { name }]) => name)).toEqual(["plans-enforced"]);
    expect(all("tfe_workspace").filter(([, { allow_destroy_plan }]) => allow_destroy_plan)).toEqual([]);
  });

  it("with local state have none of these stacks", () => {
    const estate = structuredClone(loadEstate("config"));
    mutable(estate.terraform).backend = "local";
    expect(catalog(estate).filter(({ layer }) => layer === "workspaces" || layer === "credentials")).toEqual([]);
  });

  it("without a management place have no credentials for Vault", () => {
    const { all } = render((estate) => {
      delete mutable(estate.environments).mgmt;
    });
    expect(all("tfe_variable_set").filter(([, { name }]) => String(name).endsWith("-vault"))).toEqual([]);
    expect(usual.all("tfe_variable_set").filter(([, { name }]) => String(name).endsWith("-vault"))).toHaveLength(4);
  });

  it("may not call a group of people like a team of a machine", () => {
    const naming = (name: string) => () =>
      render(({ identity }) => {
        mutable(identity.groups).auditors = name;
      });
    for (const name of ["owners", "drift", "credentials-prod"])
      expect(naming(name)).toThrow(new RegExp(`identity\\.groups: auditors is ${name}; .*use other names`));
  });
});

it("knows which credentials end with the run", () => {
  expect(["aws", "gcp", "azure", "vault", "terraform", "github"].filter((name) => isDynamic(name as never))).toEqual([
    ...["aws", "gcp", "azure", "vault"],
  ]);
});
