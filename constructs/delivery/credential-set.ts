import { Variable } from "@cdktf/provider-tfe/lib/variable";
import { VariableSet } from "@cdktf/provider-tfe/lib/variable-set";
import { WorkspaceVariableSet } from "@cdktf/provider-tfe/lib/workspace-variable-set";
import { Construct } from "constructs";
import { constructId } from "./construct-id.ts";
import { RunVariables, type RunVariablesProps } from "./run-variables.ts";
import type { Workspaces } from "./workspaces.ts";

/** A sensitive environment variable whose value a person sets, once, in the set. */
export interface Secret {
  readonly key: string;
  /** What to set, and where to get it. */
  readonly description: string;
}

export interface CredentialSetProps {
  readonly name: string;
  readonly description: string;
  /** The project that owns the set, and whose rights hold for it. */
  readonly projectId: string;
  readonly workspaces: Workspaces;
  /** Stacks whose runs get its variables. */
  readonly stacks: readonly string[];
  /** @default none: another stack fills the set */
  readonly secrets?: readonly Secret[];
  /** Variables that are no secrets and are known from the start. @default none */
  readonly variables?: RunVariablesProps["variables"];
}

/** One credential of one environment, given to the workspaces that need it and to no others. */
export class CredentialSet extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: CredentialSetProps) {
    super(scope, id);
    const set = new VariableSet(this, "Resource", {
      name: props.name,
      description: props.description,
      parentProjectId: props.projectId,
      global: false,
      // A variable of the same name in a workspace would take the place of the credential.
      priority: true,
    });
    this.id = set.id;
    for (const stack of props.stacks) {
      new WorkspaceVariableSet(this, constructId(stack), { variableSetId: set.id, workspaceId: props.workspaces.idOf(stack) });
    }
    for (const secret of props.secrets ?? []) this.secret(secret);
    if (props.variables) new RunVariables(this, "Variables", { variableSetId: set.id, variables: props.variables });
  }

  private secret({ key, description }: Secret): void {
    new Variable(this, constructId(key), {
      variableSetId: this.id,
      key,
      description,
      category: "env",
      sensitive: true,
      // Empty at first, and then what a person set: the provider cannot read it, and does not write it again.
      value: "",
      lifecycle: { ignoreChanges: ["value"] },
    });
  }
}
