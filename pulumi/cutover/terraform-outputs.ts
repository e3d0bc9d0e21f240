const API = "https://app.terraform.io/api/v2";

interface Output {
  readonly attributes: { readonly name: string; readonly value: unknown; readonly sensitive: boolean };
}

/**
 * One output of a workspace's current state: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-version-outputs
 * It reads and never writes: what Terraform owns is changed by Terraform.
 */
export async function terraformOutput(organization: string, workspace: string, name: string, token: string): Promise<string> {
  const found = await get<{ id: string }>(`/organizations/${organization}/workspaces/${workspace}`, token);
  const outputs = await get<Output[]>(`/workspaces/${found.id}/current-state-version-outputs`, token);
  const output = outputs.find(({ attributes }) => attributes.name === name);
  if (typeof output?.attributes.value === "string") return output.attributes.value;
  const names = outputs.map(({ attributes }) => attributes.name).join(", ") || "none";
  throw new Error(`workspace ${workspace}: no text output ${name}; it has ${names}; apply the stack, or correct the workspace's name`);
}

async function get<T>(path: string, token: string): Promise<T> {
  const response = await fetch(`${API}${path}`, {
    headers: { authorization: `Bearer ${token}`, "content-type": "application/vnd.api+json" },
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok)
    throw new Error(`HCP Terraform: ${path}: got ${response.status}; check that the token may read the workspace's outputs`);
  return ((await response.json()) as { data: T }).data;
}
