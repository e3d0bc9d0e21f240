import { describe, expect, it } from "vitest";
import { loadEstate } from "../../config/load.ts";
import { regions } from "../../constructs/clouds/regions.ts";
import { catalog } from "../../stacks/catalog.ts";
import { checkGraph } from "../../stacks/graph.ts";
import { type Layer, layers, type PlacedSpec } from "../../stacks/stack-spec.ts";
import { sampleSpec } from "./sample-spec.ts";

const spec = (id: string, layer: Layer, consumes: string[] = []): PlacedSpec =>
  sampleSpec({ id, layer, consumes: consumes.map((producer) => ({ id: producer, publishes: [] })) });

describe("checkGraph", () => {
  it("accepts stacks that read an earlier layer", () => {
    expect(() => checkGraph([spec("a", "account"), spec("n", "network", ["a"]), spec("d", "data", ["a", "n"])])).not.toThrow();
  });

  it("refuses an unknown producer, naming both stacks", () => {
    expect(() => checkGraph([spec("n", "network", ["gone"])])).toThrow(
      "n: consumes gone, which does not exist; enable it or stop consuming it",
    );
  });

  it.each(["account", "network"] as const)("refuses a consumer in layer %s of a producer in layer network", (layer) => {
    expect(() => checkGraph([spec("a", layer, ["n"]), spec("n", "network")])).toThrow(
      `a: is in layer ${layer} and consumes n of layer network, which is not earlier; move one of them (order: ${layers.join(", ")})`,
    );
  });

  it("refuses to retire what is unknown, or what is still read by a stack that stays; credentials may read to the end", () => {
    const retired = (one: PlacedSpec): PlacedSpec => ({ ...one, retirement: "emptied" });
    const account = retired(spec("dev-aws-account", "account"));
    const reader = spec("dev-aws-use1-network", "network", [account.id]);
    expect(() =>
      checkGraph([account, reader, spec("c", "credentials", [account.id])], ["dev-aws-account", "dev-aws-use1-netwrok"]),
    ).toThrow(
      [
        "retired: dev-aws-use1-netwrok is not a stack; did you mean dev-aws-use1-network? Take it away when the stack is gone from the configuration",
        "retired: dev-aws-account is still read by dev-aws-use1-network; retire that too, or stop it from reading",
      ].join("\n"),
    );
    expect(() => checkGraph([account, retired(reader)], [account.id, reader.id])).not.toThrow();
  });

  it("refuses a cycle and shows it", () => {
    const cyclic = [spec("a", "data", ["c"]), spec("b", "data", ["a"]), spec("c", "data", ["b"])];
    expect(() => checkGraph(cyclic)).toThrow("a -> c -> b -> a: a cycle; no order of applying them exists; remove one of the reads");
  });

  it("refuses more than 20 run-trigger sources", () => {
    const producers = Array.from({ length: 21 }, (_, index) => spec(`p${index}`, "account"));
    const consumer = spec(
      "n",
      "network",
      producers.map(({ id }) => id),
    );
    expect(() => checkGraph([...producers, consumer])).toThrow(
      "n: consumes 21 stacks; HCP Terraform allows 20 run-trigger sources; split the stack",
    );
    expect(() => checkGraph([...producers.slice(1), { ...consumer, consumes: consumer.consumes.slice(1) }])).not.toThrow();
  });

  it("refuses more Azure workspaces in one environment than an identity can trust", () => {
    const many = Array.from({ length: 21 }, (_, index) => ({ ...spec(`s${index}`, "account"), credentials: ["azure"] as const }));
    expect(() => checkGraph(many)).toThrow(
      "environments.dev.clouds.azure.regions: give 21 workspaces, and an identity trusts at most 20; take regions away",
    );
    expect(() => checkGraph(many.slice(1))).not.toThrow();
  });

  it("lets an Azure environment grow to three regions, and says where to stop", () => {
    const estate = loadEstate("config");
    const { prod } = estate.environments;
    const azure = prod?.clouds.azure;
    const names = Object.keys(regions.azure).slice(0, 4);
    const grown = (count: number) => {
      const places = Object.fromEntries(names.slice(0, count).map((name) => [name, azure?.regions.eastus2]));
      const clouds = { azure: { ...azure, homeRegion: names[0], regions: places } };
      return catalog({ ...estate, environments: { prod: { ...prod, clouds } } } as typeof estate);
    };
    const account = grown(3).find(({ id }) => id === "prod-azure-account")?.input as { workspaces: string[] };
    expect(account.workspaces).toHaveLength(18);
    expect(() => grown(4)).toThrow("environments.prod.clouds.azure.regions: give 23 workspaces, and an identity trusts at most 20");
  });

  it("refuses duplicate ids, over-long workspace names and Atlantis' own folders, all at once", () => {
    const long = "x".repeat(86);
    expect(() => checkGraph([spec("a", "account"), spec("a", "account"), spec(long, "account"), spec("env", "account")])).toThrow(
      [
        "a: two stacks have this id; rename one",
        `${long}: workspace acme-${long} has 91 characters, at most 90; shorten terraform.organization`,
        "env: Atlantis takes a folder of this name for a module; rename the stack",
      ].join("\n"),
    );
  });
});
