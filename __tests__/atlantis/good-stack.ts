import type { Policy, Stack } from "../../atlantis/policy.ts";

/** A policy like the generated one, small. */
export const policy: Policy = {
  hostname: "app.terraform.io",
  organization: "acme",
  terraformVersion: "1.11.4",
  providers: {
    "registry.terraform.io/hashicorp/aws": { version: "6.25.0", arguments: ["region", "default_tags"], addresses: {} },
    "registry.terraform.io/hashicorp/kubernetes": { version: "2.38.0", arguments: ["host", "exec"], addresses: {} },
    "registry.terraform.io/hashicorp/helm": { version: "3.1.1", arguments: ["kubernetes"], addresses: {} },
    "registry.terraform.io/hashicorp/tfe": { version: "0.71.0", arguments: ["hostname"], addresses: { hostname: ["app.terraform.io"] } },
  },
  exec: { aws: ["eks", "get-token"], "gke-gcloud-auth-plugin": [], kubelogin: ["get-token"] },
};

export const stack: Stack = { id: "prod-aws-use1-platform", policy };

/** The environment Atlantis runs the guard in for this stack. */
export const request = { PROJECT_NAME: stack.id, WORKSPACE: "acme-prod-aws-use1-platform" };

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
    helm: [{ kubernetes: { host: `${state}endpoint}`, exec: { command: `${state}exec_command}`, args: `${state}exec_args}` } } }],
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
    helm_release: {
      Mesh: { chart: "assets/mesh/1", values: ["${yamlencode({a = filesha256(var.tfc_azure_dynamic_credentials.default.token)})}"] },
    },
    terraform_data: { Marker: { input: "x" } },
  },
  output: { contract_version: { value: "1" } },
});
