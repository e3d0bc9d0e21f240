import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { placesOf } from "../../config/places.ts";
import { replicaCommands } from "../../generate/runbook-commands.ts";
import { runbookFiles } from "../../generate/runbooks.ts";
import { catalog } from "../../stacks/catalog.ts";
import { type Edits, edited, load } from "../config/fixture.ts";
import { committed, committedIds } from "../estate.ts";

const folder = "docs/runbooks";
const pages = readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, "utf8")] as const);
const written = (edits: Edits = {}) => {
  const estate = load(edited(edits));
  return runbookFiles(estate, catalog(estate));
};
const page = (name: string, edits: Edits = {}): string => written(edits)[`${folder}/${name}.md`] ?? "";
/** What Atlantis is told to apply, in order. */
const applied = (text: string): string[] => [...text.matchAll(/^atlantis apply -p (\S+)$/gm)].map(([, id = ""]) => id);

describe("runbooks", () => {
  it.each(pages)("%s names stacks that are there", (_, text) => {
    const named = [
      ...[...text.matchAll(/atlantis (?:plan|apply) -p ([\w-]+)/g)].map(([, id = ""]) => id),
      ...[...text.matchAll(/-chdir=cdktf\.out\/stacks\/([\w-]+)/g)].map(([, id = ""]) => id),
      ...[
        ...text.matchAll(
          /`((?:global|mgmt|dev|staging|prod)-[\w-]+-(?:network|cluster|data|platform|apps|services|account|traffic|interconnect|names|datasync|cdc))`/g,
        ),
      ].map(([, id = ""]) => id),
    ];
    expect([...new Set(named)].filter((id) => !committedIds().includes(id))).toEqual([]);
  });

  it.each(pages)("%s names places and databases that are there", (_, text) => {
    const places = placesOf(load(edited({}))).map(({ place }) => place.id);
    const named = [...text.matchAll(/(?:static-creds|rotate-role)\/([a-z]+-[a-z]+-\w+?)-(?:dms|debezium)\b/g)].map(([, id = ""]) => id);
    expect(named.filter((id) => !places.includes(id))).toEqual([]);
  });

  it("are the ones of a lost region, a sick cloud, a lost cluster and a known key", () => {
    expect(Object.keys(written())).toEqual(
      ["fail-over-a-database", "drain-a-cloud", "restore-a-cluster-elsewhere", "rotate-keys"].map((name) => `${folder}/${name}.md`),
    );
  });
});

describe("failing over", () => {
  it("calls databases and their copies what the stacks call them", () => {
    for (const configured of placesOf(load(edited({}))).filter(({ settings }) => settings.dr !== undefined)) {
      const { name, promote } = replicaCommands(configured);
      const json = JSON.stringify(committed(`${configured.place.id}-data`));
      expect(json).toContain(`"${name}"`);
      const known = promote.flatMap((command) => [
        ...command.matchAll(/(?:--db-instance-identifier|promote-replica|--server|--name|--resource-group) (\S+)/g),
      ]);
      expect(known.length).toBeGreaterThan(0);
      for (const [, given = ""] of known) expect(json, given).toContain(`"${given}"`);
    }
  });

  it("applies a place's data first, then whoever reads where it is", () => {
    const text = page("fail-over-a-database");
    const [, own = ""] = text.split("### prod-gcp-use4").slice(1, 3);
    expect(applied(own)[0]).toBe("prod-gcp-use4-data");
    for (const reader of ["prod-names", "prod-database-access", "prod-datasync", "prod-cdc", "prod-gcp-use4-apps"])
      expect(applied(own)).toContain(reader);
  });

  it("says so where there is nothing to fail over", () => {
    const none = { "prod:recovery": undefined, "prod:clouds.aws.regions.us-east-1.dr": undefined };
    const rest = { "prod:clouds.gcp.regions.us-east4.dr": undefined, "prod:clouds.azure.regions.eastus2.dr": undefined };
    expect(applied(page("fail-over-a-database", { ...none, ...rest }))).toEqual([]);
  });
});

describe("the others", () => {
  it("drain by the one stack that sends people", () => {
    expect(applied(page("drain-a-cloud"))).toEqual(["dev-traffic", "staging-traffic", "prod-traffic"]);
  });

  it("restore from a place in another cloud, as the clusters are told", () => {
    const rows = [...page("restore-a-cluster-elsewhere").matchAll(/^\| `(\w+-\w+-\w+)` \| `(\w+-\w+-\w+)` \|/gm)];
    expect(rows.length).toBeGreaterThan(1);
    for (const [, of = "", by = ""] of rows) expect(of.split("-")[1]).not.toBe(by.split("-")[1]);
  });

  it("make new keys of tunnels by the next version", () => {
    expect(page("rotate-keys")).toContain("keyVersion: 2");
    expect(page("rotate-keys", { "dev:keyVersion": 7 })).toContain("keyVersion: 8");
  });
});
