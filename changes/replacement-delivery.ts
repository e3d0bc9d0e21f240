import type { TypeFacts } from "./replacement.ts";

/** Documentation of a resource of the delivery system's providers. */
const tfe = (page: string): string =>
  `https://github.com/hashicorp/terraform-provider-tfe/blob/v0.71.0/website/docs/r/${page}.html.markdown`;
const github = (page: string): string =>
  `https://github.com/integrations/terraform-provider-github/blob/v6.9.0/website/docs/r/${page}.html.markdown`;

/** What replaces workspaces, which hold every state, and repositories. */
export const deliveryReplacement: Readonly<Record<string, TypeFacts>> = {
  github_repository: { source: github("repository"), always: [], sometimes: ["name", "template"] },
  tfe_project: { source: tfe("project"), always: ["organization"] },
  tfe_workspace: { source: tfe("workspace"), always: ["organization"] },
};
