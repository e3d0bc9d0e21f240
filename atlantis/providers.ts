import { blocksOf, quoted, visit } from "./blocks.ts";
import { fullSource, type Policy, type Problem, type Stack } from "./policy.ts";
import { isObject, type Json } from "./strict-json.ts";

/** `${data.terraform_remote_state.prod-aws-use1-cluster.outputs.cluster__endpoint}`: what another stack published. */
const publishedValue = /^\$\{data\.terraform_remote_state\.[\w-]+\.outputs\.\w+(?:\[\d+\])?\}$/;
/** The same, or `${concat(data.terraform_remote_state....outputs..., [...])}`: a published list with more behind it. */
const publishedList = /^\$\{(?:concat\()?data\.terraform_remote_state\.[\w-]+\.outputs\.\w+\b/;

/** Names of arguments that say where requests, and the credentials in them, go to. */
export const isAddress = (argument: string): boolean => /(^|_)(url|uri|host|hostname|address|server|endpoint)$/.test(argument);

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
  const unknown = [...used, ...configured].filter(({ name }) => name !== "terraform" && !declared.has(name));
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
  return blocksOf(json.provider, 1, "provider", () => {}).flatMap(({ labels, body, path }) => {
    const known = policy.providers[declared.get(labels[0] ?? "") ?? ""];
    if (known === undefined) return []; // refused as a source already
    const allowed = new Set(["//", "alias", ...known.arguments]);
    const others = Object.keys(body).filter((key) => !allowed.has(key));
    const inner = [...visit(body, path)];
    return [
      ...others.map((key) => ({
        path: `${path}.${key}`,
        message: `is not an argument that stacks use; allowed are ${known.arguments.join(", ") || "none"}`,
      })),
      ...inner.filter(({ key }) => key === "exec").flatMap((found) => execSettings(found.value, found.path, policy)),
      ...inner.flatMap(({ key, value, path: at }) => (isAddress(key) ? address(value, at, known.addresses[key] ?? []) : [])),
    ];
  });
}

const address = (value: unknown, path: string, allowed: readonly string[]): Problem[] =>
  typeof value === "string" && (allowed.includes(value) || publishedValue.test(value))
    ? []
    : [
        {
          path,
          message: `is ${quoted(value)}, where credentials would be sent; allowed are ${allowed.join(", ") || "none"} and outputs of other stacks`,
        },
      ];

const execKeys = ["api_version", "command", "args"];

/** A program run for a cluster's token: known, begun with known arguments, and without environment (`LD_PRELOAD`, `AWS_CONFIG_FILE`). */
function execSettings(value: unknown, path: string, { exec }: Policy): Problem[] {
  return blocksOf(value, 0, path, () => {}).flatMap(({ body }) => {
    const { command, args } = body;
    const others = Object.keys(body).filter((key) => !execKeys.includes(key) && !(key === "env" && isEmpty(body.env)));
    const isPublished = typeof command === "string" && publishedValue.test(command);
    const begin = typeof command === "string" && Object.hasOwn(exec, command) ? exec[command] : undefined;
    const isKnown = isPublished || begin !== undefined;
    return [
      ...others.map((key) => ({ path: `${path}.${key}`, message: `is not allowed; only ${execKeys.join(", ")} are` })),
      ...(isKnown ? [] : [{ path: `${path}.command`, message: `is ${quoted(command)}; allowed are ${Object.keys(exec).join(", ")}` }]),
      ...(!isKnown || beginsWith(args, isPublished ? undefined : begin)
        ? []
        : [{ path: `${path}.args`, message: `is ${quoted(args)}; it must begin with ${quoted(begin ?? "the producer's output")}` }]),
    ];
  });
}

const isEmpty = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0;

/** @param begin undefined: only a list that another stack published will do */
function beginsWith(args: unknown, begin: readonly string[] | undefined): boolean {
  if (typeof args === "string") return publishedList.test(args);
  if (begin === undefined) return false;
  return Array.isArray(args ?? []) && begin.every((word, index) => (args as unknown[] | undefined)?.[index] === word);
}
