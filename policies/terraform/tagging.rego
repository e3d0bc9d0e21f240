# Everything that can carry tags says whose it is. HCP Terraform runs it over every plan and reads `deny`: each member is a message.
package terraform.tagging

import rego.v1

required := {"cost-center", "environment", "managed-by", "owner", "stack"}

# Where a resource's tags are, first match first: Google's resources have labels of several names, and only one of them is for people.
places := {
	"aws_": ["tags"],
	"azurerm_": ["tags"],
	"google_": ["resource_labels", "user_labels", "labels"],
}

candidates(resource) := names if {
	some prefix, names in places
	startswith(resource.type, prefix)
}

# Arguments of the resource that carry tags. A plan has every argument of a resource's type: null where it is not set, and absent
# where it is known after the apply only.
arguments(resource) := [argument |
	some argument in candidates(resource)
	argument in object.keys(resource.change.after)
]

unknown(resource) if {
	some argument in candidates(resource)
	resource.change.after_unknown[argument] == true
}

tagged(resource, argument, key) if resource.change.after[argument][key] != ""

tagged(resource, argument, key) if resource.change.after_unknown[argument][key] == true

# Made or changed by this plan, with all its tags known, or with some of them.
judged contains resource if {
	some resource in input.plan.resource_changes
	some action in {"create", "update"}
	action in resource.change.actions
	not unknown(resource)
}

deny contains msg if {
	some resource in judged
	found := arguments(resource)
	argument := found[0]
	some key in required
	not tagged(resource, argument, key)
	msg := sprintf("T-01: %s has no %s in its %s. Stacks put it on everything: do not take it away.", [resource.address, key, argument])
}

# What each cloud takes, as far as a plan is made with something else.
alphabets := {
	"aws_": {"key": `^[^!"#$%&'()*,;<>?\[\\\]^{|}~]{1,128}$`, "value": `^[^!"#$%&'()*,;<>?\[\\\]^{|}~]{0,256}$`, "most": 50},
	"azurerm_": {"key": `^[^<>%&\\?/]{1,128}$`, "value": `^.{0,256}$`, "most": 50},
	"google_": {"key": `^[a-z][a-z0-9_-]{0,62}$`, "value": `^[a-z0-9_-]{0,63}$`, "most": 64},
}

deny contains msg if {
	some resource in judged
	some prefix, alphabet in alphabets
	startswith(resource.type, prefix)
	found := arguments(resource)
	some key, value in resource.change.after[found[0]]
	not fits(alphabet, key, value)
	msg := sprintf("T-02: %s: %s is not a tag, or has a value, that its cloud takes. Pass it through tagsFor.", [resource.address, key])
}

fits(alphabet, key, value) if {
	regex.match(alphabet.key, key)
	regex.match(alphabet.value, value)
}

deny contains msg if {
	some resource in judged
	some prefix, alphabet in alphabets
	startswith(resource.type, prefix)
	found := arguments(resource)
	count(resource.change.after[found[0]]) > alphabet.most
	msg := sprintf("T-02: %s has more tags than the %d that its cloud takes. Take some away.", [resource.address, alphabet.most])
}

# Buckets and databases say how confidential their data is and how well it is kept.
stores := {
	"aws_db_instance",
	"aws_docdb_cluster",
	"aws_dynamodb_table",
	"aws_efs_file_system",
	"aws_neptune_cluster",
	"aws_rds_cluster",
	"aws_rds_cluster_instance",
	"aws_redshift_cluster",
	"aws_s3_bucket",
	"azurerm_cosmosdb_account",
	"azurerm_mssql_database",
	"azurerm_mssql_server",
	"azurerm_mysql_flexible_server",
	"azurerm_postgresql_flexible_server",
	"azurerm_storage_account",
	"google_alloydb_cluster",
	"google_bigquery_dataset",
	"google_bigtable_instance",
	"google_filestore_instance",
	"google_spanner_instance",
	"google_storage_bucket",
}

deny contains msg if {
	some resource in judged
	resource.type in stores
	found := arguments(resource)
	argument := found[0]
	some key in {"backup-tier", "data-classification"}
	not tagged(resource, argument, key)
	msg := sprintf("T-03: %s has no %s in its %s. Stacks put it on everything: do not take it away.", [resource.address, key, argument])
}

# What costs by the hour in dev says when it may be stopped.
hourly := {
	"aws_db_instance",
	"aws_eks_node_group",
	"aws_instance",
	"aws_rds_cluster",
	"azurerm_kubernetes_cluster",
	"azurerm_kubernetes_cluster_node_pool",
	"azurerm_linux_virtual_machine",
	"azurerm_linux_virtual_machine_scale_set",
	"azurerm_mysql_flexible_server",
	"azurerm_postgresql_flexible_server",
	"azurerm_windows_virtual_machine",
	"azurerm_windows_virtual_machine_scale_set",
	"google_compute_instance",
}

deny contains msg if {
	some resource in judged
	resource.type in hourly
	found := arguments(resource)
	argument := found[0]
	resource.change.after[argument].environment == "dev"
	not tagged(resource, argument, "auto-stop")
	msg := sprintf("T-04: %s has no auto-stop in its %s. Set autoStop of the environment; the tag follows.", [resource.address, argument])
}
