import { describe, expect, it } from "vitest";
import { markdownReport } from "../../changes/report-markdown.ts";
import { textReport } from "../../changes/report-text.ts";
import { Repository, reportOf, type Stack, stack } from "./repository.ts";

const bait = "hunter2-BAIT";
const changed = "hunter3-BAIT";

/** Attributes of a resource with a secret in them, by what makes it one. */
const hiding: [string, string, (secret: string) => Stack][] = [
  ["a password", "aws_db_instance", (s) => ({ password: s })],
  ["a write-only argument", "azurerm_mssql_server", (s) => ({ administrator_login_password_wo: s })],
  ["a token in a block", "x_y", (s) => ({ settings: [{ auth_token: s }] })],
  ["a map of secrets", "x_y", (s) => ({ secrets: { user: s, deeper: [{ id: s }] } })],
  ["user data", "aws_launch_template", (s) => ({ user_data: s })],
  ["a connection string", "x_y", (s) => ({ primary_connection_string: s })],
  ["a storage key", "x_y", (s) => ({ storage_account_access_key: s })],
  ["a pre-shared key", "aws_vpn_connection", (s) => ({ tunnel1_preshared_key: s })],
  ["the value of a secret's type", "azurerm_key_vault_secret", (s) => ({ name: "n", value: s })],
  ["the data of a Kubernetes secret", "kubernetes_secret_v1", (s) => ({ data: { plain: s } })],
  ["a variable that says so", "tfe_variable", (s) => ({ key: "x", value: s, sensitive: true })],
  ["an environment variable by its name", "x_y", (s) => ({ env: [{ name: "DB_PASSWORD", value: s }] })],
  ["a secret in JSON text", "x_y", (s) => ({ definition: JSON.stringify([{ name: "c", environment: { API_TOKEN: s } }]) })],
  ["a password in a URL", "x_y", (s) => ({ target: `https://user:${s}@example.com/` })],
  ["a key in a connection text", "x_y", (s) => ({ target: `Endpoint=sb://x;SharedAccessKey=${s}` })],
  ["a private key", "x_y", (s) => ({ content: `-----BEGIN RSA PRIVATE KEY-----\n${s}` })],
  ["an AppRole secret id", "vault_approle_auth_backend_role_secret_id", (s) => ({ secret_id: s })],
  ["a template around a secret", "x_y", (s) => ({ password: `\${upper("${s}")}` })],
];

describe("what must not be read", () => {
  it.each(hiding)("hides %s, changed, added and taken away, in every format", (_what, type, attributes) => {
    const versions: [Stack, Stack][] = [
      [attributes(bait), attributes(changed)],
      [{ keep: 1 }, { keep: 1, ...attributes(bait) }],
      [{ keep: 1, ...attributes(bait) }, { keep: 1 }],
      [{ block: [attributes(bait), 1] }, { block: [1, 2] }],
    ];
    const side = (index: 0 | 1): Stack => stack({ [type]: Object.fromEntries(versions.map((version, at) => [`V${at}`, version[index]])) });
    const report = reportOf(side(0), side(1));
    expect(report.stacks[0]?.resources.map(({ attributes: shown }) => JSON.stringify(shown).includes("(sensitive)"))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    for (const text of [JSON.stringify(report), textReport(report), markdownReport(report)]) expect(text).not.toContain("BAIT");
  });

  it.each<[string, Stack, Stack]>([
    ["sensitive outputs", { output: { x: { value: bait, sensitive: true } } }, { output: { x: { value: changed, sensitive: true } } }],
    ["outputs that were sensitive", { output: { x: { value: bait, sensitive: true } } }, { output: { x: { value: changed } } }],
    ["outputs by name", { output: { db__password: { value: bait } } }, { output: { db__password: { value: changed } } }],
    ["variables", { variable: { x: { default: bait, sensitive: true } } }, { variable: { x: { default: changed, sensitive: true } } }],
    ["providers", { provider: { aws: [{ secret_key: bait }] } }, { provider: { aws: [{ secret_key: changed }] } }],
    ["provider credentials", { provider: { google: [{ credentials: bait }] } }, { provider: { google: [{ credentials: changed }] } }],
    ["what was a credential before", { locals: { target: `https://u:${bait}@x/` } }, { locals: { target: "https://x/" } }],
    ["locals", { locals: { api_key: bait } }, { locals: { api_key: changed } }],
  ])("hides %s", (_what, before, after) => {
    const text = JSON.stringify(reportOf(stack({}, before), stack({}, after)));
    expect(text).not.toContain("BAIT");
    expect(text).toContain("(sensitive)");
  });

  it.each<[string, Stack, Stack]>([
    ["flags", { manage_master_user_password: true }, { manage_master_user_password: false }],
    [
      "names, ids and lifetimes",
      { kms_key_id: "k1", secret_name: "n1", token_ttl: 1 },
      { kms_key_id: "k2", secret_name: "n2", token_ttl: 2 },
    ],
    ["references", { password: "${random_password.A.result}" }, { password: "${random_password.B.result}" }],
    ["what a cloud calls a secret's name", { secret_id: "a" }, { secret_id: "b" }],
    ["policy conditions on token claims", policy("repo:a"), policy("repo:b")],
  ])("shows %s", (_what, before, after) => {
    const type = "google_secret_manager_secret_iam_member";
    const report = reportOf(stack({ [type]: { N: before } }), stack({ [type]: { N: after } }));
    expect(report.stacks[0]?.resources[0]?.attributes.map(({ sensitive }) => sensitive)).toEqual(Object.keys(before).map(() => false));
    expect(JSON.stringify(report)).not.toContain("(sensitive)");
  });

  it("does not show a text that is not JSON", () => {
    const repository = Repository.create().stack("s", stack({}));
    repository.commit();
    const { code, error } = repository.write("cdktf.out/stacks/s/cdk.tf.json", `{"password": "${bait}"`).run();
    expect(code).toBe(1);
    expect(error).toBe("cdktf.out/stacks/s/cdk.tf.json in the working tree: is not JSON; run npm run synth to write it anew");
  });
});

function policy(subject: string): Stack {
  const condition = { StringEquals: { "token.actions.githubusercontent.com:sub": subject } };
  return { assume_role_policy: JSON.stringify({ Statement: [{ Sid: "x", Condition: condition }] }) };
}
