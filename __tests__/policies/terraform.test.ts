import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { planRules } from "../../constructs/delivery/run-policies.ts";
import { policies } from "../../constructs/policies/index.ts";
import { vaultTimePolicies } from "../../constructs/policies/vault-time.ts";
import { committed, committedIds, defaultStacks, resources } from "../estate.ts";
import { costPlans, costTogether } from "./cost-together.ts";
import { exposureCases } from "./exposure-cases.ts";
import { foundBySynth, heldBySynth, type Mirrored, planCases, type Together, togetherCases } from "./mirrored.ts";
import { mirroredAws } from "./mirrored-aws.ts";
import { azureTogether, mirroredAzure } from "./mirrored-azure.ts";
import { mirroredCost } from "./mirrored-cost.ts";
import { mirroredGcp } from "./mirrored-gcp.ts";
import { mirroredServices } from "./mirrored-services.ts";
import { planned } from "./planned.ts";
import { Policy } from "./rego/evaluator.ts";
import { plain, type Value } from "./rego/values.ts";
import { servicesPlans } from "./services-plans.ts";
import { servicesTogether } from "./services-together.ts";
import { created, type PolicyCase, planOf, statefulCases, taggingCases } from "./terraform-cases.ts";

const folder = "policies/terraform";
const fileOf = (rule: string): string => join(folder, `${rule}.rego`);
const textOf = (rule: string): string => readFileSync(fileOf(rule), "utf8");
/** Files whose fixtures are judged together: a resource may be of concern to several. */
const parts: Record<string, readonly string[]> = {
  aws: ["aws", "iam"],
  costs: ["cost", "development"],
  services: ["cloudflare", "clusters", "github", "leases", "vault", "workspaces"],
};
const filesOf = (suite: string): readonly string[] => parts[suite] ?? [suite];
const idsIn = (suite: string): string[] => [...textsOf(suite).matchAll(/"([A-Z][A-Z0-9]*-\d\d)"/g)].map(([, id = ""]) => id);
const textsOf = (suite: string): string => filesOf(suite).map(textOf).join("\n");
const mirrored: Record<string, readonly Mirrored[]> = {
  ...{ aws: mirroredAws, azure: mirroredAzure, costs: mirroredCost, gcp: mirroredGcp, services: mirroredServices },
};
const together: Record<string, readonly Together[]> = { azure: azureTogether, costs: costTogether, services: servicesTogether };
const beside: Record<string, readonly PolicyCase[]> = {
  azure: togetherCases(azureTogether),
  costs: [...togetherCases(costTogether), ...costPlans],
  services: [...togetherCases(servicesTogether), ...servicesPlans],
};
const rules: Record<string, readonly PolicyCase[]> = {
  ...Object.fromEntries(Object.entries(mirrored).map(([file, fixtures]) => [file, [...planCases(fixtures), ...(beside[file] ?? [])]])),
  ...{ exposure: exposureCases, stateful: statefulCases, tagging: taggingCases },
};
type Judge = (input: Value) => string[];
function judgeOf(suite: string): Judge {
  const all = filesOf(suite).map((file) => new Policy(textOf(file)));
  return (input) => all.flatMap((policy) => plain(policy.query("deny", input) ?? []) as string[]).sort();
}

function expectMessages(messages: readonly string[], refused: readonly RegExp[]): void {
  expect(messages.length, messages.join("\n")).toBe(refused.length);
  for (const pattern of refused)
    expect(
      messages.filter((message) => pattern.test(message)),
      messages.join("\n"),
    ).not.toEqual([]);
}

describe.each(Object.keys(rules))("rule %s", (rule) => {
  const judge = judgeOf(rule);

  it.each(rules[rule] ?? [])("$name", ({ input, refused }) => expectMessages(judge(input), refused));

  it.each(filesOf(rule))("%s is asked for by the name of its package", (file) =>
    expect(new Policy(textOf(file)).package).toBe(`terraform.${file}`),
  );
});

it("has a file for each rule that runs are judged by, and a test", () => {
  const files = readdirSync(folder).map((name) => basename(name, ".rego"));
  expect(files.sort()).toEqual(Object.keys(planRules).sort());
  expect(Object.keys(rules).flatMap(filesOf).sort()).toEqual(Object.keys(planRules).sort());
});

