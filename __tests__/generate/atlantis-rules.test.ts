import { describe, expect, it } from "vitest";
import { atlantisDocument } from "../../generate/atlantis.ts";
import { atlantisProblems } from "../../generate/atlantis-rules.ts";
import type { AtlantisDocument, AtlantisProject } from "../../generate/atlantis-schema.ts";
import { committedExtract, defaultStacks } from "../estate.ts";

const stacks = defaultStacks();
const sample = "dev-aws-use1-network";

type Loose = Record<string, unknown>;
type Change = (project: Loose & AtlantisProject, document: Loose & AtlantisDocument) => void;

/** What is said of the file with one thing changed. */
function problemsAfter(change: Change): string[] {
  const document = structuredClone(atlantisDocument(stacks)) as Loose & AtlantisDocument;
  change(projectOf(document, sample) as Loose & AtlantisProject, document);
  return atlantisProblems(document, stacks, committedExtract);
}

function projectOf({ projects }: AtlantisDocument, name: string): AtlantisProject {
  const [project] = projects.filter((one) => one.name === name);
  if (project === undefined) throw new Error(`no project ${name}`);
  return project;
}

const refused: [name: string, change: Change, problem: string][] = [
  ["key that needs an override", (project) => (project.workflow = "x"), `projects: ${sample}: workflow: needs an override`],
  [
    "key of a project that does nothing",
    (project) => (project.policy_check = true),
    `projects: ${sample}: policy_check: Atlantis reads it and silently`,
  ],
  [
    "key at the top that does nothing",
    (_, document) => (document.silence_pr_comments = ["plan"]),
    "silence_pr_comments: Atlantis reads it and silently",
  ],
  ["unknown key", (project) => (project.dirr = "x"), `projects: ${sample}: dirr: unknown key; did you mean dir?`],
  [
    "unknown key in autoplan",
    (project) => Object.assign(project.autoplan, { enable: true }),
    `${sample}: autoplan: enable: unknown key; did you mean enabled?`,
  ],
  ["another version of the file", (_, document) => ((document as Loose).version = 2), "version: got 2"],
  [
    "a group that is no number",
    (project) => ((project as Loose).execution_order_group = "1"),
    `projects: ${sample}: execution_order_group: got "1"`,
  ],
  ["autodiscovery", (_, document) => ((document.autodiscover as Loose).mode = "auto"), 'autodiscover: mode: got "auto"'],
  [
    "abort without parallel plans",
    (_, document) => (document.parallel_plan = false),
    "abort_on_execution_order_fail: works only with parallel_plan",
  ],
  [
    "abort without parallel applies",
    (_, document) => (document.parallel_apply = false),
    "abort_on_execution_order_fail: works only with parallel_plan",
  ],
  [
    "a name with other letters",
    (project) => (project.name = "dev network"),
    'dev network: name: got "dev network"; Atlantis takes letters',
  ],
  [
    "a name Atlantis keeps for modules",
    (project) => (project.name = "modules"),
    "modules: name: Atlantis takes a folder of this name for a module",
  ],
  ["a name twice", (_, document) => document.projects.push({ ...projectOf(document, sample) }), `${sample}: two projects have this name`],
  [
    "a project of no stack",
    (project) => (project.name = "dev-aws-use1-netwerk"),
    "dev-aws-use1-netwerk: is not a stack; did you mean dev-aws-use1-network?",
  ],
  ["a stack without a project", (_, document) => document.projects.pop(), "staging-vault-access: the stack has no project; add one"],
  [
    "another folder",
    (project) => (project.dir = "cdktf.out/stacks/dev-aws-account"),
    `${sample}: dir: got cdktf.out/stacks/dev-aws-account, which is not the stack's folder`,
  ],
  [
    "one folder twice",
    (project) => (project.dir = "cdktf.out/stacks/dev-aws-account"),
    "cdktf.out/stacks/dev-aws-account: two projects have this dir",
  ],
  ["a folder with ..", (project) => (project.dir = "../x"), `${sample}: dir: got ../x; Atlantis refuses ..`],
  [
    "a folder with a pattern",
    (project) => (project.dir = "cdktf.out/*"),
    `${sample}: dir: got cdktf.out/*; Atlantis takes it for a pattern`,
  ],
  ["a folder from the root of the disk", (project) => (project.dir = "/x"), `${sample}: dir: got /x; write it from the repository's root`],
  [
    "the default workspace",
    (project) => (project.workspace = "default"),
    `${sample}: workspace: got default; init fails with any other than acme-${sample}`,
  ],
  ["a workspace Atlantis refuses", (project) => (project.workspace = "-a b"), `${sample}: workspace: got "-a b"; Atlantis takes no`],
  [
    "a terraform version that is a range",
    (project) => (project.terraform_version = "~> 1.11"),
    `${sample}: terraform_version: got ~> 1.11; give an exact version`,
  ],
  [
    "another terraform version",
    (project) => (project.terraform_version = "v1.12.0"),
    `${sample}: terraform_version: got v1.12.0, and the stack's JSON requires 1.11.4`,
  ],
  [
    "TypeScript as a trigger",
    (project) => project.autoplan.when_modified.push("../../../stacks/*.ts"),
    `${sample}: autoplan: when_modified: got ../../../stacks/*.ts; sources change nothing`,
  ],
  [
    "a trigger from the root of the disk",
    (project) => project.autoplan.when_modified.push("/x.json"),
    `${sample}: autoplan: when_modified: got /x.json; it must be inside`,
  ],
  [
    "a trigger outside the folder",
    (project) => project.autoplan.when_modified.push("../x.json"),
    `${sample}: autoplan: when_modified: got ../x.json; it must be inside`,
  ],
  [
    "an unknown dependency",
    (project) => (project.depends_on = ["dev-aws-acount"]),
    `${sample}: depends_on: dev-aws-acount is not a project; did you mean dev-aws-account?`,
  ],
  [
    "a dependency in the same group",
    (project) => (project.execution_order_group = 1),
    `${sample}: execution_order_group: got 1; dev-aws-account must come before and is in 1`,
  ],
  [
    "a circle",
    (_, document) => (projectOf(document, "dev-aws-account").depends_on = [sample]),
    `dev-aws-account -> ${sample} -> dev-aws-account: depends_on goes in a circle`,
  ],
];

