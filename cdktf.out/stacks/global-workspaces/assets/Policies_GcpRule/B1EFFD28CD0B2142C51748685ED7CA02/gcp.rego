# The rules over Google Cloud that a plan can show; constructs/policies/ judges the same, and more, before anything is written. HCP
# Terraform runs it over every plan and reads `deny`: each member is a message, which begins with the rule's id.
package terraform.gcp

import rego.v1

# An argument by its path through blocks, and what it must be: one of a set, something, a number at least.
rules := {
	"google_compute_network": [{"id": "GCP-14", "path": ["auto_create_subnetworks"], "allowed": {false}, "needs": "auto_create_subnetworks = false"}],
	"google_container_cluster": [
		{"id": "GCP-01", "path": ["private_cluster_config", "enable_private_nodes"], "allowed": {true}, "needs": "private nodes"},
		{"id": "GCP-02", "path": ["workload_identity_config", "workload_pool"], "set": true, "unless": "enable_autopilot", "needs": "Workload Identity"},
		{"id": "GCP-02", "path": ["datapath_provider"], "allowed": {"ADVANCED_DATAPATH"}, "unless": "enable_autopilot", "needs": "Dataplane V2"},
		{"id": "GCP-02", "path": ["enable_shielded_nodes"], "allowed": {null, true}, "needs": "shielded nodes"},
		{"id": "GCP-02", "path": ["binary_authorization", "evaluation_mode"], "allowed": {"PROJECT_SINGLETON_POLICY_ENFORCE"}, "needs": "Binary Authorization"},
		{"id": "GCP-03", "path": ["enable_legacy_abac"], "allowed": {null, false}, "needs": "enable_legacy_abac = false"},
		{"id": "GCP-03", "path": ["master_auth", "client_certificate_config", "issue_client_certificate"], "allowed": {null, false}, "needs": "no client certificate"},
		{"id": "GCP-04", "path": ["database_encryption", "state"], "allowed": {"ALL_OBJECTS_ENCRYPTION_ENABLED", "ENCRYPTED"}, "needs": "a key of the customer for its secrets"},
	],
	"google_container_node_pool": [
		{"id": "GCP-05", "path": ["node_config", "workload_metadata_config", "mode"], "allowed": {"GKE_METADATA"}, "needs": "the metadata server of GKE"},
		{"id": "GCP-05", "path": ["node_config", "shielded_instance_config", "enable_secure_boot"], "allowed": {true}, "needs": "secure boot"},
		{"id": "GCP-05", "path": ["node_config", "service_account"], "set": true, "needs": "a service account of its own"},
		{"id": "GCP-05", "path": ["node_config", "boot_disk_kms_key"], "set": true, "needs": "a key of the customer for its disks"},
		{"id": "GCP-05", "path": ["management", "auto_repair"], "allowed": {true}, "needs": "auto_repair = true"},
		{"id": "GCP-05", "path": ["management", "auto_upgrade"], "allowed": {true}, "needs": "auto_upgrade = true"},
	],
	"google_iam_workload_identity_pool_provider": [{"id": "GCP-13", "path": ["attribute_condition"], "set": true, "needs": "a condition on who is let in"}],
	"google_memorystore_instance": [
		{"id": "GCP-08", "path": ["authorization_mode"], "allowed": {"IAM_AUTH"}, "needs": "authorization_mode = IAM_AUTH"},
		{"id": "GCP-08", "path": ["transit_encryption_mode"], "allowed": {"SERVER_AUTHENTICATION"}, "needs": "TLS"},
		{"id": "GCP-08", "path": ["kms_key"], "set": true, "needs": "a key of the customer"},
		{"id": "GCP-08", "path": ["deletion_protection_enabled"], "allowed": {null, true}, "only": "protected", "needs": "deletion_protection_enabled = true"},
	],
	"google_redis_instance": [
		{"id": "GCP-08", "path": ["auth_enabled"], "allowed": {true}, "needs": "auth_enabled = true"},
		{"id": "GCP-08", "path": ["transit_encryption_mode"], "allowed": {"SERVER_AUTHENTICATION"}, "needs": "TLS"},
		{"id": "GCP-08", "path": ["customer_managed_key"], "set": true, "needs": "a key of the customer"},
	],
	"google_sql_database_instance": [
		{"id": "GCP-06", "path": ["settings", "ip_configuration", "ssl_mode"], "allowed": {"ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"}, "needs": "an ssl_mode that refuses plain text"},
		{"id": "GCP-07", "path": ["encryption_key_name"], "set": true, "needs": "a key of the customer"},
		{"id": "GCP-07", "path": ["settings", "availability_type"], "allowed": {"REGIONAL"}, "only": "protected", "unless": "master_instance_name", "needs": "a standby in another zone"},
		{"id": "GCP-07", "path": ["deletion_protection"], "allowed": {null, true}, "only": "protected", "needs": "deletion_protection = true"},
	],
	"google_storage_bucket": [
		{"id": "GCP-09", "path": ["uniform_bucket_level_access"], "allowed": {true}, "needs": "uniform_bucket_level_access = true"},
		{"id": "GCP-09", "path": ["encryption", "default_kms_key_name"], "set": true, "needs": "a key of the customer"},
		{"id": "GCP-09", "path": ["versioning", "enabled"], "allowed": {true}, "unless": "retention_policy", "needs": "versions, or a retention_policy"},
	],
}

