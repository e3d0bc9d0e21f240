# The rules over who may do what on AWS that a plan can show; constructs/policies/ judges the same, and more, before anything is written.
# HCP Terraform runs it over every plan and reads `deny`: each member is a message, which begins with the rule's id.
package terraform.iam

import rego.v1

# Policies are JSON text.
listed(value) := value if is_array(value)

listed(value) := [value] if not is_array(value)

allowing(text) := [statement |
	document := json.unmarshal(text)
	some statement in listed(document.Statement)
	statement.Effect == "Allow"
]

trusting contains {"resource": resource, "statement": statement} if {
	some resource in changed
	resource.type == "aws_iam_role"
	some statement in allowing(resource.change.after.assume_role_policy)
	"sts:AssumeRoleWithWebIdentity" in listed(statement.Action)
}

pinned(statement, claim) := [value |
	some operator, tests in statement.Condition
	operator in {"StringEquals", "StringLike", "ForAnyValue:StringEquals", "ForAnyValue:StringLike"}
	some key, wanted in tests
	endswith(key, claim)
	some value in listed(wanted)
]

deny contains msg if {
	some trust in trusting
	some claim in {":aud", ":sub"}
	count(pinned(trust.statement, claim)) == 0
	msg := message("AWS-21", trust.resource, sprintf("a condition on the token's %s", [claim]))
}

deny contains msg if {
	some trust in trusting
	some subject in pinned(trust.statement, ":sub")
	of_anybody(subject)
	msg := message("AWS-21", trust.resource, sprintf("an organization in the subject, not %s", [subject]))
}

# `repo:<organization>/...`, `organization:<organization>:...`: what stands there is a name.
of_anybody(subject) if {
	parts := split(subject, ":")
	contains(parts[0], "*")
}

of_anybody(subject) if {
	parts := split(subject, ":")
	organization := split(parts[1], "/")
	contains(organization[0], "*")
}

rights contains {"resource": resource, "statement": statement} if {
	some resource in changed
	resource.type in {"aws_iam_policy", "aws_iam_role_policy", "aws_iam_group_policy", "aws_iam_user_policy"}
	some statement in allowing(resource.change.after.policy)
}

deny contains msg if {
	some right in rights
	"*" in listed(right.statement.Action)
	"*" in listed(right.statement.Resource)
	object.get(right.statement, "Condition", null) == null
	msg := message("AWS-22", right.resource, "actions and resources by name, not * on *")
}

deny contains msg if {
	some right in rights
	"iam:PassRole" in listed(right.statement.Action)
	"*" in listed(right.statement.Resource)
	object.get(right.statement, "Condition", null) == null
	msg := message("AWS-22", right.resource, "iam:PassRole on roles by name")
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