describe("what Atlantis would refuse, ignore or do wrong", () => {
  it.each(refused)("%s", (_, change, problem) => {
    expect(problemsAfter(change)).toContainEqual(expect.stringContaining(problem));
  });

  it.each(["", "a b", "-a", "~a", "a/b", "a\\b", "a..b", "a$b"])("the workspace %j", (name) => {
    const problem = `${sample}: workspace: got ${JSON.stringify(name)}; Atlantis takes no`;
    expect(problemsAfter((project) => (project.workspace = name))).toContainEqual(expect.stringContaining(problem));
  });

  it.each(["env", "modules"])("a stack called %s", (name) => {
    const problem = `${name}: name: Atlantis takes a folder of this name for a module`;
    expect(problemsAfter((project) => (project.name = name))).toContainEqual(expect.stringContaining(problem));
  });

  it.each(["policies", "policy_check", "repo_locks", "silence_pr_comments"])("%s, anywhere, which Atlantis reads for nothing", (key) => {
    const problem = `${key}: Atlantis reads it and silently does nothing with it`;
    expect(problemsAfter((project) => Object.assign(project, { [key]: {} }))).toContain(`projects: ${sample}: ${problem}; take it away`);
    expect(problemsAfter((_, document) => Object.assign(document, { [key]: {} }))).toContain(`${problem}; take it away`);
  });

  it.each(
    [
      ["apply_requirements", "custom_policy_check", "delete_source_branch_on_merge", "import_requirements"],
      ["plan_requirements", "repo_locking", "workflow", "workflows"],
    ].flat(),
  )("%s, which needs an override", (key) => {
    expect(problemsAfter((project) => Object.assign(project, { [key]: [] }))).toContainEqual(
      expect.stringContaining(`projects: ${sample}: ${key}: needs an override that the server does not allow`),
    );
  });

  it.each(["a.ts", "a.tsx", "**/*.mts", "a.cts"])("the trigger %s", (glob) => {
    expect(problemsAfter((project) => project.autoplan.when_modified.push(glob))).toContainEqual(
      expect.stringContaining(`when_modified: got ${glob}; sources change nothing`),
    );
  });

  it.each(["*", "?", "[", "]", "{", "}"])("%s in a folder", (sign) => {
    expect(problemsAfter((project) => (project.dir = `x${sign}`))).toContainEqual(
      expect.stringContaining("Atlantis takes it for a pattern"),
    );
  });

  it("names an unknown key and a wrong order at once", () => {
    const problems = problemsAfter((project) => Object.assign(project, { workflow: "x", execution_order_group: 0 }));
    expect(problems).toContainEqual(expect.stringContaining("workflow: needs an override"));
    expect(problems).toContainEqual(expect.stringContaining("dev-aws-account must come before and is in 1"));
  });
});