# 90 days, as Google writes it. Other keys than those that encrypt cannot be rotated by Google.
deny contains msg if {
	some resource in changed
	resource.type == "google_kms_crypto_key"
	object.get(resource.change.after, "purpose", null) in {null, "ENCRYPT_DECRYPT"}
	not unknown(resource, ["rotation_period"])
	not rotated(resource.change.after)
	msg := message("GCP-10", resource, "a rotation_period of 90 days or less")
}

rotated(key) if {
	period := split(key.rotation_period, "s")
	to_number(period[0]) <= 7776000
}

# Subnets of balancers and of endpoints carry no traffic of machines.
deny contains msg if {
	some resource in changed
	resource.type == "google_compute_subnetwork"
	object.get(resource.change.after, "purpose", null) in {null, "PRIVATE"}
	not unknown(resource, ["log_config"])
	object.get(resource.change.after, "log_config", null) in {null, []}
	msg := message("GCP-11", resource, "flow logs")
}

deny contains msg if {
	some resource in changed
	resource.type == "google_compute_subnetwork"
	object.get(resource.change.after, "purpose", null) in {null, "PRIVATE"}
	not unknown(resource, ["private_ip_google_access"])
	object.get(resource.change.after, "private_ip_google_access", null) != true
	msg := message("GCP-11", resource, "private_ip_google_access = true")
}

# What a database is brought back to any point by has a name of its own with MySQL.
deny contains msg if {
	some resource in changed
	resource.type == "google_sql_database_instance"
	object.get(resource.change.after, "master_instance_name", null) in {null, ""}
	path := ["settings", "backup_configuration", recovery_of(resource)]
	not unknown(resource, ["master_instance_name"])
	not unknown(resource, path)
	some value in values(resource, path)
	value != true
	msg := message("GCP-07", resource, sprintf("%s = true", [path[2]]))
}

recovery_of(database) := "binary_log_enabled" if startswith(database.change.after.database_version, "MYSQL")

recovery_of(database) := "point_in_time_recovery_enabled" if not startswith(database.change.after.database_version, "MYSQL")

bindings := {"google_project_iam_member", "google_project_iam_binding", "google_folder_iam_member", "google_organization_iam_member"}

# Rights on everything, or to act as anybody in the project.
too_much := {
	"roles/editor",
	"roles/iam.serviceAccountOpenIdTokenCreator",
	"roles/iam.serviceAccountTokenCreator",
	"roles/iam.serviceAccountUser",
	"roles/iam.workloadIdentityUser",
	"roles/owner",
	"roles/viewer",
}

deny contains msg if {
	some resource in changed
	resource.type in bindings
	resource.change.after.role in too_much
	msg := message("GCP-12", resource, sprintf("a narrower role than %s", [resource.change.after.role]))
}

deny contains msg if {
	some resource in changed
	resource.type == "google_service_account_key"
	msg := message("GCP-12", resource, "to be gone: Workload Identity gives short-lived tokens instead")
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
