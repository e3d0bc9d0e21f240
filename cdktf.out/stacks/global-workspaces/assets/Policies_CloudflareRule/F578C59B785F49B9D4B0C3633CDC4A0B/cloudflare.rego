# The rules over Cloudflare that a plan can show; constructs/policies/ judges the same, and more, before anything is written. HCP
# Terraform runs it over every plan and reads `deny`: each member is a message, which begins with the rule's id. Not here: of which
# environment a balancer is (two pools, CF-02).
package terraform.cloudflare

import rego.v1

# An argument by its path through blocks, and what it must be: one of a set, something, a number at least.
rules := {
	"cloudflare_load_balancer": [
		{"id": "CF-02", "path": ["proxied"], "allowed": {true}, "needs": "proxied = true"},
		{"id": "CF-02", "path": ["fallback_pool"], "set": true, "needs": "a pool to fall back on"},
		{"id": "CF-02", "path": ["default_pools"], "set": true, "needs": "pools in default_pools"},
	],
	"cloudflare_load_balancer_pool": [{"id": "CF-02", "path": ["monitor"], "set": true, "unless": "monitor_group", "needs": "a monitor"}],
	"cloudflare_zone_dnssec": [{"id": "CF-01", "path": ["status"], "allowed": {"active"}, "needs": "status = active"}],
}

# Whether an argument says which resource it is of, or may do so once it is known.
may_name(other, argument, resource) if unknown(other, [argument])

may_name(other, argument, resource) if other.change.after[argument] == resource.change.after.id

wanted_settings := {"always_use_https": {"on"}, "min_tls_version": {"1.2", "1.3"}, "ssl": {"origin_pull", "strict"}}

deny contains msg if {
	some resource in changed
	resource.type in {"cloudflare_hostname_tls_setting", "cloudflare_zone_setting"}
	wanted := wanted_settings[resource.change.after.setting_id]
	not unknown(resource, ["value"])
	not object.get(resource.change.after, "value", null) in wanted
	msg := message("CF-01", resource, sprintf("%s set to %s", [resource.change.after.setting_id, concat(" or ", wanted)]))
}

# Certificates of hosts do as well as the zone's.
deny contains msg if {
	some resource in changed
	resource.type == "cloudflare_authenticated_origin_pulls_settings"
	resource.change.after.enabled == false
	not partial
	count(kept("cloudflare_authenticated_origin_pulls")) == 0
	msg := message("CF-01", resource, "enabled = true, so that origins know who asks")
}

# Of a zone itself: that its settings are there. What they say is judged where they are.
deny contains msg if {
	some resource in changed
	resource.type == "cloudflare_zone"
	not partial
	some setting, _ in wanted_settings
	not has_setting(resource, setting)
	msg := message("CF-01", resource, sprintf("a cloudflare_zone_setting for %s", [setting]))
}

has_setting(zone, setting) if {
	some other in kept("cloudflare_zone_setting")
	may_name(other, "zone_id", zone)
	object.get(other.change.after, "setting_id", setting) == setting
}

# Zones whose names are answered elsewhere are signed there.
deny contains msg if {
	some resource in changed
	resource.type == "cloudflare_zone"
	not partial
	not unknown(resource, ["type"])
	object.get(resource.change.after, "type", null) in {null, "full"}
	not accompanied(resource, {"cloudflare_zone_dnssec"})
	msg := message("CF-01", resource, "a cloudflare_zone_dnssec")
}

deny contains msg if {
	some resource in changed
	resource.type == "cloudflare_zone"
	not partial
	not accompanied(resource, {"cloudflare_authenticated_origin_pulls", "cloudflare_authenticated_origin_pulls_settings"})
	msg := message("CF-01", resource, "authenticated origin pulls")
}

accompanied(zone, types) if {
	some type in types
	some other in kept(type)
	may_name(other, "zone_id", zone)
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
