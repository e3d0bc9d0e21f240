/** What must differ between two objects of a type in one account though their ids are drawn by the cloud: together, these attributes. */
export const UNIQUE_NAMES: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: ["identifier"],
  aws_launch_template: ["name"],
  aws_lb: ["name"],
  aws_lb_target_group: ["name"],
  aws_security_group: ["name", "vpc_id"],
  cloudflare_zone: ["name"],
  github_team: ["name"],
  tfe_agent_pool: ["name"],
  tfe_policy: ["name"],
  tfe_policy_set: ["name"],
  tfe_project: ["name"],
  tfe_team: ["name"],
  tfe_variable_set: ["name"],
  tfe_workspace: ["name"],
};
