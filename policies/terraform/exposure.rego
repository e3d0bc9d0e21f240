# Nothing becomes reachable from all of the internet. HCP Terraform runs it over every plan and reads `deny`: each member is a
# message. What is known after the apply only cannot be judged here.
package terraform.exposure

import rego.v1

anywhere := {"0.0.0.0/0", "::/0", "*", "Any", "Internet", "any", "internet"}

everybody := {"allUsers", "allAuthenticatedUsers"}

# Made or changed by this plan.
changed contains resource if {
	some resource in input.plan.resource_changes
	some action in {"create", "update"}
	action in resource.change.actions
}

# The rules of constructs/policies/ that say the same before anything is written.
rule_ids := {
	"aws_db_instance": "AWS-06",
	"aws_default_security_group": "AWS-16",
	"aws_dms_replication_instance": "AWS-19",
	"aws_eks_cluster": "AWS-01",
	"aws_rds_cluster_instance": "AWS-06",
	"aws_s3_account_public_access_block": "AWS-11",
	"aws_s3_bucket_public_access_block": "AWS-11",
	"aws_security_group": "AWS-16",
	"aws_security_group_rule": "AWS-16",
	"aws_vpc_security_group_ingress_rule": "AWS-16",
	"azurerm_kubernetes_cluster": "AZ-01",
	"azurerm_mssql_server": "AZ-05",
	"azurerm_network_security_group": "AZ-10",
	"azurerm_network_security_rule": "AZ-10",
	"azurerm_redis_cache": "AZ-07",
	"azurerm_storage_account": "AZ-08",
	"google_compute_firewall": "GCP-14",
	"google_compute_firewall_policy_rule": "GCP-14",
	"google_compute_network_firewall_policy_rule": "GCP-14",
	"google_container_cluster": "GCP-01",
	"google_sql_database_instance": "GCP-06",
	"google_storage_bucket": "GCP-09",
}

# A message begins with the rule's id where there is one.
named(resource, text) := sprintf("%s: %s", [rule_ids[resource.type], text])

named(resource, text) := text if not rule_ids[resource.type]

# Who is let in where.
let_in contains {"resource": resource, "source": source} if {
	some resource in changed
	resource.type in {"aws_security_group", "aws_default_security_group"}
	some rule in resource.change.after.ingress
	some list in {"cidr_blocks", "ipv6_cidr_blocks"}
	some source in rule[list]
}

let_in contains {"resource": resource, "source": source} if {
	some resource in changed
	resource.type == "aws_security_group_rule"
	resource.change.after.type == "ingress"
	some list in {"cidr_blocks", "ipv6_cidr_blocks"}
	some source in resource.change.after[list]
}

let_in contains {"resource": resource, "source": source} if {
	some resource in changed
	resource.type == "aws_vpc_security_group_ingress_rule"
	some key in {"cidr_ipv4", "cidr_ipv6"}
	source := resource.change.after[key]
}

let_in contains {"resource": resource, "source": source} if {
	some resource in changed
	resource.type == "aws_eks_cluster"
	some network in resource.change.after.vpc_config
	network.endpoint_public_access == true
	some source in network.public_access_cidrs
}

let_in contains {"resource": resource, "source": source} if {
	some resource in changed
	resource.type == "google_compute_firewall"
	resource.change.after.direction == "INGRESS"
	count(resource.change.after.allow) > 0
	some source in resource.change.after.source_ranges
}

let_in contains {"resource": resource, "source": source} if {
	some resource in changed
	resource.type in {"google_compute_network_firewall_policy_rule", "google_compute_firewall_policy_rule"}
	resource.change.after.direction == "INGRESS"
	resource.change.after.action == "allow"
	some match in resource.change.after.match
	some source in match.src_ip_ranges
}

let_in contains {"resource": resource, "source": source} if {
	some resource in changed
	resource.type == "google_container_cluster"
	some networks in resource.change.after.master_authorized_networks_config
	some block in networks.cidr_blocks
	source := block.cidr_block
}

let_in contains {"resource": resource, "source": source} if {
	some resource in changed
	resource.type == "google_sql_database_instance"
	some settings in resource.change.after.settings
	some network in settings.ip_configuration
	some allowed in network.authorized_networks
	source := allowed.value
}

let_in contains {"resource": resource, "source": source} if {
	some resource in changed
	some rule in azure_rules(resource)
	rule.direction == "Inbound"
	rule.access == "Allow"
	source := rule.source_address_prefix
}

