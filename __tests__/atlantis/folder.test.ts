import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkFolder } from "../../atlantis/check.ts";
import { Clone } from "./clone.ts";
import { goodStack, policy, request, stack } from "./good-stack.ts";

const problems = (folder: string, given: object = request): string[] =>
  checkFolder(folder, given, policy).problems.map(({ path, message }) => `${path}: ${message}`);

/** What is wrong with a clone after a change, as its pull request has it. */
function broken(change: (clone: Clone) => void): string[] {
  const clone = new Clone();
  change(clone);
  clone.add();
  return problems(clone.folder);
}

const lockFile = (source: string, version: string): string =>
  `# This file is maintained automatically by "terraform init".\n\nprovider "${source}" {\n  version     = "${version}"\n  constraints = "${version}"\n  hashes = [\n    "h1:aB+/=",\n    "zh:0123",\n  ]\n}\n`;
const aws = "registry.terraform.io/hashicorp/aws";

describe("files of a stack", () => {
  it("are its JSON, its lock file and its assets", () => {
    expect(broken((clone) => clone.write(".terraform.lock.hcl", lockFile(aws, "6.25.0")))).toEqual([]);
  });

  it.each([
    "main.tf",
    "cdk_override.tf.json",
    "override.tf",
    "main.tofu",
    "terraform.tfvars",
    "x.auto.tfvars.json",
    ".terraformrc",
    ".terraform/terraform.tfstate",
    ".terraform/providers/evil",
    "env/acme-prod-aws-use1-platform.tfvars",
    "modules/x/main.tf",
    "acme.tfplan",
  ])("are not %s", (path) => {
    expect(broken((clone) => clone.write(path, ""))).toEqual([
      `${path}: is not allowed; only cdk.tf.json, .terraform.lock.hcl and assets/ belong here`,
    ]);
  });

  it("may have beside them what an earlier run left, but nothing Terraform would read", () => {
    const clone = new Clone();
    clone.write(".terraform/terraform.tfstate", "{}");
    clone.write("x-acme-x.tfplan", "");
    clone.write("x-acme-x.json", "{}");
    expect(problems(clone.folder)).toEqual([]);
    clone.write("left.tf", "");
    clone.write("left.auto.tfvars", "");
    expect(problems(clone.folder).map((problem) => problem.split(";")[0])).toEqual([
      "left.auto.tfvars: would be read by Terraform",
      "left.tf: would be read by Terraform",
    ]);
  });

  it.each(["assets/link", "assets/queue/deep/link", ".terraform"])("are not links: %s", (path) => {
    const clone = new Clone();
    mkdirSync(join(clone.folder, "assets/queue/deep"), { recursive: true });
    symlinkSync("/etc", join(clone.folder, path));
    expect(problems(clone.folder)).toEqual([expect.stringContaining(`${path}: is a symbolic link`)]);
  });

  it("are not shown where a link leads to them", () => {
    const clone = new Clone();
    writeFileSync(join(clone.root, "secret"), "hidden");
    for (const name of ["cdk.tf.json", ".terraform.lock.hcl"]) {
      rmSync(join(clone.folder, name), { force: true });
      symlinkSync(join(clone.root, "secret"), join(clone.folder, name));
    }
    clone.add();
    const found = problems(clone.folder);
    expect(found.join("\n")).toContain("cdk.tf.json: is a symbolic link");
    expect(found.join("\n")).toContain("cdk.tf.json: is not a file here");
    expect(found.join("\n")).not.toContain("hidden");
  });

  it("are not a bare repository, which git would ask instead of the clone, and whose programs it would run", () => {
    const clone = new Clone();
    clone.write("HEAD", "ref: refs/heads/x\n");
    clone.write("refs/heads/x", "");
    clone.write("objects/x", "");
    clone.write("config", `[core]\nbare = false\nworktree = ${clone.root}\nfsmonitor = "touch ${clone.root}/ran; false"\n`);
    clone.write(".terraform/providers/evil", "");
    clone.add();
    expect(problems(clone.folder).map((problem) => problem.split(":")[0])).toEqual([
      ".terraform/providers/evil",
      "HEAD",
      "config",
      "objects/x",
      "refs/heads/x",
    ]);
    expect(existsSync(join(clone.root, "ran"))).toBe(false);
  });

  it("are not another repository", () => {
    const clone = new Clone();
    const commit = "0123456789012345678901234567890123456789";
    execFileSync("git", [
      "-C",
      clone.folder,
      "update-index",
      "--add",
      "--cacheinfo",
      `160000,${commit},cdktf.out/stacks/${stack.id}/assets/sub`,
    ]);
    expect(problems(clone.folder)).toEqual(["assets/sub: is another repository; copy the files"]);
  });
});

