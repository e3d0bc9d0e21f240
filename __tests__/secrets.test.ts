import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Json } from "../constructs/policies/policy.ts";
import { keyHolds } from "../constructs/policies/secret-keys.ts";
import { findSecrets, findSecretsInText } from "../constructs/policies/secret-scan.ts";
import { planted } from "./planted-secrets.ts";

type Block = { readonly [name: string]: Json };
type Stack = { readonly [kind: string]: { readonly [name: string]: Block } };

/** What is written by synthesis, and what people write it from. */
const places = ["cdktf.out", "config", "docs", "atlantis.yaml", "infracost.yml", "infracost-usage.yml"];

const filesIn = (place: string): string[] =>
  statSync(place).isFile()
    ? [place]
    : readdirSync(place, { recursive: true })
        .map((name) => join(place, String(name)))
        .filter((name) => statSync(name).isFile())
        .sort();

/** Secrets in a file: a stack's by their arguments, everything else by its lines. */
function secretsIn(file: string, text = readFileSync(file, "utf8")): string[] {
  const secrets = file.endsWith("cdk.tf.json") ? findSecrets(JSON.parse(text)) : findSecretsInText(text);
  return secrets.map(({ path, why }) => `${file} ${path}: ${why}`);
}

const folder = "cdktf.out/stacks";
const stacks = readdirSync(folder).map((id) => [id, JSON.parse(readFileSync(join(folder, id, "cdk.tf.json"), "utf8")) as Stack] as const);

describe("what is committed", () => {
  it.each(places)("%s has no secret", (place) => {
    const files = filesIn(place);
    expect(files.flatMap((file) => secretsIn(file))).toEqual([]);
    expect(files.length).toBeGreaterThanOrEqual(statSync(place).isFile() ? 1 : 10);
  });

  it("is looked through whole", () => {
    const files = places.flatMap(filesIn);
    expect(files.filter((file) => file.endsWith("cdk.tf.json")).length).toBe(stacks.length);
    expect(files.filter((file) => readFileSync(file).includes(0))).toEqual([]);
  });
});

describe.each(planted)("%s", (_kind, secret, what) => {
  const value = JSON.stringify(secret).slice(1, -1);

  it.each([
    ["docs/backup.md", (text: string) => `${text}\nThen use \`${secret}\`.\n`],
    ["config/estate.yaml", (text: string) => `${text}\nextra: "${value}"\n`],
    ["atlantis.yaml", (text: string) => text.replace("version: 3", `version: 3\n# ${secret}`)],
    ["infracost-usage.yml", (text: string) => `${text}\nextra: '${secret}'\n`],
    [`${folder}/prod-aws-use1-platform/cdk.tf.json`, inValues],
  ] as const)("would be found in %s", (file, plant) => {
    const text = plant(readFileSync(file, "utf8"));
    expect(secretsIn(file, text).join("\n")).toMatch(what);
  });

  function inValues(text: string): string {
    const stack = JSON.parse(text);
    const release = stack.resource.helm_release.Addons_CertManager_Release;
    release.values = [`${release.values[0]}extraArgs:\n  - "${value}"\n`];
    return JSON.stringify(stack);
  }
});

/** Arguments that are a secret although their name says nothing: who knows a webhook's address can write to it. */
const secretArguments = ["tfe_notification_configuration.url", "tfe_notification_configuration.token"];

/** References in arguments that hold a secret: `var.login_password`, `random_password.It.result`. */
function secretReferences(stack: Stack): Set<string> {
  const found = new Set<string>();
  const look = (json: Json | undefined, type: string, isSecret: boolean): void => {
    if (typeof json === "string") for (const reference of referencesIn(json, isSecret)) found.add(reference);
    else if (Array.isArray(json)) for (const item of json) look(item, type, isSecret);
    else if (typeof json === "object" && json !== null)
      for (const [name, value] of Object.entries(json))
        if (name !== "//") look(value, type, keyHolds(name) === "secret" || secretArguments.includes(`${type}.${name}`));
  };
  for (const kind of ["resource", "data", "ephemeral", "provider"])
    for (const [type, blocks] of Object.entries(stack[kind] ?? {})) look(blocks, type, false);
  return found;
}

