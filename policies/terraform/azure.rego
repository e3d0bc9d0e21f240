# The rules over Azure that a plan can show; constructs/policies/ judges the same, and more, before anything is written. HCP
# Terraform runs it over every plan and reads `deny`: each member is a message, which begins with the rule's id.
package terraform.azure

import rego.v1

# An argument by its path through blocks, and what it must be: one of a set, something, a number at least.
rules := {
	"azurerm_container_registry": [{"id": "AZ-12", "path": ["admin_enabled"], "allowed": {null, false}, "needs": "admin_enabled = false"}],
	"azurerm_key_vault": [
		{"id": "AZ-09", "path": ["purge_protection_enabled"], "allowed": {true}, "needs": "purge_protection_enabled = true"},
		{"id": "AZ-09", "path": ["rbac_authorization_enabled"], "allowed": {true}, "needs": "rbac_authorization_enabled = true"},
		{"id": "AZ-09", "path": ["public_network_access_enabled"], "allowed": {false}, "needs": "public_network_access_enabled = false"},
		{"id": "AZ-09", "path": ["network_acls", "default_action"], "allowed": {"Deny"}, "needs": "a firewall that denies"},
	],
	"azurerm_kubernetes_cluster": [
		{"id": "AZ-01", "path": ["private_cluster_enabled"], "allowed": {true}, "unless": "api_server_access_profile", "needs": "private_cluster_enabled = true, or authorized_ip_ranges"},
		{"id": "AZ-01", "path": ["local_account_disabled"], "allowed": {true}, "needs": "local_account_disabled = true"},
		{"id": "AZ-01", "path": ["azure_active_directory_role_based_access_control", "azure_rbac_enabled"], "allowed": {true}, "needs": "azure_rbac_enabled = true"},
		{"id": "AZ-01", "path": ["run_command_enabled"], "allowed": {false}, "needs": "run_command_enabled = false"},
		{"id": "AZ-02", "path": ["network_profile", "network_policy"], "allowed": {"cilium"}, "needs": "network_policy = cilium"},
		{"id": "AZ-02", "path": ["azure_policy_enabled"], "allowed": {true}, "needs": "azure_policy_enabled = true"},
		{"id": "AZ-02", "path": ["oidc_issuer_enabled"], "allowed": {true}, "needs": "oidc_issuer_enabled = true"},
		{"id": "AZ-02", "path": ["workload_identity_enabled"], "allowed": {true}, "needs": "workload_identity_enabled = true"},
		{"id": "AZ-03", "path": ["default_node_pool", "host_encryption_enabled"], "allowed": {true}, "needs": "host_encryption_enabled = true"},
		{"id": "AZ-03", "path": ["default_node_pool", "node_public_ip_enabled"], "allowed": {null, false}, "needs": "nodes without public addresses"},
	],
	"azurerm_kubernetes_cluster_node_pool": [
		{"id": "AZ-03", "path": ["host_encryption_enabled"], "allowed": {true}, "needs": "host_encryption_enabled = true"},
		{"id": "AZ-03", "path": ["node_public_ip_enabled"], "allowed": {null, false}, "needs": "nodes without public addresses"},
	],
	"azurerm_managed_redis": [
		{"id": "AZ-07", "path": ["default_database", "client_protocol"], "allowed": {null, "Encrypted"}, "needs": "TLS"},
		{"id": "AZ-07", "path": ["default_database", "access_keys_authentication_enabled"], "allowed": {null, false}, "needs": "sign-in by Entra instead of access keys"},
		{"id": "AZ-07", "path": ["public_network_access"], "allowed": {"Disabled"}, "needs": "public_network_access = Disabled"},
	],
	"azurerm_mssql_database": [{"id": "AZ-06", "path": ["transparent_data_encryption_enabled"], "allowed": {null, true}, "needs": "transparent_data_encryption_enabled = true"}],
	"azurerm_mssql_server": [
		{"id": "AZ-05", "path": ["minimum_tls_version"], "allowed": {null, "1.2", "1.3"}, "needs": "TLS 1.2 or newer"},
		{"id": "AZ-05", "path": ["azuread_administrator", "login_username"], "set": true, "needs": "an administrator of Entra"},
	],
	"azurerm_network_watcher_flow_log": [{"id": "AZ-11", "path": ["enabled"], "allowed": {true}, "needs": "enabled = true"}],
	"azurerm_redis_cache": [
		{"id": "AZ-07", "path": ["minimum_tls_version"], "allowed": {"1.2", "1.3"}, "needs": "TLS 1.2 or newer"},
		{"id": "AZ-07", "path": ["non_ssl_port_enabled"], "allowed": {null, false}, "needs": "no port without TLS"},
	],
	"azurerm_storage_account": [
		{"id": "AZ-08", "path": ["min_tls_version"], "allowed": {null, "TLS1_2", "TLS1_3"}, "needs": "TLS 1.2 or newer"},
		{"id": "AZ-08", "path": ["shared_access_key_enabled"], "allowed": {false}, "needs": "shared_access_key_enabled = false"},
		{"id": "AZ-08", "path": ["network_rules", "default_action"], "allowed": {"Deny"}, "needs": "a firewall that denies"},
	],
}

# Trust in tokens of others is exact: Azure knows no patterns, and a star would be taken for a name.
deny contains msg if {
	some resource in changed
	resource.type == "azurerm_federated_identity_credential"
	contains(resource.change.after.subject, "*")
	msg := message("AZ-13", resource, "one exact subject")
}

deny contains msg if {
	some resource in changed
	resource.type == "azurerm_federated_identity_credential"
	not unknown(resource, ["audience"])
	not resource.change.after.audience in audiences
	msg := message("AZ-13", resource, "the audience api://AzureADTokenExchange")
}

# Two sovereign clouds have names of their own.
audiences := {["api://AzureADTokenExchange"], ["api://AzureADTokenExchangeChina"], ["api://AzureADTokenExchangeUSGov"]}

# 0 is for ever.
deny contains msg if {
	some resource in changed
	resource.type == "azurerm_network_watcher_flow_log"
	some days in values(resource, ["retention_policy", "days"])
	days != null
	days > 0
	days < 90
	msg := message("AZ-11", resource, "a retention of 90 days or more")
}

# Who called the API server of an AKS cluster, and whom it let in.
deny contains msg if {
	some resource in changed
	resource.type == "azurerm_kubernetes_cluster"
	not partial
	some wanted, categories in {"kube-audit-admin": {"kube-audit", "kube-audit-admin"}, "guard": {"guard"}}
	not logged(resource, categories)
	msg := message("AZ-04", resource, sprintf("a diagnostic setting with %s", [wanted]))
}

logged(cluster, categories) if {
	some setting in kept("azurerm_monitor_diagnostic_setting")
	of_cluster(setting, cluster)
	some log in setting.change.after.enabled_log
	some category in [object.get(log, "category", null), object.get(log, "category_group", null)]
	category in categories | {"allLogs", "audit"}
}

of_cluster(setting, _) if unknown(setting, ["target_resource_id"])

of_cluster(setting, cluster) if setting.change.after.target_resource_id == cluster.change.after.id

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
