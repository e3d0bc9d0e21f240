import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { statefulTypes } from "../../../constructs/policies/stateful-types.ts";
import { terraformPolicies } from "../../../constructs/policies/terraform.ts";
import { but, development, type PolicyCase, type Subjects, testPolicies } from "./policy-cases.ts";

const kept = { lifecycle: { prevent_destroy: true } };
const lost = [/It lifecycle\.prevent_destroy: got nothing, wanted true/];
const stack: Subjects = {
  terraform: {
    required_version: "1.11.4",
    required_providers: { aws: { source: "aws", version: "6.25.0" } },
  },
  "provider.aws": { region: "us-east-1" },
  "aws_iam_role.It": { name: "it" },
};
const between = { id: "prod-interconnect" };
const versions = (aws: object | string): Subjects => but(stack, "terraform", { required_providers: { aws } });
const linked: Subjects = { "provider.aws": { alias: "central" }, "aws_route.It": { provider: "aws.central" } };

const state = "data.terraform_remote_state.cluster";
const helm = (host: string, more: Subjects = {}): Subjects => ({ [state]: {}, ...more, "provider.helm": { kubernetes: { host } } });
const read = `\${${state}.outputs.cluster__endpoint}`;
const group: Subjects = { "azurerm_resource_group.It": {} };
const emptied = (prevent_deletion_if_contains_resources: boolean) => ({
  "provider.azurerm": { features: [{ resource_group: [{ prevent_deletion_if_contains_resources }] }] },
});
const authority: Subjects = { "vault_mount.It": { type: "pki" } };
const ofRuns = { cloud: { hostname: "app.terraform.io" } };
const pool: Subjects = { terraform: ofRuns, "google_iam_workload_identity_pool.It": {} };
const trusts = (issuer_uri: string): Subjects => ({
  "google_iam_workload_identity_pool_provider.P": {
    ...{ workload_identity_pool_id: "${google_iam_workload_identity_pool.It.id}", oidc: [{ issuer_uri }] },
  },
});

