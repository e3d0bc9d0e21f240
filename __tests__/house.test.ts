import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

const rooms = ["atlantis", "changes", "config", "constructs", "generate", "rehearsal", "stacks", "synth"];
const files = [
  "main.ts",
  ...[...rooms, "__tests__"].flatMap((room) => readdirSync(room, { recursive: true }).map((name) => join(room, String(name)))),
]
  .filter((name) => name.endsWith(".ts"))
  .sort();
const source = (file: string): string => readFileSync(file, "utf8");
const lines = (file: string): number => source(file).split("\n").length - 1;
const cloudOf = (file: string): string | undefined => /^(aws|gcp|azure)(-|\.ts$)/.exec(basename(file))?.[1];
const capabilities = [
  "files",
  "secrets",
  "account",
  "network",
  "ingress",
  "cluster",
  "database",
  "cache",
  "bucket",
  "identity",
  "encryption",
  "registry",
  "interconnect",
  "names",
];
const capabilityOf = (file: string): string | undefined => capabilities.find((name) => file.startsWith(`constructs/${name}/`));

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

/** The file's imports; those of this repository as paths from its root. */
function imports(file: string): Import[] {
  return [...source(file).matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from "([^"]+)";/gms)].map(([, type, from = ""]) => ({
    from: from.startsWith(".") ? normalize(join(dirname(file), from)) : from,
    typeOnly: type !== undefined,
  }));
}

const providerOf: Record<string, string> = { aws: "aws", gcp: "google", azure: "azurerm" };

/** What a file may import of this repository and of the engine; undefined where the room says nothing. */
function allowed(file: string, { from, typeOnly }: Import): boolean {
  const cloud = cloudOf(file);
  const isPackage = !/^(atlantis|changes|config|constructs|fuzz|rehearsal|stacks|synth|generate)\//.test(from) && from !== "main.ts";
  if (from.startsWith("@cdktf/provider-")) return mayImportProvider(file, from);
  if (isPackage) return !/^constructs\/.*contract\.ts$/.test(file) || from === "cdktf" || from === "constructs";
  if (file === "main.ts") return /^(config|stacks|synth|generate)\//.test(from);
  if (file.startsWith("config/")) return from.startsWith("config/") || isPureFact(from) || (typeOnly && from.endsWith("/contract.ts"));
  if (file.startsWith("stacks/")) return /^(stacks|constructs)\//.test(from) || isDerived(from) || (typeOnly && from.startsWith("config/"));
  if (file.startsWith("synth/")) return from.startsWith("synth/");
  // Stacks are chosen by the same patterns, whatever is done with them.
  if (file === "generate/policies/command.ts" && from === "synth/select.ts") return true;
  // Documentation of the add-ons is derived from their catalog, that of the rules from their list.
  if (file.startsWith("generate/"))
    return /^(generate|stacks|config|atlantis|constructs\/(addons|policies))\//.test(from) || isPureFact(from);
  // They run where the rest is not: on the Atlantis server, and over revisions whose code is not here.
  if (file.startsWith("changes/")) return from.startsWith("changes/");
  // It judges the output, and may not be told by the code what to find.
  if (file.startsWith("rehearsal/")) return from.startsWith("rehearsal/");
  if (file.startsWith("atlantis/")) return from.startsWith("atlantis/");
  // It does to configurations what a synth does to them.
  if (file.startsWith("fuzz/")) return /^(fuzz|config|stacks|generate|synth)\//.test(from);
  if (file.endsWith("/contract.ts") || file === "constructs/contract.ts")
    return from.endsWith("contract.ts") || (typeOnly && from === "constructs/place.ts");
  if (file === "constructs/clouds/index.ts") return from.startsWith("constructs/");
  if (cloud !== undefined && file.startsWith("constructs/"))
    return from.startsWith("constructs/") && [undefined, cloud].includes(cloudOf(from)) && from !== "constructs/clouds/index.ts";
  return from.startsWith("constructs/");
}

/** Facts of the constructs' vocabulary that need no engine. */
const isPureFact = (file: string): boolean =>
  [
    "constructs/place.ts",
    "constructs/naming.ts",
    "constructs/tags.ts",
    "constructs/clouds/regions.ts",
    "constructs/network/cidr-plan.ts",
    "constructs/network/tunnel-plan.ts",
    "constructs/edge/contract.ts",
    "constructs/ingress/contract.ts",
    "constructs/replication/flows.ts",
    "constructs/addons/office-hours.ts",
    // The names of what can run in clusters; types only of how it is chosen.
    "constructs/addons/catalog.ts",
    "constructs/addons/choose.ts",
  ].includes(file);

/** What configuration says of the whole estate at once: pure functions of it, which stacks ask rather than say again. */
const isDerived = (file: string): boolean => ["config/places.ts", "config/replication.ts"].includes(file);

