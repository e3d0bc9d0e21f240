import { describe, expect, it } from "vitest";
import type { StackSpec } from "../../../stacks/stack-spec.ts";
import { defaultStacks, resources, synthesized } from "../../estate.ts";

type Body = Record<string, unknown>;
const specs = defaultStacks();
const stack = synthesized(specs.find(({ layer }) => layer === "workspaces") as StackSpec);
const all = (type: string): Body[] => resources(stack).flatMap(([found, , body]) => (found === type ? [body as Body] : []));
const nameOf = (reference: unknown): string => {
  const [, isData, type = "", id = ""] = /^\$\{(data\.)?(\w+)\.(\w+)\.id\}$/.exec(String(reference)) ?? [];
  return String(((isData ? stack.data : stack.resource)?.[type]?.[id] as Body | undefined)?.name).replace(/^acme-/, "");
};

/** In one word what a team may do in a project: `look`, `apply`, `fill` (variable sets), `admin`, or nothing. */
function rightsOf(team: string, project: string): string {
  const [found] = all("tfe_team_project_access").filter((body) => nameOf(body.team_id) === team && nameOf(body.project_id) === project);
  if (found === undefined) return "-";
  if (found.access !== "custom") return String(found.access);
  const [{ variable_sets: sets = "" } = {}] = found.project_access as Body[];
  const [{ runs = "", create, delete: remove, move, variables } = {}] = found.workspace_access as Body[];
  expect({ create, remove, move }, `${team} ${project}`).toEqual({ create: false, remove: false, move: false });
  expect(variables, `${team} ${project}`).not.toBe("write");
  if (sets === "write") return "fill";
  return runs === "read" ? "look" : String(runs);
}

/** Workspaces that a team may plan in by itself. */
const planned = (team: string): string[] =>
  all("tfe_team_access").flatMap((body) => (nameOf(body.team_id) === team ? [`${nameOf(body.workspace_id)} ${body.access}`] : []));

const projects = ["global", "mgmt", "dev", "staging", "prod"];
/** Who may do what, in the order of `projects`. */
const table: Record<string, string> = {
  "platform-administrators": "admin admin admin admin admin",
  "platform-operators": "look apply apply apply apply",
  developers: "look look look look look",
  auditors: "look look look look look",
  atlantis: "apply apply apply apply apply",
  drift: "- - - - -",
  "credentials-mgmt": "- fill - - -",
  "credentials-dev": "- - fill - -",
  "credentials-staging": "- - - fill -",
  "credentials-prod": "- - - - fill",
};

describe("teams", () => {
  it("are the four groups, and one per machine", () => {
    expect(
      all("tfe_team")
        .map(({ name }) => String(name))
        .sort(),
    ).toEqual(Object.keys(table).sort());
  });

  it.each(Object.entries(table))("%s: %s", (team, rights) => {
    expect(projects.map((project) => rightsOf(team, project)).join(" ")).toBe(rights);
  });

  it("have rights in the whole organization only if they are the administrators", () => {
    const broad = all("tfe_team").filter(({ organization_access }) => organization_access !== undefined);
    expect(broad.map(({ name }) => name)).toEqual(["platform-administrators"]);
    expect(broad[0]?.organization_access).toEqual([expect.objectContaining({ manage_policy_overrides: true, manage_workspaces: true })]);
  });

  it("keep tokens of machines from people", () => {
    const machines = all("tfe_team").filter(({ visibility }) => visibility === "secret");
    expect(machines.map(({ name }) => name).sort()).toEqual(
      Object.keys(table)
        .filter((name) => /^(atlantis|drift|credentials-\w+)$/.test(name))
        .sort(),
    );
    for (const machine of machines) expect(machine.allow_member_token_management).toBe(false);
  });
});

describe("configurations of one's own", () => {
  const holdsToken = ({ credentials }: StackSpec) => credentials.some((name) => ["terraform", "github", "cloudflare"].includes(name));

  it("are planned by developers where nothing is protected", () => {
    const open = specs.filter((spec) => /^(dev|staging)$/.test(spec.environment) && !holdsToken(spec));
    expect(planned("developers").sort()).toEqual(open.map(({ id }) => `${id} plan`).sort());
  });

  it("are planned by the drift job everywhere but where a run holds a token that a plan could show", () => {
    const without = specs.filter((spec) => !holdsToken(spec));
    expect(without.length).toBeGreaterThan(20);
    expect(planned("drift").sort()).toEqual(without.map(({ id }) => `${id} plan`).sort());
  });

  it("are planned by nobody else", () => {
    expect(all("tfe_team_access").filter((body) => !["developers", "drift"].includes(nameOf(body.team_id)))).toEqual([]);
  });
});
