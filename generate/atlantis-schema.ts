import { z } from "zod";
import { type KeyRemarks, schemaProblems } from "./schema-problems.ts";

const autoplan = { enabled: z.boolean(), when_modified: z.array(z.string()).min(1) };
const autodiscover = { mode: z.literal("disabled") };
const project = {
  name: z.string(),
  dir: z.string(),
  workspace: z.string(),
  terraform_version: z.string(),
  execution_order_group: z.int().min(0),
  depends_on: z.array(z.string()).min(1).optional(),
  branch: z.string().optional(),
};
const topLevel = {
  version: z.literal(3),
  automerge: z.boolean(),
  parallel_plan: z.boolean(),
  parallel_apply: z.boolean(),
  abort_on_execution_order_fail: z.boolean(),
};

const strict = z.strictObject({
  ...topLevel,
  autodiscover: z.strictObject(autodiscover),
  projects: z.array(z.strictObject({ ...project, autoplan: z.strictObject(autoplan) })),
});

/** The same without saying anything of further keys, so that one of them does not hide the other problems. */
const lenient = z.object({
  ...topLevel,
  autodiscover: z.object(autodiscover),
  projects: z.array(z.object({ ...project, autoplan: z.object(autoplan) })),
});

/** `atlantis.yaml`, as far as this repository uses it. */
export type AtlantisDocument = z.infer<typeof strict>;
/** One project of it: a stack. */
export type AtlantisProject = AtlantisDocument["projects"][number];

const ignored = "Atlantis reads it and silently does nothing with it; take it away";
const restricted =
  "needs an override that the server does not allow (allowed_overrides), so every plan would fail; set it in the server's repos.yaml";

/** https://www.runatlantis.io/docs/repo-level-atlantis-yaml and https://www.runatlantis.io/docs/server-side-repo-config */
const remarks: KeyRemarks = {
  policies: ignored,
  policy_check: ignored,
  repo_locks: ignored,
  silence_pr_comments: ignored,
  apply_requirements: restricted,
  custom_policy_check: restricted,
  delete_source_branch_on_merge: restricted,
  import_requirements: restricted,
  plan_requirements: restricted,
  repo_locking: restricted,
  workflow: restricted,
  workflows: restricted,
};

const keys = [...Object.keys(strict.shape), ...Object.keys(project), "autoplan", ...Object.keys(autoplan), "mode"];

/** What is wrong with the document's keys and types, a line each. */
export const atlantisShapeProblems = (document: unknown): string[] => schemaProblems(strict, document, keys, remarks);

/** The document, if its types are right; further keys do not matter. */
export const readAtlantis = (document: unknown): AtlantisDocument | undefined => lenient.safeParse(document).data;
