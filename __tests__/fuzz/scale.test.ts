import { afterAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { regions } from "../../constructs/clouds/regions.ts";
import { defaultFiles } from "../../fuzz/configurations.ts";
import type { ConfigFiles } from "../../fuzz/mutation.ts";
import { Judge } from "../../fuzz/verdict.ts";

const files = defaultFiles();
const judge = new Judge(files);
afterAll(() => judge.close());

type Tree = Record<string, Record<string, Record<string, unknown>>> & Record<string, unknown>;

/** The default configuration, its files changed as data. */
function changed(change: (estate: Tree, environments: Record<string, Tree>) => void): ConfigFiles {
  const parsed = new Map([...files].map(([path, text]) => [path, parse(text) as Tree]));
  const of = (name: string) => parsed.get(`config/environments/${name}.yaml`) as Tree;
  change(parsed.get("config/estate.yaml") as Tree, { dev: of("dev"), staging: of("staging"), prod: of("prod") });
  return new Map([...parsed].map(([path, tree]) => [path, stringify(tree)]));
}

const REGIONS = 8;
const clouds = ["aws", "gcp", "azure"] as const;

/** Accounts that are nobody else's. */
const accounts = {
  aws: {},
  gcp: { projectId: "acme-dev", projectNumber: "999999999999" },
  azure: { subscriptionId: "00000000-0000-0000-0000-000000000009" },
};

/** Every environment on every cloud, in eight regions of each. */
const everywhere = changed((_, environments) => {
  const production = (environments.prod as Tree).clouds as Tree;
  for (const environment of Object.values(environments)) {
    for (const cloud of clouds) {
      const settings = (environment.clouds as Tree)[cloud] ?? structuredClone(production[cloud] ?? {});
      (environment.clouds as Tree)[cloud] = settings as never;
      if (environment === environments.dev) Object.assign(settings, accounts[cloud]);
      for (const region of Object.keys(regions[cloud]).slice(0, REGIONS)) ((settings as Tree).regions as Tree)[region] ??= {};
    }
  }
});

/** What may be said against it: the limit, and the way out. */
const limits: readonly RegExp[] = [
  /has \d availability zones, and ha: \w+ needs 3; use .*, or ha: single$/,
  /has no availability zones, and ha: \w+ needs 3; use .*, or ha: single$/,
  /inside its tunnels to the central place: Azure has room for eight, by region and environment; use another region/,
  /allows .* until it is back, and .*; set dr there, or ask for less/,
  /leaves the private API server of .* out of reach .*; /,
  /is in \w+, .* in \w+; dual-region buckets and backups sta.*; /,
  /give \d+ workspaces, and an identity trusts at most 20; take regions away/,
  /consumes \d+ stacks; HCP Terraform allows 20 run-trigger sources; split the stack/,
];

describe("an estate of three environments on three clouds in eight regions each", () => {
  const { is, message = "" } = judge.verdict(everywhere);
  const problems = message.split("\n").slice(1);

  it("is refused before anything is built, with every limit and the way out", () => {
    expect(is).toBe("refused");
    expect(problems.length).toBeGreaterThan(40);
    expect(problems.filter((problem) => !limits.some((limit) => limit.test(problem)))).toEqual([]);
  });

  it("is refused for each limit once a place, at its line", () => {
    expect(new Set(problems).size).toBe(problems.length);
    expect(problems.every((problem) => /^ {2}config\/(estate|environments\/\w+)\.yaml:\d+: /.test(problem))).toBe(true);
  });
});

it("synthesizes an estate of forty applications, within the policies", () => {
  const verdict = judge.verdict(
    changed((estate) => {
      const { shop } = estate.apps as Tree;
      const more = Array.from({ length: 38 }, (_, index) => [
        `shop${index}`,
        { ...shop, repository: `shop${index}`, hosts: [`shop${index}.example.com`], writePaths: [], database: index % 2 === 0 },
      ]);
      estate.apps = { ...(estate.apps as Tree), ...Object.fromEntries(more) } as never;
    }),
  );
  expect(verdict.message).toBeUndefined();
  expect(verdict.is).toBe("accepted");
}, 60_000);
