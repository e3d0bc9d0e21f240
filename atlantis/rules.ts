import { blocksOf, quoted, visit } from "./blocks.ts";
import { fileReads } from "./expressions.ts";
import type { Problem, Stack } from "./policy.ts";
import { impliedProviders, providerSettings } from "./providers.ts";
import type { Json } from "./strict-json.ts";
import { remoteStates, terraformBlock } from "./terraform-block.ts";

/** Top-level keys with the number of labels of their blocks. `module` and `check` are not among them. */
const labelCounts: Readonly<Record<string, number>> = {
  terraform: 0,
  provider: 1,
  resource: 2,
  data: 2,
  ephemeral: 2,
  variable: 1,
  locals: 0,
  output: 1,
  moved: 0,
  import: 0,
  removed: 0,
};

/** Everything that is wrong in a stack's JSON. */
export function problemsOf(json: Json, stack: Stack): Problem[] {
  return [
    ...shape(json),
    ...terraformBlock(json, stack),
    ...impliedProviders(json),
    ...providerSettings(json, stack),
    ...programs(json),
    ...tokens(json),
    ...remoteStates(json, stack),
    ...variables(json),
    ...fileReads(json),
  ];
}

/** What is not of a known form could be read otherwise by Terraform than here. */
function shape(json: Json): Problem[] {
  return Object.entries(json).flatMap(([key, value]) => {
    if (key === "//") return [];
    const labels = Object.hasOwn(labelCounts, key) ? labelCounts[key] : undefined;
    if (labels === undefined) return [{ path: key, message: `is not allowed; allowed are ${Object.keys(labelCounts).join(", ")}` }];
    const problems: Problem[] = [];
    blocksOf(value, labels, key, (path) =>
      problems.push({ path, message: "is not an object or a list of objects; Terraform could read it otherwise" }),
    );
    return problems;
  });
}

const why = "it would run a program where the stack is planned or applied";

/** Refuses what starts programs. */
function programs(json: Json): Problem[] {
  const everywhere = [...visit(json, "")].flatMap(({ key, value, path }) => {
    // Text cannot be a provisioner; a StorageClass has one.
    if (key === "provisioner" && typeof value !== "string") return [{ path, message: `${quoted(value)} is not allowed: ${why}` }];
    if (key === "postrender") return [{ path, message: `is not allowed: ${why}` }];
    return [];
  });
  const bodies = ["resource", "data", "ephemeral"].flatMap((kind) => blocksOf(json[kind], 2, kind, () => {}));
  return [
    ...everywhere,
    ...bodies
      .filter(({ body }) => body.connection !== undefined)
      .map(({ path }) => ({ path: `${path}.connection`, message: `is not allowed: ${why}` })),
    ...bodies
      .filter(({ labels, path }) => labels[0] === "external" && !path.startsWith("resource."))
      .map(({ path }) => ({ path, message: `is not allowed: ${why}` })),
  ];
}

/** Types of data that are credentials: `google_client_config`, `aws_eks_cluster_auth`, `github_actions_registration_token`. */
const tokenType = /_(token|jwt|sas|cluster_auth)$|^google_client_config$/;

/** Refuses data that hands out a token: an output could show it in a plan nobody has approved. */
function tokens(json: Json): Problem[] {
  return blocksOf(json.data, 2, "data", () => {})
    .filter(({ labels }) => tokenType.test(labels[0] ?? ""))
    .map(({ path }) => ({
      path,
      message: "is not allowed: a plan could show the token; let a provider's exec or an ephemeral block get it",
    }));
}

/** HCP Terraform fills `tfc_...` variables. With a default of its own such a variable could name any file for file() to read. */
function variables(json: Json): Problem[] {
  const found = blocksOf(json.variable, 1, "variable", () => {});
  return found
    .filter(({ labels, body }) => labels[0]?.startsWith("tfc_") && body.default !== undefined)
    .map(({ path }) => ({
      path: `${path}.default`,
      message: "is not allowed: HCP Terraform alone says which files hold a run's credentials",
    }));
}
