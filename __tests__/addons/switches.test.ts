import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { addonInputs } from "../../stacks/addon-specs.ts";
import type { AddonsInput } from "../../stacks/addons-input.ts";
import { catalog as stacksOf } from "../../stacks/catalog.ts";
import type { PlacedSpec, StackSpec } from "../../stacks/stack-spec.ts";
import { type Edits, edited, load } from "../config/fixture.ts";
import { synthesized } from "../estate.ts";

const before = stacksOf(load(edited({})));

/** Stacks that one edit of the configuration changes. */
function changedBy(edits: Edits): StackSpec[] {
  const known = new Map(before.map((spec) => [spec.id, JSON.stringify(spec)]));
  return stacksOf(load(edited(edits))).filter((spec) => known.get(spec.id) !== JSON.stringify(spec));
}
const ids = (specs: readonly StackSpec[]) => specs.map(({ id }) => id).sort();
const find = (specs: readonly StackSpec[], id: string) => addonInputs(specs).find((spec) => spec.id === id) as PlacedSpec<AddonsInput>;
const deliveries = (spec: PlacedSpec<AddonsInput>) => Object.fromEntries(spec.input.addons.map(({ name, delivery }) => [name, delivery]));

/** Names of the releases, and of the applications inside the root release. */
function installed(spec: StackSpec): { releases: string[]; applications: string[] } {
  const releases = Object.values(synthesized(spec).resource.helm_release ?? {}) as unknown as { name: string; values: string[] }[];
  const root = releases.find(({ name }) => name.endsWith("-root"));
  // What Terraform fills in stands for itself.
  const values = root && parse((root.values[0] ?? "").replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "0"));
  const applications: { metadata: { name: string } }[] = values?.applications?.platform?.sources[0].helm.valuesObject.resources ?? [];
  return { releases: releases.map(({ name }) => name).sort(), applications: applications.map(({ metadata }) => metadata.name).sort() };
}

describe("one line of configuration", () => {
  it("turns an add-on off, in the stacks of its environment and no other", () => {
    const changed = changedBy({ "staging:settings.addons.keda.enabled": false });
    expect(ids(changed)).toEqual(["staging-aws-use1-platform", "staging-azure-eus2-platform", "staging-gcp-use4-platform"]);
    for (const { id } of changed) {
      expect(installed(find(before, id)).applications).toContain("keda");
      expect(installed(find(changed, id)).applications).not.toContain("keda");
    }
  });

  it("turns an optional one on", () => {
    const [changed] = changedBy({ "dev:settings.addons.opencost.enabled": true });
    expect(deliveries(find(before, "dev-aws-use1-platform"))).not.toHaveProperty("opencost");
    expect(installed(changed as StackSpec).releases).toContain("opencost");
  });

  it("moves an add-on from one renderer to the other", () => {
    const [changed] = changedBy({ "prod:clouds.gcp.settings.addons.kyverno-policies.delivery": "terraform" });
    expect(changed?.id).toBe("prod-gcp-use4-platform");
    expect(installed(changed as StackSpec).releases).toContain("kyverno-policies");
    expect(installed(changed as StackSpec).applications).not.toContain("kyverno-policies");
    expect(installed(find(before, "prod-gcp-use4-platform")).applications).toContain("kyverno-policies");
  });

  it("moves all that may be moved", () => {
    const changed = find(changedBy({ "staging:settings.addonDelivery": "terraform" }), "staging-aws-use1-platform");
    expect(new Set(Object.values(deliveries(changed)))).toEqual(new Set(["terraform"]));
    expect(installed(changed).applications).toEqual([]);
    expect(Object.keys(deliveries(changed))).toEqual(Object.keys(deliveries(find(before, "staging-aws-use1-platform"))));
  });

  it("switches the mesh", () => {
    const names = (mesh: string) =>
      Object.keys(deliveries(find(mesh === "istio" ? before : changedBy({ "staging:mesh": mesh }), "staging-gcp-use4-platform")));
    expect(names("istio").filter((name) => name.startsWith("linkerd"))).toEqual([]);
    expect(names("linkerd")).toEqual(expect.arrayContaining(["linkerd-crds", "linkerd-control-plane"]));
    expect(names("none").filter((name) => name.startsWith("linkerd"))).toEqual([]);
    expect(names("none").length).toBeLessThan(names("istio").length);
  });

  it("adds a chart of one's own", () => {
    const chart = { repository: "https://charts.example.com", name: "mine" };
    const [changed] = changedBy({ "dev:settings.addons.mine": { chart, version: "1.2.3", values: { a: 1 } } });
    const releases = synthesized(changed as StackSpec).resource.helm_release ?? {};
    expect(Object.values(releases)).toContainEqual(
      expect.objectContaining({ name: "mine", ...{ repository: chart.repository, chart: "mine", version: "1.2.3" } }),
    );
  });

  it("takes a cluster off the list of those whose costs are added up", () => {
    const changed = changedBy({ "staging:settings.addons.kubecost.enabled": false });
    expect(ids(changed)).toContain("mgmt-aws-use1-services");
    const writers = (specs: readonly StackSpec[]) => find(specs, "mgmt-aws-use1-services").input.costWriters.map(({ id }) => id);
    expect(writers(before)).toContain("staging-gcp-use4");
    expect(writers(changed)).not.toContain("staging-gcp-use4");
  });

  it("cannot leave an add-on without what it needs", () => {
    expect(() => changedBy({ "prod:settings.addons.external-secrets.enabled": false })).toThrow(
      /prod-aws-use1: addons\.argo-cd: cannot do without external-secrets/,
    );
  });
});
