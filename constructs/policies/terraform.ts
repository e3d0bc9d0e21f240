import { argumentOf, isSet } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";
import { statefulTypes } from "./stateful-types.ts";

const remedy =
  "say it in Terraform's own terms: helm_release or raw manifests for objects, published outputs between stacks, bound providers (constructs/README.md)";
const shared = { id: "X-01", severity: "high", remedy } as const;

/** What needs in a plan what it does not have: a cluster, or a program on the machine that plans. */
const refused: Readonly<Record<string, string>> = {
  kubernetes_manifest: "a helm_release, which needs no cluster to be planned",
  external: "no program in a plan",
};

/** what a plan does not show, or what it cannot be made without, is not in the code. */
const blocks: Policy = {
  ...shared,
  title: "Nothing needs a cluster to be planned, runs a program, or chooses a provider where there is one",
  reference: "https://developer.hashicorp.com/terraform/language/resources/provisioners/syntax",
  appliesTo: ["*"],
  judge(subject) {
    const { kind, type } = subject;
    if (kind !== "resource" && kind !== "data") return [];
    const instead = kind === (type === "external" ? "data" : "resource") ? refused[type] : undefined;
    return [...(instead === undefined ? [] : [{ got: type, wanted: instead }]), ...runsPrograms(subject), ...choosesProvider(subject)];
  },
};

const runsPrograms = ({ attributes }: Subject): Finding[] =>
  [attributes.provisioner ?? []].flat().map((provisioner) => ({
    argument: "provisioner",
    got: typeof provisioner === "object" && provisioner !== null ? Object.keys(provisioner).join(", ") : provisioner,
    wanted: "none",
  }));

/** A stack of one place has one configuration of each provider; those between places (links, mesh, names, changes) have one for each. */
function choosesProvider({ attributes, stack }: Subject): Finding[] {
  const got = attributes.provider;
  if (got === undefined || got === null) return [];
  if (/-(?:aws|gcp|azure)-/.test(stack.facts.id)) return [{ argument: "provider", got, wanted: "none: the stack is of one place" }];
  const [type = "", alias] = String(got)
    .replace(/^\$\{(.*)\}$/, "$1")
    .split(".");
  const isThere = stack.ofType(`provider.${type}`).some((provider) => provider.attributes.alias === alias);
  return isThere ? [] : [{ argument: "provider", got, wanted: "a configuration of this stack" }];
}

/** stacks read what others publish, not what cdktf makes up when an object of one is used in another. */
const outputs: Policy = {
  ...shared,
  title: "No output is made up for another stack",
  reference: "https://developer.hashicorp.com/terraform/cdktf/concepts/stacks#cross-stack-references",
  appliesTo: ["output"],
  judge: ({ address }) =>
    address.includes("cross-stack-output")
      ? [{ got: address, wanted: "a published contract (publish and consume in stacks/platform-stack.ts)" }]
      : [],
};

const exact = /^=?\s*\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/** the same code gives the same plan tomorrow. */
const versions: Policy = {
  ...shared,
  title: "Terraform's version is said, and every provider's exactly",
  reference: "https://developer.hashicorp.com/terraform/language/providers/requirements#version-constraints",
  appliesTo: ["terraform"],
  judge(subject) {
    const providers = (argumentOf(subject, "required_providers") ?? {}) as { readonly [name: string]: Json };
    const said = Object.keys(providers).flatMap((name) => {
      const got =
        argumentOf(subject, `required_providers.${name}.version`) ?? (typeof providers[name] === "string" ? providers[name] : undefined);
      return typeof got === "string" && exact.test(got)
        ? []
        : [{ argument: `required_providers.${name}.version`, got, wanted: "one exact version" }];
    });
    const silent = usedProviders(subject).filter((name) => !(name in providers));
    const unsaid = silent.map((name) => ({
      argument: `required_providers.${name}`,
      got: undefined,
      wanted: "its source and one exact version",
    }));
    return [...isSet(subject, "required_version", "the version of Terraform"), ...said, ...unsaid];
  },
};

/** By the types in the stack; `terraform_*` is built in. */
function usedProviders({ stack }: Subject): string[] {
  const used = stack.subjects.flatMap(({ kind, type, attributes }) => {
    if (kind === "provider") return [type];
    if (kind !== "resource" && kind !== "data" && kind !== "ephemeral") return [];
    return [String(attributes.provider ?? type).split(/[._]/)[0] ?? ""];
  });
  return [...new Set(used)].filter((name) => name !== "terraform").sort();
}

/** one line of a plan must not take what a backup brings back at best. */
const stateful: Policy = {
  id: "X-02",
  title: "In protected environments, what keeps data, keys, addresses or trust refuses to be destroyed",
  severity: "high",
  remedy:
    "set lifecycle.preventDestroy by the construct's deletionProtection; to let it go on purpose, retire its stack (docs/cookbook.md)",
  reference: "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy",
  appliesTo: Object.keys(statefulTypes),
  judge(subject) {
    if (!subject.stack.facts.isProtected || statefulTypes[subject.type]?.(subject) !== true) return [];
    const got = argumentOf(subject, "lifecycle.prevent_destroy");
    return got === true ? [] : [{ argument: "lifecycle.prevent_destroy", got, wanted: "true" }];
  },
};

/** What expressions begin with that is known before anything is made. Opened anew in each run, an ephemeral resource is too. */
const knownRoots = ["data", "var", "ephemeral", "path", "terraform", "each", "self"];

/** a provider that waits for a resource of its own stack cannot be configured in the first plan, nor after that resource is gone. */
const providers: Policy = {
  id: "X-03",
  title: "A provider's configuration knows only what the stack reads or is given",
  severity: "critical",
  remedy: "put the resource and what is made through it into two stacks, and read the one's outputs in the other",
  reference: "https://developer.hashicorp.com/terraform/language/providers/configuration#provider-configuration-1",
  appliesTo: ["provider.*"],
  judge: (subject) =>
    Object.entries(subject.attributes)
      .filter(([argument]) => argument !== "//")
      .flatMap(([argument, value]) =>
        unknownIn(subject, value).map((got) => ({ argument, got, wanted: "a data source or variable of the same stack, or a literal" })),
      ),
};

function unknownIn({ stack }: Subject, value: Json): string[] {
  const expressions = JSON.stringify(value).match(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g) ?? [];
  // Words in quotes are no references.
  const words = expressions.flatMap(
    (expression) => expression.replaceAll(/\\".*?\\"/g, "").match(/(?<![\w.-])[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+/g) ?? [],
  );
  return [...new Set(words)].filter((word) => {
    const [root = "", name, more] = word.split(".");
    if (!knownRoots.includes(root)) return true;
    if (root === "var") return !stack.subjects.some(({ address }) => address === `variable.${name}`);
    if (root !== "data" && root !== "ephemeral") return false;
    return !stack.subjects.some(({ address }) => address === `${root}.${name}.${more}`);
  });
}

/** Rules over how Terraform itself is used. */
export const terraformPolicies: readonly Policy[] = [blocks, outputs, versions, stateful, providers];
