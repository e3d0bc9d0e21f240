import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";

/** The organization of GitHub, and the GitHub App that acts in it. */
export interface GithubConnection {
  readonly owner: string;
  /** Address of a GitHub Enterprise Server. @default github.com */
  readonly url?: string;
  readonly app: { readonly id: string; readonly installationId: string };
}

/**
 * Configures the stack's one GitHub provider. The App's private key is nowhere in the stack: the provider takes it from the
 * environment variable GITHUB_APP_PEM_FILE, a sensitive one of the workspace, where the argument is null. It must be there
 * nevertheless: without the environment variable, as in `terraform validate`, the provider's schema requires it, and a literal
 * null does not count.
 */
export function connectGithub(scope: Construct, { owner, url, app }: GithubConnection): void {
  const key = new TerraformVariable(scope, "github_app_pem_file", {
    type: "string",
    sensitive: true,
    description: "Leave it null: the GitHub App's private key is the environment variable GITHUB_APP_PEM_FILE, which no plan can show",
  });
  // cdktf's own way to say so fails on null.
  TerraformStack.of(scope).addOverride("variable.github_app_pem_file.default", null);
  new GithubProvider(scope, "github", {
    owner,
    ...(url !== undefined && { baseUrl: `${url}/` }),
    appAuth: { id: app.id, installationId: app.installationId, pemFile: key.stringValue },
  });
}
