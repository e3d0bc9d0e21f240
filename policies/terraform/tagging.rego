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

deny contains msg if {
	some resource in input.plan.resource_changes
	some action in {"create", "update"}
	action in resource.change.actions
	not unknown(resource)
	found := arguments(resource)
	argument := found[0]
	some key in required
	not tagged(resource, argument, key)
	msg := sprintf("T-01: %s has no %s in its %s. Stacks put it on everything: do not take it away.", [resource.address, key, argument])
}
