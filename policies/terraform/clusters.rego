# The rules over clusters that a plan can show; constructs/policies/ judges the same, and more, before anything is written. HCP Terraform
# runs it over every plan and reads `deny`: each member is a message, which begins with the rule's id. Not here: whether a secret is
# written out or comes from a variable (K8-01), and what stands beside resources: outputs, versions, providers and their settings,
# provisioners, reads of programs, prevent_destroy (X-01, X-02, X-03).
package terraform.clusters

import rego.v1

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
