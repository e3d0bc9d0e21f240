import { describe, expect, it } from "vitest";
import { committed, committedIds, committedText, defaultStacks, resources } from "./estate.ts";

const specs = new Map(defaultStacks().map((spec) => [spec.id, spec]));

/** The provider versions the bindings were made for; the README's table says the same. */
const providerVersions: Record<string, string> = {
  aws: "6.25.0",
  azurerm: "4.55.0",
  cloudflare: "5.14.0",
  google: "6.50.0",
  random: "3.7.2",
  github: "6.9.0",
  helm: "3.1.1",
  kubernetes: "2.38.0",
  tfe: "0.71.0",
  vault: "5.6.0",
};
/** The one provider of a stack in a place, by its cloud, and of the others, by their layer. */
const providerOf: Record<string, string> = {
  ...{ aws: "aws", gcp: "google", azure: "azurerm" },
  ...{ workspaces: "tfe", credentials: "tfe", github: "github", mesh: "kubernetes" },
  ...{ vault: "vault", "vault-access": "vault", "database-access": "vault" },
  ...{ edge: "cloudflare", traffic: "cloudflare", interconnect: "aws", names: "aws", datasync: "aws", cdc: "helm" },
};
/** Layers whose stacks reach several clusters, or places of several accounts. */
const severalOf: Record<string, (alias?: string) => boolean> = {
  mesh: (alias) => alias !== undefined,
  cdc: (alias) => alias !== undefined,
  interconnect: (alias) => alias === undefined || alias === "central",
  names: (alias) => alias === undefined || alias === "central",
};

describe("committed output", () => {
  it("has exactly the stacks of the catalog", () => {
    expect(committedIds()).toEqual([...specs.keys()].sort());
  });

  describe.each(committedIds())("%s", (id) => {
    const stack = committed(id);
    const spec = specs.get(id);
    if (spec === undefined) throw new Error(`${id} is not in the catalog`);

    it("names its exact workspace, project and terraform version", () => {
      expect(stack.terraform.cloud).toEqual({
        hostname: "app.terraform.io",
        organization: "acme",
        workspaces: { name: `acme-${id}`, project: `acme-${spec.environment}` },
      });
      expect(stack.terraform.required_version).toBe("1.11.4");
      expect(stack.terraform.backend).toBeUndefined();
    });

    it("pins the exact version of each provider and has one un-aliased provider of its cloud", () => {
      for (const [name, { version }] of Object.entries(stack.terraform.required_providers))
        expect(version, name).toBe(providerVersions[name]);
      expect(Object.keys(stack.provider)).toContain(providerOf[spec.place?.cloud ?? spec.layer]);
      for (const [name, configurations] of Object.entries(stack.provider)) {
        const aliases = configurations.map(({ alias }) => alias as string | undefined);
        expect(new Set(aliases).size, name).toBe(aliases.length);
        expect(aliases.every(severalOf[spec.layer] ?? ((alias) => alias === undefined)), name).toBe(true);
      }
    });

    it("configures providers with literals, variables and what other stacks published: never with a resource of its own", () => {
      const known =
        /\$\{(?:var\.\w+(?:\.aliases\[\\"CENTRAL\\"\]\.shared_config_file)?|(?:base64decode\()?data\.terraform_remote_state\.[\w-]+\.outputs\.\w+\)?)\}/g;
      const withRunIdentity = /\$\{concat\(data\.terraform_remote_state\.[\w-]+\.outputs\.cluster__exec_args, \[[^\]]*\]\)\}/g;
      expect(JSON.stringify(stack.provider).replaceAll(known, "").replaceAll(withRunIdentity, "")).not.toContain("${");
    });

    it("has no provider meta-argument, provisioner, kubernetes manifest or hidden cross-stack output", () => {
      for (const [type, name, attributes] of resources(stack)) {
        for (const forbidden of [...(severalOf[spec.layer] ? [] : ["provider"]), "provisioner", "connection"])
          expect(attributes, `${type}.${name}`).not.toHaveProperty(forbidden);
      }
      expect(committedText(id)).not.toMatch(/cross-stack-output|"kubernetes_manifest"/);
      expect(stack.data ?? {}).not.toHaveProperty("external");
    });

    it("publishes the contracts its spec states, in flat outputs that carry no secret", () => {
      const outputs = Object.keys(stack.output ?? {});
      const contracts = new Set(outputs.filter((name) => name.includes("__")).map((name) => name.slice(0, name.indexOf("__"))));
      expect([...contracts].sort()).toEqual([...spec.publishes].sort());
      expect(outputs.filter((name) => /password|token|secret$|private_key/.test(name))).toEqual([]);
      for (const { sensitive } of Object.values(stack.output ?? {})) expect(sensitive).toBeUndefined();
    });

    it("reads only states it declares, and only outputs they publish", () => {
      const reads = [...committedText(id).matchAll(/data\.terraform_remote_state\.([\w-]+)\.outputs\.(\w+)/g)];
      const states = Object.entries(stack.data?.terraform_remote_state ?? {}) as unknown as [
        string,
        { backend: string; config: { workspaces: { name: string } } },
      ][];
      for (const [producer, { backend, config }] of states) {
        expect(spec.consumes.map((ref) => ref.id)).toContain(producer);
        expect({ backend, name: config.workspaces.name }).toEqual({ backend: "remote", name: `acme-${producer}` });
      }
      for (const [, producer = "", output = ""] of reads)
        expect(committed(producer).output, `${producer} ${output}`).toHaveProperty(output);
      expect(new Set(reads.map(([, producer]) => producer))).toEqual(new Set(states.map(([producer]) => producer)));
    });

    it("is the same in every folder: no absolute path, no home, no time", () => {
      // The home of whom agents run as, in their container.
      expect(committedText(id)).not.toMatch(/"(\/home\/(?!tfc-agent)|\/root\/|\/tmp\/|\/Users\/|[A-Z]:\\)/);
      expect(committedText(id)).not.toContain(process.cwd());
    });

    it("has stable addresses: PascalCase parts joined by underscores", () => {
      for (const [type, name] of resources(stack)) expect(name, type).toMatch(/^[A-Z][A-Za-z0-9]*(_[A-Z][A-Za-z0-9]*)*$/);
    });
  });
});