const cases: PolicyCase[] = [
  ["X-01: a stack that says its versions", stack, []],
  [
    "X-01: a resource that needs a cluster",
    { "kubernetes_manifest.It": {} },
    [/manifest\.It: got "kubernetes_manifest", wanted a helm_release/],
  ],
  ["X-01: a program that answers", { "data.external.It": { program: ["sh"] } }, [/external\.It: got "external", wanted no program/]],
  [
    "X-01: a program that runs",
    but(stack, "aws_iam_role.It", { provisioner: [{ "local-exec": { command: "true" } }] }),
    [/provisioner: got "local-exec"/],
  ],
  ["X-01: a provider that is chosen in a place", { ...stack, ...linked }, [/route\.It provider: got "aws\.central", wanted none/]],
  ["X-01: one that is chosen between places", linked, [], between],
  [
    "X-01: one that there is not",
    but(linked, "aws_route.It", { provider: "aws.other" }),
    [/provider: got "aws\.other", wanted a conf/],
    between,
  ],
  ["X-01: what is published", { "output.cluster__host": { value: "${aws_eks_cluster.It.endpoint}" } }, []],
  [
    "X-01: what cdktf makes up",
    { "output.cross-stack-output-awseksclusterItendpoint": { value: "" } },
    [/got "output\.cross-stack-output/],
  ],
  ["X-01: no version of Terraform", but(stack, "terraform", { required_version: undefined }), [/required_version: got nothing/]],
  ["X-01: versions that fit", versions({ source: "aws", version: "~> 6.25" }), [/required_providers\.aws\.version: got "~> 6\.25"/]],
  ["X-01: no version of a provider", versions({ source: "aws" }), [/aws\.version: got nothing, wanted one exact version/]],
  ["X-01: the older way to write it", versions("6.25.0"), []],
  [
    "X-01: a provider that nobody names",
    { ...stack, "random_password.It": {} },
    [/required_providers\.random: got nothing, wanted its source/],
  ],
  ["X-02: a bucket that stays", { "aws_s3_bucket.It": kept }, []],
  ["X-02: a bucket that may go", { "aws_s3_bucket.It": {} }, lost],
  ["X-02: one that may by word", { "aws_s3_bucket.It": { lifecycle: [{ prevent_destroy: false }] } }, [/got false, wanted true/]],
  ["X-02: one in development", { "aws_s3_bucket.It": {} }, [], development],
  ["X-02: a zone of the internet", { "aws_route53_zone.It": {} }, lost],
  ["X-02: a private zone", { "aws_route53_zone.It": { vpc: [{}] }, "google_dns_managed_zone.It": { visibility: "private" } }, []],
  ["X-02: a secret that people fill", { "aws_secretsmanager_secret.It": {} }, lost],
  [
    "X-02: a secret that the stack fills",
    { "aws_secretsmanager_secret.It": {}, "aws_secretsmanager_secret_version.V": { secret_id: "${aws_secretsmanager_secret.It.id}" } },
    [],
  ],
  ["X-02: an authority", authority, lost],
  [
    "X-02: an authority below another",
    { ...authority, "vault_pki_secret_backend_intermediate_cert_request.R": { backend: "${vault_mount.It.path}" } },
    [],
  ],
  [
    "X-02: a database that is dropped, and one that is left",
    { "google_sql_database.It": {}, "google_sql_database.Left": { deletion_policy: "ABANDON" } },
    lost,
  ],
  [
    "X-02: a workspace that is emptied first, and one that is not",
    { "tfe_workspace.It": { force_delete: true }, "tfe_workspace.Kept": {} },
    lost,
  ],
  ["X-02: a group that is emptied first", { ...group, ...emptied(true) }, []],
  ["X-02: a group that goes with all that is in it", { ...group, ...emptied(false) }, lost],
  ["X-02: what runs sign in by", { terraform: ofRuns, "aws_iam_openid_connect_provider.It": { url: "https://app.terraform.io" } }, lost],
  ["X-02: what pods sign in by", { terraform: ofRuns, "aws_iam_openid_connect_provider.It": { url: "${aws_eks_cluster.C.issuer}" } }, []],
  ["X-02: a pool that runs sign in by", { ...pool, ...trusts("https://app.terraform.io") }, lost],
  ["X-02: a pool that pods sign in by", { ...pool, ...trusts(read) }, []],
  [
    "X-02: an identity that runs have",
    {
      ...{ terraform: ofRuns, "azurerm_user_assigned_identity.It": {} },
      "azurerm_federated_identity_credential.F": {
        parent_id: "${azurerm_user_assigned_identity.It.id}",
        issuer: "https://app.terraform.io/",
      },
    },
    lost,
  ],
  ["X-03: what the stack reads", helm(read), []],
  ["X-03: what it is given", helm("${var.host}", { "variable.host": {} }), []],
  ["X-03: what it reads, in an expression with words", helm(`\${base64decode(${state}.outputs.a["b.c"]) == "aws_x.Y" ? "d.e" : "f"}`), []],
  [
    "X-03: what it makes",
    helm("${aws_eks_cluster.It.endpoint}"),
    [/kubernetes: got "aws_eks_cluster\.It\.endpoint", wanted a data source/],
  ],
  ["X-03: what it makes, in an expression", helm('${join("", [local.a, "x"])}'), [/got "local\.a"/]],
  ["X-03: what another stack reads", helm("${data.aws_eks_cluster.Other.endpoint}"), [/got "data\.aws_eks_cluster\.Other\.endpoint"/]],
  ["X-03: what nobody gives", helm("${var.none}"), [/got "var\.none"/]],
].map(([name, subjects, found, facts]) => [name, versioned(subjects as Subjects), found, facts] as PolicyCase);

/** Its versions are another rule's. */
function versioned(subjects: Subjects): Subjects {
  const names = Object.keys(subjects).flatMap((address) => {
    const [first = "", second = ""] = address.replace(/^(data|ephemeral)\./, "").split(".");
    return first === "provider" ? [second] : /^(variable|output|terraform)/.test(first) ? [] : [first.split("_")[0] ?? ""];
  });
  const required_providers = Object.fromEntries(names.map((name) => [name, { version: "1.0.0" }]));
  return { ...subjects, terraform: { required_version: "1.11.4", required_providers, ...subjects.terraform } };
}

describe("rules over Terraform", () => {
  testPolicies(terraformPolicies, cases);

  it("take for stateful what the policy over plans does", () => {
    const plan = readFileSync("policies/terraform/stateful.rego", "utf8").matchAll(/^\t"(\w+)",$/gm);
    expect(Object.keys(statefulTypes).sort()).toEqual([...plan].map(([, type]) => type).sort());
  });
});
