# The rules over Cloudflare, GitHub, HCP Terraform, Vault and clusters that a plan can show; constructs/policies/ judges the same, and
# more, before anything is written. HCP Terraform runs it over every plan and reads `deny`: each member is a message, which begins with
# the rule's id. Not here is what a plan does not show: whether a secret is written out or comes from a variable (K8-01, TF-01), of which
# environment a balancer is (two pools, CF-02), which kind of issuer a role of another stack's method trusts (VT-01), and what stands
# beside resources: outputs, versions, providers and their settings, provisioners, reads of programs, prevent_destroy (X-01, X-02, X-03).
package terraform.services

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
	"github_repository": [
		{"id": "GH-01", "path": ["vulnerability_alerts"], "allowed": {true}, "needs": "vulnerability_alerts = true"},
		{"id": "GH-01", "path": ["security_and_analysis", "secret_scanning", "status"], "allowed": {"enabled"}, "needs": "secret scanning"},
		{"id": "GH-01", "path": ["security_and_analysis", "secret_scanning_push_protection", "status"], "allowed": {"enabled"}, "needs": "push protection"},
	],
	"tfe_workspace_settings": watched,
}

# Of a workspace, by its settings or by itself.
watched := [
	{"id": "TF-01", "path": ["assessments_enabled"], "allowed": {true}, "needs": "assessments_enabled = true"},
	{"id": "TF-01", "path": ["global_remote_state"], "allowed": {false}, "needs": "global_remote_state = false"},
]

# What there is of a type once the plan is applied, changed by it or not.
kept(type) := [resource |
	some resource in input.plan.resource_changes
	resource.type == type
	resource.change.after != null
]

# A plan for a part of the stack (-target) says nothing of the rest: what is not in it may be there.
partial if input.plan.complete == false

# Whether an argument says which resource it is of, or may do so once it is known.
may_name(other, argument, resource) if unknown(other, [argument])

may_name(other, argument, resource) if other.change.after[argument] == resource.change.after.id

# Cloudflare.
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

# GitHub.
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

# HCP Terraform. Only what is known to be of these environments may apply by itself.
may_apply(workspace) if workspace.change.after.tags.environment in {"dev", "staging"}

may_apply(workspace) if unknown(workspace, ["tags"])

may_apply(workspace) if workspace.change.after_unknown.tags.environment == true

deny contains msg if {
	some resource in changed
	resource.type == "tfe_workspace"
	resource.change.after.auto_apply_run_trigger == true
	not may_apply(resource)
	msg := message("TF-01", resource, "auto_apply_run_trigger = false")
}

deny contains msg if {
	some resource in changed
	resource.type == "tfe_workspace"
	resource.change.after.auto_apply == true
	not may_apply(resource)
	not split_off(resource)
	msg := message("TF-01", resource, "auto_apply = false")
}

deny contains msg if {
	some resource in changed
	resource.type == "tfe_workspace"
	some row in watched
	not unknown(resource, row.path)
	some value in values(resource, row.path)
	not fits(row, value)
	not split_off(resource)
	msg := message("TF-01", resource, row.needs)
}

# A workspace whose settings are a resource of their own shows what they were, not what they will be.
split_off(workspace) if {
	some settings in kept("tfe_workspace_settings")
	may_name(settings, "workspace_id", workspace)
}

split_off(workspace) if partial

deny contains msg if {
	some resource in changed
	resource.type == "tfe_workspace_settings"
	resource.change.after.auto_apply == true
	not partial
	not unknown(resource, ["workspace_id"])
	not of_open_workspace(resource)
	msg := message("TF-01", resource, "auto_apply = false")
}

of_open_workspace(settings) if {
	some workspace in kept("tfe_workspace")
	workspace.change.after.id == settings.change.after.workspace_id
	may_apply(workspace)
}

variables := {"tfe_test_variable", "tfe_variable"}

# As providers read them.
clouds_key(key) if regex.match(`^(aws_(access_key_id|secret_access_key|session_token)|arm_(client_secret|client_certificate\w*|access_key|sas_token)|azure_client_secret|google_(application_)?credentials|google_(oauth_)?access_token|google_cloud_keyfile_json|gcloud_keyfile_json|cloudsdk_auth_access_token|(aws_)?(access|secret)_key|client_secret|gcp_credentials)$`, lower(key))

deny contains msg if {
	some resource in changed
	resource.type in variables
	clouds_key(resource.change.after.key)
	msg := message("TF-01", resource, "to be gone: runs sign in to clouds by tokens of their own")
}

deny contains msg if {
	some resource in changed
	resource.type in variables
	key := resource.change.after.key
	regex.match(`(token|secret|password|api_key|private_key|pem_file)$`, lower(key))
	not clouds_key(key)
	not unknown(resource, ["sensitive"])
	object.get(resource.change.after, "sensitive", null) != true
	msg := message("TF-01", resource, "sensitive = true")
}

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

