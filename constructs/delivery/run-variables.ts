import { Variable } from "@cdktf/provider-tfe/lib/variable";
import { Construct } from "constructs";
import { constructId } from "./construct-id.ts";
import type { RunVariables as Variables } from "./run-identity.ts";

export interface RunVariablesProps {
  readonly variableSetId: string;
  readonly variables: Variables;
}

/** Environment variables in a set. They say who a run is, not how it proves it: none is a secret, and all can be read. */
export class RunVariables extends Construct {
  constructor(scope: Construct, id: string, { variableSetId, variables }: RunVariablesProps) {
    super(scope, id);
    for (const [key, value] of Object.entries(variables)) {
      new Variable(this, constructId(key), { variableSetId, key, value, category: "env", sensitive: false });
    }
  }
}
