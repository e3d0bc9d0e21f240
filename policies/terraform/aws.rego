# The rules over AWS that a plan can show; constructs/policies/ judges the same, and more, before anything is written. HCP Terraform
# runs it over every plan and reads `deny`: each member is a message, which begins with the rule's id.
package terraform.aws

import rego.v1

# An argument by its path through blocks, and what it must be: one of a set, something, a number at least.
rules := {
	"aws_db_instance": [
		{"id": "AWS-06", "path": ["storage_encrypted"], "allowed": {true}, "needs": "storage_encrypted = true"},
		{"id": "AWS-06", "path": ["kms_key_id"], "set": true, "needs": "a key of the customer in kms_key_id"},
		{"id": "AWS-07", "path": ["backup_retention_period"], "least": 7, "unless": "replicate_source_db", "needs": "backups of 7 days or more"},
		{"id": "AWS-07", "path": ["deletion_protection"], "allowed": {true}, "only": "protected", "needs": "deletion_protection = true"},
		{"id": "AWS-07", "path": ["multi_az"], "allowed": {true}, "only": "protected", "unless": "replicate_source_db", "needs": "a standby in another zone"},
		{"id": "AWS-08", "path": ["iam_database_authentication_enabled"], "allowed": {true}, "needs": "logins of IAM"},
		{"id": "AWS-08", "path": ["password"], "allowed": {null, ""}, "needs": "a password that AWS manages, or a write-only one"},
		{"id": "AWS-09", "path": ["enabled_cloudwatch_logs_exports"], "set": true, "needs": "its log in CloudWatch"},
		{"id": "AWS-09", "path": ["monitoring_interval"], "least": 1, "needs": "a monitoring_interval"},
		{"id": "AWS-09", "path": ["performance_insights_enabled"], "allowed": {true}, "needs": "performance_insights_enabled = true"},
		{"id": "AWS-09", "path": ["performance_insights_kms_key_id"], "set": true, "needs": "a key of the customer for its performance insights"},
	],
	"aws_dms_endpoint": [{"id": "AWS-19", "path": ["kms_key_arn"], "set": true, "needs": "a key of the customer in kms_key_arn"}],
	"aws_dms_replication_instance": [{"id": "AWS-19", "path": ["kms_key_arn"], "set": true, "needs": "a key of the customer in kms_key_arn"}],
	"aws_ecr_repository": [
		{"id": "AWS-23", "path": ["image_tag_mutability"], "allowed": {"IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"}, "needs": "tags that stay"},
		{"id": "AWS-23", "path": ["encryption_configuration", "encryption_type"], "allowed": {"KMS", "KMS_DSSE"}, "needs": "a key of the customer"},
	],
	"aws_eks_cluster": [
		{"id": "AWS-02", "path": ["encryption_config", "provider", "key_arn"], "set": true, "needs": "a key of the customer for its secrets"},
		{"id": "AWS-04", "path": ["access_config", "authentication_mode"], "allowed": {"API"}, "needs": "authentication_mode = API"},
		{"id": "AWS-04", "path": ["access_config", "bootstrap_cluster_creator_admin_permissions"], "allowed": {false}, "needs": "no rights for whoever makes it"},
		{"id": "AWS-04", "path": ["deletion_protection"], "allowed": {true}, "only": "protected", "needs": "deletion_protection = true"},
	],
	"aws_elasticache_replication_group": [
		{"id": "AWS-10", "path": ["at_rest_encryption_enabled"], "allowed": {true, "true"}, "needs": "at_rest_encryption_enabled = true"},
		{"id": "AWS-10", "path": ["kms_key_id"], "set": true, "needs": "a key of the customer in kms_key_id"},
		{"id": "AWS-10", "path": ["transit_encryption_enabled"], "allowed": {true}, "needs": "transit_encryption_enabled = true"},
	],
	"aws_instance": metadata,
	"aws_launch_template": metadata,
	"aws_lb": [
		{"id": "AWS-18", "path": ["access_logs", "enabled"], "allowed": {true}, "needs": "access logs"},
		{"id": "AWS-18", "path": ["enable_deletion_protection"], "allowed": {true}, "only": "protected", "needs": "enable_deletion_protection = true"},
	],
	"aws_msk_cluster": [
		{"id": "AWS-20", "path": ["broker_node_group_info", "connectivity_info", "public_access", "type"], "allowed": {null, "DISABLED"}, "needs": "no public access"},
		{"id": "AWS-20", "path": ["client_authentication", "unauthenticated"], "allowed": {null, false}, "needs": "clients that say who they are"},
		{"id": "AWS-20", "path": ["encryption_info", "encryption_at_rest_kms_key_arn"], "set": true, "needs": "a key of the customer"},
		{"id": "AWS-20", "path": ["encryption_info", "encryption_in_transit", "client_broker"], "allowed": {null, "TLS"}, "needs": "TLS between clients and brokers"},
	],
	"aws_rds_cluster": [
		{"id": "AWS-06", "path": ["storage_encrypted"], "allowed": {true}, "needs": "storage_encrypted = true"},
		{"id": "AWS-06", "path": ["kms_key_id"], "set": true, "needs": "a key of the customer in kms_key_id"},
		{"id": "AWS-08", "path": ["master_password"], "allowed": {null, ""}, "needs": "a password that AWS manages, or a write-only one"},
	],
	"aws_subnet": [{"id": "AWS-15", "path": ["map_public_ip_on_launch"], "allowed": {null, false}, "needs": "map_public_ip_on_launch = false"}],
}