describe("the JSON of a stack", () => {
  const text = JSON.stringify(goodStack());
  const bad: [string, string | Uint8Array, RegExp][] = [
    ["does not parse", "{", /^cdk\.tf\.json: is not JSON in UTF-8/],
    ["has a comment", `// x\n${text}`, /^cdk\.tf\.json: is not JSON/],
    ["is an array", `[${text}]`, /^cdk\.tf\.json: is not a JSON object/],
    ["has a byte order mark", `\uFEFF${text}`, /^cdk\.tf\.json: is not JSON/],
    ["is not UTF-8", Buffer.concat([Buffer.from('{"x":"'), Buffer.from([0xff]), Buffer.from('"}')]), /^cdk\.tf\.json: is not JSON/],
    ["has a key twice", text.replace('"output":', '"resource":{},"output":'), /^resource: is there twice; keep one/],
    ["has a key twice, escaped", text.replace('"output":', '"\\u0072esource":{},"output":'), /^resource: is there twice/],
    ["has a key twice, deep in arrays", text.replace('"region":', '"region":"a","region":'), /^provider\.aws\.region: is there twice/],
  ];
  it.each(bad)("is refused if it %s", (_, content, expected) => {
    expect(broken((clone) => clone.write("cdk.tf.json", content)).filter((problem) => expected.test(problem))).toHaveLength(1);
  });

  it("may have the same key in two objects, and text that looks like keys", () => {
    const json = { ...goodStack(), locals: { a: { x: 1 }, b: [{ x: 1 }, { x: 'y","x":"' }, ["x", "x"]] } };
    expect(broken((clone) => clone.write("cdk.tf.json", JSON.stringify(json)))).toEqual([]);
  });

  it("must be there", () => {
    expect(broken((clone) => renameSync(join(clone.folder, "cdk.tf.json"), join(clone.folder, "assets/x")))).toEqual([
      "cdk.tf.json: is not a file here; run npm run synth and commit what it writes",
    ]);
  });
});

describe("the lock file", () => {
  it.each([
    [
      "other provider",
      lockFile("registry.terraform.io/evil/aws", "6.25.0"),
      ".terraform.lock.hcl:3: is registry.terraform.io/evil/aws; allowed are",
    ],
    ["other version", lockFile(aws, "6.24.0"), `.terraform.lock.hcl:4: is ${aws} 6.24.0; it must be 6.25.0`],
    ["other lines", `${lockFile(aws, "6.25.0")}x = 1\n`, ".terraform.lock.hcl:11: is not a line that terraform init writes"],
    ["two blocks in a line", `provider "${aws}" { version = "6.24.0" }\n`, ".terraform.lock.hcl:1: is not a line"],
  ])("is refused: %s", (_, text, expected) => {
    expect(broken((clone) => clone.write(".terraform.lock.hcl", text))).toEqual([expect.stringContaining(expected)]);
  });
});

describe("the project", () => {
  it.each([
    [{ PROJECT_NAME: "" }, `the project is called ""; in this folder it must be ${stack.id}: use atlantis plan -p ${stack.id}`],
    [{ PROJECT_NAME: "prod-aws-account" }, 'the project is called "prod-aws-account"'],
    [{ WORKSPACE: "default" }, 'workspace is "default"; it must be acme-prod-aws-use1-platform'],
    [{ COMMENT_ARGS: "\\-\\v\\a\\r,\\x\\=\\1" }, "comment: -var is not allowed; allowed are -refresh-only"],
    [{ COMMENT_ARGS: "-refresh-only,\\\n\\-\\v\\a\\r\\=\\x" }, "comment: \n-var=x is not allowed"],
    [{ COMMENT_ARGS: "\\-\\d\\e\\s\\t\\r\\o\\y" }, "comment: -destroy is not allowed"],
    [{ COMMENT_ARGS: "-replace=aws_vpc.V" }, "comment: -replace=aws_vpc.V is not allowed"],
    [{ COMMENT_ARGS: "-generate-config-out=x.tf" }, "comment: -generate-config-out=x.tf is not allowed"],
    [{ COMMENT_ARGS: "x" }, "comment: x is not allowed"],
  ])("is refused: %j", (given, expected) => {
    expect(problems(new Clone().folder, { ...request, ...given })).toEqual([expect.stringContaining(expected)]);
  });

  it("may be planned in part", () => {
    const COMMENT_ARGS = '\\-\\t\\a\\r\\g\\e\\t\\=\\a\\w\\s\\_\\v\\p\\c\\.\\V,-target=aws_vpc.V["a","b"],-refresh=false';
    expect(problems(new Clone().folder, { ...request, COMMENT_ARGS })).toEqual([]);
  });

  it("is in the folder of a stack, not behind a link to one", () => {
    const clone = new Clone();
    const refused = "is not the folder of a stack; projects must be cdktf.out/stacks/<stack id>";
    const nested = join(clone.root, "x/cdktf.out/stacks/prod-aws-use1-platform");
    mkdirSync(nested, { recursive: true });
    expect(() => problems(nested)).toThrow(refused);
    for (const folder of ["", "cdktf.out/stacks", `cdktf.out/stacks/${stack.id}/assets`])
      expect(() => problems(join(clone.root, folder))).toThrow(refused);
    mkdirSync(join(clone.root, "elsewhere"));
    symlinkSync(join(clone.root, "elsewhere"), join(clone.root, "cdktf.out/stacks/prod-aws-use1-link"));
    expect(() => problems(join(clone.root, "cdktf.out/stacks/prod-aws-use1-link"))).toThrow(`elsewhere: ${refused}`);
  });
});