# Clusters. A chart is of one version, and fetched from where nobody changes it on the way; those of this repository come with it.
deny contains msg if {
	some resource in changed
	resource.type == "helm_release"
	not unknown(resource, ["chart"])
	not unknown(resource, ["version"])
	not local(resource.change.after)
	not regex.match(`^v?\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$`, object.get(resource.change.after, "version", null))
	msg := message("K8-01", resource, "one exact version")
}

deny contains msg if {
	some resource in changed
	resource.type == "helm_release"
	source := source_of(resource.change.after)
	not unknown(resource, ["repository"])
	not local(resource.change.after)
	not fetched(source)
	msg := message("K8-01", resource, sprintf("an address that begins with https:// or oci://, not %s", [source]))
}

source_of(release) := release.repository if not object.get(release, "repository", null) in [null, ""]

source_of(release) := release.chart if object.get(release, "repository", null) in [null, ""]

local(release) if {
	object.get(release, "repository", null) in [null, ""]
	regex.match(`^(\.{0,2}/|assets/|charts/)`, release.chart)
}

fetched(source) if {
	some scheme in {"https://", "oci://"}
	startswith(source, scheme)
}

# What may happen in a namespace is said before anything runs there.
enforce := "pod-security.kubernetes.io/enforce"

namespaces := {"kubernetes_namespace", "kubernetes_namespace_v1"}

deny contains msg if {
	some resource in changed
	resource.type in namespaces
	not unknown(resource, ["metadata", "labels"])
	not unknown_level(resource)
	some metadata in resource.change.after.metadata
	not metadata.labels[enforce] in {"baseline", "privileged", "restricted"}
	msg := message("K8-02", resource, sprintf("the label %s", [enforce]))
}

unknown_level(namespace) if {
	some metadata in namespace.change.after_unknown.metadata
	metadata.labels[enforce] == true
}

name_of(namespace) := metadata.name if {
	some metadata in namespace.change.after.metadata
}

deny contains msg if {
	some resource in changed
	resource.type in namespaces
	not partial
	name := name_of(resource)
	not counted_in(name)
	msg := message("K8-02", resource, "a resource quota")
}

deny contains msg if {
	some resource in changed
	resource.type in namespaces
	not partial
	name := name_of(resource)
	not closed(name)
	msg := message("K8-02", resource, "a network policy of all pods that admits only what it lists")
}

counted_in(name) if {
	some type in {"kubernetes_resource_quota", "kubernetes_resource_quota_v1"}
	some quota in kept(type)
	may_be_in(quota, name)
}

closed(name) if {
	some type in {"kubernetes_network_policy", "kubernetes_network_policy_v1"}
	some policy in kept(type)
	may_be_in(policy, name)
	denies(policy)
}

may_be_in(other, name) if unknown(other, ["metadata", "namespace"])

may_be_in(other, name) if {
	some metadata in other.change.after.metadata
	metadata.namespace == name
}

denies(policy) if {
	some spec in policy.change.after.spec
	"Ingress" in spec.policy_types
	not chooses(spec)
	not admits_all(spec)
}

denies(policy) if {
	some part in ["policy_types", "pod_selector", "ingress"]
	unknown(policy, ["spec", part])
}

denies(policy) if {
	some part in ["pod_selector", "ingress"]
	some inner in ["from", "ports", "match_labels", "match_expressions"]
	unknown(policy, ["spec", part, inner])
}

chooses(spec) if {
	some selector in spec.pod_selector
	some part in selector
	not part in [null, [], {}]
}

admits_all(spec) if {
	some rule in spec.ingress
	object.get(rule, "from", null) in [null, []]
	object.get(rule, "ports", null) in [null, []]
}

deny contains msg if {
	some resource in changed
	resource.type == "kubernetes_manifest"
	msg := message("X-01", resource, "a helm_release in its place: it cannot be planned without the cluster")
}

# How the rows are judged: the same in the files of all clouds, since a policy of HCP Terraform is one file.

# Made or changed by this plan.
changed contains resource if {
	some resource in input.plan.resource_changes
	some action in {"create", "update"}
	action in resource.change.actions
}

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

message(id, resource, needs) := sprintf("%s: %s needs %s. `npm run policies -- --id %s` says why.", [id, resource.address, needs, id])

# Rows that are about data that must survive mistakes.
concerned(rule, resource) if object.get(rule, "only", "") == ""

concerned(rule, resource) if {
	rule.only == "protected"
	some tags in tags_of(resource)
	tags.environment in {"mgmt", "prod"}
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
