import { DataTerraformRemoteState, DataTerraformRemoteStateLocal, TerraformBackend, type TerraformRemoteState } from "cdktf";
import type { Construct } from "constructs";
import { projectName, type StackSpec, workspaceName } from "./stack-spec.ts";

/**
 * Where the stack's state is. `cloud` writes the `cloud` block with the exact workspace, as Atlantis needs it; cdktf's own
 * CloudBackend is not used because it runs `terraform version` for every stack. Also pins `required_version`.
 */
export class StateBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly spec: StackSpec,
  ) {
    super(scope, "backend", spec.terraform.backend);
  }

  override toTerraform(): object {
    return { terraform: { required_version: this.spec.terraform.version, ...this.block() } };
  }

  override toMetadata(): object {
    const { backend, hostname } = this.spec.terraform;
    // The word cdktf's own command line uses to tell HCP Terraform from an enterprise installation.
    return backend === "cloud" ? { ...super.toMetadata(), cloud: hostname === "app.terraform.io" ? "tfc" : "tfe" } : super.toMetadata();
  }

  private block(): object {
    const { terraform, id, environment } = this.spec;
    if (terraform.backend === "local") return { backend: { local: { path: localStatePath(id) } } };
    const { hostname, organization } = terraform;
    return {
      cloud: { hostname, organization, workspaces: { name: workspaceName(terraform, id), project: projectName(terraform, environment) } },
    };
  }

  override getRemoteStateDataSource(scope: Construct, name: string, producer: string): TerraformRemoteState {
    return readState(scope, name, this.spec, producer);
  }
}

/** Reads another stack's outputs from its state. HCP Terraform's state is read through the `remote` backend type. */
export function readState(scope: Construct, id: string, consumer: StackSpec, producer: string): TerraformRemoteState {
  const { terraform } = consumer;
  if (terraform.backend === "local") return new DataTerraformRemoteStateLocal(scope, id, { path: localStatePath(producer) });
  const { hostname, organization } = terraform;
  return new DataTerraformRemoteState(scope, id, { hostname, organization, workspaces: { name: workspaceName(terraform, producer) } });
}

/** Relative to the stack's folder, so that the JSON is the same in every clone; outside `cdktf.out`, which synthesis cleans up. */
const localStatePath = (stackId: string): string => `../../../terraform.tfstate.d/${stackId}.tfstate`;
