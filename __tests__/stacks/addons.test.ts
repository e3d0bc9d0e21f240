import { describe, expect, it } from "vitest";
import type { AddonsInput } from "../../stacks/addons-input.ts";
import type { AppsInput } from "../../stacks/apps.ts";
import { catalog } from "../../stacks/catalog.ts";
import type { StackSpec } from "../../stacks/stack-spec.ts";
import { type Edits, edited, load } from "../config/fixture.ts";
import { synthesized } from "../estate.ts";

const specsOf = (edits: Edits = {}): StackSpec[] => catalog(load(edited(edits)));
const find = <Input extends object>(specs: readonly StackSpec[], id: string) => specs.find((spec) => spec.id === id) as StackSpec<Input>;
const inputOf = (specs: readonly StackSpec[], id: string) => find<AddonsInput>(specs, id).input;
const specs = specsOf();

/** Whose backups each place of production reads. */
const reads = (all: readonly StackSpec[]) =>
  Object.fromEntries(
    ["aws-use1", "gcp-use4", "azure-eus2"].map((place) => [place, inputOf(all, `prod-${place}-platform`)?.readsBackupsOf?.place.cloud]),
  );

describe("backups of another cloud", () => {
  it("are read by every place, from a cloud that can be reached, and whose owner knows the reader", () => {
    expect(reads(specs)).toEqual({ "aws-use1": "gcp", "gcp-use4": "aws", "azure-eus2": "aws" });
    const readers = inputOf(specs, "prod-aws-use1-platform").backupReaders.map(({ id }) => id);
    expect(readers.sort()).toEqual(["prod-azure-eus2", "prod-gcp-use4"]);
    expect(inputOf(specs, "prod-azure-eus2-platform").backupReaders).toEqual([]);
  });

  it("are read by nobody where places do not reach each other, or there is one cloud", () => {
    expect(inputOf(specs, "dev-aws-use1-platform").readsBackupsOf).toBeUndefined();
    const apart = specsOf({
      "prod:interconnect": false,
      "prod:dataSync": false,
      "prod:recovery": undefined,
      "prod:settings.cluster.apiAllowlist": ["198.51.100.0/24"],
    });
    expect(Object.values(reads(apart))).toEqual([undefined, undefined, undefined]);
  });

  it("of a place that is being emptied are read no more", () => {
    const going = ["apps", "platform", "data", "cluster", "network"].map((layer) => [`prod-gcp-use4-${layer}`, "emptied"]);
    const left = specsOf({ "estate:retired": Object.fromEntries(going) });
    expect(reads(left)["aws-use1"]).toBeUndefined();
    expect(JSON.stringify(find(left, "prod-mesh").input)).not.toContain("gcp-use4");
  });
});

describe("a platform stack", () => {
  const stack = synthesized(find(specs, "prod-azure-eus2-platform"));

  it("asks for a cluster's token by a program of the cluster's cloud, as the run itself where that must be said", () => {
    const { exec } = (stack.provider.helm?.[0]?.kubernetes ?? {}) as { exec: { args: string; command: string } };
    expect(exec.command).toBe("${data.terraform_remote_state.prod-azure-eus2-cluster.outputs.cluster__exec_command}");
    expect(exec.args).toContain('"--client-id", trimspace(file(var.tfc_azure_dynamic_credentials.default.client_id_file_path))');
    const aws = synthesized(find(specs, "prod-aws-use1-platform"));
    expect(JSON.stringify(aws.provider)).not.toContain("--client-id");
  });

  it("tells others where it is reached, and where secrets are", () => {
    expect(Object.keys(stack.output ?? {}).filter((name) => name.startsWith("platform__"))).toEqual([
      "platform__gitops_namespace",
      "platform__internal_address",
      "platform__mesh_network",
      "platform__secret_prefix",
      "platform__secret_store",
    ]);
  });

  it("has no kubernetes_manifest, and carries the local chart in its own folder", () => {
    expect(Object.keys(stack.resource)).not.toContain("kubernetes_manifest");
    const charts = Object.values(stack.resource.helm_release ?? {}).map(({ chart }) => String(chart));
    expect(charts.filter((chart) => /^assets\/RawChart\/[0-9A-F]{32}\/?$/.test(chart)).length).toBeGreaterThan(3);
  });
});

describe("applications", () => {
  it("are served in each environment under its own name, in production under the domain's", () => {
    const hosts = (id: string) => find<AppsInput>(specs, id).input.apps.flatMap((app) => app.hosts);
    expect(hosts("prod-aws-use1-apps")).toEqual(["shop.example.com"]);
    expect(hosts("staging-gcp-use4-apps")).toEqual(["shop.staging.example.com"]);
  });

  it("run only where configuration says, and only there have a stack", () => {
    expect(find<AppsInput>(specs, "prod-gcp-use4-apps").input.apps.map(({ name }) => name)).toEqual(["shop"]);
    const none = specsOf({ "estate:apps": {} });
    expect(none.filter(({ layer }) => layer === "apps")).toEqual([]);
  });
});
