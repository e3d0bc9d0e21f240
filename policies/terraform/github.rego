# The rules over GitHub that a plan can show; constructs/policies/ judges the same, and more, before anything is written. HCP Terraform
# runs it over every plan and reads `deny`: each member is a message, which begins with the rule's id.
package terraform.github

import rego.v1

# An argument by its path through blocks, and what it must be: one of a set, something, a number at least.
rules := {
	"github_repository": [
		{"id": "GH-01", "path": ["vulnerability_alerts"], "allowed": {true}, "needs": "vulnerability_alerts = true"},
		{"id": "GH-01", "path": ["security_and_analysis", "secret_scanning", "status"], "allowed": {"enabled"}, "needs": "secret scanning"},
		{"id": "GH-01", "path": ["security_and_analysis", "secret_scanning_push_protection", "status"], "allowed": {"enabled"}, "needs": "push protection"},
	],
}

deny contains msg if {
	some resource in changed
	resource.type == "github_repository"
	not unknown(resource, ["visibility"])
	object.get(resource.change.after, "visibility", null) != "private"
	object.get(resource.change.after, "private", null) != true
	msg := message("GH-01", resource, "visibility = private")
}

# What may hold a default branch to what is needed, by its type; together they do.
protections := {
	"github_branch_protection": {
		"two approvals": {"path": ["required_pull_request_reviews", "required_approving_review_count"], "least": 2},
		"signed commits": {"path": ["require_signed_commits"], "allowed": {true}},
		"no force push": {"path": ["allows_force_pushes"], "allowed": {null, false}},
	},
	"github_repository_ruleset": {
		"two approvals": {"path": ["rules", "pull_request", "required_approving_review_count"], "least": 2},
		"signed commits": {"path": ["rules", "required_signatures"], "allowed": {true}},
		"no force push": {"path": ["rules", "non_fast_forward"], "allowed": {true}},
	},
}

deny contains msg if {
	some resource in changed
	resource.type == "github_repository"
	not partial
	not unknown(resource, ["name"])
	object.get(resource.change.after, "archived", null) != true
	some need in ["two approvals", "signed commits", "no force push"]
	not protected(resource, need)
	msg := message("GH-01", resource, sprintf("%s on its default branch", [need]))
}

protected(repository, need) if {
	some type, rows in protections
	some other in kept(type)
	covers(other, repository)
	in_force(other)
	met(other, rows[need])
}

covers(other, repository) if {
	some argument in {"repository", "repository_id"}
	unknown(other, [argument])
}

covers(other, repository) if {
	some argument in {"repository", "repository_id"}
	some called in {"name", "node_id"}
	other.change.after[argument] == repository.change.after[called]
}

# Who may always go past a rule is not held by it.
in_force(other) if {
	other.type == "github_repository_ruleset"
	not known_otherwise(other, "target", "branch")
	not known_otherwise(other, "enforcement", "active")
	not "always" in values(other, ["bypass_actors", "bypass_mode"])
	on_default_branch(other)
}

in_force(other) if other.change.after.pattern in {"*", "**", "main"}

in_force(other) if unknown(other, ["pattern"])

known_otherwise(resource, argument, wanted) if {
	not unknown(resource, [argument])
	object.get(resource.change.after, argument, null) != wanted
}

on_default_branch(ruleset) if unknown(ruleset, ["conditions", "ref_name", "include"])

on_default_branch(ruleset) if {
	some included in values(ruleset, ["conditions", "ref_name", "include"])
	some ref in included
	ref in {"refs/heads/main", "~ALL", "~DEFAULT_BRANCH"}
}

met(other, row) if unknown(other, row.path)

met(other, row) if {
	some value in values(other, row.path)
	fits(row, value)
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