let_in contains {"resource": resource, "source": source} if {
	some resource in changed
	some rule in azure_rules(resource)
	rule.direction == "Inbound"
	rule.access == "Allow"
	some source in rule.source_address_prefixes
}

let_in contains {"resource": resource, "source": source} if {
	some resource in changed
	resource.type == "azurerm_kubernetes_cluster"
	some profile in resource.change.after.api_server_access_profile
	some source in profile.authorized_ip_ranges
}

azure_rules(resource) := [resource.change.after] if resource.type == "azurerm_network_security_rule"

azure_rules(resource) := resource.change.after.security_rule if resource.type == "azurerm_network_security_group"

deny contains msg if {
	some entry in let_in
	entry.source in anywhere
	text := sprintf("%s would let in everybody (%s). Name the addresses or groups that need it.", [entry.resource.address, entry.source])
	msg := named(entry.resource, text)
}

# Databases and caches with an address on the internet: an argument per type.
public_arguments := {
	"aws_db_instance": "publicly_accessible",
	"aws_dms_replication_instance": "publicly_accessible",
	"aws_rds_cluster_instance": "publicly_accessible",
	"azurerm_mssql_server": "public_network_access_enabled",
	"azurerm_postgresql_flexible_server": "public_network_access_enabled",
	"azurerm_redis_cache": "public_network_access_enabled",
	"azurerm_storage_account": "allow_nested_items_to_be_public",
}

deny contains msg if {
	some resource in changed
	argument := public_arguments[resource.type]
	resource.change.after[argument] == true
	text := sprintf("%s would be on the internet: %s is true. Set it to false and connect through the network.", [resource.address, argument])
	msg := named(resource, text)
}

deny contains msg if {
	some resource in changed
	resource.type == "google_sql_database_instance"
	some settings in resource.change.after.settings
	some network in settings.ip_configuration
	network.ipv4_enabled == true
	text := sprintf("%s would be on the internet: ipv4_enabled is true. Set it to false and connect through the network.", [resource.address])
	msg := named(resource, text)
}

# Buckets: what keeps them closed is not opened.
deny contains msg if {
	some resource in changed
	resource.type in {"aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"}
	some argument in {"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"}
	resource.change.after[argument] == false
	text := sprintf("%s would let buckets be public: %s is false. Set it to true.", [resource.address, argument])
	msg := named(resource, text)
}

deny contains msg if {
	some resource in changed
	resource.type == "google_storage_bucket"
	resource.change.after.public_access_prevention == "inherited"
	text := sprintf("%s could be made public: public_access_prevention is not enforced. Set it to enforced.", [resource.address])
	msg := named(resource, text)
}

# Rights on anything in Google Cloud, for one member or for several.
deny contains msg if {
	some resource in changed
	startswith(resource.type, "google_")
	resource.change.after.member in everybody
	text := sprintf("%s would give %s to %s. Name who needs it.", [resource.address, resource.change.after.role, resource.change.after.member])
	msg := named(resource, text)
}

deny contains msg if {
	some resource in changed
	startswith(resource.type, "google_")
	some member in resource.change.after.members
	member in everybody
	text := sprintf("%s would give %s to %s. Name who needs it.", [resource.address, resource.change.after.role, member])
	msg := named(resource, text)
}

# A network whose default group lets something through, or of which nobody knows later who was there.
beside_network := {
	"aws_default_security_group": "its default security group lets through what nobody asked for. Take it over by an aws_default_security_group without rules.",
	"aws_flow_log": "nobody could tell who connected. Add an aws_flow_log.",
}

deny contains msg if {
	some resource in changed
	resource.type == "aws_vpc"
	not input.plan.complete == false
	some type, text in beside_network
	not beside(resource, type)
	msg := sprintf("AWS-14: %s: %s", [resource.address, text])
}

deny contains msg if {
	some resource in changed
	resource.type == "aws_default_security_group"
	some argument in {"egress", "ingress"}
	count(resource.change.after[argument]) > 0
	msg := sprintf("AWS-14: %s has rules in %s: whoever names no group gets them. Take them away.", [resource.address, argument])
}

# One that says it is the network's, or does not say of which it is yet.
beside(network, type) if {
	some other in input.plan.resource_changes
	other.type == type
	other.change.after.vpc_id == network.change.after.id
}

beside(_, type) if {
	some other in input.plan.resource_changes
	other.type == type
	other.change.after_unknown.vpc_id == true
}
