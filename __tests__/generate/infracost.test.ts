import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { infracostFile } from "../../generate/infracost.ts";
import { infracostProblems } from "../../generate/infracost-rules.ts";
import { stackExtract } from "../../generate/stack-extract.ts";
import { committed, committedExtract, committedIds, defaultStacks } from "../estate.ts";

const stacks = defaultStacks();
const text = infracostFile(stacks, committedExtract)["infracost.yml"] ?? "";
const first = "dev-aws-account";

interface Document extends Record<string, unknown> {
  projects: Record<string, unknown>[];
}
type Change = (project: Record<string, unknown>, document: Document) => void;

function problemsAfter(change: Change): string[] {
  const document: Document = parse(text);
  change(document.projects[0] ?? {}, document);
  return infracostProblems(stringify(document), stacks);
}

const refused: [name: string, change: Change, problem: string][] = [
  [
    "plan flags",
    (project) => (project.terraform_plan_flags = "-var x=1"),
    `projects: ${first}: terraform_plan_flags: makes Infracost run terraform`,
  ],
  ["the terraform CLI", (project) => (project.terraform_force_cli = true), "terraform_force_cli: makes Infracost run terraform"],
  ["init flags", (project) => (project.terraform_init_flags = "-x"), "terraform_init_flags: makes Infracost run terraform"],
  ["a terraform of its own", (project) => (project.terraform_binary = "tofu"), "terraform_binary: makes Infracost run terraform"],
  ["state", (project) => (project.terraform_use_state = true), "terraform_use_state: makes Infracost run terraform"],
  ["an unknown key", (project) => (project.usage_files = "x"), `projects: ${first}: usage_files: unknown key; did you mean usage_file?`],
  ["an unknown key at the top", (_, document) => (document.currency = "EUR"), "currency: unknown key; take it away"],
  ["another version", (_, document) => (document.version = 0.2), "version: got 0.2"],
  ["no usage", (project) => delete project.usage_file, `projects: ${first}: usage_file: got nothing`],
  ["another usage file", (project) => (project.usage_file = "other.yml"), `projects: ${first}: usage_file: got "other.yml"`],
  ["autodetection", (project) => (project.skip_autodetect = false), `projects: ${first}: skip_autodetect: got false`],
  ["an expanded variable", (project) => (project.dependency_paths = ["$HOME/x"]), "has a $, which Infracost expands"],
  ["another folder", (project) => (project.path = "cdktf.out"), `${first}: path: got cdktf.out, which is not the stack's folder`],
  [
    "a project of no stack",
    (project) => (project.name = "dev-aws-acount"),
    "dev-aws-acount: is not a stack; did you mean dev-aws-account?",
  ],
  ["a stack without a project", (_, document) => document.projects.shift(), `${first}: the stack has no project`],
  ["a name twice", (project, document) => document.projects.push({ ...project }), `${first}: two projects have this name`],
  [
    "a folder twice",
    (project, document) => document.projects.push({ ...project }),
    `cdktf.out/stacks/${first}: two projects have this path`,
  ],
];

describe("infracost.yml", () => {
  it("has exactly one project per stack, each priced from its folder with the usage file", () => {
    const { version, projects } = parse(text);
    expect(version).toBe(0.1);
    expect(projects).toEqual(
      committedIds().map((name) => ({
        path: `cdktf.out/stacks/${name}`,
        name,
        usage_file: "infracost-usage.yml",
        skip_autodetect: true,
      })),
    );
  });

  it("says nothing against itself", () => expect(infracostProblems(text, stacks)).toEqual([]));

  it.each(refused)("refuses %s", (_, change, problem) => {
    expect(problemsAfter(change)).toContainEqual(expect.stringContaining(problem));
  });

  it.each<[string, string, (attributes: Record<string, unknown>) => void, string]>([
    [
      "a provider argument",
      "aws_db_instance",
      (database) => (database.provider = "aws"),
      "aws_db_instance.Database_Engine: has a provider argument",
    ],
    [
      "a price that is a reference",
      "aws_db_instance",
      (database) => (database.instance_class = "${local.size}"),
      "aws_db_instance.Database_Engine: instance_class: got ${local.size}, which Infracost does not resolve; write the value itself",
    ],
    [
      "a block that is an object",
      "aws_launch_template",
      (template) => (template.block_device_mappings = { ebs: [{ volume_size: 20 }] }),
      "aws_launch_template.Cluster_SystemPool_Template: block_device_mappings.0.ebs.0.volume_size: the block is an object",
    ],
  ])("refuses %s in a stack's JSON", (_, type, change, problem) => {
    const read = (id: string) => {
      const json = structuredClone(committed(id));
      const [attributes] = id.startsWith("dev-aws-use1-") ? Object.values(json.resource[type] ?? {}) : [];
      if (attributes) change(attributes);
      return stackExtract(json);
    };
    expect(() => infracostFile(stacks, read)).toThrow(problem);
    expect(() => infracostFile(stacks, () => undefined)).not.toThrow();
  });

  it("names an unknown key and a missing stack at once", () => {
    const problems = problemsAfter((project, document) => {
      project.terraform_use_state = true;
      document.projects.pop();
    });
    expect(problems).toHaveLength(2);
  });
});
