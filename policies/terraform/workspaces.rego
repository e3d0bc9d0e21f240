# The rules over HCP Terraform that a plan can show; constructs/policies/ judges the same, and more, before anything is written. HCP
# Terraform runs it over every plan and reads `deny`: each member is a message, which begins with the rule's id. Not here: whether a
# secret is written out or comes from a variable (TF-01).
package terraform.workspaces

import rego.v1

# An argument by its path through blocks, and what it must be: one of a set, something, a number at least.
rules := {
	"tfe_workspace_settings": watched,
}

# Of a workspace, by its settings or by itself.
watched := [
	{"id": "TF-01", "path": ["assessments_enabled"], "allowed": {true}, "needs": "assessments_enabled = true"},
	{"id": "TF-01", "path": ["global_remote_state"], "allowed": {false}, "needs": "global_remote_state = false"},
]

# Whether an argument says which resource it is of, or may do so once it is known.
may_name(other, argument, resource) if unknown(other, [argument])

may_name(other, argument, resource) if other.change.after[argument] == resource.change.after.id

# HCP Terraform. Only what is known to be of these environments may apply by itself.
may_apply(workspace) if workspace.change.after.tags.environment in {"dev", "staging"}

may_apply(workspace) if unknown(workspace, ["tags"])

may_apply(workspace) if workspace.change.after_unknown.tags.environment == true

deny contains msg if {
	some resource in changed
	resource.type == "tfe_workspace"
	resource.change.after.auto_apply_run_trigger == true
	not may_apply(resource)
	msg := message("TF-01", resource, "auto_apply_run_trigger = false")
}

deny contains msg if {
	some resource in changed
	resource.type == "tfe_workspace"
	resource.change.after.auto_apply == true
	not may_apply(resource)
	not split_off(resource)
	msg := message("TF-01", resource, "auto_apply = false")
}

deny contains msg if {
	some resource in changed
	resource.type == "tfe_workspace"
	some row in watched
	not unknown(resource, row.path)
	some value in values(resource, row.path)
	not fits(row, value)
	not split_off(resource)
	msg := message("TF-01", resource, row.needs)
}

# A workspace whose settings are a resource of their own shows what they were, not what they will be.
split_off(workspace) if {
	some settings in kept("tfe_workspace_settings")
	may_name(settings, "workspace_id", workspace)
}

split_off(workspace) if partial

deny contains msg if {
	some resource in changed
	resource.type == "tfe_workspace_settings"
	resource.change.after.auto_apply == true
	not partial
	not unknown(resource, ["workspace_id"])
	not of_open_workspace(resource)
	msg := message("TF-01", resource, "auto_apply = false")
}

of_open_workspace(settings) if {
	some workspace in kept("tfe_workspace")
	workspace.change.after.id == settings.change.after.workspace_id
	may_apply(workspace)
}

variables := {"tfe_test_variable", "tfe_variable"}

# As providers read them.
clouds_key(key) if regex.match(`^(aws_(access_key_id|secret_access_key|session_token)|arm_(client_secret|client_certificate\w*|access_key|sas_token)|azure_client_secret|google_(application_)?credentials|google_(oauth_)?access_token|google_cloud_keyfile_json|gcloud_keyfile_json|cloudsdk_auth_access_token|(aws_)?(access|secret)_key|client_secret|gcp_credentials)$`, lower(key))

deny contains msg if {
	some resource in changed
	resource.type in variables
	clouds_key(resource.change.after.key)
	msg := message("TF-01", resource, "to be gone: runs sign in to clouds by tokens of their own")
}

deny contains msg if {
	some resource in changed
	resource.type in variables
	key := resource.change.after.key
	regex.match(`(token|secret|password|api_key|private_key|pem_file)$`, lower(key))
	not clouds_key(key)
	not unknown(resource, ["sensitive"])
	object.get(resource.change.after, "sensitive", null) != true
	msg := message("TF-01", resource, "sensitive = true")
}

# How rows are judged: the same in every file that has rows, since a policy of HCP Terraform is one file.

deny contains msg if {
	some resource in changed
	some rule in rules[resource.type]
	concerned(rule, resource)
	not excused(rule, resource)
	not unknown(resource, rule.path)
	some value in values(resource, rule.path)
	not fits(rule, value)
	msg := message(rule.id, resource, rule.needs)
}

# Rows that are about data that must survive mistakes, or about what development may not cost.
concerned(rule, resource) if object.get(rule, "only", "") == ""

concerned(rule, resource) if {
	rule.only == "protected"
	some tags in tags_of(resource)
	tags.environment in {"mgmt", "prod"}
}

concerned(rule, resource) if {
	rule.only == "dev"
	some tags in tags_of(resource)
	tags.environment == "dev"
}

tags_of(resource) := [tags |
	some path in [["tags"], ["labels"], ["resource_labels"], ["settings", "user_labels"]]
	some tags in values(resource, path)
	tags != null
]

# A copy, an autopilot cluster and the like: what the row names is set, or will be.
excused(rule, resource) if {
	some value in values(resource, [rule.unless])
	not value in [null, "", false]
}

excused(rule, resource) if unknown(resource, [rule.unless])

fits(rule, value) if value in rule.allowed

fits(rule, value) if {
	rule.set == true
	not value in [null, "", []]
}

fits(rule, value) if {
	value != null
	value >= rule.least
}

# What a plan shows, and how a finding is said: the same in these files.

# Made or changed by this plan.
changed contains resource if {
	some resource in input.plan.resource_changes
	some action in {"create", "update"}
	action in resource.change.actions
}

# What there is of a type once the plan is applied, changed by it or not.
kept(type) := [resource |
	some resource in input.plan.resource_changes
	resource.type == type
	resource.change.after != null
]

# A plan for a part of the stack (-target) says nothing of the rest: what is not in it may be there.
partial if input.plan.complete == false

message(id, resource, needs) := sprintf("%s: %s needs %s. `npm run policies -- --id %s` says why.", [id, resource.address, needs, id])

# What is at a path, once for each block on the way; null where nothing is.
values(resource, path) := [object.get(parent, path[count(path) - 1], null) | some parent in parents(resource.change.after, path)]

parents(top, path) := [top] if count(path) == 1

parents(top, path) := inside([top], path[0]) if count(path) == 2

parents(top, path) := inside(inside([top], path[0]), path[1]) if count(path) == 3

parents(top, path) := inside(inside(inside([top], path[0]), path[1]), path[2]) if count(path) == 4

inside(outer, name) := [block |
	some parent in outer
	some block in written(object.get(parent, name, null))
]

written(blocks) := [{}] if blocks in [null, []]

written(blocks) := blocks if count(blocks) > 0

# What is known after the apply only cannot be judged here.
unknown(resource, path) if resource.change.after_unknown[path[0]] == true

unknown(resource, path) if {
	some block in resource.change.after_unknown[path[0]]
	block[path[1]] == true
}

unknown(resource, path) if {
	some outer in resource.change.after_unknown[path[0]]
	some block in outer[path[1]]
	block[path[2]] == true
}

unknown(resource, path) if {
	some outer in resource.change.after_unknown[path[0]]
	some middle in outer[path[1]]
	some block in middle[path[2]]
	block[path[3]] == true
}
