import type { Estate } from "../config/estate.ts";
import { appliedBefore, stepOf } from "../stacks/order.ts";
import { type StackSpec, workspaceName } from "../stacks/stack-spec.ts";
import { atlantisProblems } from "./atlantis-rules.ts";
import type { AtlantisDocument, AtlantisProject } from "./atlantis-schema.ts";
import { refuseIfAny, yamlText } from "./generated-text.ts";
import type { ReadExtract } from "./stack-extract.ts";
import { byId, folderOf } from "./stack-folder.ts";

const file = "atlantis.yaml";

/** What Atlantis must plan again for: what terraform reads in the stack's folder. */
const whenModified = ["cdk.tf.json", ".terraform.lock.hcl", "assets/**"];

/**
 * `atlantis.yaml`: a project per stack. Without projects where state is local: there Atlantis has no workspace to plan in.
 *
 * @throws one error with everything that Atlantis would refuse or do in a wrong way
 */
export function atlantisFile({ terraform }: Estate, stacks: readonly StackSpec[], read: ReadExtract): Record<string, string> {
  const planned = terraform.backend === "cloud" ? stacks : [];
  const document = atlantisDocument(planned);
  refuseIfAny(file, atlantisProblems(document, planned, read));
  const remarks =
    planned.length > 0
      ? ["A project per stack: plan one with `atlantis plan -p <stack>`."]
      : ["State is local: nothing for Atlantis to run."];
  return { [file]: yamlText(remarks, document) };
}

/** The file as data. */
export const atlantisDocument = (stacks: readonly StackSpec[]): AtlantisDocument => ({
  version: 3,
  automerge: false,
  autodiscover: { mode: "disabled" },
  parallel_plan: true,
  parallel_apply: true,
  abort_on_execution_order_fail: true,
  projects: byId(stacks).map((spec) => projectOf(spec, stacks)),
});

function projectOf(spec: StackSpec, stacks: readonly StackSpec[]): AtlantisProject {
  const before = appliedBefore(spec, stacks);
  return {
    name: spec.id,
    dir: folderOf(spec.id),
    workspace: workspaceName(spec.terraform, spec.id),
    terraform_version: `v${spec.terraform.version}`,
    execution_order_group: stepOf(spec),
    ...(before.length > 0 && { depends_on: before }),
    autoplan: { enabled: true, when_modified: whenModified },
  };
}