function mayImportProvider(file: string, from: string): boolean {
  const deep = /^@cdktf\/provider-([a-z-]+)\/lib\/[a-z0-9-]+$/.exec(from);
  if (deep === null || !file.startsWith("constructs/")) return false;
  const cloud = cloudOf(file);
  if (cloud !== undefined) return deep[1] === providerOf[cloud];
  if (file.startsWith("constructs/delivery/")) return deep[1] === (basename(file).startsWith("github") ? "github" : "tfe");
  const room = singleProviderRooms.find(([pattern]) => pattern.test(file));
  if (room) return room[1] === deep[1];
  return mayImportKubernetes(file, deep[1]);
}

/** Rooms of one product, and its provider. */
const singleProviderRooms: readonly (readonly [RegExp, string])[] = [
  [/^constructs\/edge\/log-bucket\.ts$/, "aws"],
  [/^constructs\/edge\//, "cloudflare"],
  [/^constructs\/interconnect\/link\.ts$/, "random"],
  [/^constructs\/clouds\/central-aws\.ts$/, "aws"],
  [/^constructs\/replication\/kept-bus-login\.ts$/, "vault"],
  [/^constructs\/replication\/(dms|bus)/, "aws"],
  [/^constructs\/database\/admin-password\.ts$/, "random"],
  [/^constructs\/vault\//, "vault"],
  [/^constructs\/agents\//, "aws"],
  [/^constructs\/sso\/okta/, "okta"],
  [/^constructs\/observers\/datadog/, "datadog"],
  [/^constructs\/observers\/newrelic/, "newrelic"],
];

/** Objects that terraform itself makes in clusters, and the two renderers; everything else goes by them. */
const kubernetesRooms = [
  "constructs/addons/helm-release.ts",
  "constructs/addons/namespace.ts",
  "constructs/addons/raw-manifests.ts",
  "constructs/addons/argo-application.ts",
  "constructs/cluster/connection.ts",
  "constructs/mesh/mesh-cluster.ts",
  "constructs/volumes/storage-classes.ts",
];
const mayImportKubernetes = (file: string, provider = ""): boolean =>
  ["kubernetes", "helm"].includes(provider) && (kubernetesRooms.includes(file) || file.startsWith("constructs/apps/"));

/** Cap in lines by kind of file; the first that fits. */
const caps: [RegExp, number][] = [
  [/contract\.ts$/, 80],
  [/^main\.ts$/, 30],
  [/^stacks\//, 120],
  [/^constructs\/.*\/(aws|gcp|azure)[^/]*\.ts$/, 250],
  [/^__tests__\//, 250],
  [/./, 300],
];

describe("house rules", () => {
  it("finds the files it judges", () => {
    expect(files.length).toBeGreaterThan(60);
    expect(imports("stacks/network.ts").map(({ from }) => from)).toContain("constructs/network/contract.ts");
  });

  it.each(files.filter((file) => !file.startsWith("__tests__/")))("%s imports only what its room may", (file) => {
    expect(imports(file).filter((found) => !allowed(file, found))).toEqual([]);
  });

  it.each(files)("%s is not over its size", (file) => {
    const [, cap = 0] = caps.find(([pattern]) => pattern.test(file)) ?? [];
    expect(lines(file)).toBeLessThanOrEqual(cap);
  });

  it("has no provider barrel and no file that says nothing of what it holds", () => {
    expect(files.filter((file) => /from "@cdktf\/provider-[a-z-]+"/.test(source(file)))).toEqual([]);
    expect(files.filter((file) => /(^|[/-])(utils?|helpers?|common|misc|base|(?<!cert-)manager)\b/.test(file))).toEqual([]);
    expect(files.filter((file) => basename(file) === "index.ts" && !/^constructs\/(clouds|policies)\//.test(file))).toEqual([]);
  });

  it("keeps clock, chance, environment and file system out of constructs and stacks", () => {
    const impure = /process\.env|process\.cwd|Math\.random|Date\.now|new Date\(|randomUUID|randomBytes|from "node:(fs|os|child_process)/;
    expect(files.filter((file) => /^(constructs|stacks)\//.test(file) && impure.test(source(file)))).toEqual([]);
  });

  it.each(files.filter((file) => !file.startsWith("__tests__/")))("%s says what each of its exports is for", (file) => {
    const rows = source(file).split("\n");
    const exported = /^export (?:abstract )?(?:class|function|interface|const) (?!\w+Props\b)\w+/;
    expect(rows.filter((row, index) => exported.test(row) && !rows[index - 1]?.endsWith("*/"))).toEqual([]);
  });

  it("lets every capability be answered in a file of each cloud", () => {
    for (const capability of capabilities) {
      const clouds = new Set(files.filter((file) => capabilityOf(file) === capability).map(cloudOf));
      for (const cloud of ["aws", "gcp", "azure"]) expect(clouds.has(cloud), `${capability}/${cloud}`).toBe(true);
    }
  });
});
