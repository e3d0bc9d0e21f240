# The rules over what Vault lends that a plan can show; constructs/policies/ judges the same, and more, before anything is written. HCP
# Terraform runs it over every plan and reads `deny`: each member is a message, which begins with the rule's id. Whom it lets in:
# vault.rego.
package terraform.leases

import rego.v1

# Vault: what it lets in or gives out is over within a day.
token_types := {
	"vault_alicloud_auth_backend_role",
	"vault_approle_auth_backend_role",
	"vault_aws_auth_backend_role",
	"vault_azure_auth_backend_role",
	"vault_cert_auth_backend_role",
	"vault_gcp_auth_backend_role",
	"vault_github_auth_backend",
	"vault_jwt_auth_backend_role",
	"vault_kubernetes_auth_backend_role",
	"vault_ldap_auth_backend",
	"vault_oci_auth_backend_role",
	"vault_okta_auth_backend",
	"vault_saml_auth_backend_role",
	"vault_scep_auth_backend_role",
	"vault_spiffe_auth_backend_role",
	"vault_token_auth_backend_role",
}

# Where the end of the rest is said.
ends := {
	"vault_auth_backend": ["tune", "max_lease_ttl"],
	"vault_aws_secret_backend_role": ["max_sts_ttl"],
	"vault_azure_secret_backend_role": ["max_ttl"],
	"vault_consul_secret_backend": ["max_lease_ttl_seconds"],
	"vault_consul_secret_backend_role": ["max_ttl"],
	"vault_database_secret_backend_role": ["max_ttl"],
	"vault_database_secrets_mount": ["max_lease_ttl_seconds"],
	"vault_jwt_auth_backend": ["tune", "max_lease_ttl"],
	"vault_kubernetes_secret_backend": ["max_lease_ttl_seconds"],
	"vault_kubernetes_secret_backend_role": ["token_max_ttl"],
	"vault_ldap_secret_backend_dynamic_role": ["max_ttl"],
	"vault_mongodbatlas_secret_role": ["max_ttl"],
	"vault_mount": ["max_lease_ttl_seconds"],
	"vault_pki_secret_backend_role": ["max_ttl"],
	"vault_rabbitmq_secret_backend": ["max_lease_ttl_seconds"],
	"vault_ssh_secret_backend_role": ["max_ttl"],
	"vault_terraform_cloud_secret_role": ["max_ttl"],
	"vault_token": ["explicit_max_ttl"],
}

# 3600, "3600", "1h30m"; nothing is 0, which means what the server allows. Anything else is not judged.
seconds(value) := to_number(value)

seconds(value) := ((to_number(days[0]) * 86400) + (to_number(hours[0]) * 3600)) + ((to_number(minutes[0]) * 60) + to_number(rest[0])) if {
	regex.match(`^(\d+d)?(\d+h)?(\d+m)?(\d+s)?$`, value)
	days := parted(value, "d")
	hours := parted(days[1], "h")
	minutes := parted(hours[1], "m")
	rest := parted(minutes[1], "s")
}

parted(text, unit) := split(text, unit) if contains(text, unit)

parted(text, unit) := ["0", text] if not contains(text, unit)

endless(value) if seconds(value) <= 0

endless(value) if seconds(value) > 86400

deny contains msg if {
	some resource in changed
	path := ends[resource.type]
	not ended_otherwise(resource)
	not unknown(resource, path)
	some value in values(resource, path)
	endless(value)
	msg := message("VT-01", resource, sprintf("an end within a day in %s", [concat(".", path)]))
}

# Engines that lend nothing: they keep, encrypt or sign. A user of AWS that Vault makes ends with its lease.
ended_otherwise(resource) if {
	resource.type == "vault_mount"
	resource.change.after.type in {"generic", "kv", "pki", "ssh", "totp", "transform", "transit"}
}

ended_otherwise(resource) if {
	resource.type == "vault_aws_secret_backend_role"
	resource.change.after.credential_type == "iam_user"
}

deny contains msg if {
	some resource in changed
	resource.type in token_types
	not unknown(resource, ["token_explicit_max_ttl"])
	argument := last_end(resource)
	not unknown(resource, [argument])
	endless(object.get(resource.change.after, argument, null))
	msg := message("VT-01", resource, sprintf("an end within a day in %s", [argument]))
}

last_end(role) := "token_explicit_max_ttl" if ends_at_all(role)

last_end(role) := "token_max_ttl" if not ends_at_all(role)

ends_at_all(role) if seconds(role.change.after.token_explicit_max_ttl) > 0

deny contains msg if {
	some resource in changed
	resource.type in token_types
	seconds(resource.change.after.token_ttl) > 86400
	msg := message("VT-01", resource, "a token_ttl within a day")
}

deny contains msg if {
	some resource in changed
	resource.type in token_types | {"vault_token"}
	some argument in {"period", "token_period"}
	seconds(resource.change.after[argument]) > 0
	msg := message("VT-01", resource, sprintf("no %s: it would be renewed for ever", [argument]))
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
