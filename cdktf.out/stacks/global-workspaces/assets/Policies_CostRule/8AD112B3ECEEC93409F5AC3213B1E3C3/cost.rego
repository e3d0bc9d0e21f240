# The rules over what costs without need that a plan can show; constructs/policies/ judges the same, and more, before anything is written.
# HCP Terraform runs it over every plan and reads `deny`: each member is a message, which begins with the rule's id. Not here: what
# refers to an address (C-07), the budget that is configured (C-06), of which environment a subnet is (C-09), and what the values of a
# chart mean (C-10).
package terraform.cost

import rego.v1

# Where a disk's kind is written.
disks := {
	"aws_db_instance": [["storage_type"]],
	"aws_ebs_volume": [["type"]],
	"aws_instance": [["root_block_device", "volume_type"], ["ebs_block_device", "volume_type"]],
	"aws_launch_template": [["block_device_mappings", "ebs", "volume_type"]],
	"azurerm_linux_virtual_machine": [["os_disk", "storage_account_type"]],
	"azurerm_linux_virtual_machine_scale_set": [["os_disk", "storage_account_type"], ["data_disk", "storage_account_type"]],
	"azurerm_managed_disk": [["storage_account_type"]],
	"azurerm_orchestrated_virtual_machine_scale_set": [["os_disk", "storage_account_type"], ["data_disk", "storage_account_type"]],
	"azurerm_windows_virtual_machine": [["os_disk", "storage_account_type"]],
	"azurerm_windows_virtual_machine_scale_set": [["os_disk", "storage_account_type"], ["data_disk", "storage_account_type"]],
	"google_compute_disk": [["type"]],
	"google_compute_instance": [["boot_disk", "initialize_params", "type"]],
	"google_compute_instance_template": [["disk", "disk_type"]],
	"google_compute_region_disk": [["type"]],
	"google_compute_region_instance_template": [["disk", "disk_type"]],
	"google_container_cluster": [["node_config", "disk_type"]],
	"google_container_node_pool": [["node_config", "disk_type"]],
	"google_sql_database_instance": [["settings", "disk_type"]],
}

old_disks := {"gp2", "io1", "pd-standard", "PD_HDD", "standard", "Standard_LRS"}

# Types may be written as the address of the type.
deny contains msg if {
	some resource in changed
	some path in disks[resource.type]
	some value in values(resource, path)
	value != null
	parts := split(value, "/")
	parts[count(parts) - 1] in old_disks
	msg := message("C-02", resource, sprintf("a disk of today's kind, not %s", [value]))
}

# Drivers of disks compare names of parameters without regard to case.
deny contains msg if {
	some resource in changed
	some driver in {"disk.csi.azure.com", "ebs.csi.", "pd.csi.storage.gke.io"}
	startswith(resource.change.after.storage_provisioner, driver)
	some name, value in resource.change.after.parameters
	lower(name) in {"skuname", "storageaccounttype", "type"}
	value in old_disks
	msg := message("C-02", resource, sprintf("disks of today's kind, not %s", [value]))
}

# Where a machine's type is written.
machines := {
	"aws_db_instance": ["instance_class"],
	"aws_dms_replication_instance": ["replication_instance_class"],
	"aws_elasticache_replication_group": ["node_type"],
	"aws_instance": ["instance_type"],
	"aws_launch_template": ["instance_type"],
	"aws_rds_cluster_instance": ["instance_class"],
	"azurerm_kubernetes_cluster": ["default_node_pool", "vm_size"],
	"azurerm_kubernetes_cluster_node_pool": ["vm_size"],
	"azurerm_linux_virtual_machine": ["size"],
	"azurerm_linux_virtual_machine_scale_set": ["sku"],
	"azurerm_mssql_database": ["sku_name"],
	"azurerm_orchestrated_virtual_machine_scale_set": ["sku_name"],
	"azurerm_postgresql_flexible_server": ["sku_name"],
	"azurerm_windows_virtual_machine": ["size"],
	"azurerm_windows_virtual_machine_scale_set": ["sku"],
	"google_compute_instance": ["machine_type"],
	"google_compute_instance_template": ["machine_type"],
	"google_compute_region_instance_template": ["machine_type"],
	"google_container_cluster": ["node_config", "machine_type"],
	"google_container_node_pool": ["node_config", "machine_type"],
	"google_sql_database_instance": ["settings", "tier"],
}

