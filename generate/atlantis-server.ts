import { fullSource, isMap, type Policy, type ProviderPolicy } from "../atlantis/policy.ts";
import { isAddress } from "../atlantis/providers.ts";
import { isObject } from "../atlantis/strict-json.ts";
import type { Estate } from "../config/estate.ts";
import type { StackSpec } from "../stacks/stack-spec.ts";
import type { ReadExtract, StackExtract } from "./stack-extract.ts";
import { fillTemplate } from "./template.ts";

/** Of https://github.com/runatlantis/atlantis/releases; its Debian image, as Node's own programs need glibc. */
const atlantisVersion = "v0.47.0";
/** Of https://nodejs.org/en/about/previous-releases; from 22.18 on it runs TypeScript without a flag. */
const nodeVersion = "24.21.0";

/** Programs that give a token for a cluster, with what each may be asked for: the commands of `constructs/cluster` and their callers. */
const exec: Policy["exec"] = {
  aws: { begin: ["eks", "get-token"], options: ["--cluster-name", "--region", "--output"] },
  "gke-gcloud-auth-plugin": { begin: ["--use_application_default_credentials"], options: [] },
  kubelogin: {
    begin: ["get-token"],
    options: ["--login", "--server-id", "--environment", "--tenant-id", "--client-id", "--federated-token-file"],
  },
};

/**
 * What the Atlantis server is made of, by path from the repository's root. Nothing where state is local: there Atlantis has no
 * workspace to plan in.
 * @param read gives the extract of a stack; undefined where it has no output
 */
export function atlantisServerFiles(estate: Estate, stacks: readonly StackSpec[], read: ReadExtract): Record<string, string> {
  const { terraform, github } = estate;
  if (terraform.backend === "local") return {};
  const { hostname, organization, version } = terraform;
  const githubHost = github.url === undefined ? "github.com" : new URL(github.url).host;
  const repository = `${githubHost}/${github.owner}/${github.repository}`;
  const templates: Record<string, Record<string, string>> = {
    "atlantis/repos.yaml": { REPOSITORY: repository },
    "atlantis/server.yaml": { GITHUB_HOST: githubHost, REPOSITORY: repository, TEAMS: teams(estate), TERRAFORM_VERSION: version },
    "atlantis/Dockerfile": { TERRAFORM_VERSION: version, NODE_VERSION: nodeVersion, ATLANTIS_VERSION: atlantisVersion },
  };
  const outputs = stacks.map(({ id }) => read(id)).filter((stack) => stack !== undefined);
  const policy = (): Policy => ({ hostname, organization, terraformVersion: version, providers: providerPolicies(outputs), exec });
  return {
    ...Object.fromEntries(Object.entries(templates).map(([name, values]) => [name, fillTemplate(name, values)])),
    // What some stacks say is not what all may say: with outputs missing, the policy stays what it is.
    ...(outputs.length === stacks.length && { "atlantis/guard.json": policyText(policy()) }),
  };
}

/** `gh-team-allowlist`: what comments of which teams do; `*` is anybody, also without a team. */
function teams({ identity: { groups } }: Estate): string {
  const applying = [groups.administrators, groups.operators, groups.developers];
  return ["*:plan, *:version", ...applying.map((team) => `${team}:apply, ${team}:unlock`)].join(",\n  ");
}

/** What stacks say of providers now is what they may say. @throws if two stacks have two versions of one */
function providerPolicies(outputs: readonly StackExtract[]): Record<string, ProviderPolicy> {
  const found = new Map<string, { version: string; arguments: Set<string>; addresses: Map<string, Set<string>> }>();
  for (const { providers, settings: configured } of outputs) {
    for (const [name, { source, version }] of Object.entries(providers)) {
      const full = fullSource(source);
      const known = found.get(full) ?? { version, arguments: new Set(), addresses: new Map() };
      found.set(full, known);
      if (known.version !== version) throw new Error(`${full}: stacks have versions ${known.version} and ${version}; give all the same`);
      for (const { alias: _, ...settings } of configured[name] ?? []) collect(settings, "", known);
    }
  }
  return Object.fromEntries(
    [...found].sort(byKey).map(([source, { version, arguments: names, addresses }]) => [
      source,
      {
        version,
        arguments: [...names].sort(),
        addresses: Object.fromEntries([...addresses].sort(byKey).map(([name, values]) => [name, [...values].sort()])),
      },
    ]),
  );
}

function collect(
  settings: Record<string, unknown>,
  inside: string,
  into: { arguments: Set<string>; addresses: Map<string, Set<string>> },
): void {
  for (const [name, value] of Object.entries(settings)) {
    into.arguments.add(`${inside}${name}`);
    const blocks = name === "exec" || isMap(name) ? [] : [value].flat().filter(isObject);
    for (const block of blocks) collect(block, `${inside}${name}.`, into);
    // An expression is another stack's output, which the guard knows by its form.
    if (!isAddress(name) || typeof value !== "string" || value.includes("${")) continue;
    into.addresses.set(name, (into.addresses.get(name) ?? new Set()).add(value));
  }
}

const byKey = ([one]: [string, unknown], [other]: [string, unknown]): number => (one < other ? -1 : 1);

const LINE_WIDTH = 140;

/** Lists of words on one line where they fit, as the repository's formatter has them. */
function policyText(policy: Policy): string {
  const note = "generated by npm run synth from config/ and the stacks; part of the server's image";
  const text = JSON.stringify({ "//": note, ...policy }, null, 2);
  return `${text.replaceAll(/^(.*)\[\n([^[\]{}]*)\n\s*\](,?)$/gm, (all, start: string, items: string, end: string) => {
    const line = `${start}[${items.trim().replaceAll(/,\n\s*/g, ", ")}]${end}`;
    return line.length <= LINE_WIDTH ? line : all;
  })}\n`;
}
