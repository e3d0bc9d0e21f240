import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadEstate } from "../../config/load.ts";
import { atlantisDocument, atlantisFile } from "../../generate/atlantis.ts";
import { atlantisProblems } from "../../generate/atlantis-rules.ts";
import type { AtlantisDocument, AtlantisProject } from "../../generate/atlantis-schema.ts";
import { stackExtract } from "../../generate/stack-extract.ts";
import { catalog } from "../../stacks/catalog.ts";
import { committed, committedExtract, committedIds, defaultStacks } from "../estate.ts";

const stacks = defaultStacks();
const sample = "dev-aws-use1-network";

type Loose = Record<string, unknown>;
function projectOf({ projects }: AtlantisDocument, name: string): AtlantisProject {
  const [project] = projects.filter((one) => one.name === name);
  if (project === undefined) throw new Error(`no project ${name}`);
  return project;
}

const withTerraform = (change: (terraform: Loose) => void) => (id: string) => {
  const json = structuredClone(committed(id)) as unknown as { terraform: Loose };
  if (id === sample) change(json.terraform);
  return stackExtract(json);
};

describe("atlantis.yaml", () => {
  const text = atlantisFile(loadEstate("config"), stacks, committedExtract)["atlantis.yaml"] ?? "";
  const document: AtlantisDocument = parse(text);

  it("has exactly one project per stack, in the workspace of its JSON", () => {
    expect(document.projects.map(({ name }) => name)).toEqual(committedIds());
    for (const { name, dir, workspace, terraform_version } of document.projects) {
      const { cloud, required_version } = committed(name).terraform;
      expect({ dir, workspace, terraform_version }).toEqual({
        dir: `cdktf.out/stacks/${name}`,
        workspace: cloud?.workspaces.name,
        terraform_version: `v${required_version}`,
      });
    }
  });

  it("plans what changed in the folder, in the order of the steps, and applies a reader after what it reads", () => {
    const { autoplan, execution_order_group, depends_on } = projectOf(document, sample);
    expect(autoplan).toEqual({ enabled: true, when_modified: ["cdk.tf.json", ".terraform.lock.hcl", "assets/**"] });
    expect(depends_on).toEqual(["dev-aws-account", "dev-credentials", "global-workspaces"]);
    expect(execution_order_group).toBeGreaterThan(projectOf(document, "dev-credentials").execution_order_group);
    expect(projectOf(document, "global-workspaces")).not.toHaveProperty("depends_on");
  });

  it("says nothing against itself", () => expect(atlantisProblems(document, stacks, committedExtract)).toEqual([]));

  it("lets stacks go in reverse: readers before what they read", () => {
    const emptied = ["network", "cluster", "data", "platform", "apps"].map((layer) => [`dev-aws-use1-${layer}`, "emptied" as const]);
    const going = catalog({ ...loadEstate("config"), retired: Object.fromEntries(emptied) });
    const last = atlantisDocument(going);
    expect(atlantisProblems(last, going, () => undefined)).toEqual([]);
    expect(projectOf(last, sample).depends_on).toEqual(["dev-aws-use1-cluster", "dev-aws-use1-data", "dev-aws-use1-platform"]);
  });

  it("has no projects where state is local", () => {
    const estate = loadEstate("config");
    const local = { ...estate, terraform: { ...estate.terraform, backend: "local" as const } };
    const file = atlantisFile(local, stacks, committedExtract)["atlantis.yaml"] ?? "";
    expect(parse(file)).toMatchObject({ projects: [] });
    expect(file).toContain("# State is local");
  });

  it("is not written from JSON that is out of date, with all problems at once", () => {
    const read = withTerraform((terraform) =>
      Object.assign(terraform, { required_version: "1.10.0", cloud: { workspaces: { name: "old" } } }),
    );
    expect(() => atlantisFile(loadEstate("config"), stacks, read)).toThrow(
      `atlantis.yaml: 2 problems\n  ${sample}: workspace: got acme-${sample}, and the stack's JSON has old; run npm run synth without patterns\n` +
        `  ${sample}: terraform_version: got v1.11.4, and the stack's JSON requires 1.10.0; run npm run synth without patterns`,
    );
  });

  it("is written for stacks that have no JSON yet", () => {
    expect(atlantisProblems(atlantisDocument(stacks), stacks, () => undefined)).toEqual([]);
  });
});
