import { describe, expect, it } from "vitest";
import { loadEstate } from "../../config/load.ts";
import { catalog } from "../../stacks/catalog.ts";
import { appliedBefore, inOrder, stepOf } from "../../stacks/order.ts";
import type { StackSpec } from "../../stacks/stack-spec.ts";
import { defaultStacks, type StackJson, synthesized } from "../estate.ts";

const estate = loadEstate("config");
const place = ["apps", "platform", "data", "cluster", "network"].map((layer) => `prod-gcp-use4-${layer}`);
const withRetired = (...ids: string[]): StackSpec[] =>
  catalog({ ...estate, retired: Object.fromEntries(ids.map((id) => [id, "emptied"])) });
const first = (id: string, specs: readonly StackSpec[]): string[] => appliedBefore(find(id, specs), specs);
const find = (id: string, specs: readonly StackSpec[]): StackSpec => {
  const spec = specs.find((candidate) => candidate.id === id);
  if (spec === undefined) throw new Error(`no stack ${id}`);
  return spec;
};

describe("what is applied before a stack", () => {
  const specs = defaultStacks();

  it("is what it reads, what makes its workspace, and what its runs act with", () => {
    expect(first("prod-gcp-use4-cluster", specs)).toEqual([
      "global-workspaces",
      "prod-credentials",
      "prod-gcp-account",
      "prod-gcp-use4-network",
    ]);
    expect(first("prod-gcp-account", specs)).toEqual(["global-workspaces"]);
    expect(first("dev-credentials", specs)).toEqual(["dev-aws-account", "global-workspaces"]);
    expect(first("global-workspaces", specs)).toEqual([]);
  });

  it("is always of an earlier step, for stacks that stay and stacks that go", () => {
    for (const all of [specs, withRetired(...place), withRetired("prod-gcp-account", ...place), withRetired(...specs.map(({ id }) => id))])
      for (const spec of all) {
        for (const id of appliedBefore(spec, all)) expect(stepOf(find(id, all)), `${id} before ${spec.id}`).toBeLessThan(stepOf(spec));
      }
  });
});

describe("retired stacks", () => {
  const specs = withRetired("prod-gcp-account", ...place);

  it("come last, readers before what they read", () => {
    const last = inOrder(specs).slice(-6);
    expect(last.map(({ id }) => id)).toEqual([...place, "prod-gcp-account"]);
    expect(first("prod-gcp-use4-network", specs)).toEqual(["cluster", "data", "platform"].map((layer) => `prod-gcp-use4-${layer}`));
    expect(first("prod-gcp-use4-apps", specs)).toEqual([]);
  });

  it("are not waited for by those that stay", () => {
    expect(first("prod-credentials", specs)).toEqual(["global-workspaces", "prod-aws-account", "prod-azure-account"]);
  });

  it("keep their state's place and the providers that destroy what is in it, and nothing else", () => {
    const gone = synthesized(find("prod-gcp-use4-data", specs)) as Partial<StackJson>;
    const stayed = synthesized(find("prod-gcp-use4-data", defaultStacks()));
    expect(gone.terraform).toEqual(stayed.terraform);
    expect(gone.provider).toEqual(stayed.provider);
    expect(Object.keys(gone).sort()).toEqual(["//", "provider", "terraform"]);
  });

  it("are refused by name when the configuration does not know them", () => {
    expect(() => withRetired("prod-gcp-use4-date")).toThrow("retired: prod-gcp-use4-date is not a stack; did you mean prod-gcp-use4-data?");
    expect(() => withRetired("prod-gcp-use4-network")).toThrow("retired: prod-gcp-use4-network is still read by prod-gcp-use4-cluster");
  });

  it("are refused while others need what they give runs", () => {
    expect(() => withRetired("global-workspaces")).toThrow(
      /^retired: global-workspaces holds the workspaces of mgmt-aws-account and 82 more; retire all of them too, or take it off the list$/,
    );
    expect(() => withRetired("prod-credentials", ...place)).toThrow(
      /^retired: prod-credentials holds the credentials of runs of prod-aws-use1-network and \d+ more; retire all of them too/,
    );
  });

  it("keep what runs them until they are gone: credentials, then workspaces", () => {
    const inPlace = ["apps", "cluster", "data", "network", "platform"].map((layer) => `dev-aws-use1-${layer}`);
    const dev = [...inPlace, "dev-database-access", "dev-vault-access"].sort();
    const gone = withRetired(...dev, "dev-credentials", "dev-aws-account");
    expect(first("dev-credentials", gone)).toEqual(dev);
    // The others do not read the account.
    const readers = ["cluster", "data", "network"].map((layer) => `dev-aws-use1-${layer}`);
    expect(first("dev-aws-account", gone)).toEqual([...readers, "dev-credentials"].sort());
    const all = withRetired(...defaultStacks().map(({ id }) => id));
    expect(first("global-workspaces", all)).toHaveLength(all.length - 1);
    expect(inOrder(all).at(-1)?.id).toBe("global-workspaces");
  });
});