/** Of a text with several values, such as JSON, those whose own key is a secret's. */
function referencesIn(text: string, isSecret: boolean): string[] {
  const whole = isSecret && !text.trimStart().startsWith("{") ? [text] : [];
  const keyed = [...text.matchAll(/([\w.-]+)"\s*:\s*"([^"]*\$\{[^"]*)"/g)].flatMap(([, key = "", value = ""]) =>
    keyHolds(key) === "secret" ? [value] : [],
  );
  return [...whole, ...keyed].flatMap((one) => one.match(/\b(?:var|[a-z]+_[a-z0-9_]+)\.\w+/g) ?? []);
}

/** Secrets by what they are called. HCP Terraform's credentials are paths of files. */
const isCalledSecret = (name: string, { type }: Block): boolean =>
  /password|passwd|secret|token|private_?key|api_?key|pem|credential|webhook/i.test(name) &&
  !/_path = string|_file = string/.test(String(type));

/** Variables that everybody may read although they hold a secret. */
function openVariables(stack: Stack): string[] {
  const used = secretReferences(stack);
  return Object.entries(stack.variable ?? {}).flatMap(([name, block]) =>
    (used.has(`var.${name}`) || isCalledSecret(name, block)) && block.sensitive !== true ? [name] : [],
  );
}

/** Attributes by which a resource gives a secret away. Beside a cluster's key stand its address and certificate, which are none. */
const givesSecret = (reference: string): boolean => {
  const attribute = reference.split(".").at(-1) ?? "";
  return /\brandom_password\./.test(reference) || keyHolds(attribute) === "secret" || /^(kube_config(_raw)?|client_key)$/.test(attribute);
};

/** Outputs that everybody may read whose value comes from a secret. */
function openOutputs(stack: Stack): string[] {
  const hidden = Object.entries(stack.variable ?? {}).flatMap(([name, { sensitive }]) => (sensitive === true ? [`var.${name}`] : []));
  const secret = new Set([...hidden, ...secretReferences(stack)]);
  return Object.entries(stack.output ?? {}).flatMap(([name, { value, sensitive }]) => {
    const text = JSON.stringify(value ?? "").replaceAll(/\\"[^"]*\\"/g, "");
    const references = text.match(/(?:data\.|ephemeral\.)?\b[a-z]\w*(?:(?:\[\d+\])?\.[\w-]+)+/g) ?? [];
    const isSecret = references.some((one) => givesSecret(one) || secret.has(one.split(".").slice(0, 2).join(".")));
    return isSecret && sensitive !== true ? [name] : [];
  });
}

describe("what carries a secret", () => {
  it.each(stacks)("is sensitive in %s", (_id, stack) => {
    expect(openVariables(stack)).toEqual([]);
    expect(openOutputs(stack)).toEqual([]);
  });

  it("is there to be judged", () => {
    const variables = stacks.flatMap(([, stack]) => Object.entries(stack.variable ?? {}));
    expect(variables.filter(([, { sensitive }]) => sensitive === true).length).toBeGreaterThan(5);
    expect(new Set(stacks.flatMap(([, stack]) => [...secretReferences(stack)])).size).toBeGreaterThan(20);
  });

  it("would be found if it were not: a variable by its use, in JSON, and by its name", () => {
    const resource = {
      aws_dms_endpoint: { It: { password: "${var.login}" } },
      aws_secretsmanager_secret_version: { It: { secret_string_wo: '{"username":"${var.user}","password":"${var.word}"}' } },
      tfe_notification_configuration: { It: { url: "${var.address}" } },
    };
    const variable = { login: {}, user: {}, word: {}, address: {}, api_token: {}, kept_password: { sensitive: true }, region: {} };
    const stack = { resource, variable } as unknown as Stack;
    expect(openVariables(stack)).toEqual(["login", "word", "address", "api_token"]);
  });

  it("would be found if it were not: an output", () => {
    const output = {
      made: { value: "${random_password.It.result}" },
      given: { value: '${join("", [var.login])}' },
      kept: { value: "${random_password.It.result}", sensitive: true },
      shared: { value: "${azurerm_storage_account.It.primary_access_key}" },
      cluster: { value: "${azurerm_kubernetes_cluster.It.kube_config[0].client_key}" },
      used: { value: "${okta_app.It.id}" },
      certificate: { value: "${azurerm_kubernetes_cluster.It.kube_config[0].cluster_ca_certificate}" },
      harmless: { value: "${aws_db_instance.It.address}" },
      words: { value: '${element(split(":random_password.It.result:", aws_db_instance.It.arn), 1)}' },
    };
    const resource = { x_y: { It: { password: "${okta_app.It.id}" } } };
    const stack = { output, resource, variable: { login: { sensitive: true } } } as unknown as Stack;
    expect(openOutputs(stack)).toEqual(["made", "given", "shared", "cluster", "used"]);
  });
});
