# The rules over what development may not cost that a plan can show; constructs/policies/ judges the same, and more, before anything is
# written. HCP Terraform runs it over every plan and reads `deny`: each member is a message, which begins with the rule's id. Not here:
# which links are asked for (C-08).
package terraform.development

import rego.v1

# An argument by its path through blocks, and what it must be: one of a set, something, a number at least.
rules := {
	"aws_db_instance": [{"id": "C-01", "path": ["multi_az"], "allowed": {null, false}, "only": "dev", "needs": "no standby in dev"}],
	"aws_rds_cluster": [{"id": "C-01", "path": ["db_cluster_instance_class"], "allowed": {null, ""}, "only": "dev", "needs": "no Multi-AZ cluster in dev"}],
	"azurerm_mssql_database": [{"id": "C-01", "path": ["zone_redundant"], "allowed": {null, false}, "only": "dev", "needs": "no standby in dev"}],
	"azurerm_mysql_flexible_server": [{"id": "C-01", "path": ["high_availability", "mode"], "allowed": {null, ""}, "only": "dev", "needs": "no standby in dev"}],
	"azurerm_postgresql_flexible_server": [{"id": "C-01", "path": ["high_availability", "mode"], "allowed": {null, ""}, "only": "dev", "needs": "no standby in dev"}],
	"google_sql_database_instance": [{"id": "C-01", "path": ["settings", "availability_type"], "allowed": {null, "", "ZONAL"}, "only": "dev", "needs": "no standby in dev"}],
}

# Every gateway after the first: a place in development has one.
deny contains msg if {
	some resource in changed
	resource.type in {"aws_nat_gateway", "azurerm_nat_gateway"}
	resource.change.after.tags.environment == "dev"
	some other in kept(resource.type)
	other.address < resource.address
	msg := message("C-01", resource, "to be gone: a place in dev has one NAT gateway")
}

# Where a pool says that its nodes can be taken away, and how small it gets.
pools := {
	"aws_eks_node_group": {"spot": ["capacity_type"], "is": "SPOT", "least": ["scaling_config", "min_size"]},
	"azurerm_kubernetes_cluster_node_pool": {"spot": ["priority"], "is": "Spot", "least": ["min_count"]},
	"google_container_node_pool": {"spot": ["node_config", "spot"], "is": true, "least": ["autoscaling", "total_min_node_count"]},
}

# A cluster's only pool has to carry what the cluster needs itself.
deny contains msg if {
	some resource in changed
	pool := pools[resource.type]
	in_dev(resource)
	count(kept(resource.type)) > 1
	not carries_system(resource)
	not unknown(resource, pool.spot)
	not unknown(resource, pool.least)
	not pool.is in values(resource, pool.spot)
	not 0 in values(resource, pool.least)
	msg := message("C-01", resource, sprintf("nodes that can be taken away: %s", [concat(".", pool.spot)]))
}

in_dev(pool) if pool.change.after.tags.environment == "dev"

in_dev(pool) if {
	some labels in values(pool, ["node_config", "resource_labels"])
	labels.environment == "dev"
}

carries_system(pool) if pool.change.after.mode == "System"

carries_system(pool) if {
	some path in [["taint"], ["node_config", "taint"]]
	some taints in values(pool, path)
	some taint in taints
	taint.key in {"CriticalAddonsOnly", "components.gke.io/gke-managed-components"}
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