metadata := [
	{"id": "AWS-05", "path": ["metadata_options", "http_tokens"], "allowed": {"required"}, "needs": "http_tokens = required"},
	{"id": "AWS-05", "path": ["metadata_options", "http_put_response_hop_limit"], "allowed": {1}, "needs": "http_put_response_hop_limit = 1"},
]

# A machine that answers no questions about itself gives nothing away.
excused(rule, resource) if {
	rule.id == "AWS-05"
	"disabled" in values(resource, ["metadata_options", "http_endpoint"])
}

control_plane_logs := {"api", "audit", "authenticator", "controllerManager", "scheduler"}

deny contains msg if {
	some resource in changed
	resource.type == "aws_eks_cluster"
	not unknown(resource, ["enabled_cluster_log_types"])
	some wanted in control_plane_logs
	written_logs := {log | some log in resource.change.after.enabled_cluster_log_types}
	not wanted in written_logs
	msg := message("AWS-03", resource, sprintf("%s in enabled_cluster_log_types", [wanted]))
}

# Other keys than symmetric ones cannot be rotated by AWS.
deny contains msg if {
	some resource in changed
	resource.type == "aws_kms_key"
	object.get(resource.change.after, "customer_master_key_spec", null) in {null, "SYMMETRIC_DEFAULT"}
	resource.change.after.enable_key_rotation != true
	msg := message("AWS-13", resource, "enable_key_rotation = true")
}

deny contains msg if {
	some resource in changed
	resource.type == "aws_kms_key"
	days := resource.change.after.deletion_window_in_days
	days != null
	days < 14
	msg := message("AWS-13", resource, "a deletion window of 14 days or more")
}

# 0 is for ever.
deny contains msg if {
	some resource in changed
	resource.type == "aws_cloudwatch_log_group"
	days := resource.change.after.retention_in_days
	days > 0
	days < 30
	msg := message("AWS-17", resource, "a retention of 30 days or more")
}

deny contains msg if {
	some resource in changed
	resource.type == "aws_sqs_queue"
	resource.change.after.sqs_managed_sse_enabled == false
	object.get(resource.change.after, "kms_master_key_id", null) in {null, ""}
	not unknown(resource, ["kms_master_key_id"])
	msg := message("AWS-24", resource, "encryption")
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
