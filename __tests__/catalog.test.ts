import { describe, expect, it } from "vitest";
import { loadEstate } from "../config/load.ts";
import { standardTags } from "../constructs/tags.ts";
import { catalog } from "../stacks/catalog.ts";
import { layers } from "../stacks/stack-spec.ts";
import { defaultStacks } from "./estate.ts";

const estate = loadEstate("config");
const ids = (stacks: readonly { id: string }[]): string[] => stacks.map(({ id }) => id);
const find = (id: string) => {
  const spec = defaultStacks().find((candidate) => candidate.id === id);
  if (spec === undefined) throw new Error(`no stack ${id}`);
  return spec;
};

describe("catalog", () => {
  it("tags every stack with the standard keys, which the configuration keeps free for it", () => {
    for (const { id, tags, environment } of defaultStacks()) {
      const expected = environment === "dev" ? standardTags : standardTags.filter((key) => key !== "auto-stop");
      expect(Object.keys(tags).sort(), id).toEqual([...expected].sort());
    }
  });

  it("has, layer by layer, what delivers the estate, and account, network, cluster and data of every place", () => {
    const clouds = ["aws", "gcp", "azure"];
    const others = ["dev-aws", ...["staging", "prod"].flatMap((name) => clouds.map((cloud) => `${name}-${cloud}`))];
    const accounts = [...clouds.map((cloud) => `mgmt-${cloud}`), ...others];
    const environments = ["mgmt", "dev", "staging", "prod"];
    const severalClouds = ["staging", "prod"];
    const places = ["mgmt-aws", ...others].map((id) =>
      id.replace("aws", "aws-use1").replace("gcp", "gcp-use4").replace("azure", "azure-eus2"),
    );
    expect(ids(defaultStacks())).toEqual([
      "global-workspaces",
      ...accounts.map((id) => `${id}-account`),
      ...environments.map((environment) => `${environment}-credentials`),
      ...["global-github", "global-edge"],
      ...places.map((id) => `${id}-network`),
      // Every environment is linked with the central place, which is in the management environment.
      ...environments.slice(1).map((environment) => `${environment}-interconnect`),
      ...["cluster", "data"].flatMap((layer) => places.map((id) => `${id}-${layer}`)),
      ...severalClouds.map((environment) => `${environment}-names`),
      ...clouds.map((cloud) => `mgmt-${cloud}-registry`),
      ...["mgmt-aws-use1-agents", "mgmt-aws-use1-platform", "mgmt-vault"],
      ...environments.map((environment) => `${environment}-vault-access`),
      ...places.slice(1).map((id) => `${id}-platform`),
      ...environments.map((environment) => `${environment}-database-access`),
      ...["datasync", "cdc", "mesh"].flatMap((layer) => severalClouds.map((environment) => `${environment}-${layer}`)),
      "mgmt-aws-use1-services",
      ...places.filter((id) => !id.startsWith("mgmt")).map((id) => `${id}-apps`),
      ...environments.slice(1).map((environment) => `${environment}-traffic`),
    ]);
  });

  it("has nothing of HCP Terraform in an estate with local states", () => {
    const local = catalog({ ...estate, terraform: { ...estate.terraform, backend: "local" } });
    expect(ids(local).filter((id) => /^global-|-credentials$/.test(id))).toEqual(["global-github", "global-edge"]);
  });

  it("lists stacks in an order in which they can be applied", () => {
    const seen = new Set<string>();
    for (const { id, consumes } of defaultStacks()) {
      for (const producer of consumes) expect(seen).toContain(producer.id);
      seen.add(id);
    }
  });

  it("puts each stack in the layer its id ends in, after all it consumes", () => {
    for (const { id, layer, consumes } of defaultStacks()) {
      // The platform with Vault in it comes before the others.
      expect(id).toMatch(new RegExp(`-${layer === "central" ? "platform" : layer}$`));
      for (const producer of consumes) expect(layers.indexOf(find(producer.id).layer), id).toBeLessThan(layers.indexOf(layer));
    }
  });

  it("tells consumers what producers publish, and no more", () => {
    expect(find("prod-aws-use1-cluster").consumes).toEqual([
      { id: "prod-aws-account", publishes: ["account"] },
      { id: "prod-aws-use1-network", publishes: ["network", "gateway", "ingress"] },
    ]);
  });

  it("publishes what the data stack holds: no cache in the management place", () => {
    expect(find("mgmt-aws-use1-data").publishes).not.toContain("cache");
    expect(find("prod-gcp-use4-data").publishes).toEqual(expect.arrayContaining(["database", "cache", "bucket_velero"]));
  });

  it("trusts in an account every workspace of its environment and cloud, and no other", () => {
    const { workspaces } = find("prod-azure-account").input as { workspaces: string[] };
    const own = ["account", "eus2-network", "eus2-cluster", "eus2-data", "eus2-platform", "eus2-apps"].map(
      (name) => `acme-prod-azure-${name}`,
    );
    const across = ["mesh", "interconnect", "names", "cdc"].map((name) => `acme-prod-${name}`);
    expect([...workspaces].sort()).toEqual([...own, ...across].sort());
  });

  it("runs what must reach private endpoints on agents: Azure's keys and secrets, and API servers", () => {
    const agents = ids(defaultStacks().filter(({ execution }) => execution === "agent"));
    const keys = ["cluster", "data"].flatMap((layer) => [`staging-azure-eus2-${layer}`, `prod-azure-eus2-${layer}`]);
    const inClusters = ids(
      defaultStacks().filter(({ layer }) =>
        ["central", "vault", "vault-access", "platform", "database-access", "datasync", "cdc", "mesh", "services", "apps"].includes(layer),
      ),
    );
    expect(agents).toEqual([...keys, ...inClusters]);
  });

  it("puts what an account has once in its home region", () => {
    const { prod } = estate.environments;
    const aws = prod?.clouds.aws;
    if (!prod || !aws) throw new Error("prod is not on aws");
    const regions = { ...aws.regions, "us-west-2": { ...aws.regions["us-east-1"], dr: undefined } } as typeof aws.regions;
    const moved = { ...estate, environments: { prod: { ...prod, clouds: { aws: { ...aws, regions, homeRegion: "us-west-2" } } } } };
    expect(catalog(moved).find(({ layer }) => layer === "account")?.place?.region).toBe("us-west-2");
  });

  it("describes stacks as plain data: input, tags and place survive JSON", () => {
    for (const { build: _, ...spec } of defaultStacks()) expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
  });

  it("lets runs act in their own cloud only, and what delivers the estate only in what it is about", () => {
    const all = ["aws", "gcp", "azure"];
    const across: Record<string, readonly string[]> = {
      workspaces: ["terraform"],
      credentials: ["terraform"],
      github: ["github"],
      vault: ["vault"],
      "vault-access": ["vault"],
      "database-access": ["vault"],
      mesh: all,
      cdc: all,
      // Requests are logged in the central account, and the links' other ends and names are there.
      edge: ["cloudflare", "central"],
      interconnect: [...all, "central"],
      names: [...all, "central"],
      traffic: ["cloudflare"],
      datasync: ["aws", "vault"],
    };
    const inDev: typeof across = { ...across, interconnect: ["aws", "central"] };
    for (const { id, layer, place, credentials, environment } of defaultStacks())
      expect(credentials, id).toEqual(place ? [place.cloud] : (environment === "dev" ? inDev : across)[layer]);
  });

  it("adds a region's stacks for one entry; others learn its block, its cluster and its workspaces, and nothing else changes", () => {
    const { prod } = estate.environments;
    const first = prod?.clouds.aws?.regions["us-east-1"];
    if (!prod?.clouds.aws || !first) throw new Error("prod has no us-east-1");
    const second = { ...first, dr: undefined, network: { ...first.network, cidr: "10.193.0.0/16" } };
    const aws = { ...prod.clouds.aws, regions: { "us-east-1": first, "us-west-2": second } };
    const grown = { ...estate, environments: { ...estate.environments, prod: { ...prod, clouds: { ...prod.clouds, aws } } } };
    const before = new Map(defaultStacks().map((spec) => [spec.id, JSON.stringify(spec)]));
    const after = catalog(grown);
    expect(ids(after).filter((id) => !before.has(id))).toEqual(
      ["network", "cluster", "data", "platform", "apps"].map((layer) => `prod-aws-usw2-${layer}`),
    );
    const touched = after.filter((spec) => before.has(spec.id) && before.get(spec.id) !== JSON.stringify(spec));
    const peers = ["mgmt-aws-use1", "prod-aws-use1", "prod-gcp-use4", "prod-azure-eus2"].flatMap((id) => [`${id}-network`, `${id}-data`]);
    // Clusters of an environment know each other, and the management place knows all.
    const clusters = ["mgmt-aws-use1", "prod-aws-use1", "prod-gcp-use4", "prod-azure-eus2"].map((id) => `${id}-platform`);
    const across = ["edge", "interconnect", "names", "datasync", "cdc", "traffic"].map(
      (name) => `${name === "edge" ? "global" : "prod"}-${name}`,
    );
    const above = [
      ...across,
      "prod-mesh",
      "mgmt-aws-use1-services",
      "mgmt-aws-registry",
      "mgmt-vault",
      "prod-vault-access",
      "prod-database-access",
    ];
    expect(ids(touched).sort()).toEqual([...peers, ...clusters, ...above, "prod-aws-account", "global-workspaces"].sort());
    const news = [
      "peerCidrs",
      "workspaces",
      "regions",
      "places",
      "estate",
      "backupReaders",
      "costWriters",
      "consumes",
      "publishes",
      "replicaRegions",
      "environments",
      "machineHosts",
      "privateHosts",
      "networks",
      "databases",
      "flows",
      "hosts",
      "peers",
      "dms",
    ];
    const withoutNews = (spec: object): string => JSON.stringify(spec, (key, value) => (news.includes(key) ? undefined : value));
    for (const spec of touched.filter(({ id }) => id !== "global-workspaces"))
      expect(withoutNews(spec)).toBe(withoutNews(JSON.parse(before.get(spec.id) ?? "")));
  });
});
