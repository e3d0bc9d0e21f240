# The rules over whom Vault lets in that a plan can show; constructs/policies/ judges the same, and more, before anything is written. HCP
# Terraform runs it over every plan and reads `deny`: each member is a message, which begins with the rule's id. How long for:
# leases.rego. Not here: which kind of issuer a role of another stack's method trusts (VT-01).
package terraform.vault

import rego.v1

# Nobody has what only the first token has.
deny contains msg if {
	some resource in changed
	startswith(resource.type, "vault_")
	some argument in {"allowed_policies", "default_policies", "policies", "token_policies"}
	"root" in resource.change.after[argument]
	msg := message("VT-01", resource, sprintf("%s without root", [argument]))
}

deny contains msg if {
	some resource in changed
	resource.type == "vault_policy"
	resource.change.after.name == "root"
	msg := message("VT-01", resource, "another name: root is what only the first token has")
}

deny contains msg if {
	some resource in changed
	resource.type == "vault_policy"
	regex.match(`path\s+"[*+](/\*)?"\s*\{[^}]*"(create|update|patch|delete|sudo|root)"`, resource.change.after.policy)
	msg := message("VT-01", resource, "the paths that are needed, not all of them")
}

# A role for signed tokens is for one caller.
deny contains msg if {
	some resource in changed
	resource.type == "vault_jwt_auth_backend_role"
	settled(resource, "bound_audiences")
	not pinned(object.get(resource.change.after, "bound_audiences", null))
	msg := message("VT-01", resource, "bound_audiences that say whom the token is for")
}

deny contains msg if {
	some resource in changed
	resource.type == "vault_jwt_auth_backend_role"
	settled(resource, "bound_subject")
	settled(resource, "bound_claims")
	not pinned(object.get(resource.change.after, "bound_subject", null))
	not claimed(resource)
	msg := message("VT-01", resource, "a bound_subject, or bound_claims, that name one caller")
}

# Known in whole.
settled(resource, argument) if {
	not unknown(resource, [argument])
	not partly_unknown(resource, argument)
}

partly_unknown(resource, argument) if {
	some part in resource.change.after_unknown[argument]
	part == true
}

listed(value) := value if is_array(value)

listed(value) := [value] if not is_array(value)

# Of a list, in one text or several, each counts: any of them lets in.
pinned(value) if {
	items := [item |
		some text in listed(value)
		some item in split(text, ",")
	]
	count(items) > 0
	every item in items {
		exact(item)
	}
}

# A wildcard may stand at the end of what is already one caller's.
exact(item) if {
	item != ""
	not contains(item, "*")
}

exact(item) if regex.match(`^([^*:/]+[:/]){4,}\*$`, item)

claimed(role) if {
	some value in role.change.after.bound_claims
	pinned(value)
	not of_shared_issuer(role)
}

claimed(role) if {
	some claim, value in role.change.after.bound_claims
	pinned(value)
	regex.match(`^/?(sub|terraform_organization_(name|id)|repository(_id|_owner|_owner_id)?|job_workflow_ref|namespace_(path|id)|project_(path|id)|hd|email|tid|org(anization)?(_id)?)$`, claim)
}

# Issuers that sign for everybody: what they say of who asks must be looked at.
of_shared_issuer(role) if {
	some method in kept("vault_jwt_auth_backend")
	method.change.after.path == role.change.after.backend
	some argument in {"bound_issuer", "jwks_url", "oidc_discovery_url"}
	regex.match(`app(\.eu)?\.terraform\.io|token\.actions\.githubusercontent\.com|gitlab\.com|accounts\.google\.com|login\.microsoftonline\.com|sts\.windows\.net|bitbucket\.org|circleci\.com`, method.change.after[argument])
}

# What happened can be told afterwards, and what was secret is hashed there.
deny contains msg if {
	some resource in changed
	resource.type == "vault_raft_autopilot"
	not partial
	count(kept("vault_audit")) == 0
	msg := message("VT-01", resource, "a vault_audit beside it")
}

deny contains msg if {
	some resource in changed
	resource.type == "vault_audit"
	resource.change.after.options.log_raw in {true, "true"}
	msg := message("VT-01", resource, "log_raw = false")
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
