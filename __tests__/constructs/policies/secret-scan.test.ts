import { describe, expect, it } from "vitest";
import { findSecrets, findSecretsInText } from "../../../constructs/policies/secret-scan.ts";
import { drawn, planted } from "../../planted-secrets.ts";

const hidden = drawn(12);

describe("secrets by their looks", () => {
  it.each(planted)("%s", (_kind, text, what) => {
    const found = findSecretsInText(`first: line\nsecond: "${text}" # third`);
    expect(found.map(({ why }) => why).join("\n")).toMatch(what);
    expect(found[0]?.path).toBe(":2");
    // What was found is not repeated.
    expect(JSON.stringify(found)).not.toContain(text.slice(-8));
  });
});

describe("secrets by the name they stand under", () => {
  it.each([
    ["YAML", `  password: ${hidden}`, "password"],
    ["YAML in quotes", `  db-password: "${hidden}"`, "db-password"],
    ["a word of a password", "password: changeme", "password"],
    ["a password that begins with a sign", `password: "!${hidden}"`, "password"],
    ["a remark behind it", `token: ${hidden} # of the pool`, "token"],
    ["JSON", `{"user":"a","clientSecret":"${hidden}"}`, "clientSecret"],
    ["JSON in a text", `config: "{\\"password\\":\\"${hidden}\\"}"`, "password"],
    ["a script", `export VAULT_TOKEN=${hidden}`, "VAULT_TOKEN"],
    ["a flag", `run --api-key=${hidden} --verbose`, "--api-key"],
    ["a connection", `Server=db;User=sa;Password=${hidden};Encrypt=true`, "Password"],
    ["a variable of a container", `- name: DB_PASSWORD\n  value: ${hidden}`, "DB_PASSWORD"],
    ["a variable in JSON", `{"name": "DB_PASSWORD", "value": "${hidden}"}`, "DB_PASSWORD"],
    ["a key of Datadog", `DD_API_KEY: ${drawn(32, "0123456789abcdef")}`, "DD_API_KEY"],
    ["a secret of words that is none's name", "tlsSecret: 1234-5678-abcd", "tlsSecret"],
    ["several in a line", `{ user: a, password: ${hidden}, port: 5432 }`, "password"],
    ["a number", "pwd: 48151623", "pwd"],
  ])("%s", (_kind, text, key) => {
    expect(findSecretsInText(text).map(({ why }) => why)).toContain(`a literal under ${key}`);
  });

  it("in arguments of a resource, by their paths", () => {
    const found = findSecrets({
      resource: { aws_db_instance: { It: { password: hidden, "//": { password: hidden } } } },
      list: [
        { name: "ADMIN_PASSWORD", value: hidden },
        { key: "TOKEN", value: "${var.token}" },
      ],
    });
    expect(found).toEqual([
      { path: "resource.aws_db_instance.It.password", why: "a literal under password" },
      { path: "list[0].value", why: "a literal under ADMIN_PASSWORD" },
    ]);
  });

  it("among references", () => {
    const login = { secret_string: `{"username":"a","password":"${hidden}","host":"\${aws_db_instance.It.address}"}` };
    expect(findSecrets(login)).toEqual([{ path: "secret_string", why: "a literal under password" }]);
  });
});

describe("what is no secret", () => {
  const certificate = (kind: string): string => `-----BEGIN ${kind}-----\n${drawn(64)}\n${drawn(64)}\n-----END ${kind}-----`;
  it.each([
    ["a reference", "password: ${random_password.It.result}"],
    ["one with a letter before", "shared_secret: k${random_password.AwsUse1GcpUse4_Key0.result}"],
    ["a template", 'password: "{{ .password }}"'],
    ["a variable", "clientSecret: $argocd-secrets:oidc-client-secret"],
    ["what a program prints", "token: $(cat /var/run/token)"],
    ["what a connector looks up", "database.password: $${secrets:kafka/login:password}"],
    ["a placeholder", "curl -H 'X: y' --token=<your token>"],
    ["what is yet to come", '{"password":"not yet"}'],
    ["a mask", "password: ********"],
    ["a path", "token: /var/run/secrets/token"],
    ["an address", "token_url: https://id.example.com/token\ntoken: https://id.example.com/token"],
    ["what it is called", "existingSecret: keycloak-database\nsecretKey: oidc-client-secret\nsecret: grafana-oidc"],
    ["fields beside what it is called", "passwordSecret:\n  secretName: cdc-kafka\n  password: password"],
    ["a switch", "manage_password: true\ntoken: false\npassword: null"],
    ["a number of seconds", "access_token: 3600\nrefresh_token: 30m"],
    ["words about it", "The token: it is made once, by a person"],
    ["what only looks like a key", "passwordPolicy: length(14)\nhttp_tokens: required\nsecret_rotation_interval: 5m\nkey: value"],
    ["what requests are told apart by", 'creation_token = "acme-prod-aws-use1-files"'],
    ["rights of a job", "permissions:\n  id-token: write"],
    ["a block that follows", "token: |\n  first line"],
    ["an ARN", "secret: arn:aws:secretsmanager:us-east-1:111111111111:secret:acme-prod-login"],
    ["a UUID", `id: ${"0f8fad5b-d9cb-469f-a165-70867728950e"}`],
    ["a hash of an image", `image: registry/a@sha256:${drawn(64, "0123456789abcdef")}`],
    ["a folder with a hash", `chart: assets/RawChart/${drawn(32, "0123456789ABCDEF")}`],
    ["a hash of a package", `"integrity": "sha512-${drawn(86)}=="`.replace("==", "=")],
    ["a certificate", certificate("CERTIFICATE")],
    ["a public key", certificate("PUBLIC KEY")],
    ["text in base64", `data: ${Buffer.from("apiVersion: v1\nkind: Config\npreferences: {}").toString("base64")}`],
    ["a name of many words", "role: Addons_KubePrometheusStack_Identity_ObjectstoreReadWrite459020"],
    ["an expression with names in it", "value: ${aws_vpn_connection.AwsUse1AzureEus2_Aws_Second.tunnel1_preshared_key}"],
    ["a connection that is filled in", "postgresql://{{username}}:{{password}}@${aws_db_instance.It.address}:5432/app"],
    ["an address with a port", "https://vault.example.com:8200/v1/auth@x"],
    ["a header that is filled in", "Authorization: Bearer ${TOKEN}"],
  ])("%s", (_kind, text) => {
    expect(findSecretsInText(text)).toEqual([]);
    expect(findSecrets({ text })).toEqual([]);
  });
});
