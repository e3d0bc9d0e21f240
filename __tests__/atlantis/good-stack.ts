import type { Policy, Stack } from "../../atlantis/policy.ts";

/** A policy like the generated one, small. */
export const policy: Policy = {
  hostname: "app.terraform.io",
  organization: "acme",
  terraformVersion: "1.11.4",
  providers: {
    "registry.terraform.io/hashicorp/aws": { version: "6.25.0", arguments: ["default_tags", "region"], addresses: {} },
    "registry.terraform.io/hashicorp/kubernetes": {
      version: "2.38.0",
      arguments: ["cluster_ca_certificate", "exec", "host"],
      addresses: {},
    },
    "registry.terraform.io/hashicorp/helm": {
      version: "3.1.1",
      arguments: ["kubernetes", "kubernetes.exec", "kubernetes.host"],
      addresses: {},
    },
    "registry.terraform.io/hashicorp/azurerm": { version: "4.55.0", arguments: ["features", "oidc_token_file_path"], addresses: {} },
    "registry.terraform.io/hashicorp/tfe": { version: "0.71.0", arguments: ["hostname"], addresses: { hostname: ["app.terraform.io"] } },
  },
  exec: {
    aws: { begin: ["eks", "get-token"], options: ["--cluster-name", "--region"] },
    "gke-gcloud-auth-plugin": { begin: [], options: [] },
    kubelogin: { begin: ["get-token"], options: ["--client-id", "--federated-token-file"] },
  },
};

export const stack: Stack = { id: "prod-aws-use1-platform", policy };

/** The environment Atlantis runs the guard in for this stack. */
export const request = { PROJECT_NAME: stack.id, WORKSPACE: "acme-prod-aws-use1-platform" };

const credentials = "var.tfc_azure_dynamic_credentials.default";
const clientId = `trimspace(file(${credentials}.client_id_file_path))`;
/** What a stack adds to the producer's arguments for kubelogin: its own identity. */
const callerArguments = `data.terraform_remote_state.prod-aws-use1-cluster.outputs.cluster__exec_args, ["--client-id", ${clientId}, "--federated-token-file", "\${${credentials}.oidc_token_file_path}"]`;

const state = "${data.terraform_remote_state.prod-aws-use1-cluster.outputs.cluster__";

/** A stack that uses everything that is allowed. Loosely typed: tests put anything into it. */
// biome-ignore lint/suspicious/noExplicitAny: made to be broken in every way
export const goodStack = (): any => ({
  "//": { metadata: { stackName: stack.id } },
  terraform: {
    required_version: "1.11.4",
    required_providers: {
      aws: { source: "aws", version: "6.25.0" },
      kubernetes: { source: "hashicorp/kubernetes", version: "2.38.0" },
      helm: { source: "registry.terraform.io/hashicorp/helm", version: "3.1.1" },
      tfe: { source: "hashicorp/tfe", version: "0.71.0" },
      azurerm: { source: "hashicorp/azurerm", version: "4.55.0" },
    },
    cloud: {
      hostname: "app.terraform.io",
      organization: "acme",
      workspaces: { name: "acme-prod-aws-use1-platform", project: "acme-prod" },
    },
  },
  variable: { tfc_azure_dynamic_credentials: { type: "any" } },
  provider: {
    aws: [
      { region: "us-east-1", default_tags: [{ tags: { stack: stack.id } }] },
      { alias: "other", region: "us-west-2" },
    ],
    kubernetes: [{ host: `${state}endpoint}`, exec: [{ api_version: "v1", command: "aws", args: ["eks", "get-token", "--region", "x"] }] }],
    helm: [
      { kubernetes: { host: `${state}endpoint}`, exec: { command: `${state}exec_command}`, args: `${state}exec_args}` } } },
      { alias: "azure", kubernetes: { host: `${state}endpoint}`, exec: { command: "kubelogin", args: `\${concat(${callerArguments})}` } } },
    ],
    azurerm: [{ features: [{}], oidc_token_file_path: `\${${credentials}.oidc_token_file_path}` }],
    tfe: [{ hostname: "app.terraform.io" }],
  },
  data: {
    terraform_remote_state: {
      "prod-aws-use1-cluster": {
        backend: "remote",
        config: { hostname: "app.terraform.io", organization: "acme", workspaces: { name: "acme-prod-aws-use1-cluster" } },
      },
    },
    aws_region: { Here: {} },
  },
  resource: {
    aws_vpc: { Vpc: { cidr_block: "10.0.0.0/16", tags: { note: "profile(x) and file(y) in plain text" } } },
    aws_sqs_queue: { Queue: [{ provider: "aws.other", policy: '${file("${path.module}/assets/queue/policy.json")}' }] },
    helm_release: { Mesh: { chart: "assets/mesh/1", values: [`\${yamlencode({a = ${clientId}})}`] } },
    kubernetes_manifest: { Class: { manifest: { kind: "StorageClass", provisioner: "ebs.csi.aws.com" } } },
    kubernetes_namespace_v1: { Imported: { provider: "kubernetes", metadata: [{ name: "x" }] } },
    terraform_data: { Marker: { input: "x" } },
  },
  ephemeral: { aws_secretsmanager_secret_version: { Token: { secret_id: "x" } } },
  import: [{ to: "kubernetes_namespace_v1.Imported", id: "x" }],
  moved: [{ from: "aws_vpc.Old", to: "aws_vpc.Vpc" }],
  removed: [{ from: "aws_subnet.Gone", lifecycle: [{ destroy: false }] }],
  output: { contract_version: { value: "1" } },
});
