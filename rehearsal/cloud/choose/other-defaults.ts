import type { Value } from "../../values.ts";

const NONE: Value = [];

/** What HCP Terraform, GitHub, Cloudflare and the rest take for arguments that a configuration leaves out, by `<type>.<path>`. */
export const OTHER_DEFAULTS: Readonly<Record<string, Value>> = {
  "github_repository.default_branch": "main",
  "github_repository.fork": "false",
  "github_repository.primary_language": "",
  "github_repository.source_owner": "",
  "github_repository.source_repo": "",
  "github_team.members_count": 0,
  "github_team.parent_team_read_id": "",
  "github_team.parent_team_read_slug": "",
  "helm_release.description": "",
  "helm_release.manifest": "",
  "helm_release.status": "deployed",
  "tfe_notification_configuration.email_addresses": NONE,
  "tfe_notification_configuration.email_user_ids": NONE,
  "tfe_policy_set.policy_tool_version": "latest",
  "tfe_policy_set.workspace_ids": NONE,
  "tfe_variable.description": "",
  "tfe_variable_set.workspace_ids": NONE,
  "tfe_workspace.agent_pool_id": "",
  "tfe_workspace.auto_destroy_activity_duration": "",
  "tfe_workspace.auto_destroy_at": "",
  "tfe_workspace.execution_mode": "remote",
  "tfe_workspace.operations": true,
  "tfe_workspace.remote_state_consumer_ids": NONE,
  "tfe_workspace.resource_count": 0,
  "tfe_workspace.tag_names": NONE,
  "tfe_workspace_settings.agent_pool_id": "",
  "tfe_workspace_settings.execution_mode": "remote",
  "cloudflare_zone.paused": false,
  "cloudflare_zone.status": "active",
  "cloudflare_zone.type": "full",
};
