import { describe, expect, it } from "vitest";
import { checkGraph } from "../../stacks/graph.ts";
import type { Layer, StackSpec } from "../../stacks/stack-spec.ts";
import { sampleSpec } from "./sample-spec.ts";

const spec = (id: string, layer: Layer, consumes: string[] = []): StackSpec =>
  sampleSpec({ id, layer, consumes: consumes.map((producer) => ({ id: producer, publishes: [] })) });

describe("checkGraph", () => {
  it("accepts stacks that read their own or an earlier layer", () => {
    expect(() =>
      checkGraph([spec("a", "account"), spec("n", "network", ["a"]), spec("m", "network", ["n"]), spec("d", "data", ["a", "n"])]),
    ).not.toThrow();
  });

  it("refuses an unknown producer, naming both stacks", () => {
    expect(() => checkGraph([spec("n", "network", ["gone"])])).toThrow(
      "n: consumes gone, which does not exist; enable it or stop consuming it",
    );
  });

  it("refuses a consumer in an earlier layer than its producer", () => {
    expect(() => checkGraph([spec("a", "account", ["n"]), spec("n", "network")])).toThrow(
      "a: is in layer account and consumes n of the later layer network; move one of them (order: account, network, cluster, data)",
    );
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
    const azure = { cloud: "azure", region: "eastus2" } as const;
    const many = Array.from({ length: 21 }, (_, index) => spec(`s${index}`, "account")).map((one) => ({
      ...one,
      place: { ...one.place, ...azure },
    }));
    expect(() => checkGraph(many)).toThrow(
      "environments.dev.clouds.azure.regions: give 21 workspaces, and an identity trusts at most 20; take regions away",
    );
    expect(() => checkGraph(many.slice(1))).not.toThrow();
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