# Families with two successors or more on AWS; versions that Azure lists as previous; the first generation on Google Cloud.
past := [
	`^(db\.|cache\.|dms\.)?(t[12]|[mcr][1-5]|i[23]|x1|z1|d2|h1|p[23]|g[34])[a-z]*\.`,
	`^Basic_A[0-9]|_Gen4_`,
	`^([A-Z]{2}_)?Standard_(A|DS|FS|G|GS|LS)[0-9]`,
	`^([A-Z]{2}_)?Standard_[BDEFL][0-9][0-9A-Za-z-]*$`,
	`^([A-Z]{2}_)?Standard_[BDEFL][0-9][0-9A-Za-z-]*_v1$`,
	`^([A-Z]{2}_)?Standard_[DEFL][0-9][0-9A-Za-z-]*_v2$`,
	`^([A-Z]{2}_)?Standard_[DEF][0-9][0-9A-Za-z-]*_v3$`,
	`^([A-Z]{2}_)?Standard_F[0-9][0-9A-Za-z-]*_v[45]$`,
	`^(.*/)?((db-)?(n1|f1|g1)-|custom-)`,
]

deny contains msg if {
	some resource in changed
	path := machines[resource.type]
	not accelerated(resource)
	some value in values(resource, path)
	value != null
	is_past(value)
	msg := message("C-03", resource, sprintf("a machine of a current generation, not %s", [value]))
}

# A group of nodes may be of several.
deny contains msg if {
	some resource in changed
	resource.type == "aws_eks_node_group"
	some value in resource.change.after.instance_types
	is_past(value)
	msg := message("C-03", resource, sprintf("a machine of a current generation, not %s", [value]))
}

is_past(value) if {
	some pattern in past
	regex.match(pattern, value)
}

# The first generation is the only one that older accelerators can be attached to.
accelerated(machine) if {
	some path in accelerators
	unknown(machine, path)
}

accelerated(machine) if {
	some path in accelerators
	some found in values(machine, path)
	not found in [null, []]
}

accelerators := [["guest_accelerator"], ["node_config", "guest_accelerator"]]

# Where it is said how many days a log is kept; 0 is for ever in those of the second kind.
kept_days := {
	"aws_cloudwatch_log_group": [["retention_in_days"]],
	"azurerm_log_analytics_workspace": [["retention_in_days"]],
	"azurerm_log_analytics_workspace_table": [["retention_in_days"], ["total_retention_in_days"]],
	"azurerm_mssql_server_extended_auditing_policy": [["retention_in_days"]],
	"azurerm_network_watcher_flow_log": [["retention_policy", "days"]],
	"google_logging_billing_account_bucket_config": [["retention_days"]],
	"google_logging_folder_bucket_config": [["retention_days"]],
	"google_logging_organization_bucket_config": [["retention_days"]],
	"google_logging_project_bucket_config": [["retention_days"]],
}

for_ever := {"aws_cloudwatch_log_group", "azurerm_mssql_server_extended_auditing_policy", "azurerm_network_watcher_flow_log"}

deny contains msg if {
	some resource in changed
	some path in kept_days[resource.type]
	not keeps_nothing(resource)
	some days in values(resource, path)
	too_long(resource, days)
	msg := message("C-04", resource, sprintf("%s of 365 or less", [concat(".", path)]))
}

too_long(_, days) if {
	days != null
	days > 365
}

too_long(log, days) if {
	days == 0
	log.type in for_ever
}

# Without a storage account of its own it keeps nothing itself.
keeps_nothing(log) if {
	log.type == "azurerm_mssql_server_extended_auditing_policy"
	object.get(log.change.after, "storage_endpoint", null) == null
}

# What is old in a bucket becomes cheaper, or goes.
deny contains msg if {
	some resource in changed
	resource.type == "google_storage_bucket"
	not unknown(resource, ["lifecycle_rule"])
	object.get(resource.change.after, "lifecycle_rule", null) in [null, []]
	msg := message("C-05", resource, "a lifecycle_rule")
}

deny contains msg if {
	some resource in changed
	resource.type == "aws_s3_bucket"
	not partial
	object.get(resource.change.after, "lifecycle_rule", null) in [null, []]
	not tidied(resource, "aws_s3_bucket_lifecycle_configuration", "bucket")
	msg := message("C-05", resource, "an aws_s3_bucket_lifecycle_configuration")
}

deny contains msg if {
	some resource in changed
	resource.type == "azurerm_storage_account"
	not partial
	object.get(resource.change.after, "account_kind", null) != "FileStorage"
	not tidied(resource, "azurerm_storage_management_policy", "storage_account_id")
	not tidied(resource, "azurerm_network_watcher_flow_log", "storage_account_id")
	msg := message("C-05", resource, "an azurerm_storage_management_policy")
}

tidied(store, type, argument) if {
	some other in kept(type)
	unknown(other, [argument])
}

tidied(store, type, argument) if {
	some other in kept(type)
	some called in {"bucket", "id"}
	other.change.after[argument] == store.change.after[called]
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