describe.each(Object.entries(mirrored))("rules over %s, in plans and before", (cloud, fixtures) => {
  const broken = fixtures.flatMap((fixture) => fixture.broken.map(([id, change]) => ({ fixture, id, change })));
  const judged = broken.filter(({ id }) => policies.some((policy) => policy.id === id));

  it.skipIf(judged.length === 0)("are broken by the same", () => {
    const missed = judged.filter(({ fixture, id, change }) => foundBySynth(fixture, id, change)?.length === 0);
    expect(missed.map(({ fixture, id, change }) => `${id} ${fixture.type} ${JSON.stringify(change)}`)).toEqual([]);
  });

  it("have a fixture for each id that the file names", () => {
    const byStack = (together[cloud] ?? []).flatMap(({ refused }) => refused.map(([id]) => id));
    expect([...new Set([...broken.map(({ id }) => id), ...byStack])].sort()).toEqual([...new Set(idsIn(cloud))].sort());
  });

  it("have a fixture for each row", () => {
    const rows = [...textsOf(cloud).matchAll(/\{"id": "/g)];
    expect(broken.length).toBeGreaterThanOrEqual(rows.length);
  });

  it.each(filesOf(cloud))("are judged by the same code in %s as in every file", (file) => {
    const from = (mark: string, name: string) => textOf(name).split(mark)[1];
    const hasRows = textOf(file).includes("\nrules := {");
    expect(from("# How rows are judged", file)).toBe(hasRows ? from("# How rows are judged", "aws") : undefined);
    expect(from("# What a plan shows", file)).toBe(from("# What a plan shows", "aws"));
    expect(from("# What a plan shows", file)?.length).toBeGreaterThan(1000);
  });
});

describe.each(Object.entries(together))("resources of one stack, by the rules over %s, in plans and before", (suite, stacks) => {
  const ids = new Set(idsIn(suite));

  it.each(stacks)("$name: breaks the same rules", (stack) => {
    expect(heldBySynth(stack, ids)).toEqual([...new Set(stack.refused.map((pair) => pair.join(" ")))].sort());
  });
});

it("names the rules over who gets in by ids that there are, mostly for the same types", () => {
  const named = [...textOf("exposure").matchAll(/^\t"(\w+)": "(\w+-\d+)",$/gm)].map(([, type = "", id = ""]) => ({ type, id }));
  expect(named.length).toBeGreaterThan(15);
  const others = named.filter(({ type, id }) => !policies.some((policy) => policy.id === id && policy.appliesTo.includes(type)));
  // They are judged before by what they belong to: the network, the bucket, the account.
  const belonging = ["aws_default_security_group", "aws_s3_account_public_access_block", "aws_s3_bucket_public_access_block"];
  expect(others.map(({ type }) => type)).toEqual(belonging);
});

describe("tags of data and of what costs by the hour", () => {
  const judge = judgeOf("tagging");
  /** Their tags are in blocks, of which plans say less. */
  const inBlocks = ["aws_autoscaling_group", "google_container_node_pool", "google_sql_database_instance"];
  const types = (id: string) => policies.filter((policy) => policy.id === id).flatMap(({ appliesTo }) => appliesTo);

  it.each(["T-03", "T-04"])("are judged by %s for the types that are judged before", (id) => {
    const refused = (type: string): boolean => {
      const tags = { environment: "dev" };
      return judge(created(type, { [type.startsWith("google_") ? "labels" : "tags"]: tags })).some((message) => message.startsWith(id));
    };
    expect(types(id).length).toBeGreaterThan(10);
    expect(
      types(id)
        .filter((type) => !refused(type))
        .sort(),
    ).toEqual(
      types(id)
        .filter((type) => inBlocks.includes(type))
        .sort(),
    );
  });
});

describe("Vault", () => {
  it("gives nothing for longer than a day, of all types that are judged before", () => {
    const types = new Set(mirroredServices.map(({ type }) => type));
    expect(vaultTimePolicies.flatMap(({ appliesTo }) => appliesTo).filter((type) => !types.has(type))).toEqual([]);
  });
});

describe("the estate as it is", () => {
  /** Every resource as if it were made now; what the apply gives is not known yet. */
  const everything = committedIds().flatMap((id) => {
    const all = resources(committed(id));
    const stack = Object.fromEntries(all.map(([type, name, body]) => [`${type}.${name}`, body]));
    return all.map(([type, name, body]) => ({ id, type, name, actions: ["create"], ...planned(body, stack) }));
  });

  it.each(["aws", "azure", "costs", "exposure", "gcp", "services", "tagging"])("is refused nothing by %s", (rule) => {
    const judge = judgeOf(rule);
    const byStack = committedIds().map((id) => everything.filter((change) => change.id === id));
    expect(byStack.flatMap((changes) => judge(planOf(...changes)).map((message) => `${changes[0]?.id}: ${message}`))).toEqual([]);
    expect(everything.length).toBeGreaterThan(500);
  });

  it("knows as stateful everything that refuses to be destroyed in a protected environment", () => {
    const guarded = new Set(defaultStacks().flatMap(({ id, environment }) => (/^(prod|mgmt|global)$/.test(environment) ? [id] : [])));
    const kept = everything.filter(
      ({ id, after }) => guarded.has(id) && JSON.stringify(after.lifecycle ?? null).includes('"prevent_destroy":true'),
    );
    const types = [...new Set(kept.map(({ type }) => type))].sort();
    expect(types.length).toBeGreaterThan(20);
    const judge = judgeOf("stateful");
    const unknown = types.filter((type) => judge(planOf({ type, actions: ["delete"] })).length === 0);
    expect(unknown).toEqual([]);
  });
});

const hasOpa = spawnSync("opa", ["version"]).status === 0;

describe.skipIf(!hasOpa)(
  `rules over plans with OPA itself${hasOpa ? "" : " (skipped: no opa on PATH; install it to run the same cases through it)"}`,
  () => {
    const cases = Object.entries(rules).flatMap(([rule, list]) => list.map((item) => ({ ...item, rule })));

    it.each(cases)("$rule: $name", ({ rule, input, refused }) => {
      const messages = filesOf(rule).flatMap((file) => {
        const args = ["eval", "--format", "json", "--data", fileOf(file), "--stdin-input", `data.terraform.${file}.deny`];
        const text = execFileSync("opa", args, { input: JSON.stringify(input), encoding: "utf8" });
        return JSON.parse(text).result[0].expressions[0].value as string[];
      });
      expectMessages(messages, refused);
    });
  },
);
