import { blocksOf, quoted, visit } from "./blocks.ts";
import { execSettings } from "./exec.ts";
import { fullSource, isMap, type Problem, type ProviderPolicy, type Stack } from "./policy.ts";
import { isPublishedValue, publishedStates } from "./published.ts";
import { isObject, type Json } from "./strict-json.ts";

/** Names of arguments that say where requests, and the credentials in them, go to. */
export const isAddress = (argument: string): boolean => /(^|_)(url|uri|host|hostname|address|server|endpoint)$/.test(argument);

/**
 * Names of arguments that say which files hold credentials or configuration: what is in one can name a program to run.
 * (`pem_file` of the github provider is the key itself.)
 */
const isFileName = (argument: string): boolean => /(^|_)((?<!pem_)files?|filename|paths?|dir|credentials)$/.test(argument);
/** `${var.tfc_azure_dynamic_credentials.default.oidc_token_file_path}`: a file that HCP Terraform writes for a run. */
const runFile = /^\$\{var\.tfc_\w+(?:\.\w+|\["[\w-]+"\])*\}$/;

/** Refuses providers that Terraform would fetch though no one named them: `aws_vpc` without `aws` gives hashicorp/aws, any version. */
export function impliedProviders(json: Json): Problem[] {
  const declared = declaredNames(json);
  const used = ["resource", "data", "ephemeral"].flatMap((kind) =>
    blocksOf(json[kind], 2, kind, () => {}).map(({ labels, body, path }) => ({
      path,
      name: typeof body.provider === "string" ? (body.provider.split(".")[0] ?? "") : (labels[0]?.split("_")[0] ?? ""),
    })),
  );
  const configured = blocksOf(json.provider, 1, "provider", () => {}).map(({ labels, path }) => ({ path, name: labels[0] ?? "" }));
  const imported = blocksOf(json.import, 0, "import", () => {}).flatMap(({ body, path }) => [
    { path: `${path}.to`, name: typeof body.to === "string" ? (body.to.split(/[_.]/)[0] ?? "") : "" },
    ...(body.provider === undefined ? [] : [{ path: `${path}.provider`, name: String(body.provider).split(".")[0] ?? "" }]),
  ]);
  const unknown = [...used, ...configured, ...imported].filter(({ name }) => name !== "terraform" && !declared.has(name));
  return unknown.map(({ path, name }) => ({
    path,
    message: `needs provider ${name}, which terraform.required_providers does not have; Terraform would fetch some version of hashicorp/${name}`,
  }));
}

const declaredNames = (json: Json): Map<string, string> => {
  const required = isObject(json.terraform) && isObject(json.terraform.required_providers) ? json.terraform.required_providers : {};
  return new Map(
    Object.entries(required).map(([name, value]) => [
      name,
      isObject(value) && typeof value.source === "string" ? fullSource(value.source) : "",
    ]),
  );
};

/** Refuses provider configuration that runs programs, reads files or sends credentials elsewhere. */
export function providerSettings(json: Json, { policy }: Stack): Problem[] {
  const declared = declaredNames(json);
  const states = publishedStates(json);
  return blocksOf(json.provider, 1, "provider", () => {}).flatMap(({ labels, body, path }) => {
    const known = policy.providers[declared.get(labels[0] ?? "") ?? ""];
    if (known === undefined) return []; // refused as a source already
    const { alias: _, "//": __, ...settings } = body;
    const inner = [...visit(body, path)];
    return [
      ...argumentsOf(settings, "", path, known),
      ...inner.filter(({ key }) => key === "exec").flatMap((found) => execSettings(found.value, found.path, policy, states)),
      ...inner.flatMap(({ key, value, path: at }) => (isAddress(key) ? address(value, at, known.addresses[key] ?? [], states) : [])),
      ...inner.flatMap(({ key, value, path: at }) => (isFileName(key) ? fileNames(value, at) : [])),
    ];
  });
}

/**
 * Refuses arguments no stack uses, at any depth. Where stacks have a block it must be written out: an expression in its place, or
 * as the name of an argument, could hold anything (`kubernetes = "${{exec = ...}}"`).
 */
function argumentsOf(value: unknown, inside: string, path: string, known: ProviderPolicy): Problem[] {
  if (Array.isArray(value)) return value.flatMap((element) => argumentsOf(element, inside, path, known));
  if (!isObject(value)) {
    const isBlock = known.arguments.some((name) => name.startsWith(inside));
    return isBlock ? [{ path, message: `is ${quoted(value)}; it must be written out, as stacks have it` }] : [];
  }
  const allowed = known.arguments.filter((name) => name.startsWith(inside)).map((name) => name.slice(inside.length));
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${path}.${key}`;
    if (!allowed.includes(key))
      return [{ path: at, message: `is not an argument that stacks use; allowed are ${allowed.join(", ") || "none"}` }];
    return key === "exec" || isMap(key) ? [] : argumentsOf(inner, `${inside}${key}.`, at, known);
  });
}

const address = (value: unknown, path: string, allowed: readonly string[], states: ReadonlySet<string>): Problem[] =>
  typeof value === "string" && (allowed.includes(value) || isPublishedValue(value, states))
    ? []
    : [
        {
          path,
          message: `is ${quoted(value)}, where credentials would be sent; allowed are ${allowed.join(", ") || "none"} and outputs of other stacks`,
        },
      ];

const fileNames = (value: unknown, path: string): Problem[] =>
  [value]
    .flat()
    .filter((name) => typeof name === "string" && !runFile.test(name))
    .map((name) => ({ path, message: `is ${quoted(name)}; only files of var.tfc_..., which HCP Terraform writes, may hold credentials` }));
